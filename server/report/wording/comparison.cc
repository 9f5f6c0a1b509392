#include <utility>

#include "absl/strings/str_cat.h"
#include "server/report/wording/document_writer.h"
#include "server/report/wording/documents.h"
#include "tutorat/v1/balance_comparison.pb.h"

namespace tutorat::report {
namespace {

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
  if (figure.kind() == v1::FIGURE_KIND_SHARE) absl::StrAppend(&rounded, " pt");
  return absl::StrCat(text, " (", rounded, ")");
}

v1::DocumentCell KindCell(v1::FigureKind kind, Language language) {
  if (kind == v1::FIGURE_KIND_COUNT) return CodeCell("count", std::string(Choose(language, "nombre", "count")));
  if (kind == v1::FIGURE_KIND_SHARE) return CodeCell("share", std::string(Choose(language, "part", "share")));
  return CodeCell("mean", std::string(Choose(language, "moyenne", "mean")));
}

v1::DocumentCell NumeratorCell(const v1::FigureValue& value, Language language) {
  return value.withheld() ? CodeCell(WithheldText(Language::kEnglish), WithheldText(language))
                          : NumberCell(value.numerator());
}

v1::DocumentCell DenominatorCell(const v1::FigureComparison& figure, const v1::FigureValue& value) {
  if (figure.kind() == v1::FIGURE_KIND_COUNT || value.withheld()) return {};
  return NumberCell(value.denominator());
}

void AddPeriodsData(const v1::PeriodComparison& comparison, DocumentWriter& out) {
  TableWriter data = out.AddData("periods");
  data.AddColumn("key", "CLÉ", "KEY");
  data.AddColumn("label", "CHIFFRE", "FIGURE");
  data.AddColumn("kind", "NATURE", "KIND");
  data.AddColumn("first_numerator", "NUMÉRATEUR, PREMIÈRE", "NUMERATOR, FIRST", Kind::KIND_NUMBER);
  data.AddColumn("first_denominator", "DÉNOMINATEUR, PREMIÈRE", "DENOMINATOR, FIRST", Kind::KIND_NUMBER);
  data.AddColumn("second_numerator", "NUMÉRATEUR, SECONDE", "NUMERATOR, SECOND", Kind::KIND_NUMBER);
  data.AddColumn("second_denominator", "DÉNOMINATEUR, SECONDE", "DENOMINATOR, SECOND", Kind::KIND_NUMBER);
  data.AddColumn("difference", "ÉCART", "DIFFERENCE", Kind::KIND_NUMBER);
  data.AddColumn("difference_rounded", "ÉCART ARRONDI", "DIFFERENCE, ROUNDED", Kind::KIND_NUMBER);
  const Language language = out.language();
  for (const v1::FigureComparison& figure : comparison.figures()) {
    data.AddRow(
        {TextCell(figure.key()),
         CodeCell(figure.label_en(), std::string(Choose(language, figure.label(), figure.label_en()))),
         KindCell(figure.kind(), language), NumeratorCell(figure.first(), language),
         DenominatorCell(figure, figure.first()), NumeratorCell(figure.second(), language),
         DenominatorCell(figure, figure.second()),
         IsWithheld(figure) ? v1::DocumentCell() : NumberCell(figure.difference()),
         figure.has_difference_tenths() ? TenthsCell(figure.difference_tenths(), language) : v1::DocumentCell()});
  }
}

// `*` where the week goes on.
void AppendWeek(bool reached, const v1::WaveWeek& week, Language language, std::vector<v1::DocumentCell>* row) {
  if (!reached) {
    row->insert(row->end(), 3, v1::DocumentCell());
    return;
  }
  v1::FigureValue mean;
  mean.set_numerator(week.held_sessions());
  mean.set_denominator(week.group_count());
  row->push_back(week.partial() ? NumberCell(week.held_sessions(), absl::StrCat(week.held_sessions(), "*"))
                                : NumberCell(week.held_sessions()));
  row->push_back(TextCell(absl::StrCat(week.groups_met(), "/", week.group_count())));
  row->push_back(TextCell(FigureText(mean, v1::FIGURE_KIND_MEAN, language)));
}

void AddWavesTable(const v1::WaveComparison& comparison, DocumentWriter& out) {
  TableWriter table = out.AddTable("waves");
  table.AddColumn("week", "SEMAINE", "WEEK", Kind::KIND_NUMBER);
  const char* side = "first_";
  for (const v1::WaveAge* age : {&comparison.first(), &comparison.second()}) {
    const absl::string_view wave = WaveCode(age->wave());
    table.AddColumn(absl::StrCat(side, "held_sessions"), out.Say("$0 SÉANCES", "$0 SESSIONS", wave).text,
                    Kind::KIND_NUMBER);
    table.AddColumn(absl::StrCat(side, "groups_met"), out.Say("$0 GROUPES RÉUNIS", "$0 GROUPS MET", wave).text,
                    Kind::KIND_NUMBER);
    table.AddColumn(absl::StrCat(side, "mean"), out.Say("$0 SÉANCES PAR GROUPE", "$0 SESSIONS PER GROUP", wave).text,
                    Kind::KIND_NUMBER);
    side = "second_";
  }
  for (const auto& week : comparison.weeks()) {
    std::vector<v1::DocumentCell> row = {NumberCell(week.week())};
    AppendWeek(week.has_first(), week.first(), out.language(), &row);
    AppendWeek(week.has_second(), week.second(), out.language(), &row);
    table.AddRow(std::move(row));
  }
}

void AddWavesData(const v1::WaveComparison& comparison, DocumentWriter& out) {
  TableWriter data = out.AddData("waves");
  data.AddColumn("week", "SEMAINE", "WEEK", Kind::KIND_NUMBER);
  const auto add_columns = [&](const char* side, absl::string_view french, absl::string_view english) {
    const auto add = [&](const char* key, absl::string_view french_title, absl::string_view english_title,
                         v1::DocumentColumn::Kind kind) {
      data.AddColumn(absl::StrCat(side, key), absl::StrCat(french_title, french), absl::StrCat(english_title, english),
                     kind);
    };
    add("_wave", "VAGUE", "WAVE", Kind::KIND_TEXT);
    add("_held_sessions", "SÉANCES", "SESSIONS", Kind::KIND_NUMBER);
    add("_groups_met", "GROUPES RÉUNIS", "GROUPS MET", Kind::KIND_NUMBER);
    add("_group_count", "GROUPES", "GROUPS", Kind::KIND_NUMBER);
    add("_partial", "SEMAINE EN COURS", "WEEK UNDER WAY", Kind::KIND_TEXT);
  };
  add_columns("first", ", PREMIÈRE", ", FIRST");
  add_columns("second", ", SECONDE", ", SECOND");
  const auto append = [&](const v1::WaveAge& age, bool reached, const v1::WaveWeek& week,
                          std::vector<v1::DocumentCell>* row) {
    row->push_back(TextCell(std::string(WaveCode(age.wave()))));
    if (!reached) {
      row->insert(row->end(), 4, v1::DocumentCell());
      return;
    }
    row->push_back(NumberCell(week.held_sessions()));
    row->push_back(NumberCell(week.groups_met()));
    row->push_back(NumberCell(week.group_count()));
    row->push_back(TruthCell(week.partial(), out.language()));
  };
  for (const auto& week : comparison.weeks()) {
    std::vector<v1::DocumentCell> row = {NumberCell(week.week())};
    append(comparison.first(), week.has_first(), week.first(), &row);
    append(comparison.second(), week.has_second(), week.second(), &row);
    data.AddRow(std::move(row));
  }
}

void TellAge(const v1::WaveAge& age, absl::string_view as_of, DocumentWriter& out) {
  const Phrase groups = Count(age.group_count(), out.language(), "groupe", "group");
  if (age.start_date().empty()) {
    out.Tell("Vague $0 : $1, pas commencée au $2.", "Wave $0: $1, not begun by $2.", WaveCode(age.wave()), groups,
             as_of);
    return;
  }
  out.Tell("Vague $0 : $1, semaine 1 à partir du $2 ; au $3, semaine $4.",
           "Wave $0: $1, week 1 from $2 on; on $3, week $4.", WaveCode(age.wave()), groups,
           DayText(age.start_date(), out.language()), as_of, age.weeks_reached());
}

// Two periods side by side, a row a figure.
void WordPeriods(const v1::ComparePeriodsRequest& /*request*/, const v1::ComparePeriodsResponse& response,
                 Language language, v1::Document* document) {
  DocumentWriter out(document, language, "Comparaison de deux périodes", "Comparison of two periods");
  const v1::PeriodComparison& comparison = response.comparison();
  TableWriter table = out.AddTable("periods");
  table.AddColumn("label", "CHIFFRE", "FIGURE");
  const char* key = "first";
  for (const v1::BalancePeriod* period : {&comparison.first(), &comparison.second()}) {
    table.AddColumn(key, PeriodText(period->from_date(), period->to_date(), language), Kind::KIND_NUMBER);
    key = "second";
  }
  table.AddColumn("difference", "ÉCART", "DIFFERENCE", Kind::KIND_NUMBER);
  for (const v1::FigureComparison& figure : comparison.figures()) {
    table.AddRow({TextCell(std::string(Choose(language, figure.label(), figure.label_en()))),
                  TextCell(FigureText(figure.first(), figure.kind(), language)),
                  TextCell(FigureText(figure.second(), figure.kind(), language)),
                  TextCell(DifferenceText(figure, language))});
  }
  if (comparison.wave().empty()) {
    out.Tell("Toutes les vagues.", "Every wave.");
  } else {
    out.Tell("Vague $0.", "Wave $0.", WaveCode(comparison.wave()));
  }
  out.Tell("Écart : seconde période moins première, des numérateurs ; entre parenthèses, des valeurs.",
           "Difference: second period minus first, of numerators; in brackets, of the values.");
  AddPeriodsData(comparison, out);
}

// Two waves side by side, a row a week of their ages.
void WordWaves(const v1::CompareWavesRequest& /*request*/, const v1::CompareWavesResponse& response, Language language,
               v1::Document* document) {
  DocumentWriter out(document, language, "Comparaison de deux vagues", "Comparison of two waves");
  const v1::WaveComparison& comparison = response.comparison();
  AddWavesTable(comparison, out);
  const std::string as_of = DayText(comparison.as_of_date(), language);
  TellAge(comparison.first(), as_of, out);
  TellAge(comparison.second(), as_of, out);
  out.Tell(
      "Séances réalisées, et groupes réunis au moins une fois, depuis le début de la vague jusqu'à la fin de la "
      "semaine. Vide : semaine non atteinte. * : semaine en cours.",
      "Sessions held, and groups that met at least once, from the wave's beginning to the end of the week. Blank: "
      "week not reached. *: week under way.");
  AddWavesData(comparison, out);
}

const RegisteredWording<&WordPeriods> kPeriodsWording;
const RegisteredWording<&WordWaves> kWavesWording;

}  // namespace
}  // namespace tutorat::report
