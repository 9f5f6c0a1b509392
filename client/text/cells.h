#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/text/language.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::format {

// Parses what people type, in a file or on the command line, into the values of the API. Surrounding spaces do not
// count. A failure is INVALID_ARGUMENT with what is wrong and what to write instead, in `language`, without the value
// itself.

// Without the spaces around it; those that are not broken at the end of a line, which spreadsheets and word processors
// write for others, are plain ones then.
std::string Trim(absl::string_view text);

// A day that exists -> AAAA-MM-JJ: 2024-02-09, 09/02/2024, 9-2-24, 9.2.2024, vendredi 9 février 2024, 09-févr-24; with
// the midnight that a spreadsheet adds. The day comes before the month, but after a year of four digits.
absl::StatusOr<std::string> ParseDate(absl::string_view text, Language language);

// HH:MM, HH:MM:00, 14h, 14h00, 14 h 00, 14.00 or 1400 -> HH:MM.
absl::StatusOr<std::string> ParseClock(absl::string_view text, Language language);

// 90, 90 min, 1h30, 1 h 30, 2h, 1:30, 01:30:00, 1,5 or 1.5 h -> minutes. Any number of them: the server knows the
// bounds.
absl::StatusOr<int> ParseDuration(absl::string_view text, Language language);

// A number of people, nobody (« aucun »), or names as of ParseNames. Empty: neither.
absl::StatusOr<v1::People> ParsePeople(absl::string_view text, Language language);
std::string WritePeople(const v1::People& people);

// « tous », « tout le monde », in either language.
bool IsEverybody(absl::string_view text);
// 6 and 9 of « 6 sur 9 » or 6/9.
std::optional<std::pair<int, int>> ParseShare(absl::string_view text);

// A number of people, with the decimals of a spreadsheet (7,00) or none.
absl::StatusOr<int> ParseCount(absl::string_view text, Language language);

// Texts separated by `|` or line ends, trimmed, empty ones left out. Other separators may be part of a name (Lefèvre,
// Zoé): the server, which knows whom there is, tells them apart.
std::vector<std::string> ParseNames(absl::string_view text);

}  // namespace tutorat::format
