#include "server/domain/contract/formats.h"

#include <re2/re2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/uai.h"

namespace tutorat::domain {
namespace {

// Compiled once each: the contract has a dozen patterns, and every call is checked against some.
bool Matches(const std::string& value, const std::string& pattern) {
  static std::mutex mutex;
  static auto& compiled = *new std::map<std::string, std::unique_ptr<re2::RE2>>;
  const re2::RE2* expression = nullptr;
  {
    const std::lock_guard<std::mutex> lock(mutex);
    auto& slot = compiled[pattern];
    if (slot == nullptr) slot = std::make_unique<re2::RE2>(pattern);
    expression = slot.get();
  }
  return re2::RE2::FullMatch(value, *expression);
}

WrongForm BadFormat(const std::string& shown, absl::string_view en, absl::string_view fr) {
  return {"BAD_FORMAT",
          {.en = absl::StrCat(shown, shown.empty() ? "" : " ", en),
           .fr = absl::StrCat(shown, shown.empty() ? "" : " ", fr)}};
}

bool HasControl(const std::string& value, bool lines_allowed) {
  return std::any_of(value.begin(), value.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (lines_allowed && (c == '\n' || c == '\t' || c == '\r')) return false;
    return byte < 0x20 || byte == 0x7f;
  });
}

bool HasLetter(const std::string& value) {
  const auto length = static_cast<int32_t>(value.size());
  for (int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT(value.data(), i, length, c);
    if (c >= 0 && u_isalpha(c)) return true;
  }
  return false;
}

std::optional<WrongForm> CheckUaiForm(const std::string& value, const std::string& shown) {
  switch (CheckUai(value)) {
    case UaiCheck::kValid:
      return std::nullopt;
    case UaiCheck::kWrongLetter: {
      const std::string right = value.substr(0, 7) + UaiLetter(value.substr(0, 7));
      return WrongForm{"WRONG_CHECK_LETTER",
                       {.en = absl::StrCat(shown, " has the wrong check letter: those digits give ", right,
                                           "; check the number on the school's papers"),
                        .fr = absl::StrCat(shown, " n'a pas la bonne lettre : ces chiffres donnent ", right,
                                           " ; vérifier le numéro de l'établissement")}};
    }
    case UaiCheck::kBadForm:
      break;
  }
  return BadFormat(shown, "is no UAI: 7 digits and a capital letter, for example 0750654D",
                   "n'est pas un UAI : 7 chiffres et une lettre majuscule, par exemple 0750654D");
}

std::optional<WrongForm> CheckFormat(const std::string& value, v1::Format format, const std::string& shown) {
  switch (format) {
    case v1::FORMAT_DATE:
      if (ParseDate(value)) return std::nullopt;
      return BadFormat(shown, "is no day: write AAAA-MM-JJ (YYYY-MM-DD) of a day that exists, for example 2024-02-29",
                       "n'est pas un jour : écrire AAAA-MM-JJ d'un jour qui existe, par exemple 2024-02-29");
    case v1::FORMAT_CLOCK:
      if (ParseClock(absl::CivilDay(2000), value)) return std::nullopt;
      return BadFormat(shown, "is no hour: write HH:MM, for example 14:30",
                       "n'est pas une heure : écrire HH:MM, par exemple 14:30");
    case v1::FORMAT_TIME_ZONE:
      if (FindTimeZone(value)) return std::nullopt;
      return BadFormat(shown, "is no time zone: write its IANA name, for example Europe/Paris",
                       "n'est pas un fuseau : écrire son nom IANA, par exemple Europe/Paris");
    case v1::FORMAT_EMAIL:
      if (Matches(value, R"([^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s.\x00-\x1f]+)")) return std::nullopt;
      return BadFormat(shown, "it is no e-mail address: write name@example.fr",
                       "ce n'est pas une adresse électronique : écrire nom@exemple.fr");
    case v1::FORMAT_URL:
      if (Matches(value, R"(https?://[^\s\x00-\x1f]+)")) return std::nullopt;
      return BadFormat(shown, "is no web address: begin it with https://",
                       "n'est pas une adresse web : la faire commencer par https://");
    case v1::FORMAT_UAI:
      return CheckUaiForm(value, shown);
    case v1::FORMAT_LINE:
      if (!HasControl(value, false)) return std::nullopt;
      return BadFormat(shown, "holds a control character or a line break: write one line",
                       "contient un caractère de contrôle ou un saut de ligne : écrire une seule ligne");
    case v1::FORMAT_TEXT:
      if (!HasControl(value, true)) return std::nullopt;
      return BadFormat(shown, "holds a control character: remove it", "contient un caractère de contrôle : le retirer");
    case v1::FORMAT_PERSON:
      if (HasLetter(value) && !HasControl(value, false) && value.find_first_of("|/") == std::string::npos &&
          value.front() != ' ' && value.back() != ' ') {
        return std::nullopt;
      }
      return BadFormat(shown, "it is no name: one line with a letter, without | and / and without spaces around it",
                       "ce n'est pas un nom : une ligne avec une lettre, sans | ni /, sans espace autour");
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<WrongForm> CheckForm(const std::string& value, const v1::FieldRules& rules, const std::string& shown) {
  if (!rules.pattern().empty() && !Matches(value, rules.pattern())) {
    return BadFormat(shown, absl::StrCat("has not the expected form; for example: ", rules.example()),
                     absl::StrCat("n'a pas la forme attendue ; par exemple : ", rules.example()));
  }
  return CheckFormat(value, rules.format(), shown);
}

}  // namespace tutorat::domain
