#include "client/report/balance_diff_print.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/text/figures.h"
#include "client/text/width.h"

namespace tutorat::format {
namespace {

using Changes = google::protobuf::RepeatedPtrField<v1::SessionChange>;
using References = google::protobuf::RepeatedPtrField<v1::GroupReference>;

std::string FieldName(const std::string& field, Language language) {
  if (field == "group") return Say(language, "groupe", "group");
  if (field == "local_date") return Say(language, "date", "date");
  if (field == "local_clock") return Say(language, "heure", "start");
  if (field == "duration_minutes") return Say(language, "durée (minutes)", "duration (minutes)");
  if (field == "themes") return Say(language, "thèmes", "themes");
  if (field == "attendance") return Say(language, "présences", "attendance");
  return field;
}

std::string ValueText(const v1::FieldChange& change, const std::string& value, Language language) {
  if (value.empty()) return Say(language, "(non noté)", "(not recorded)");
  return change.field() == "local_date" ? DayText(value, language) : value;
}

class Printer {
 public:
  Printer(const v1::BalanceDiff& diff, Language language) : diff_(diff), language_(language) {
    for (const Changes* changes : {&diff.new_sessions(), &diff.removed_sessions(), &diff.corrected_sessions()}) {
      for (const auto& change : *changes) waves_.insert(change.group().wave());
    }
    for (const auto& figure : diff.figures()) {
      for (const auto& group : figure.before().groups()) waves_.insert(group.wave());
      for (const auto& group : figure.after().groups()) waves_.insert(group.wave());
    }
  }

  std::vector<std::string> Sentences() const {
    std::vector<std::string> sentences = {
        absl::StrCat(Choose(language_, "Avant : ", "Before: "), Version(diff_.before()), "."),
        absl::StrCat(Choose(language_, "Après : ", "After: "), Version(diff_.after()), ".")};
    if (diff_.unchanged()) {
      sentences.push_back(Say(language_, "Rien n'a changé : mêmes séances, mêmes groupes, mêmes chiffres.",
                              "Nothing changed: the same sessions, groups and figures."));
      return sentences;
    }
    const int added = diff_.new_sessions_size();
    const int corrected = diff_.corrected_sessions_size();
    const int removed = diff_.removed_sessions_size();
    sentences.push_back(Say(language_, "Séances : $0, $1, $2.", "Sessions: $0, $1, $2.",
                            Count(added, "nouvelle", "new"), Count(corrected, "corrigée", "corrected"),
                            Count(removed, "retirée", "removed")));
    if (diff_.new_groups_size() + diff_.gone_groups_size() > 0) {
      sentences.push_back(Say(language_, "Groupes : $0 en plus, $1 en moins.", "Groups: $0 new, $1 gone.",
                              diff_.new_groups_size(), diff_.gone_groups_size()));
    }
    sentences.push_back(Say(language_, "Chiffres changés : $0.", "Changed figures: $0.", diff_.figures_size()));
    return sentences;
  }

  Table Changed() const {
    Table table;
    table.columns = {{.title = Say(language_, "CHANGEMENT", "CHANGE")},
                     {.title = Say(language_, "GROUPE", "GROUP"), .align = Align::kRight},
                     {.title = Say(language_, "SÉANCE DU", "SESSION OF")},
                     {.title = Say(language_, "CHAMP", "FIELD")},
                     {.title = Say(language_, "AVANT", "BEFORE")},
                     {.title = Say(language_, "APRÈS", "AFTER")}};
    for (const auto& change : diff_.corrected_sessions()) {
      for (const auto& field : change.changes()) {
        table.rows.push_back({Say(language_, "séance corrigée", "session corrected"), Label(change.group()),
                              DayText(change.before().local_date(), language_), FieldName(field.field(), language_),
                              ValueText(field, field.before(), language_), ValueText(field, field.after(), language_)});
      }
    }
    for (const auto& change : diff_.new_sessions()) {
      table.rows.push_back({Say(language_, "séance nouvelle", "session new"), Label(change.group()),
                            DayText(change.after().local_date(), language_), FieldName("themes", language_), "",
                            change.after().themes()});
    }
    for (const auto& change : diff_.removed_sessions()) {
      table.rows.push_back({Say(language_, "séance retirée", "session removed"), Label(change.group()),
                            DayText(change.before().local_date(), language_), FieldName("themes", language_),
                            change.before().themes(), ""});
    }
    for (const auto& group : diff_.new_groups()) {
      table.rows.push_back({Say(language_, "groupe en plus", "group new"), Label(group), "", "", "", ""});
    }
    for (const auto& group : diff_.gone_groups()) {
      table.rows.push_back({Say(language_, "groupe en moins", "group gone"), Label(group), "", "", "", ""});
    }
    return table;
  }

  Table Figures() const {
    Table table;
    table.columns = {{.title = Say(language_, "CHIFFRE", "FIGURE")},
                     {.title = Say(language_, "AVANT", "BEFORE")},
                     {.title = Say(language_, "APRÈS", "AFTER")}};
    for (const auto& figure : diff_.figures()) {
      table.rows.push_back({std::string(Choose(language_, figure.label(), figure.label_en())),
                            Value(figure.before(), figure.kind()), Value(figure.after(), figure.kind())});
    }
    return table;
  }

  // 4, or V6/4 where several waves are told of.
  std::string Label(const v1::GroupReference& group) const {
    return waves_.size() > 1 ? absl::StrCat(WaveCode(group.wave()), "/", group.number()) : absl::StrCat(group.number());
  }

 private:
  // An adjective, which is plural in French.
  std::string Count(int count, absl::string_view french, absl::string_view english) const {
    return language_ == Language::kFrench ? CountText(count, language_, french, "") : absl::StrCat(count, " ", english);
  }

  std::string Version(const v1::BalanceVersion& version) const {
    std::string text =
        version.name().empty()
            ? Say(language_, "bilan au $0", "balance as of $0", MomentText(version.time(), language_))
            : Say(language_, "bilan figé le $0", "balance frozen on $0", MomentText(version.time(), language_));
    if (!version.label().empty()) absl::StrAppend(&text, Say(language_, " (« $0 »)", " (\"$0\")", version.label()));
    absl::StrAppend(&text, ", ", PeriodText(version.from_date(), version.to_date(), language_));
    if (!version.wave().empty()) {
      absl::StrAppend(&text, Choose(language_, ", vague ", ", wave "), WaveCode(version.wave()));
    }
    return text;
  }

  std::string Value(const v1::FigureValue& value, v1::FigureKind kind) const {
    std::string text = FigureText(value, kind, language_);
    if (value.groups().empty()) return text;
    std::vector<std::string> groups;
    for (const auto& group : value.groups()) groups.push_back(Label(group));
    return absl::StrCat(text, Choose(language_, " : ", ": "), ListText(groups, language_));
  }

  const v1::BalanceDiff& diff_;
  const Language language_;
  std::set<std::string> waves_;
};

std::string CsvValue(const v1::FigureValue& value, v1::FigureKind kind) {
  if (value.withheld()) return WithheldText(Language::kEnglish);
  std::string text = kind == v1::FIGURE_KIND_COUNT ? absl::StrCat(value.numerator())
                                                   : absl::StrCat(value.numerator(), "/", value.denominator());
  for (const auto& group : value.groups()) {
    absl::StrAppend(&text, " ", WaveCode(group.wave()), "/", group.number());
  }
  return text;
}

}  // namespace

std::string DiffTable(const v1::BalanceDiff& diff, Language language, const TableStyle& style) {
  const Printer printer(diff, language);
  std::string text;
  for (const std::string& sentence : printer.Sentences()) {
    absl::StrAppend(&text, absl::StrJoin(Wrap(sentence, style.width, 2), "\n"), "\n");
  }
  for (const Table& table : {printer.Changed(), printer.Figures()}) {
    if (!table.rows.empty()) absl::StrAppend(&text, "\n", RenderTable(table, style));
  }
  return text;
}

std::string DiffMarkdown(const v1::BalanceDiff& diff, Language language) {
  const Printer printer(diff, language);
  std::string text;
  for (const std::string& sentence : printer.Sentences()) absl::StrAppend(&text, "- ", sentence, "\n");
  for (const Table& table : {printer.Changed(), printer.Figures()}) {
    if (!table.rows.empty()) absl::StrAppend(&text, "\n", RenderMarkdown(table));
  }
  return text;
}

std::string DiffCsv(const v1::BalanceDiff& diff, CsvStyle style) {
  std::vector<std::vector<std::string>> records = {
      {"kind", "change", "group", "session", "date", "field", "label", "before", "after"}};
  const auto label = [](const v1::GroupReference& group) {
    return absl::StrCat(WaveCode(group.wave()), "/", group.number());
  };
  for (const auto& change : diff.corrected_sessions()) {
    for (const auto& field : change.changes()) {
      records.push_back({"session", "corrected", label(change.group()), change.before().session(),
                         change.before().local_date(), field.field(), FieldName(field.field(), Language::kEnglish),
                         field.before(), field.after()});
    }
  }
  for (const auto& change : diff.new_sessions()) {
    records.push_back({"session", "new", label(change.group()), change.after().session(), change.after().local_date(),
                       "themes", "themes", "", change.after().themes()});
  }
  for (const auto& change : diff.removed_sessions()) {
    records.push_back({"session", "removed", label(change.group()), change.before().session(),
                       change.before().local_date(), "themes", "themes", change.before().themes(), ""});
  }
  for (const auto& group : diff.new_groups()) records.push_back({"group", "new", label(group), "", "", "", "", "", ""});
  for (const auto& group : diff.gone_groups()) {
    records.push_back({"group", "removed", label(group), "", "", "", "", "", ""});
  }
  for (const auto& figure : diff.figures()) {
    records.push_back({"figure", "changed", "", "", "", figure.key(), figure.label_en(),
                       CsvValue(figure.before(), figure.kind()), CsvValue(figure.after(), figure.kind())});
  }
  return WriteCsv(records, style);
}

}  // namespace tutorat::format
