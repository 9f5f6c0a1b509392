#include "proto/people_words.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "proto/fold.h"

namespace tutorat::contract {
namespace {

std::vector<std::string> WordsOf(absl::string_view folded) {
  return absl::StrSplit(folded, absl::ByAnyChar(" ,"), absl::SkipEmpty());
}

// What a cell says instead of names. Folded.
constexpr std::array<absl::string_view, 26> kNoNames = {"tous",
                                                        "toutes",
                                                        "tout le monde",
                                                        "tous presents",
                                                        "tous les auditeurs",
                                                        "aucun",
                                                        "aucune",
                                                        "personne",
                                                        "neant",
                                                        "rien",
                                                        "oui",
                                                        "non",
                                                        "x",
                                                        "present",
                                                        "presents",
                                                        "absent",
                                                        "absents",
                                                        "excuse",
                                                        "excuses",
                                                        "all",
                                                        "everybody",
                                                        "everyone",
                                                        "none",
                                                        "nobody",
                                                        "yes",
                                                        "no"};

}  // namespace

std::string WordsInNoOrder(absl::string_view name) {
  std::vector<std::string> words = WordsOf(FoldName(name));
  std::sort(words.begin(), words.end());
  return absl::StrJoin(words, " ");
}

std::vector<std::string> ListedNames(absl::string_view text) {
  const std::string marked = absl::StrReplaceAll(
      text, {{" et ", ","}, {" ET ", ","}, {" and ", ","}, {" & ", ","}, {";", ","}, {"/", ","}, {"\n", ","}});
  std::vector<std::string> names;
  for (const absl::string_view part : absl::StrSplit(marked, ',')) {
    const absl::string_view name = absl::StripAsciiWhitespace(part);
    if (!name.empty()) names.emplace_back(name);
  }
  return names;
}

bool IsNobodysName(absl::string_view text) {
  const std::string folded = FoldName(text);
  if (std::find(kNoNames.begin(), kNoNames.end(), folded) != kNoNames.end()) return true;
  const auto is_letter = [](char c) { return absl::ascii_isalpha(c) || (static_cast<unsigned char>(c) & 0x80U) != 0; };
  // A letter that is no Latin one has two bytes at least.
  if (std::count_if(folded.begin(), folded.end(), is_letter) < 2) return true;
  const std::vector<std::string> words = absl::StrSplit(folded, absl::ByAnyChar(" /"), absl::SkipEmpty());
  return absl::StartsWith(folded, "#") || std::all_of(words.begin(), words.end(), [](const std::string& word) {
           return word == "sur" || word == "of" || std::all_of(word.begin(), word.end(), absl::ascii_isdigit);
         });
}

std::optional<GroupWords> ParseGroupWords(absl::string_view text) {
  // A wave's code may hold what separates words.
  if (const std::vector<absl::string_view> parts = absl::StrSplit(text, '/'); parts.size() == 2) {
    auto group = ParseGroupWords(parts[1]);
    const absl::string_view wave = absl::StripAsciiWhitespace(parts[0]);
    if (!group || !group->wave.empty() || wave.empty()) return std::nullopt;
    group->wave = std::string(wave);
    return group;
  }
  // A spreadsheet's whole number.
  if (!absl::ConsumeSuffix(&text, ",0")) absl::ConsumeSuffix(&text, ".0");
  const std::string folded = absl::StrReplaceAll(FoldName(text), {{"\u00B0", " "}, {"\u00BA", " "}, {".", " "}});
  absl::string_view words = absl::StripAsciiWhitespace(folded);
  size_t digits = words.size();
  while (digits > 0 && absl::ascii_isdigit(words[digits - 1])) --digits;
  GroupWords group;
  if (words.size() - digits > 4 || !absl::SimpleAtoi(words.substr(digits), &group.number)) return std::nullopt;
  std::vector<std::string> before = absl::StrSplit(words.substr(0, digits), absl::ByAnyChar(" -:"), absl::SkipEmpty());
  for (const absl::string_view unit : {"n", "no", "num", "numero", "number"}) {
    if (!before.empty() && before.back() == unit) before.pop_back();
  }
  bool apart = digits > 0 && absl::StrContains(" -:", words[digits - 1]);
  for (const absl::string_view unit : {"groupe", "group", "grp", "gr", "g"}) {
    if (before.empty() || before.back() != unit) continue;
    before.pop_back();
    apart = true;
    break;
  }
  if (!before.empty() && (before.front() == "vague" || before.front() == "wave")) before.erase(before.begin());
  if (before.size() > 1 || (!before.empty() && !apart)) return std::nullopt;
  if (before.empty()) return group;
  // V6, not the first of two groups.
  const std::string& wave = before.front();
  if (!absl::ascii_isalpha(wave.front()) || std::none_of(wave.begin(), wave.end(), absl::ascii_isdigit))
    return std::nullopt;
  // As it was written.
  const size_t at = absl::AsciiStrToLower(text).find(before.front());
  if (at == std::string::npos) return std::nullopt;
  group.wave = std::string(text.substr(at, before.front().size()));
  return group;
}

}  // namespace tutorat::contract
