#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "server/report/wording/document_writer.h"
#include "server/report/wording/documents.h"
#include "tutorat/v1/coverage.pb.h"

namespace tutorat::report {
namespace {

constexpr int kDomainLevel = 1;
constexpr int kThemeLevel = 2;
constexpr int kSubThemeLevel = 3;
// So many consecutive numbers and more are written as a range.
constexpr int kRange = 3;

// `1 4-7 9`: numbers of one wave, in their order, of which consecutive ones may be missing in the wave itself.
std::string Ranges(const References& groups) {
  std::vector<std::string> parts;
  for (int i = 0; i < groups.size();) {
    int end = i + 1;
    while (end < groups.size() && groups[end].number() == groups[end - 1].number() + 1) ++end;
    if (end - i >= kRange) {
      parts.push_back(absl::StrCat(groups[i].number(), "-", groups[end - 1].number()));
      i = end;
    } else {
      parts.push_back(absl::StrCat(groups[i++].number()));
    }
  }
  return absl::StrJoin(parts, " ");
}

// In the language, if the thesaurus has it.
const std::string& ThemeLabel(const v1::ThemeCoverage& theme, Language language) {
  return language == Language::kEnglish && !theme.label_en().empty() ? theme.label_en() : theme.label();
}

class CoverageWriter {
 public:
  CoverageWriter(const v1::GetCoverageRequest& request, const v1::Coverage& coverage, DocumentWriter& out)
      : coverage_(coverage),
        figures_(coverage.observations()),
        out_(out),
        language_(out.language()),
        several_(SeveralWaves(coverage.groups())),
        level_(request.document_level() == 0 ? kSubThemeLevel : request.document_level()) {
    for (const v1::ThemeCoverage& theme : coverage.themes()) {
      themes_.emplace(theme.theme(), &theme);
      if (theme.level() > level_) continue;
      const bool gap = !theme.groups_without().empty() || !theme.groups_late().empty();
      if (gap || !request.document_gaps_only()) shown_.push_back(&theme);
    }
  }

  void Write() {
    AddTable();
    out_.TellPeriod(coverage_.from_date(), coverage_.to_date(), coverage_.wave(), coverage_.session_count(),
                    coverage_.groups_met(), coverage_.groups_size());
    if (!coverage_.groups().empty()) {
      AddNeverCovered();
      AddAlmostCovered();
      AddRepeated();
      AddProgramme();
      AddMentions();
    }
    AddCells();
    AddSummary();
  }

 private:
  std::string Name(const v1::GroupReference& group) const { return GroupText(group.wave(), group.number(), several_); }

  std::string Names(const References& groups) const {
    return absl::StrJoin(
        groups, " ", [&](std::string* names, const v1::GroupReference& group) { absl::StrAppend(names, Name(group)); });
  }

  std::string Without(const v1::ThemeCoverage& theme) const {
    if (theme.group_count() == 0 && theme.group_total() > 0) return std::string(Choose(language_, "tous", "all"));
    return several_ ? Names(theme.groups_without()) : Ranges(theme.groups_without());
  }

  // A cell for each group: how many sessions; `·` for none, `!` where the programme asked for it by then.
  void AppendGroups(const v1::ThemeCoverage& theme, std::vector<v1::DocumentCell>* row) const {
    std::map<std::string, v1::DocumentCell> by_group;
    for (const v1::CoverageCell& cell : theme.cells()) {
      by_group[cell.group().group()] = NumberCell(cell.session_count());
    }
    for (const v1::GroupReference& late : theme.groups_late()) by_group.emplace(late.group(), NumberCell(0, "!"));
    for (const v1::GroupReference& group : coverage_.groups()) {
      const auto found = by_group.find(group.group());
      row->push_back(found == by_group.end() ? NumberCell(0, "·") : found->second);
    }
  }

  void AddTable() {
    TableWriter table = out_.AddTable("coverage");
    table.AddColumn("theme", "THÈME", "THEME");
    table.AddColumn("groups", "GROUPES", "GROUPS", Kind::KIND_NUMBER);
    table.AddColumn("sessions", "SÉANCES", "SESSIONS", Kind::KIND_NUMBER);
    for (const v1::GroupReference& group : coverage_.groups()) {
      // A wave's code has capital letters and hyphens, which a key has not.
      const std::string key = absl::StrReplaceAll(absl::AsciiStrToLower(Name(group)), {{"-", "_"}});
      table.AddColumn(absl::StrCat("group_", key), Name(group), Kind::KIND_NUMBER);
      table.table().mutable_columns()->rbegin()->set_splits(true);
    }
    table.AddColumn("without", "SANS", "WITHOUT");
    for (const v1::ThemeCoverage* theme : shown_) {
      std::vector<v1::DocumentCell> row = {TextCell(ThemeLabel(*theme, language_)),
                                           TextCell(absl::StrCat(theme->group_count(), "/", theme->group_total())),
                                           NumberCell(theme->session_count())};
      AppendGroups(*theme, &row);
      row.push_back(TextCell(Without(*theme)));
      table.AddRow(std::move(row)).set_level(std::max(theme->level(), kDomainLevel) - kDomainLevel);
    }
  }

  // A row a theme and group, those without the other too.
  void AddCells() {
    TableWriter data = out_.AddData("coverage");
    data.AddColumn("theme", "CODE", "CODE");
    data.AddColumn("label", "THÈME", "THEME");
    data.AddColumn("group", "GROUPE", "GROUP");
    data.AddColumn("first_date", "PREMIER JOUR", "FIRST DAY", Kind::KIND_DATE);
    data.AddColumn("sessions", "SÉANCES", "SESSIONS", Kind::KIND_NUMBER);
    for (const v1::ThemeCoverage* theme : shown_) {
      std::map<std::string, const v1::CoverageCell*> cells;
      for (const v1::CoverageCell& cell : theme->cells()) cells.emplace(cell.group().group(), &cell);
      for (const v1::GroupReference& group : coverage_.groups()) {
        const auto found = cells.find(group.group());
        const v1::CoverageCell& cell = found == cells.end() ? v1::CoverageCell::default_instance() : *found->second;
        data.AddRow({TextCell(theme->code()), LabelCell(*theme), TextCell(Name(group)),
                     DateCell(cell.first_date(), language_), NumberCell(cell.session_count())});
      }
    }
  }

  // A row a theme; the last three columns are of the programme.
  void AddSummary() {
    TableWriter data = out_.AddData("summary");
    data.AddColumn("theme", "CODE", "CODE");
    data.AddColumn("label", "THÈME", "THEME");
    data.AddColumn("level", "NIVEAU", "LEVEL", Kind::KIND_NUMBER);
    data.AddColumn("groups", "GROUPES", "GROUPS", Kind::KIND_NUMBER);
    data.AddColumn("sessions", "SÉANCES", "SESSIONS", Kind::KIND_NUMBER);
    data.AddColumn("groups_total", "GROUPES EN TOUT", "GROUPS IN ALL", Kind::KIND_NUMBER);
    data.AddColumn("groups_without", "SANS", "WITHOUT");
    data.AddColumn("month", "MOIS", "MONTH", Kind::KIND_NUMBER);
    data.AddColumn("weight", "POIDS", "WEIGHT");
    data.AddColumn("groups_late", "EN RETARD", "LATE");
    for (const v1::ThemeCoverage* theme : shown_) {
      const v1::ProgrammeItem& item = theme->programme_item();
      data.AddRow({TextCell(theme->code()), LabelCell(*theme), NumberCell(theme->level()),
                   NumberCell(theme->group_count()), NumberCell(theme->session_count()),
                   NumberCell(theme->group_total()), TextCell(Names(theme->groups_without())),
                   theme->has_programme_item() ? NumberCell(item.month()) : v1::DocumentCell(),
                   CodeCell(Word(item.weight(), Language::kEnglish), Word(item.weight(), language_)),
                   TextCell(Names(theme->groups_late()))});
    }
  }

  // To programs in French, as the thesaurus has it.
  v1::DocumentCell LabelCell(const v1::ThemeCoverage& theme) const {
    return CodeCell(theme.label(), ThemeLabel(theme, language_));
  }

  Phrase OfGroups(const References& groups) const {
    return report::OfGroups(groups, coverage_.groups_size(), language_);
  }
  Phrase OfSessions(int count) const { return OutOf(count, coverage_.session_count(), language_, "séance", "session"); }
  Phrase List(const References& groups) const { return ListGroups(groups, several_, language_); }

  // Themes' labels hold commas.
  Phrase JoinThemes(const std::vector<Phrase>& themes) const { return Join(themes, Choose(language_, " ; ", "; ")); }

  // Nothing for a theme of a level that is not shown.
  const v1::ThemeCoverage* Shown(const std::string& name, int from_level) const {
    const auto found = themes_.find(name);
    if (found == themes_.end()) return nullptr;
    const int level = found->second->level();
    return level <= level_ && level >= std::min(from_level, level_) ? found->second : nullptr;
  }

  void AddNeverCovered() {
    std::vector<Phrase> labels;
    for (const std::string& name : figures_.never_covered()) {
      if (const auto* theme = Shown(name, kDomainLevel)) labels.emplace_back(ThemeLabel(*theme, language_));
    }
    if (labels.empty()) return;
    out_.Tell("Jamais abordé par aucun groupe ($0) : $1.", "Never covered by any group ($0): $1.",
              OutOf(0, coverage_.groups_size(), language_), JoinThemes(labels));
  }

  void AddAlmostCovered() {
    std::map<int, std::vector<Phrase>> by_missing;
    for (const v1::AlmostCovered& almost : figures_.almost_covered()) {
      const auto* theme = Shown(almost.theme(), kThemeLevel);
      if (theme == nullptr) continue;
      by_missing[almost.groups_without_size()].push_back(
          out_.Say("$0 (sans $1)", "$0 (without $1)", ThemeLabel(*theme, language_), List(almost.groups_without())));
    }
    for (const auto& [missing, themes] : by_missing) {
      out_.Tell("Abordé par tous sauf $0 : $1.", "Covered by all but $0: $1.",
                OutOf(missing, coverage_.groups_size(), language_, "groupe", "group"), JoinThemes(themes));
    }
  }

  void AddRepeated() {
    std::vector<Phrase> themes;
    const std::string* last = nullptr;
    for (const v1::RepeatedTheme& repeated : figures_.repeated_themes()) {
      const auto* theme = Shown(repeated.theme(), kThemeLevel);
      if (theme == nullptr) continue;
      const Phrase times =
          out_.Say("groupe $0 : $1", "group $0: $1", Name(repeated.group()),
                   OutOf(repeated.session_count(), repeated.session_total(), language_, "séance", "session"));
      if (last != nullptr && *last == repeated.theme()) {
        themes.back() = out_.Say("$0, $1", "$0, $1", themes.back(), times);
      } else {
        themes.push_back(out_.Say("$0 ($1", "$0 ($1", ThemeLabel(*theme, language_), times));
      }
      last = &repeated.theme();
    }
    if (themes.empty()) return;
    for (Phrase& theme : themes) theme.text.push_back(')');
    out_.Tell("Revenu dans $0 séances ou plus d'un même groupe : $1.",
              "Came back in $0 sessions or more of one group: $1.", figures_.repeated_from(), JoinThemes(themes));
  }

  void AddProgramme() {
    if (coverage_.programme().empty()) return;
    const auto code = absl::StripPrefix(coverage_.programme(), "programmes/");
    std::vector<Phrase> themes;
    References late;
    std::set<std::string> seen;
    for (const v1::ThemeCoverage& theme : coverage_.themes()) {
      if (theme.groups_late().empty()) continue;
      for (const v1::GroupReference& group : theme.groups_late()) {
        if (seen.insert(group.group()).second) *late.Add() = group;
      }
      themes.push_back(out_.Say("$0 ($1, mois $2 : $3)", "$0 ($1, month $2: $3)", ThemeLabel(theme, language_),
                                Word(theme.programme_item().weight(), language_), theme.programme_item().month(),
                                List(theme.groups_late())));
    }
    if (themes.empty()) {
      out_.Tell("Aucun groupe n'est en retard sur le programme $0 ($1).", "No group is late on the programme $0 ($1).",
                code, OutOf(0, coverage_.groups_size(), language_));
      return;
    }
    out_.Tell("En retard sur le programme $0, marqué « ! » : $1 ; $2.",
              "Late on the programme $0, marked \"!\": $1; $2.", code, OfGroups(late), JoinThemes(themes));
  }

  void AddMentions() {
    const v1::MentionFigures& mentions = figures_.mentions();
    const int waiting = mentions.ambiguous_count() + mentions.unknown_count();
    if (mentions.mention_count() > 0) {
      out_.Tell("Mots reconnus : $0.", "Words recognised: $0.",
                OutOf(mentions.recognised_count(), mentions.mention_count(), language_, "mention", "mention"));
    }
    if (waiting > 0) {
      out_.Tell("À décider par une personne : $0 ($1 ambiguë$2, $3 inconnue$4), dans $5.",
                "For a person to decide: $0 ($1 ambiguous, $3 unknown), in $5.",
                OutOf(waiting, mentions.mention_count(), language_, "mention", "mention"), mentions.ambiguous_count(),
                mentions.ambiguous_count() >= 2 ? "s" : "", mentions.unknown_count(),
                mentions.unknown_count() >= 2 ? "s" : "", OfSessions(mentions.sessions_with_unresolved()));
    }
    if (mentions.sessions_without_theme() > 0) {
      out_.Tell("Sans aucun thème reconnu : $0.", "Without any theme recognised: $0.",
                OfSessions(mentions.sessions_without_theme()));
    }
  }

  const v1::Coverage& coverage_;
  const v1::CoverageObservations& figures_;
  DocumentWriter& out_;
  const Language language_;
  const bool several_;
  const int level_;  // down to which themes are shown
  std::map<std::string, const v1::ThemeCoverage*> themes_;
  std::vector<const v1::ThemeCoverage*> shown_;
};

// Themes x groups and what stands out. Sentences about themes are of the levels that are shown; what a whole domain
// came back as says nothing, unless domains are all there is.
void WordCoverage(const v1::GetCoverageRequest& request, const v1::GetCoverageResponse& response, Language language,
                  v1::Document* document) {
  DocumentWriter out(document, language, "Couverture des thèmes", "Coverage of the themes");
  CoverageWriter(request, response.coverage(), out).Write();
}

const RegisteredWording<&WordCoverage> kCoverageWording;

}  // namespace
}  // namespace tutorat::report
