#include "server/domain/figures/theme_suggestions.h"

#include <algorithm>
#include <set>

#include "server/domain/base/local_time.h"
#include "server/domain/session/group_timeline.h"
#include "server/domain/theme/theme_tree.h"

namespace tutorat::domain {
namespace {

// What speaks for one theme, and against it.
struct Facts {
  int last_covered = -1;             // index into the group's held sessions
  std::set<std::string> covered_by;  // other groups
  std::vector<int> asked_in;         // indexes likewise; one past the last is the planned session
  const v1::ProgrammeItem* item = nullptr;
  bool taken = false;
  bool dropped = false;
};

class AgendaComputation {
 public:
  explicit AgendaComputation(const AgendaInput& input)
      : input_(input), date_(FormatDate(input.date)), tree_(input.themes), facts_(tree_.nodes().size()) {}

  v1::Agenda Run() {
    *out_.mutable_group() = ReferenceTo(input_.group);
    out_.set_date(date_);
    if (input_.programme) out_.set_programme(input_.programme->name());
    ReadSessions();
    ReadPlanned();
    ReadProgramme();
    std::vector<v1::ThemeSuggestion> suggestions;
    for (size_t node = 0; node < facts_.size(); ++node) {
      if (facts_[node].dropped) out_.add_dropped(tree_.nodes()[node].theme->name());
      if (auto suggestion = Suggest(node)) suggestions.push_back(*std::move(suggestion));
    }
    std::stable_sort(suggestions.begin(), suggestions.end(),
                     [](const auto& a, const auto& b) { return a.points() > b.points(); });
    out_.set_suggestion_count(static_cast<int32_t>(suggestions.size()));
    int rank = 0;
    for (v1::ThemeSuggestion& suggestion : suggestions) {
      suggestion.set_rank(++rank);
      if (rank <= input_.limit || suggestion.taken()) *out_.add_suggestions() = std::move(suggestion);
    }
    return std::move(out_);
  }

 private:
  Facts* FactsOf(const std::string& theme) {
    const int node = tree_.Find(theme);
    return node == ThemeTree::kNone ? nullptr : &facts_[static_cast<size_t>(node)];
  }

  void ReadSessions() {
    auto held = HeldByGroup(input_.sessions, FormatDate(input_.date + 1));
    for (const v1::Group& group : input_.groups) {
      if (group.name() == input_.group.name()) continue;
      for (const v1::Session* session : held[group.name()]) {
        for (const int node : tree_.CoveredBy(session->theme_mentions())) {
          facts_[static_cast<size_t>(node)].covered_by.insert(group.name());
        }
      }
    }
    own_ = held[input_.group.name()];
    for (size_t i = 0; i < own_.size(); ++i) {
      for (const int node : tree_.CoveredBy(own_[i]->theme_mentions())) {
        facts_[static_cast<size_t>(node)].last_covered = static_cast<int>(i);
      }
      ReadRequests(*own_[i], i);
    }
    first_day_ = FirstDay(input_.group, own_);
    out_.set_month(first_day_ ? MonthOf(*first_day_, input_.date) : 0);
  }

  void ReadRequests(const v1::Session& session, size_t index) {
    if (session.requested_themes().empty()) return;
    std::set<Facts*> asked;
    for (const v1::ThemeMention& mention : input_.recognise(session.requested_themes(), session.local_date())) {
      if (mention.state() != v1::ThemeMention::STATE_RECOGNISED) continue;
      if (Facts* facts = FactsOf(mention.theme())) asked.insert(facts);
    }
    for (Facts* facts : asked) facts->asked_in.push_back(static_cast<int>(index));
  }

  void ReadPlanned() {
    for (const v1::Session& session : input_.sessions) {
      if (session.group() != input_.group.name() || session.state() != v1::SESSION_STATE_PLANNED) continue;
      if (session.local_date() < date_) continue;
      if (planned_ == nullptr || ToTime(session.start_time()) < ToTime(planned_->start_time())) planned_ = &session;
    }
    if (planned_ == nullptr) return;
    out_.set_planned_session(planned_->name());
    out_.set_planned_date(planned_->local_date());
    ReadRequests(*planned_, own_.size());
    for (const v1::AgendaItem& item : planned_->agenda()) {
      Facts* facts = FactsOf(item.theme());
      if (facts == nullptr) continue;
      facts->taken = item.choice() == v1::AgendaItem::CHOICE_TAKEN;
      facts->dropped = item.choice() == v1::AgendaItem::CHOICE_DROPPED;
    }
  }

  void ReadProgramme() {
    if (!input_.programme) return;
    for (const v1::ProgrammeItem& item : input_.programme->items()) {
      if (Facts* facts = FactsOf(item.theme())) facts->item = &item;
    }
  }

  bool IsValid(size_t node) const {
    const v1::Theme& theme = *tree_.nodes()[node].theme;
    return (theme.valid_from().empty() || theme.valid_from() <= date_) &&
           (theme.valid_to().empty() || date_ < theme.valid_to());
  }

  std::optional<v1::ThemeSuggestion> Suggest(size_t node) const {
    const Facts& facts = facts_[node];
    if (facts.dropped || (!IsValid(node) && !facts.taken)) return std::nullopt;
    const ThemeTree::Node& at = tree_.nodes()[node];
    v1::ThemeSuggestion suggestion;
    suggestion.set_theme(at.theme->name());
    suggestion.set_label(at.theme->label());
    suggestion.set_label_en(at.theme->label_en());
    suggestion.set_taken(facts.taken);
    if (facts.last_covered >= 0) suggestion.set_last_date(own_[static_cast<size_t>(facts.last_covered)]->local_date());
    AddProgramme(facts, &suggestion);
    AddRequest(facts, &suggestion);
    const bool named = suggestion.has_programme_term() || suggestion.has_request_term() || facts.taken;
    if (!named && BelongsToAnother(at)) return std::nullopt;
    AddCohort(facts, &suggestion);
    AddRecent(facts, &suggestion);
    suggestion.set_points(suggestion.programme_term().points() + suggestion.cohort_term().points() +
                          suggestion.request_term().points() + suggestion.recent_term().points());
    if (suggestion.points() <= 0 && !facts.taken) return std::nullopt;
    return suggestion;
  }

  // A domain is too wide to be a subject by itself; of a theme that was never covered, the parts come later.
  bool BelongsToAnother(const ThemeTree::Node& at) const {
    if (at.level == 1) return true;
    const auto above = static_cast<size_t>(at.parent);
    return at.level > 2 && IsValid(above) && facts_[above].last_covered < 0;
  }

  void AddProgramme(const Facts& facts, v1::ThemeSuggestion* suggestion) const {
    if (facts.item == nullptr || facts.last_covered >= 0) return;
    using Term = v1::ProgrammeTerm;
    Term* term = suggestion->mutable_programme_term();
    *term->mutable_item() = *facts.item;
    if (facts.item->weight() == v1::ProgrammeItem::WEIGHT_OPTIONAL) {
      term->set_urgency(Term::URGENCY_OPTIONAL);
      term->set_points(kOptionalPoints);
    } else if (first_day_ && IsOver(*facts.item, *first_day_, input_.date)) {
      term->set_urgency(Term::URGENCY_LATE);
      term->set_points(kCoreLatePoints);
    } else if (facts.item->month() <= std::max(out_.month(), 1) + 1) {
      term->set_urgency(Term::URGENCY_SOON);
      term->set_points(kCoreSoonPoints);
    } else {
      term->set_urgency(Term::URGENCY_LATER);
      term->set_points(kCoreLaterPoints);
    }
  }

  void AddCohort(const Facts& facts, v1::ThemeSuggestion* suggestion) const {
    if (facts.last_covered >= 0 || facts.covered_by.empty()) return;
    v1::CohortTerm* term = suggestion->mutable_cohort_term();
    const int others = static_cast<int>(input_.groups.size()) - 1;
    term->set_group_count(static_cast<int32_t>(facts.covered_by.size()));
    term->set_group_total(others);
    term->set_points(kCohortPoints * term->group_count() / others);
  }

  void AddRequest(const Facts& facts, v1::ThemeSuggestion* suggestion) const {
    int count = 0;
    for (const int index : facts.asked_in) count += index >= facts.last_covered ? 1 : 0;
    if (count == 0) return;
    const auto latest = static_cast<size_t>(facts.asked_in.back());
    const v1::Session& session = latest == own_.size() ? *planned_ : *own_[latest];
    v1::RequestTerm* term = suggestion->mutable_request_term();
    term->set_session(session.name());
    term->set_date(session.local_date());
    term->set_session_count(count);
    term->set_points(kRequestPoints);
  }

  void AddRecent(const Facts& facts, v1::ThemeSuggestion* suggestion) const {
    if (facts.last_covered < 0 || facts.last_covered + kRecentSessions < static_cast<int>(own_.size())) return;
    const v1::Session& session = *own_[static_cast<size_t>(facts.last_covered)];
    v1::RecentTerm* term = suggestion->mutable_recent_term();
    term->set_session(session.name());
    term->set_date(session.local_date());
    term->set_points(kRecentPoints);
  }

  const AgendaInput& input_;
  const std::string date_;
  const ThemeTree tree_;
  std::vector<Facts> facts_;  // by node
  std::vector<const v1::Session*> own_;
  const v1::Session* planned_ = nullptr;
  std::optional<absl::CivilDay> first_day_;
  v1::Agenda out_;
};

}  // namespace

v1::Agenda SuggestThemes(const AgendaInput& input) { return AgendaComputation(input).Run(); }

}  // namespace tutorat::domain
