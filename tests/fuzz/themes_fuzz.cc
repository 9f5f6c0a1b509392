// What themes are recognised in a tutor's words, by the starter thesaurus and by one that somebody made up.
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "client/files/thesaurus_csv.h"
#include "server/domain/base/text.h"
#include "server/domain/theme/thesaurus.h"
#include "tests/fuzz/fuzz.h"

namespace tutorat::fuzz {
namespace {

constexpr int kMostMentions = 500;

domain::Thesaurus Read(absl::string_view csv) {
  const auto file = format::ReadThesaurus(csv, format::Language::kEnglish);
  std::vector<v1::Theme> themes;
  for (const v1::ThemeRow& row : file.rows) {
    themes.push_back(row.theme());
    themes.back().set_name(absl::StrCat("themes/", row.theme().code()));
  }
  v1::Thesaurus words;
  for (const std::string& term : file.ignored_terms) words.add_ignored_terms(term);
  return {themes, words};
}

const domain::Thesaurus& Starter() {
  static const auto& starter = *[] {
    std::ifstream in(TUTORAT_SOURCE_DIR "/deploy/thesaurus/opale.csv");
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    Demand(!text.empty(), "the starter thesaurus is there");
    return new domain::Thesaurus(Read(text));
  }();
  return starter;
}

// The part of `text` from the character `offset` on, `length` characters long.
std::string Characters(absl::string_view text, int offset, int length) {
  size_t begin = 0;
  while (offset-- > 0 && begin < text.size()) begin += domain::Utf8Length(text, begin);
  size_t end = begin;
  while (length-- > 0 && end < text.size()) end += domain::Utf8Length(text, end);
  return std::string(text.substr(begin, end - begin));
}

void Recognise(const domain::Thesaurus& thesaurus, absl::string_view text) {
  const auto mentions = thesaurus.Recognise(text, "");
  Demand(static_cast<int>(mentions.size()) <= kMostMentions, "not too many mentions");
  Demand(mentions.empty() || domain::IsValidUtf8(text), "no mentions in what is no text");
  int last = 0;
  for (const v1::ThemeMention& mention : mentions) {
    Demand(mention.offset() >= last, "mentions stand in the order of the text");
    last = mention.offset();
    Demand(mention.text() == Characters(text, mention.offset(), mention.length()),
           "a mention's words are the text's own");
    Demand((mention.state() == v1::ThemeMention::STATE_RECOGNISED) != mention.theme().empty(), "recognised is a theme");
  }
}

}  // namespace

// The first line is the text; the rest, when there is any, a thesaurus.
void Fuzz(absl::string_view input) {
  absl::string_view thesaurus = input;
  const absl::string_view text = TakeUntil('\n', &thesaurus);
  Recognise(Starter(), text);
  if (!thesaurus.empty()) Recognise(Read(thesaurus), text);
}

}  // namespace tutorat::fuzz
