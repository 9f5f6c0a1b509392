#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/resolve.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {

// Flags of verbs that describe a session.
enum class FlagsOf {
  // Day, hour, tutor and themes, which a planned session has too, and --another.
  kPlan,
  // --zone: of a session that is yet to be stored.
  kZone,
  // --take, --drop: what becomes of suggested themes.
  kAgenda,
  // Attendance and appreciation.
  kOutcome,
  // --issue, --affected, --impact.
  kIssues,
};

// The flags that describe a session, as typed.
struct SessionInput {
  // Of one of them, by the field of v1.SessionRecord that it sets. Empty: it was not given.
  std::string Of(const std::string& field) const;

  // The flag of `date`: where --date tells which session is meant, another one moves it.
  std::string date_flag = "--date";
  std::map<std::string, std::string> text;
  // Of flags that may be given several times.
  std::map<std::string, std::vector<std::string>> texts;
  bool another = false;
};

void AddFlags(CLI::App* verb, Context& context, FlagsOf part, SessionInput& input);

// Sets what was given, and nothing else. `record` may hold what was there before: --end counts from its start,
// on its day.
// INVALID_ARGUMENT names the flag.
absl::Status ReadInput(const Context& context, const SessionInput& input, v1::SessionRecord& record);

// Sets the length where --end was given: ReadInput does so, unless the day is told later only.
absl::Status ReadEnd(const Context& context, const SessionInput& input, v1::SessionRecord& record);

// Sets one field of the record from what was typed, by a flag or to a question; `name` is what errors call it.
absl::Status ReadField(const Context& context, absl::string_view name, const std::string& field,
                       const std::string& text, v1::SessionRecord& record);

// The command line that records the same: `tutorat session record --group 4 --date 2024-01-31 --themes 'EJ & SF'`. Of
// several issues that concern different people, or that have notes, it says the kinds only.
std::string RecordCommand(const Context& context, const v1::SessionRecord& record);

// What a kind and a weight are called to who typed them: flags, or questions.
struct IssueNames {
  absl::string_view issue = "--issue";
  absl::string_view impact = "--impact";
};
// Issues of the kinds in `words`, separated by `|` or commas, each with `affected` and `impact`, which may be empty.
absl::Status ReadIssues(const Context& context, const std::vector<std::string>& words, const std::string& affected,
                        const std::string& impact, v1::SessionRecord& record, const IssueNames& names = {});
absl::Status ReadIssues(const Context& context, const SessionInput& input, v1::SessionRecord& record);

}  // namespace tutorat::cli
