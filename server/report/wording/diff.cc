#include <set>

#include "absl/strings/str_cat.h"
#include "server/report/wording/document_writer.h"
#include "server/report/wording/documents.h"
#include "tutorat/v1/balance_diff.pb.h"

namespace tutorat::report {
namespace {

using Changes = google::protobuf::RepeatedPtrField<v1::SessionChange>;

std::string FieldName(const std::string& field, Language language) {
  if (field == "group") return std::string(Choose(language, "groupe", "group"));
  if (field == "local_date") return "date";
  if (field == "local_clock") return std::string(Choose(language, "heure", "start"));
  if (field == "duration_minutes") return std::string(Choose(language, "durée (minutes)", "duration (minutes)"));
  if (field == "themes") return std::string(Choose(language, "thèmes", "themes"));
  if (field == "attendance") return std::string(Choose(language, "présences", "attendance"));
  return field;
}

// To programs with the wave always.
std::string FullName(const v1::GroupReference& group) { return GroupText(group.wave(), group.number(), true); }

class DiffWriter {
 public:
  DiffWriter(const v1::BalanceDiff& diff, DocumentWriter& out) : diff_(diff), out_(out), language_(out.language()) {
    std::set<std::string> waves;
    for (const Changes* changes : {&diff.new_sessions(), &diff.removed_sessions(), &diff.corrected_sessions()}) {
      for (const auto& change : *changes) waves.insert(change.group().wave());
    }
    for (const References* groups : {&diff.new_groups(), &diff.gone_groups()}) {
      for (const auto& group : *groups) waves.insert(group.wave());
    }
    for (const auto& figure : diff.figures()) {
      for (const auto& group : figure.before().groups()) waves.insert(group.wave());
      for (const auto& group : figure.after().groups()) waves.insert(group.wave());
    }
    several_ = waves.size() > 1;
  }

  void Write() {
    out_.Tell("Avant : $0.", "Before: $0.", Version(diff_.before()));
    out_.Tell("Après : $0.", "After: $0.", Version(diff_.after()));
    if (diff_.unchanged()) {
      out_.Tell("Rien n'a changé : mêmes séances, mêmes groupes, mêmes chiffres.",
                "Nothing changed: the same sessions, groups and figures.");
    } else {
      TellTotals();
      AddChanges();
      AddFigures();
    }
    AddData();
  }

 private:
  void TellTotals() {
    out_.Tell("Séances : $0, $1, $2.", "Sessions: $0, $1, $2.", Count(diff_.new_sessions_size(), "nouvelle", "new"),
              Count(diff_.corrected_sessions_size(), "corrigée", "corrected"),
              Count(diff_.removed_sessions_size(), "retirée", "removed"));
    if (diff_.new_groups_size() + diff_.gone_groups_size() > 0) {
      out_.Tell("Groupes : $0 en plus, $1 en moins.", "Groups: $0 new, $1 gone.", Number(diff_.new_groups_size()),
                Number(diff_.gone_groups_size()));
    }
    out_.Tell("Chiffres changés : $0.", "Changed figures: $0.", Number(diff_.figures_size()));
  }

  // An adjective, which is plural in French only.
  Phrase Count(int count, absl::string_view french, absl::string_view english) const {
    return language_ == Language::kFrench ? report::Count(count, language_, french, "")
                                          : Telling(absl::StrCat(count, " ", english), count, 0);
  }

  static Phrase Number(int number) { return Telling(absl::StrCat(number), number, 0); }

  Phrase Version(const v1::BalanceVersion& version) const {
    const std::string moment = MomentText(version.time(), language_);
    return out_.Say("$0$1, $2$3", "$0$1, $2$3",
                    version.name().empty() ? out_.Say("bilan au $0", "balance as of $0", moment)
                                           : out_.Say("bilan figé le $0", "balance frozen on $0", moment),
                    version.label().empty() ? Phrase() : out_.Say(" (« $0 »)", " (\"$0\")", version.label()),
                    PeriodText(version.from_date(), version.to_date(), language_), InWave(version.wave(), language_));
  }

  // 4, or V6/4 where several waves are told of.
  v1::DocumentCell GroupCell(const v1::GroupReference& group) const {
    return TextCell(GroupText(group.wave(), group.number(), several_));
  }

  std::string ValueText(const std::string& field, const std::string& value) const {
    if (value.empty()) return std::string(Choose(language_, "(non noté)", "(not recorded)"));
    return field == "local_date" ? DayText(value, language_) : value;
  }

  void AddChanges() {
    if (diff_.corrected_sessions_size() + diff_.new_sessions_size() + diff_.removed_sessions_size() +
            diff_.new_groups_size() + diff_.gone_groups_size() ==
        0) {
      return;
    }
    TableWriter table = out_.AddTable("changes");
    table.AddColumn("change", "CHANGEMENT", "CHANGE");
    table.AddColumn("group", "GROUPE", "GROUP", Kind::KIND_NUMBER);
    table.AddColumn("date", "SÉANCE DU", "SESSION OF", Kind::KIND_DATE);
    table.AddColumn("field", "CHAMP", "FIELD");
    table.AddColumn("before", "AVANT", "BEFORE");
    table.AddColumn("after", "APRÈS", "AFTER");
    const auto add = [&](const v1::DocumentCell& what, const v1::SessionChange& change,
                         const v1::BalanceSession& session, const std::string& field, v1::DocumentCell before,
                         v1::DocumentCell after) {
      table.AddRow({what, GroupCell(change.group()), DateCell(session.local_date(), language_),
                    TextCell(FieldName(field, language_)), std::move(before), std::move(after)});
    };
    for (const auto& change : diff_.corrected_sessions()) {
      for (const auto& field : change.changes()) {
        add(Cell("séance corrigée", "session corrected"), change, change.before(), field.field(),
            TextCell(ValueText(field.field(), field.before())), TextCell(ValueText(field.field(), field.after())));
      }
    }
    for (const auto& change : diff_.new_sessions()) {
      add(Cell("séance nouvelle", "session new"), change, change.after(), "themes", {},
          TextCell(change.after().themes()));
    }
    for (const auto& change : diff_.removed_sessions()) {
      add(Cell("séance retirée", "session removed"), change, change.before(), "themes",
          TextCell(change.before().themes()), {});
    }
    for (const auto& group : diff_.new_groups()) {
      table.AddRow({Cell("groupe en plus", "group new"), GroupCell(group), {}, {}, {}, {}});
    }
    for (const auto& group : diff_.gone_groups()) {
      table.AddRow({Cell("groupe en moins", "group gone"), GroupCell(group), {}, {}, {}, {}});
    }
  }

  v1::DocumentCell Cell(absl::string_view french, absl::string_view english) const {
    return TextCell(std::string(Choose(language_, french, english)));
  }

  void AddFigures() {
    if (diff_.figures().empty()) return;
    TableWriter table = out_.AddTable("figures");
    table.AddColumn("label", "CHIFFRE", "FIGURE");
    table.AddColumn("before", "AVANT", "BEFORE");
    table.AddColumn("after", "APRÈS", "AFTER");
    for (const auto& figure : diff_.figures()) {
      table.AddRow({TextCell(std::string(Choose(language_, figure.label(), figure.label_en()))),
                    TextCell(Value(figure.before(), figure.kind())), TextCell(Value(figure.after(), figure.kind()))});
    }
  }

  std::string Value(const v1::FigureValue& value, v1::FigureKind kind) const {
    std::string text = FigureText(value, kind, language_);
    if (value.groups().empty()) return text;
    return out_.Say("$0 : $1", "$0: $1", text, ListGroups(value.groups(), several_, language_)).text;
  }

  // Of a session, a row for each field that was corrected, or one with its themes when it is new or was removed; of a
  // group, one; of a figure, one, whose field is its key.
  void AddData() {
    TableWriter data = out_.AddData("diff");
    data.AddColumn("kind", "NATURE", "KIND");
    data.AddColumn("change", "CHANGEMENT", "CHANGE");
    data.AddColumn("group", "GROUPE", "GROUP");
    data.AddColumn("session", "SÉANCE", "SESSION");
    data.AddColumn("date", "SÉANCE DU", "SESSION OF", Kind::KIND_DATE);
    data.AddColumn("field", "CHAMP", "FIELD");
    data.AddColumn("label", "LIBELLÉ", "LABEL");
    data.AddColumn("before", "AVANT", "BEFORE");
    data.AddColumn("after", "APRÈS", "AFTER");
    const v1::DocumentCell session = CodeCell("session", out_.Say("séance", "session").text);
    const v1::DocumentCell added = CodeCell("new", out_.Say("en plus", "new").text);
    const v1::DocumentCell removed = CodeCell("removed", out_.Say("en moins", "removed").text);
    const v1::DocumentCell corrected = CodeCell("corrected", out_.Say("corrigée", "corrected").text);
    const auto add = [&](const v1::DocumentCell& what, const v1::SessionChange& change, const v1::BalanceSession& told,
                         const std::string& field, const std::string& before, const std::string& after) {
      data.AddRow({session, what, TextCell(FullName(change.group())), TextCell(told.session()),
                   DateCell(told.local_date(), language_), TextCell(field), FieldCell(field), TextCell(before),
                   TextCell(after)});
    };
    for (const auto& change : diff_.corrected_sessions()) {
      for (const auto& field : change.changes()) {
        add(corrected, change, change.before(), field.field(), field.before(), field.after());
      }
    }
    for (const auto& change : diff_.new_sessions()) {
      add(added, change, change.after(), "themes", "", change.after().themes());
    }
    for (const auto& change : diff_.removed_sessions()) {
      add(removed, change, change.before(), "themes", change.before().themes(), "");
    }
    const v1::DocumentCell group_kind = CodeCell("group", out_.Say("groupe", "group").text);
    for (const auto& group : diff_.new_groups()) {
      data.AddRow({group_kind, added, TextCell(FullName(group)), {}, {}, {}, {}, {}, {}});
    }
    for (const auto& group : diff_.gone_groups()) {
      data.AddRow({group_kind, removed, TextCell(FullName(group)), {}, {}, {}, {}, {}, {}});
    }
    for (const auto& figure : diff_.figures()) {
      data.AddRow({CodeCell("figure", out_.Say("chiffre", "figure").text),
                   CodeCell("changed", out_.Say("changé", "changed").text),
                   {},
                   {},
                   {},
                   TextCell(figure.key()),
                   CodeCell(figure.label_en(), std::string(Choose(language_, figure.label(), figure.label_en()))),
                   FigureCell(figure.before(), figure.kind()),
                   FigureCell(figure.after(), figure.kind())});
    }
  }

  v1::DocumentCell FieldCell(const std::string& field) const {
    return CodeCell(FieldName(field, Language::kEnglish), FieldName(field, language_));
  }

  v1::DocumentCell FigureCell(const v1::FigureValue& value, v1::FigureKind kind) const {
    if (value.withheld()) return CodeCell(WithheldText(Language::kEnglish), WithheldText(language_));
    std::string code = kind == v1::FIGURE_KIND_COUNT ? absl::StrCat(value.numerator())
                                                     : absl::StrCat(value.numerator(), "/", value.denominator());
    for (const auto& group : value.groups()) absl::StrAppend(&code, " ", FullName(group));
    return CodeCell(code, Value(value, kind));
  }

  const v1::BalanceDiff& diff_;
  DocumentWriter& out_;
  const Language language_;
  bool several_ = false;
};

// Which balances, totals, then changed sessions, groups and figures; or that nothing changed.
void WordDiff(const v1::DiffBalancesRequest& /*request*/, const v1::DiffBalancesResponse& response, Language language,
              v1::Document* document) {
  DocumentWriter out(document, language, "Ce qui a changé entre deux bilans", "What changed between two balances");
  DiffWriter(response.diff(), out).Write();
}

const RegisteredWording<&WordDiff> kDiffWording;

}  // namespace
}  // namespace tutorat::report
