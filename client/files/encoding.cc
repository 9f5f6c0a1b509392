#include "client/files/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <memory>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace tutorat::format {
namespace {

constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr absl::string_view kUndefinedIn1252 = "\x81\x8D\x8F\x90\x9D";

int LineAt(absl::string_view bytes, size_t offset) {
  int line = 1;
  for (size_t i = 0; i < offset; ++i) {
    if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 >= bytes.size() || bytes[i + 1] != '\n'))) ++line;
  }
  return line;
}

// What a text says of itself when it is read as UTF-8.
struct Utf8Look {
  size_t long_characters = 0;
  size_t bad_bytes = 0;
  size_t first_bad = 0;
};

Utf8Look LookAt(absl::string_view bytes) {
  Utf8Look look;
  const auto size = static_cast<int32_t>(bytes.size());
  for (int32_t i = 0; i < size;) {
    const int32_t start = i;
    UChar32 character = 0;
    U8_NEXT(bytes.data(), i, size, character);
    if (character >= 0) {
      if (i - start > 1) ++look.long_characters;
    } else {
      if (look.bad_bytes == 0) look.first_bad = static_cast<size_t>(start);
      look.bad_bytes += static_cast<size_t>(i - start);
    }
  }
  return look;
}

std::optional<std::string> FromWindows1252(absl::string_view bytes) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open("windows-1252", &error), &ucnv_close);
  if (U_FAILURE(error)) return std::nullopt;
  const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(), error);
  if (U_FAILURE(error)) return std::nullopt;
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

Problem BadByte(absl::string_view bytes, size_t offset, Language language) {
  const std::string byte = absl::StrFormat("%02X", static_cast<unsigned char>(bytes[offset]));
  return {
      .line = LineAt(bytes, offset),
      .message = Say(language,
                     "l'octet $0 n'est pas du texte en UTF-8 ; enregistrer le fichier en « CSV UTF-8 » et recommencer",
                     "byte $0 is no text in UTF-8; save the file as \"CSV UTF-8\" and try again", byte)};
}

}  // namespace

std::variant<DecodedText, Problem> Decode(absl::string_view bytes, Language language) {
  if (absl::StartsWith(bytes, "\xFF\xFE") || absl::StartsWith(bytes, "\xFE\xFF")) {
    return Problem{.message = std::string(
                       Choose(language, "le fichier est en UTF-16 ; l'enregistrer en « CSV UTF-8 » et recommencer",
                              "the file is in UTF-16; save it as \"CSV UTF-8\" and try again"))};
  }
  if (const size_t nul = bytes.find('\0'); nul != absl::string_view::npos) {
    return Problem{
        .line = LineAt(bytes, nul),
        .message = Say(language,
                       "un octet nul : ce n'est pas un fichier texte ; l'enregistrer en « CSV UTF-8 » et recommencer",
                       "a NUL byte: this is no text file; save it as \"CSV UTF-8\" and try again")};
  }
  DecodedText decoded;
  decoded.had_mark = absl::ConsumePrefix(&bytes, kUtf8Mark);
  const Utf8Look look = LookAt(bytes);
  if (look.bad_bytes == 0) {
    decoded.text = std::string(bytes);
    return decoded;
  }
  if (decoded.had_mark || look.long_characters > look.bad_bytes) return BadByte(bytes, look.first_bad, language);
  if (const size_t undefined = bytes.find_first_of(kUndefinedIn1252); undefined != absl::string_view::npos) {
    return BadByte(bytes, undefined, language);
  }
  std::optional<std::string> text = FromWindows1252(bytes);
  if (!text) return BadByte(bytes, look.first_bad, language);
  decoded.text = *std::move(text);
  return decoded;
}

}  // namespace tutorat::format
