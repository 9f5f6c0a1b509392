#include "client/report/balance_print.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/report/observations.h"
#include "client/text/width.h"

namespace tutorat::format {
namespace {

Table BalanceTable(const v1::Balance& balance, Language language) {
  Table table;
  table.ruled = true;
  table.columns = {{.title = Say(language, "GROUPE", "GROUP"), .align = Align::kRight},
                   {.title = Say(language, "NB SÉANCES", "SESSIONS"), .align = Align::kRight},
                   {.title = Say(language, "THÈMES ABORDÉS", "THEMES COVERED")}};
  for (const v1::GroupBalance& group : balance.groups()) {
    std::vector<std::string> themes;
    // A session's further lines stand back, so that they are not taken for other sessions.
    for (const v1::BalanceSession& session : group.sessions()) {
      themes.push_back(absl::StrReplaceAll(session.themes(), {{"\n", "\n  "}}));
    }
    table.rows.push_back({GroupLabel(balance, group.wave(), group.number()), absl::StrCat(group.held_count()),
                          absl::StrJoin(themes, "\n")});
  }
  return table;
}

}  // namespace

std::string BalanceTable(const v1::Balance& balance, Language language, const TableStyle& style) {
  std::string text = RenderTable(BalanceTable(balance, language), style);
  text.push_back('\n');
  for (const std::string& sentence : Observations(balance, language)) {
    absl::StrAppend(&text, absl::StrJoin(Wrap(absl::StrCat("- ", sentence), style.width, 2), "\n"), "\n");
  }
  return text;
}

std::string BalanceMarkdown(const v1::Balance& balance, Language language) {
  std::string text = RenderMarkdown(BalanceTable(balance, language));
  text.push_back('\n');
  for (const std::string& sentence : Observations(balance, language)) absl::StrAppend(&text, "- ", sentence, "\n");
  return text;
}

std::string BalanceCsv(const v1::Balance& balance, CsvStyle style, Language language) {
  const Language header = style == CsvStyle::kSpreadsheet ? language : Language::kEnglish;
  std::vector<std::vector<std::string>> records = {
      {Say(header, "groupe", "group"), Say(header, "séances", "sessions"), Say(header, "thèmes", "themes")}};
  for (const v1::GroupBalance& group : balance.groups()) {
    const std::string themes = absl::StrJoin(
        group.sessions(), "\n",
        [](std::string* joined, const v1::BalanceSession& session) { absl::StrAppend(joined, session.themes()); });
    records.push_back({GroupLabel(balance, group.wave(), group.number()), absl::StrCat(group.held_count()), themes});
  }
  return WriteCsv(records, style);
}

}  // namespace tutorat::format
