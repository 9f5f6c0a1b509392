#include "server/domain/theme/unresolved_terms.h"

#include <algorithm>
#include <tuple>

#include "server/domain/theme/thesaurus_words.h"

namespace tutorat::domain {
namespace {

using v1::ThemeMention;

void AddCandidates(const ThemeMention& mention, const ThemesByName& themes, v1::UnresolvedTerm* term) {
  for (const std::string& name : mention.candidates()) {
    const auto theme = themes.find(name);
    const bool there = std::any_of(term->candidates().begin(), term->candidates().end(),
                                   [&](const v1::ThemeLabel& label) { return label.theme() == name; });
    if (theme != themes.end() && !there) *term->add_candidates() = LabelOf(theme->second);
  }
}

v1::TermSighting SightingOf(const v1::Session& session, const ThemeMention& mention, const GroupsByName& groups) {
  v1::TermSighting sighting;
  sighting.set_session(session.name());
  sighting.set_group(session.group());
  if (const auto group = groups.find(session.group()); group != groups.end()) {
    sighting.set_wave(group->second.wave());
    sighting.set_group_number(group->second.number());
  }
  sighting.set_local_date(session.local_date());
  sighting.set_themes(session.themes());
  sighting.set_offset(mention.offset());
  sighting.set_length(mention.length());
  return sighting;
}

}  // namespace

std::string TermKey(absl::string_view text) {
  std::string folded = FoldTerm(text);
  return folded.empty() ? std::string(text) : folded;
}

void SortByDate(std::vector<v1::Session>* sessions) {
  std::sort(sessions->begin(), sessions->end(), [](const v1::Session& a, const v1::Session& b) {
    return std::tuple(a.local_date(), a.local_clock(), a.name()) <
           std::tuple(b.local_date(), b.local_clock(), b.name());
  });
}

v1::ThemeLabel LabelOf(const v1::Theme& theme) {
  v1::ThemeLabel label;
  label.set_theme(theme.name());
  label.set_label(theme.label());
  label.set_label_en(theme.label_en());
  return label;
}

std::vector<v1::UnresolvedTerm> UnresolvedTerms(std::vector<v1::Session> sessions, const GroupsByName& groups,
                                                const ThemesByName& themes) {
  SortByDate(&sessions);
  std::map<std::string, v1::UnresolvedTerm> by_words;
  for (const v1::Session& session : sessions) {
    for (const ThemeMention& mention : session.theme_mentions()) {
      if (mention.state() == ThemeMention::STATE_RECOGNISED) continue;
      v1::UnresolvedTerm& term = by_words[TermKey(mention.text())];
      if (term.text().empty()) term.set_text(mention.text());
      if (term.state() != ThemeMention::STATE_AMBIGUOUS) term.set_state(mention.state());
      term.set_occurrence_count(term.occurrence_count() + 1);
      const bool again = !term.sightings().empty() && term.sightings().rbegin()->session() == session.name();
      if (!again) term.set_session_count(term.session_count() + 1);
      *term.add_sightings() = SightingOf(session, mention, groups);
      AddCandidates(mention, themes, &term);
    }
  }
  std::vector<v1::UnresolvedTerm> terms;
  terms.reserve(by_words.size());
  for (auto& [words, term] : by_words) terms.push_back(std::move(term));
  std::stable_sort(terms.begin(), terms.end(), [](const v1::UnresolvedTerm& a, const v1::UnresolvedTerm& b) {
    return a.occurrence_count() > b.occurrence_count();
  });
  return terms;
}

}  // namespace tutorat::domain
