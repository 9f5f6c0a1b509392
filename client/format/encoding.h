#ifndef TUTORAT_CLIENT_FORMAT_ENCODING_H_
#define TUTORAT_CLIENT_FORMAT_ENCODING_H_

#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "client/format/language.h"
#include "client/format/problem.h"

namespace tutorat::format {

struct DecodedText {
  // UTF-8, without a byte order mark.
  std::string text;
  bool had_mark = false;
};

// The text of a file whose encoding is told by looking at it; see ReadCsv.
std::variant<DecodedText, Problem> Decode(absl::string_view bytes, Language language);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_ENCODING_H_
