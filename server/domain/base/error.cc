#include "server/domain/base/error.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/domain/base/text.h"

namespace tutorat::domain {
namespace {

constexpr char kReason[] = "tutorat/reason";
constexpr char kFrenchText[] = "tutorat/text.fr";
constexpr char kRetryMillis[] = "tutorat/retry.ms";
constexpr char kViolationsEn[] = "tutorat/violations.en";
constexpr char kViolationsFr[] = "tutorat/violations.fr";
constexpr size_t kShownCharacters = 60;

google::rpc::BadRequest ToBadRequest(const std::vector<Violation>& violations, Language language) {
  google::rpc::BadRequest out;
  for (const Violation& violation : violations) {
    auto* field = out.add_field_violations();
    field->set_field(violation.field);
    field->set_reason(violation.reason);
    field->set_description(violation.text.In(language));
  }
  return out;
}

}  // namespace

absl::Status MakeError(absl::StatusCode code, absl::string_view reason, const Text& text) {
  absl::Status status(code, text.en);
  status.SetPayload(kReason, absl::Cord(reason));
  status.SetPayload(kFrenchText, absl::Cord(text.fr));
  return status;
}

absl::Status WithRetryDelay(absl::Status status, absl::Duration delay) {
  status.SetPayload(kRetryMillis, absl::Cord(absl::StrCat(absl::ToInt64Milliseconds(delay))));
  return status;
}

std::optional<absl::Duration> RetryDelay(const absl::Status& status) {
  int64_t millis = 0;
  const auto payload = status.GetPayload(kRetryMillis);
  if (!payload || !absl::SimpleAtoi(std::string(*payload), &millis)) return std::nullopt;
  return absl::Milliseconds(millis);
}

absl::Status InvalidFields(const std::vector<Violation>& violations) {
  if (violations.empty()) return absl::OkStatus();
  const auto missing = std::find_if(violations.begin(), violations.end(),
                                    [](const Violation& v) { return absl::EndsWith(v.reason, "_NOT_FOUND"); });
  const Violation& first = missing == violations.end() ? violations.front() : *missing;
  Text text{.en = absl::StrCat(first.field, ": ", first.text.en),
            .fr = absl::StrCat(first.field, " : ", first.text.fr)};
  if (const size_t more = violations.size() - 1; more > 0) {
    absl::StrAppend(&text.en, " (and ", more, " more)");
    absl::StrAppend(&text.fr, " (et ", more, more > 1 ? " autres)" : " autre)");
  }
  absl::Status status = missing == violations.end()
                            ? MakeError(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS", text)
                            : MakeError(absl::StatusCode::kNotFound, missing->reason, text);
  status.SetPayload(kViolationsEn, absl::Cord(ToBadRequest(violations, Language::kEnglish).SerializeAsString()));
  status.SetPayload(kViolationsFr, absl::Cord(ToBadRequest(violations, Language::kFrench).SerializeAsString()));
  return status;
}

std::string Reason(const absl::Status& status) {
  const auto payload = status.GetPayload(kReason);
  return payload ? std::string(*payload) : "";
}

std::string MessageIn(const absl::Status& status, Language language) {
  if (language == Language::kFrench) {
    if (const auto payload = status.GetPayload(kFrenchText)) return std::string(*payload);
  }
  return std::string(status.message());
}

google::rpc::BadRequest FieldViolations(const absl::Status& status, Language language) {
  google::rpc::BadRequest out;
  const auto payload = status.GetPayload(language == Language::kFrench ? kViolationsFr : kViolationsEn);
  if (payload) out.ParseFromString(std::string(*payload));
  return out;
}

std::vector<Violation> ViolationsOf(const absl::Status& status) {
  const google::rpc::BadRequest en = FieldViolations(status, Language::kEnglish);
  const google::rpc::BadRequest fr = FieldViolations(status, Language::kFrench);
  std::vector<Violation> violations;
  for (int i = 0; i < en.field_violations_size(); ++i) {
    const auto& field = en.field_violations(i);
    violations.push_back({field.field(), field.reason(), {field.description(), fr.field_violations(i).description()}});
  }
  return violations;
}

std::string Shown(absl::string_view value) {
  std::string out = "«";
  size_t characters = 0;
  for (size_t i = 0; i < value.size();) {
    const size_t length = Utf8Length(value, i);
    if (characters++ == kShownCharacters) {
      absl::StrAppend(&out, "…");
      break;
    }
    const auto byte = static_cast<unsigned char>(value[i]);
    absl::StrAppend(&out, length == 0                   ? "\uFFFD"
                          : byte < 0x20 || byte == 0x7f ? absl::string_view(" ")
                                                        : value.substr(i, length));
    i += length == 0 ? 1 : length;
  }
  return out + "»";
}

}  // namespace tutorat::domain
