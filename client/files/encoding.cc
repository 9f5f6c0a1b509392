#include "client/files/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <memory>
#include <optional>

#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "client/files/french_look.h"

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

// By ICU's name of the character set; nothing where the bytes are none of its text.
std::optional<icu::UnicodeString> ConvertFrom(const char* charset, absl::string_view bytes) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(charset, &error), &ucnv_close);
  if (U_FAILURE(error)) return std::nullopt;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(), error);
  if (U_FAILURE(error)) return std::nullopt;
  return text;
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

Problem HasNul(int line, Language language) {
  return {.line = line,
          .message = Say(language,
                         "un octet nul : ce n'est pas un fichier texte ; l'enregistrer en « CSV UTF-8 » et recommencer",
                         "a NUL byte: this is no text file; save it as \"CSV UTF-8\" and try again")};
}

// `bytes` without the mark.
std::variant<DecodedText, Problem> DecodeUtf16(const char* charset, absl::string_view bytes, Language language) {
  const std::optional<icu::UnicodeString> text = ConvertFrom(charset, bytes);
  if (!text) {
    return Problem{.message = Say(language,
                                  "le fichier commence en UTF-16 et n'en est pas jusqu'au bout ; l'enregistrer en "
                                  "« CSV UTF-8 » et recommencer",
                                  "the file begins in UTF-16 and is damaged; save it as \"CSV UTF-8\" and try again")};
  }
  DecodedText decoded = {.text = ToUtf8(*text), .had_mark = true, .charset = "UTF-16"};
  if (const size_t nul = decoded.text.find('\0'); nul != std::string::npos) {
    return HasNul(LineAt(decoded.text, nul), language);
  }
  return decoded;
}

// The character set of a text that is no UTF-8, by what it looks like; nothing when it looks like none of them.
std::optional<DecodedText> DecodeByLook(absl::string_view bytes) {
  constexpr struct {
    const char* converter;
    absl::string_view name;
  } kCharsets[] = {{"windows-1252", "Windows-1252"}, {"ibm-850", "CP850 (MS-DOS)"}, {"macintosh", "Mac Roman"}};
  std::optional<DecodedText> best;
  FrenchLook best_look;
  for (const auto& charset : kCharsets) {
    const std::optional<icu::UnicodeString> text = ConvertFrom(charset.converter, bytes);
    if (!text) continue;
    const FrenchLook look = LookForFrench(*text);
    // Windows-1252 is usual: another is chosen for what speaks for it, not for what speaks against Windows-1252.
    if (best && (look.score <= best_look.score || look.score <= 0)) continue;
    best_look = look;
    best = DecodedText{.text = ToUtf8(*text), .charset = std::string(charset.name)};
  }
  const bool looks_well = best_look.controls == 0 && best_look.score >= -best_look.characters;
  if (!looks_well) best.reset();
  return best;
}

Problem BadByte(absl::string_view bytes, size_t offset, Language language) {
  const std::string byte = absl::StrFormat("%02X", static_cast<unsigned char>(bytes[offset]));
  return {
      .line = LineAt(bytes, offset),
      .message = Say(language,
                     "l'octet $0 n'est pas du texte en UTF-8 ; enregistrer le fichier en « CSV UTF-8 » et recommencer",
                     "byte $0 is no text in UTF-8; save the file as \"CSV UTF-8\" and try again", byte)};
}

Problem NoKnownText(absl::string_view bytes, size_t offset, Language language) {
  const std::string byte = absl::StrFormat("%02X", static_cast<unsigned char>(bytes[offset]));
  return {.line = LineAt(bytes, offset),
          .message = Say(language,
                         "l'octet $0 n'est du texte ni en UTF-8, ni en Windows-1252, CP850 ou Mac Roman ; enregistrer "
                         "le fichier en « CSV UTF-8 » et recommencer",
                         "byte $0 is text neither in UTF-8 nor in Windows-1252, CP850 or Mac Roman; save the file as "
                         "\"CSV UTF-8\" and try again",
                         byte)};
}

}  // namespace

std::variant<DecodedText, Problem> Decode(absl::string_view bytes, Language language) {
  if (absl::ConsumePrefix(&bytes, "\xFF\xFE")) return DecodeUtf16("UTF-16LE", bytes, language);
  if (absl::ConsumePrefix(&bytes, "\xFE\xFF")) return DecodeUtf16("UTF-16BE", bytes, language);
  if (const size_t nul = bytes.find('\0'); nul != absl::string_view::npos) return HasNul(LineAt(bytes, nul), language);
  DecodedText decoded;
  decoded.had_mark = absl::ConsumePrefix(&bytes, kUtf8Mark);
  const Utf8Look look = LookAt(bytes);
  if (look.bad_bytes == 0) {
    decoded.text = std::string(bytes);
    return decoded;
  }
  if (decoded.had_mark || look.long_characters > look.bad_bytes) return BadByte(bytes, look.first_bad, language);
  if (std::optional<DecodedText> guessed = DecodeByLook(bytes)) return *std::move(guessed);
  const size_t undefined = bytes.find_first_of(kUndefinedIn1252);
  return NoKnownText(bytes, undefined == absl::string_view::npos ? look.first_bad : undefined, language);
}

}  // namespace tutorat::format
