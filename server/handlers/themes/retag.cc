#include "server/handlers/themes/retag.h"

#include <algorithm>
#include <set>

namespace tutorat::api {
namespace {

using google::protobuf::RepeatedPtrField;

Mentions MentionsOf(const v1::Session& session) {
  return {session.theme_mentions().begin(), session.theme_mentions().end()};
}

template <class Range>
void AddNames(const Range& mentions, std::set<std::string>* names) {
  for (const v1::ThemeMention& mention : mentions) {
    names->insert(mention.theme());
    names->insert(mention.candidates().begin(), mention.candidates().end());
  }
}

void WriteLabelsOf(const std::set<std::string>& names, const std::vector<v1::Theme>& themes,
                   RepeatedPtrField<v1::ThemeLabel>* out) {
  for (const v1::Theme& theme : themes) {
    if (names.count(theme.name()) > 0) *out->Add() = domain::LabelOf(theme);
  }
}

}  // namespace

bool SameMentions(const Mentions& one, const Mentions& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](const auto& a, const auto& b) { return a.SerializeAsString() == b.SerializeAsString(); });
}

absl::StatusOr<int> Recode(storage::WriteTransaction& transaction, int revision,
                           absl::FunctionRef<bool(const v1::Session&)> concerns,
                           absl::FunctionRef<Mentions(const v1::Session&)> code,
                           RepeatedPtrField<v1::RecodedSession>* out) {
  ASSIGN_OR_RETURN(auto sessions, transaction.List<v1::Session>({}));
  ASSIGN_OR_RETURN(const auto groups, ByName<v1::Group>(transaction, /*deleted=*/true));
  domain::SortByDate(&sessions);
  for (const v1::Session& listed : sessions) {
    if (!concerns(listed) || SameMentions(MentionsOf(listed), code(listed))) continue;
    // Locked, and as it is by now.
    ASSIGN_OR_RETURN(auto session, transaction.Get<v1::Session>(listed.name()));
    const Mentions after = code(session);
    if (session.has_delete_time() || SameMentions(MentionsOf(session), after)) continue;
    v1::RecodedSession* recoded = out->Add();
    recoded->set_session(session.name());
    recoded->set_group(session.group());
    if (const auto group = groups.find(session.group()); group != groups.end()) {
      recoded->set_wave(group->second.wave());
      recoded->set_group_number(group->second.number());
    }
    recoded->set_local_date(session.local_date());
    recoded->set_themes(session.themes());
    *recoded->mutable_before() = session.theme_mentions();
    *recoded->mutable_after() = {after.begin(), after.end()};
    *session.mutable_theme_mentions() = recoded->after();
    session.set_thesaurus_revision(revision);
    RETURN_IF_ERROR(transaction.Update(session));
  }
  return static_cast<int>(sessions.size());
}

void WriteLabels(const Mentions& mentions, const std::vector<v1::Theme>& themes,
                 RepeatedPtrField<v1::ThemeLabel>* out) {
  std::set<std::string> names;
  AddNames(mentions, &names);
  WriteLabelsOf(names, themes, out);
}

void WriteLabels(const RepeatedPtrField<v1::RecodedSession>& sessions, const std::vector<v1::Theme>& themes,
                 RepeatedPtrField<v1::ThemeLabel>* out) {
  std::set<std::string> names;
  for (const v1::RecodedSession& session : sessions) {
    AddNames(session.before(), &names);
    AddNames(session.after(), &names);
  }
  WriteLabelsOf(names, themes, out);
}

}  // namespace tutorat::api
