#include "client/report/audit_print.h"

#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace tutorat::format {
namespace {

constexpr char kAuditEntries[] = "auditEntries/";

std::string ShownValue(const std::string& value, Language language) {
  return value.empty() ? std::string(Choose(language, "(vide)", "(none)")) : value;
}

}  // namespace

std::string DescribeChange(const v1::AuditChange& change, Language language) {
  const bool personal = !change.commitment().empty();
  const std::string& before = personal ? change.personal_before() : change.before();
  const std::string& after = personal ? change.personal_after() : change.after();
  if (personal && before.empty() && after.empty()) {
    return Say(language, "$0 : donnée personnelle, non montrée", "$0: personal data, not shown", change.field());
  }
  return absl::StrCat(Say(language, "$0 : $1 → $2", "$0: $1 → $2", change.field(), ShownValue(before, language),
                          ShownValue(after, language)),
                      personal ? Choose(language, " (donnée personnelle)", " (personal data)") : "");
}

std::string AuditNumber(absl::string_view name) {
  std::int64_t number = 0;
  return absl::SimpleAtoi(absl::StripPrefix(name, kAuditEntries), &number) ? absl::StrCat(number) : std::string(name);
}

std::string AuditName(absl::string_view number) {
  std::int64_t parsed = 0;
  if (absl::StartsWith(number, kAuditEntries) || !absl::SimpleAtoi(number, &parsed)) return std::string(number);
  return absl::StrFormat("%s%012d", kAuditEntries, parsed);
}

}  // namespace tutorat::format
