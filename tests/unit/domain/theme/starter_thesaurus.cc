#include "tests/unit/domain/theme/starter_thesaurus.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/files/session_csv.h"
#include "client/files/thesaurus_csv.h"
#include "tests/unit/source.h"

namespace tutorat::tests {
namespace {

using format::Language;

std::string CodeOf(const std::string& name) { return std::string(absl::StripPrefix(name, "themes/")); }

format::ThesaurusFile ReadStarter() {
  format::ThesaurusFile file = format::ReadThesaurus(ReadSource("deploy/thesaurus/opale.csv"), Language::kEnglish);
  for (const auto& problem : file.problems) ADD_FAILURE() << format::Describe(problem, Language::kEnglish);
  for (auto& row : file.rows) row.mutable_theme()->set_name(absl::StrCat("themes/", row.theme().code()));
  return file;
}

const format::ThesaurusFile& Starter() {
  static const auto& file = *new format::ThesaurusFile(ReadStarter());
  return file;
}

}  // namespace

const std::vector<v1::Theme>& StarterThemes() {
  static const auto& themes = *[] {
    auto* all = new std::vector<v1::Theme>();
    for (const v1::ThemeRow& row : Starter().rows) all->push_back(row.theme());
    return all;
  }();
  return themes;
}

const v1::Thesaurus& StarterWords() {
  static const auto& words = *[] {
    auto* made = new v1::Thesaurus();
    for (const std::string& term : Starter().ignored_terms) made->add_ignored_terms(term);
    return made;
  }();
  return words;
}

const domain::Thesaurus& StarterThesaurus() {
  static const auto& thesaurus = *new domain::Thesaurus(StarterThemes(), StarterWords());
  return thesaurus;
}

std::vector<v1::SessionRecord> SampleSessions() {
  const auto file = format::ReadSessions(ReadSource("deploy/sample/sessions.csv"), Language::kEnglish);
  std::vector<v1::SessionRecord> sessions;
  for (const v1::ImportRow& row : file.rows) {
    const v1::SessionRecord& record = row.record();
    const bool in_period = record.date() >= "2023-11-10" && record.date() < "2024-02-10";
    if (in_period && record.state() == v1::SESSION_STATE_HELD) sessions.push_back(record);
  }
  return sessions;
}

std::vector<std::string> Codes(const std::vector<v1::ThemeMention>& mentions) {
  std::vector<std::string> codes;
  codes.reserve(mentions.size());
  for (const v1::ThemeMention& mention : mentions) {
    codes.push_back(
        mention.state() == v1::ThemeMention::STATE_RECOGNISED
            ? CodeOf(mention.theme())
            : absl::StrCat(mention.state() == v1::ThemeMention::STATE_AMBIGUOUS ? "?" : "!", mention.text()));
  }
  return codes;
}

std::vector<std::string> WithAncestors(const std::string& code) {
  std::vector<std::string> line = {code};
  for (const v1::Theme& theme : StarterThemes()) {
    if (theme.code() != code || theme.parent().empty()) continue;
    for (std::string& above : WithAncestors(CodeOf(theme.parent()))) line.push_back(std::move(above));
  }
  return line;
}

}  // namespace tutorat::tests
