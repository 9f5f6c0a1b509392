#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/text/language.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::format {

// Parses what people type, in a file or on the command line, into the values of the API. Surrounding spaces do not
// count. A failure is INVALID_ARGUMENT with what is wrong and what to write instead, in `language`, without the value
// itself.

// Without the spaces around it.
std::string Trim(absl::string_view text);

// AAAA-MM-JJ or JJ/MM/AAAA, of a day that exists -> AAAA-MM-JJ.
absl::StatusOr<std::string> ParseDate(absl::string_view text, Language language);

// HH:MM, HH:MM:00, 14h, 14h00 or 14 h 00 -> HH:MM.
absl::StatusOr<std::string> ParseClock(absl::string_view text, Language language);

// 90, 90 min, 1h30, 1 h 30 or 2h -> minutes. Any number of them: the server knows the bounds.
absl::StatusOr<int> ParseDuration(absl::string_view text, Language language);

// A number of people, or names separated by `|`. Empty: neither.
absl::StatusOr<v1::People> ParsePeople(absl::string_view text, Language language);
std::string WritePeople(const v1::People& people);

// A number of people: digits only.
absl::StatusOr<int> ParseCount(absl::string_view text, Language language);

// Texts separated by `|`, trimmed, empty ones left out.
std::vector<std::string> ParseNames(absl::string_view text);

}  // namespace tutorat::format
