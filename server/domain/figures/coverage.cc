#include "server/domain/figures/coverage.h"

#include <map>

#include "server/domain/base/local_time.h"
#include "server/domain/session/group_timeline.h"
#include "server/domain/theme/theme_tree.h"

namespace tutorat::domain {
namespace {

// What one group did of one theme.
struct Cell {
  bool covered = false;    // in the period or before it
  std::string first_date;  // within the period; empty: not in it
  int session_count = 0;   // within the period
};

class CoverageComputation {
 public:
  explicit CoverageComputation(const CoverageInput& input)
      : input_(input),
        from_(FormatDate(input.period.from)),
        to_(FormatDate(input.period.to)),
        tree_(input.themes),
        groups_(InOrder(input.groups)),
        cells_(tree_.nodes().size(), std::vector<Cell>(groups_.size())),
        first_days_(groups_.size()),
        held_(groups_.size()) {
    if (!input.programme) return;
    for (const v1::ProgrammeItem& item : input.programme->items()) items_.emplace(item.theme(), &item);
  }

  v1::Coverage Run() {
    out_.set_from_date(from_);
    out_.set_to_date(to_);
    out_.set_wave(input_.wave);
    *out_.mutable_snapshot_time() = ToTimestamp(input_.snapshot_time);
    if (input_.programme) out_.set_programme(input_.programme->name());
    out_.mutable_observations()->set_repeated_from(input_.repeated_from);
    for (const v1::Group* group : groups_) *out_.add_groups() = ReferenceTo(*group);
    ReadSessions();
    const std::vector<bool> shown = ShownThemes();
    for (size_t node = 0; node < shown.size(); ++node) {
      if (shown[node]) AddTheme(node);
    }
    AddAlmostCovered();
    return std::move(out_);
  }

 private:
  void ReadSessions() {
    auto held = HeldByGroup(input_.sessions, to_);
    for (size_t group = 0; group < groups_.size(); ++group) {
      const auto& sessions = held[groups_[group]->name()];
      first_days_[group] = FirstDay(*groups_[group], sessions);
      for (const v1::Session* session : sessions) ReadSession(*session, group);
    }
    out_.mutable_observations()->mutable_mentions()->set_session_count(out_.session_count());
  }

  void ReadSession(const v1::Session& session, size_t group) {
    const bool in_period = from_ <= session.local_date();
    const std::vector<int> covered = tree_.CoveredBy(session.theme_mentions());
    for (const int node : covered) {
      Cell& cell = cells_[static_cast<size_t>(node)][group];
      cell.covered = true;
      if (!in_period) continue;
      if (cell.first_date.empty()) cell.first_date = session.local_date();
      ++cell.session_count;
    }
    if (!in_period) return;
    out_.set_session_count(out_.session_count() + 1);
    if (held_[group]++ == 0) out_.set_groups_met(out_.groups_met() + 1);
    CountMentions(session);
    v1::MentionFigures* figures = out_.mutable_observations()->mutable_mentions();
    if (covered.empty()) figures->set_sessions_without_theme(figures->sessions_without_theme() + 1);
  }

  void CountMentions(const v1::Session& session) {
    v1::MentionFigures* figures = out_.mutable_observations()->mutable_mentions();
    bool unresolved = false;
    for (const v1::ThemeMention& mention : session.theme_mentions()) {
      figures->set_mention_count(figures->mention_count() + 1);
      if (mention.state() == v1::ThemeMention::STATE_RECOGNISED) {
        figures->set_recognised_count(figures->recognised_count() + 1);
        continue;
      }
      unresolved = true;
      if (mention.state() == v1::ThemeMention::STATE_AMBIGUOUS) {
        figures->set_ambiguous_count(figures->ambiguous_count() + 1);
      } else {
        figures->set_unknown_count(figures->unknown_count() + 1);
      }
    }
    if (unresolved) figures->set_sessions_with_unresolved(figures->sessions_with_unresolved() + 1);
  }

  // By node: valid on a day of the period, or covered in it (what is valid may have been changed since), or above such
  // a theme. Of an empty period its one day counts.
  std::vector<bool> ShownThemes() const {
    const std::string end = from_ < to_ ? to_ : FormatDate(input_.period.from + 1);
    const auto& nodes = tree_.nodes();
    std::vector<bool> shown(nodes.size());
    for (size_t node = 0; node < nodes.size(); ++node) {
      const v1::Theme& theme = *nodes[node].theme;
      const bool valid = (theme.valid_from().empty() || theme.valid_from() < end) &&
                         (theme.valid_to().empty() || from_ < theme.valid_to());
      if (!valid && CountGroups(node) == 0) continue;
      for (const int above : tree_.WithAncestors(static_cast<int>(node))) shown[static_cast<size_t>(above)] = true;
    }
    return shown;
  }

  int CountGroups(size_t node) const {
    int count = 0;
    for (const Cell& cell : cells_[node]) count += cell.session_count > 0 ? 1 : 0;
    return count;
  }

  void AddTheme(size_t node) {
    const ThemeTree::Node& at = tree_.nodes()[node];
    v1::ThemeCoverage* theme = out_.add_themes();
    theme->set_theme(at.theme->name());
    theme->set_code(at.theme->code());
    theme->set_label(at.theme->label());
    theme->set_label_en(at.theme->label_en());
    theme->set_level(at.level);
    theme->set_parent(at.theme->parent());
    theme->set_group_total(static_cast<int32_t>(groups_.size()));
    for (size_t group = 0; group < groups_.size(); ++group) AddCell(node, group, theme);
    theme->set_group_count(theme->cells_size());
    if (const auto item = items_.find(at.theme->name()); item != items_.end()) AddItem(*item->second, node, theme);
    if (theme->group_count() == 0 && !groups_.empty() && !NobodyCovered(at.parent)) {
      out_.mutable_observations()->add_never_covered(theme->theme());
    }
  }

  static int Index(size_t index) { return static_cast<int>(index); }

  bool NobodyCovered(int parent) const {
    return parent != ThemeTree::kNone && CountGroups(static_cast<size_t>(parent)) == 0;
  }

  void AddCell(size_t node, size_t index, v1::ThemeCoverage* theme) {
    const Cell& cell = cells_[node][index];
    const v1::GroupReference& group = out_.groups(Index(index));
    if (cell.session_count == 0) {
      *theme->add_groups_without() = group;
      return;
    }
    theme->set_session_count(theme->session_count() + cell.session_count);
    v1::CoverageCell* out = theme->add_cells();
    *out->mutable_group() = group;
    out->set_first_date(cell.first_date);
    out->set_session_count(cell.session_count);
    if (cell.session_count < input_.repeated_from) return;
    v1::RepeatedTheme* repeated = out_.mutable_observations()->add_repeated_themes();
    repeated->set_theme(theme->theme());
    *repeated->mutable_group() = group;
    repeated->set_session_count(cell.session_count);
    repeated->set_session_total(held_[index]);
  }

  void AddItem(const v1::ProgrammeItem& item, size_t node, v1::ThemeCoverage* theme) const {
    *theme->mutable_programme_item() = item;
    for (size_t group = 0; group < groups_.size(); ++group) {
      if (cells_[node][group].covered || !first_days_[group]) continue;
      if (IsOver(item, *first_days_[group], input_.period.to)) *theme->add_groups_late() = out_.groups(Index(group));
    }
  }

  void AddAlmostCovered() {
    for (int missing = 1; missing <= kAlmostAll; ++missing) {
      for (const v1::ThemeCoverage& theme : out_.themes()) {
        if (theme.groups_without_size() != missing || theme.group_count() == 0) continue;
        v1::AlmostCovered* almost = out_.mutable_observations()->add_almost_covered();
        almost->set_theme(theme.theme());
        *almost->mutable_groups_without() = theme.groups_without();
      }
    }
  }

  const CoverageInput& input_;
  const std::string from_;
  const std::string to_;
  const ThemeTree tree_;
  const std::vector<const v1::Group*> groups_;
  std::map<std::string, const v1::ProgrammeItem*> items_;  // by theme
  std::vector<std::vector<Cell>> cells_;                   // by node, by group
  std::vector<std::optional<absl::CivilDay>> first_days_;  // by group
  std::vector<int> held_;                                  // by group, in the period
  v1::Coverage out_;
};

}  // namespace

v1::Coverage ComputeCoverage(const CoverageInput& input) { return CoverageComputation(input).Run(); }

}  // namespace tutorat::domain
