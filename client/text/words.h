#ifndef TUTORAT_CLIENT_FORMAT_WORDS_H_
#define TUTORAT_CLIENT_FORMAT_WORDS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "client/text/language.h"

namespace tutorat::format {

// Display words of enum values, in tables and files: SessionState, Attendance::Status, Appreciation,
// ParticipationIssue::Kind, ParticipationIssue::Impact, IssueState, ProgrammeItem::Weight, AgendaItem::Choice, Role and
// AuditEntry::Action.

// Empty for the unspecified value, and for one that this program is too old to know.
template <typename Enum>
std::string Word(Enum value, Language language);

// A word of either language, whatever its case and accents.
template <typename Enum>
std::optional<Enum> ParseWord(absl::string_view word);

// All of them, for help and errors: `planned|held|cancelled`.
template <typename Enum>
std::string WordChoices(Language language);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_WORDS_H_
