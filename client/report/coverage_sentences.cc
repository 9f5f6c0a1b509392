#include "client/report/coverage_sentences.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "client/text/words.h"

namespace tutorat::format {
namespace {

using References = google::protobuf::RepeatedPtrField<v1::GroupReference>;

class CoverageWriter {
 public:
  CoverageWriter(const v1::Coverage& coverage, const CoverageView& view, Language language)
      : coverage_(coverage), view_(view), figures_(coverage.observations()), language_(language) {
    for (const v1::ThemeCoverage& theme : coverage.themes()) themes_.emplace(theme.theme(), &theme);
  }

  std::vector<std::string> Write() {
    AddPeriod();
    if (coverage_.groups().empty()) return std::move(sentences_);
    AddNeverCovered();
    AddAlmostCovered();
    AddRepeated();
    AddProgramme();
    AddMentions();
    return std::move(sentences_);
  }

 private:
  template <typename... Args>
  void Add(absl::string_view french, absl::string_view english, const Args&... args) {
    sentences_.push_back(Say(language_, french, english, args...));
  }

  std::string Count(int count, absl::string_view french, absl::string_view english) const {
    const bool plural = language_ == Language::kFrench ? count >= 2 : count != 1;
    return absl::StrCat(count, " ", Choose(language_, french, english), plural ? "s" : "");
  }

  // `3 groupes sur 10`.
  std::string OfGroups(int count) const {
    return Say(language_, "$0 sur $1", "$0 out of $1", Count(count, "groupe", "group"), coverage_.groups_size());
  }
  std::string OfSessions(int count) const {
    return Say(language_, "$0 sur $1", "$0 out of $1", Count(count, "séance", "session"), coverage_.session_count());
  }

  // `3, 7 et 10`.
  std::string List(const References& groups) const {
    std::string list;
    for (int i = 0; i < groups.size(); ++i) {
      if (i > 0) absl::StrAppend(&list, i + 1 < groups.size() ? ", " : Choose(language_, " et ", " and "));
      absl::StrAppend(&list, GroupName(coverage_, groups[i]));
    }
    return list;
  }

  // Themes' labels hold commas.
  std::string JoinThemes(const std::vector<std::string>& themes) const {
    return absl::StrJoin(themes, Choose(language_, " ; ", "; "));
  }

  // AAAA-MM-JJ as people of the language write it.
  std::string Day(absl::CivilDay day) const {
    return language_ == Language::kFrench ? absl::StrFormat("%02d/%02d/%04d", day.day(), day.month(), day.year())
                                          : absl::FormatCivilTime(day);
  }

  // Nothing for a theme of a level that is not shown.
  const v1::ThemeCoverage* Shown(const std::string& name, int from_level) const {
    const auto found = themes_.find(name);
    if (found == themes_.end()) return nullptr;
    const int level = found->second->level();
    return level <= view_.level && level >= std::min(from_level, view_.level) ? found->second : nullptr;
  }

  void AddPeriod() {
    absl::CivilDay from;
    absl::CivilDay to;
    absl::ParseCivilTime(coverage_.from_date(), &from);
    absl::ParseCivilTime(coverage_.to_date(), &to);
    const std::string wave = coverage_.wave().empty() ? ""
                                                      : Say(language_, ", vague $0", ", wave $0",
                                                            absl::StripPrefix(coverage_.wave(), "waves/"));
    if (from >= to) {
      Add("Période vide (aucun jour à partir du $0)$1.", "Empty period (no day from $0 on)$1.", Day(from), wave);
      return;
    }
    Add("Du $0 au $1$2 : $3 tenue$4 dans $5.", "From $0 to $1$2: $3 held in $5.", Day(from), Day(to - 1), wave,
        Count(coverage_.session_count(), "séance", "session"), coverage_.session_count() >= 2 ? "s" : "",
        Count(coverage_.groups_size(), "groupe", "group"));
  }

  void AddNeverCovered() {
    std::vector<std::string> labels;
    for (const std::string& name : figures_.never_covered()) {
      if (const auto* theme = Shown(name, kDomainLevel)) labels.push_back(ThemeLabel(*theme, language_));
    }
    if (labels.empty()) return;
    Add("Jamais abordé par aucun groupe (0 sur $0) : $1.", "Never covered by any group (0 out of $0): $1.",
        coverage_.groups_size(), JoinThemes(labels));
  }

  void AddAlmostCovered() {
    std::map<int, std::vector<std::string>> by_missing;
    for (const v1::AlmostCovered& almost : figures_.almost_covered()) {
      const auto* theme = Shown(almost.theme(), kThemeLevel);
      if (theme == nullptr) continue;
      by_missing[almost.groups_without_size()].push_back(Say(
          language_, "$0 (sans $1)", "$0 (without $1)", ThemeLabel(*theme, language_), List(almost.groups_without())));
    }
    for (const auto& [missing, themes] : by_missing) {
      Add("Abordé par tous sauf $0 : $1.", "Covered by all but $0: $1.", OfGroups(missing), JoinThemes(themes));
    }
  }

  void AddRepeated() {
    std::vector<std::string> themes;
    const std::string* last = nullptr;
    for (const v1::RepeatedTheme& repeated : figures_.repeated_themes()) {
      const auto* theme = Shown(repeated.theme(), kThemeLevel);
      if (theme == nullptr) continue;
      const std::string times =
          Say(language_, "groupe $0 : $1 séances sur $2", "group $0: $1 sessions out of $2",
              GroupName(coverage_, repeated.group()), repeated.session_count(), repeated.session_total());
      if (last != nullptr && *last == repeated.theme()) {
        absl::StrAppend(&themes.back(), ", ", times);
      } else {
        themes.push_back(absl::StrCat(ThemeLabel(*theme, language_), " (", times));
      }
      last = &repeated.theme();
    }
    if (themes.empty()) return;
    for (std::string& theme : themes) theme.push_back(')');
    Add("Revenu dans $0 séances ou plus d'un même groupe : $1.", "Came back in $0 sessions or more of one group: $1.",
        figures_.repeated_from(), JoinThemes(themes));
  }

  void AddProgramme() {
    if (coverage_.programme().empty()) return;
    const auto code = absl::StripPrefix(coverage_.programme(), "programmes/");
    std::vector<std::string> themes;
    std::set<std::string> late;
    for (const v1::ThemeCoverage& theme : coverage_.themes()) {
      if (theme.groups_late().empty()) continue;
      for (const v1::GroupReference& group : theme.groups_late()) late.insert(group.group());
      themes.push_back(Say(language_, "$0 ($1, mois $2 : $3)", "$0 ($1, month $2: $3)", ThemeLabel(theme, language_),
                           Word(theme.programme_item().weight(), language_), theme.programme_item().month(),
                           List(theme.groups_late())));
    }
    if (themes.empty()) {
      Add("Aucun groupe n'est en retard sur le programme $0 (0 sur $1).",
          "No group is late on the programme $0 (0 out of $1).", code, coverage_.groups_size());
      return;
    }
    Add("En retard sur le programme $0, marqué « ! » : $1 ; $2.", "Late on the programme $0, marked \"!\": $1; $2.",
        code, OfGroups(static_cast<int>(late.size())), JoinThemes(themes));
  }

  void AddMentions() {
    const v1::MentionFigures& mentions = figures_.mentions();
    const int waiting = mentions.ambiguous_count() + mentions.unknown_count();
    if (mentions.mention_count() > 0) {
      Add("Mots reconnus : $0 sur $1.", "Words recognised: $0 out of $1.",
          Count(mentions.recognised_count(), "mention", "mention"), mentions.mention_count());
    }
    if (waiting > 0) {
      Add("À décider par une personne : $0 sur $1 ($2 ambiguë$3, $4 inconnue$5), dans $6.",
          "For a person to decide: $0 out of $1 ($2 ambiguous, $4 unknown), in $6.",
          Count(waiting, "mention", "mention"), mentions.mention_count(), mentions.ambiguous_count(),
          mentions.ambiguous_count() >= 2 ? "s" : "", mentions.unknown_count(),
          mentions.unknown_count() >= 2 ? "s" : "", OfSessions(mentions.sessions_with_unresolved()));
    }
    if (mentions.sessions_without_theme() > 0) {
      Add("Sans aucun thème reconnu : $0.", "Without any theme recognised: $0.",
          OfSessions(mentions.sessions_without_theme()));
    }
  }

  const v1::Coverage& coverage_;
  const CoverageView& view_;
  const v1::CoverageObservations& figures_;
  const Language language_;
  std::map<std::string, const v1::ThemeCoverage*> themes_;
  std::vector<std::string> sentences_;
};

}  // namespace

std::vector<std::string> CoverageSentences(const v1::Coverage& coverage, const CoverageView& view, Language language) {
  return CoverageWriter(coverage, view, language).Write();
}

}  // namespace tutorat::format
