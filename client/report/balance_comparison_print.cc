#include "client/report/balance_comparison_print.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/text/figures.h"
#include "client/text/width.h"

namespace tutorat::format {
namespace {

// Sentences over or under a table.
std::string SentenceLines(const std::vector<std::string>& sentences, int width) {
  std::string text;
  for (const std::string& sentence : sentences) {
    absl::StrAppend(&text, absl::StrJoin(Wrap(absl::StrCat("- ", sentence), width, 2), "\n"), "\n");
  }
  return text;
}

std::string Signed(absl::string_view number) {
  return number[0] == '-' || number == "0" ? std::string(number) : absl::StrCat("+", number);
}

// One side is enough: of a figure that is not told there is no difference.
bool IsWithheld(const v1::FigureComparison& figure) { return figure.first().withheld() || figure.second().withheld(); }

std::string DifferenceText(const v1::FigureComparison& figure, Language language) {
  if (IsWithheld(figure)) return "";
  std::string text = Signed(absl::StrCat(figure.difference()));
  if (!figure.has_difference_tenths()) return text;
  const int tenths = figure.difference_tenths();
  std::string rounded = tenths == 0 ? "0" : Signed(TenthsText(tenths, language));
  if (figure.kind() == v1::FIGURE_KIND_SHARE) absl::StrAppend(&rounded, Choose(language, " pt", " pt"));
  return absl::StrCat(text, " (", rounded, ")");
}

Table MakePeriods(const v1::PeriodComparison& comparison, Language language) {
  const auto title = [&](const v1::BalancePeriod& period) {
    return PeriodText(period.from_date(), period.to_date(), language);
  };
  Table table;
  table.columns = {{.title = Say(language, "CHIFFRE", "FIGURE")},
                   {.title = title(comparison.first()), .align = Align::kRight},
                   {.title = title(comparison.second()), .align = Align::kRight},
                   {.title = Say(language, "ÉCART", "DIFFERENCE"), .align = Align::kRight}};
  for (const auto& figure : comparison.figures()) {
    table.rows.push_back({std::string(Choose(language, figure.label(), figure.label_en())),
                          FigureText(figure.first(), figure.kind(), language),
                          FigureText(figure.second(), figure.kind(), language), DifferenceText(figure, language)});
  }
  return table;
}

std::vector<std::string> PeriodsNotes(const v1::PeriodComparison& comparison, Language language) {
  return {comparison.wave().empty() ? Say(language, "Toutes les vagues.", "Every wave.")
                                    : Say(language, "Vague $0.", "Wave $0.", WaveCode(comparison.wave())),
          Say(language, "Écart : seconde période moins première, des numérateurs ; entre parenthèses, des valeurs.",
              "Difference: second period minus first, of numerators; in brackets, of the values.")};
}

std::string KindKey(v1::FigureKind kind) {
  if (kind == v1::FIGURE_KIND_COUNT) return "count";
  return kind == v1::FIGURE_KIND_SHARE ? "share" : "mean";
}

// `*` where the week goes on.
std::vector<std::string> WeekCells(bool reached, const v1::WaveWeek& week, Language language) {
  if (!reached) return {"", "", ""};
  v1::FigureValue mean;
  mean.set_numerator(week.held_sessions());
  mean.set_denominator(week.group_count());
  return {absl::StrCat(week.held_sessions(), week.partial() ? "*" : ""),
          absl::StrCat(week.groups_met(), "/", week.group_count()), FigureText(mean, v1::FIGURE_KIND_MEAN, language)};
}

Table MakeWaves(const v1::WaveComparison& comparison, Language language) {
  Table table;
  table.columns = {{.title = Say(language, "SEMAINE", "WEEK"), .align = Align::kRight}};
  for (const v1::WaveAge* age : {&comparison.first(), &comparison.second()}) {
    const absl::string_view wave = WaveCode(age->wave());
    for (const std::string& what : {Say(language, "SÉANCES", "SESSIONS"), Say(language, "GROUPES RÉUNIS", "GROUPS MET"),
                                    Say(language, "SÉANCES PAR GROUPE", "SESSIONS PER GROUP")}) {
      table.columns.push_back({.title = absl::StrCat(wave, " ", what), .align = Align::kRight});
    }
  }
  for (const auto& week : comparison.weeks()) {
    std::vector<std::string> row = {absl::StrCat(week.week())};
    for (std::string& cell : WeekCells(week.has_first(), week.first(), language)) row.push_back(std::move(cell));
    for (std::string& cell : WeekCells(week.has_second(), week.second(), language)) row.push_back(std::move(cell));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<std::string> WavesNotes(const v1::WaveComparison& comparison, Language language) {
  std::vector<std::string> notes;
  const std::string as_of = DayText(comparison.as_of_date(), language);
  for (const v1::WaveAge* age : {&comparison.first(), &comparison.second()}) {
    const std::string groups = CountText(age->group_count(), language, "groupe", "group");
    if (age->start_date().empty()) {
      notes.push_back(Say(language, "Vague $0 : $1, pas commencée au $2.", "Wave $0: $1, not begun by $2.",
                          WaveCode(age->wave()), groups, as_of));
      continue;
    }
    notes.push_back(Say(language, "Vague $0 : $1, semaine 1 à partir du $2 ; au $3, semaine $4.",
                        "Wave $0: $1, week 1 from $2 on; on $3, week $4.", WaveCode(age->wave()), groups,
                        DayText(age->start_date(), language), as_of, age->weeks_reached()));
  }
  notes.push_back(
      Say(language,
          "Séances réalisées, et groupes réunis au moins une fois, depuis le début de la vague jusqu'à la fin de la "
          "semaine. Vide : semaine non atteinte. * : semaine en cours.",
          "Sessions held, and groups that met at least once, from the wave's beginning to the end of the week. Blank: "
          "week not reached. *: week under way."));
  return notes;
}

}  // namespace

std::string PeriodsTable(const v1::PeriodComparison& comparison, Language language, const TableStyle& style) {
  return absl::StrCat(RenderTable(MakePeriods(comparison, language), style), "\n",
                      SentenceLines(PeriodsNotes(comparison, language), style.width));
}

std::string PeriodsMarkdown(const v1::PeriodComparison& comparison, Language language) {
  return absl::StrCat(RenderMarkdown(MakePeriods(comparison, language)), "\n",
                      SentenceLines(PeriodsNotes(comparison, language), 0));
}

std::string PeriodsCsv(const v1::PeriodComparison& comparison, CsvStyle style) {
  std::vector<std::vector<std::string>> records = {{"key", "label", "kind", "first_numerator", "first_denominator",
                                                    "second_numerator", "second_denominator", "difference",
                                                    "difference_rounded"}};
  for (const auto& figure : comparison.figures()) {
    const bool count = figure.kind() == v1::FIGURE_KIND_COUNT;
    const auto numerator = [](const v1::FigureValue& value) {
      return value.withheld() ? WithheldText(Language::kEnglish) : absl::StrCat(value.numerator());
    };
    const auto denominator = [&](const v1::FigureValue& value) {
      return count || value.withheld() ? "" : absl::StrCat(value.denominator());
    };
    records.push_back(
        {figure.key(), figure.label_en(), KindKey(figure.kind()), numerator(figure.first()),
         denominator(figure.first()), numerator(figure.second()), denominator(figure.second()),
         IsWithheld(figure) ? "" : absl::StrCat(figure.difference()),
         figure.has_difference_tenths() ? TenthsText(figure.difference_tenths(), Language::kEnglish) : ""});
  }
  return WriteCsv(records, style);
}

std::string WavesTable(const v1::WaveComparison& comparison, Language language, const TableStyle& style) {
  return absl::StrCat(RenderTable(MakeWaves(comparison, language), style), "\n",
                      SentenceLines(WavesNotes(comparison, language), style.width));
}

std::string WavesMarkdown(const v1::WaveComparison& comparison, Language language) {
  return absl::StrCat(RenderMarkdown(MakeWaves(comparison, language)), "\n",
                      SentenceLines(WavesNotes(comparison, language), 0));
}

std::string WavesCsv(const v1::WaveComparison& comparison, CsvStyle style) {
  std::vector<std::string> header = {"week"};
  for (const char* side : {"first", "second"}) {
    for (const char* key : {"wave", "held_sessions", "groups_met", "group_count", "partial"}) {
      header.push_back(absl::StrCat(side, "_", key));
    }
  }
  std::vector<std::vector<std::string>> records = {header};
  const auto add = [](const v1::WaveAge& age, bool reached, const v1::WaveWeek& week, std::vector<std::string>* row) {
    row->emplace_back(WaveCode(age.wave()));
    if (!reached) {
      row->insert(row->end(), 4, "");
      return;
    }
    row->push_back(absl::StrCat(week.held_sessions()));
    row->push_back(absl::StrCat(week.groups_met()));
    row->push_back(absl::StrCat(week.group_count()));
    row->emplace_back(week.partial() ? "true" : "false");
  };
  for (const auto& week : comparison.weeks()) {
    std::vector<std::string> row = {absl::StrCat(week.week())};
    add(comparison.first(), week.has_first(), week.first(), &row);
    add(comparison.second(), week.has_second(), week.second(), &row);
    records.push_back(std::move(row));
  }
  return WriteCsv(records, style);
}

}  // namespace tutorat::format
