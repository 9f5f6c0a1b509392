// Errors as this service names them: a canonical code, a stable reason for programs, and a text in both languages for
// people. They travel as absl::Status with payloads; api/ turns them into google.rpc.Status. All functions are pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"

namespace tutorat::domain {

enum class Language { kEnglish, kFrench };

// One sentence in both languages. It names what is wrong, the value where that is no personal data, and the remedy.
struct Text {
  std::string en;
  std::string fr;

  const std::string& In(Language language) const { return language == Language::kFrench ? fr : en; }
};

// One broken rule of one field.
struct Violation {
  std::string field;   // path from the request's root: session.themes, rows[3].record.date
  std::string reason;  // UPPER_SNAKE_CASE
  Text text;
};

// Something odd that does not stop a write.
struct Warning {
  std::string reason;
  std::string field;
  Text text;
};

// `reason` becomes ErrorInfo.reason, unique within the domain "tutorat".
absl::Status MakeError(absl::StatusCode code, absl::string_view reason, const Text& text);

// The same error, which says when to try again.
absl::Status WithRetryDelay(absl::Status status, absl::Duration delay);

// Every violation at once, the first one in the message; OK when there is none. INVALID_ARGUMENT / INVALID_FIELDS, or,
// when something that a field names does not exist, NOT_FOUND with that violation's reason (GROUP_NOT_FOUND ...).
absl::Status InvalidFields(const std::vector<Violation>& violations);

// The parts again, for whoever answers a caller. `Reason` is empty for a status that has no name of ours.
std::string Reason(const absl::Status& status);
std::string MessageIn(const absl::Status& status, Language language);
google::rpc::BadRequest FieldViolations(const absl::Status& status, Language language);
std::vector<Violation> ViolationsOf(const absl::Status& status);
std::optional<absl::Duration> RetryDelay(const absl::Status& status);

// A value as an error shows it: in guillemets, at most 60 characters, without control characters.
std::string Shown(absl::string_view value);

}  // namespace tutorat::domain
