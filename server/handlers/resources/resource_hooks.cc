#include "server/handlers/resources/resource_hooks.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/domain/base/text.h"
#include "server/domain/session/school_calendar.h"
#include "server/domain/session/session_rules.h"
#include "server/domain/theme/theme_validator.h"
#include "server/handlers/resources/account_hooks.h"
#include "server/handlers/resources/issue_linker.h"
#include "server/handlers/resources/list_filter.h"
#include "server/handlers/resources/live.h"
#include "server/handlers/resources/theme_tagging.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/programme.pb.h"
#include "tutorat/v1/school_calendar.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/theme.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
namespace {

using domain::Violation;
using domain::Warning;
using google::protobuf::Message;
using Warnings = absl::StatusOr<std::vector<Warning>>;

void CheckOrder(const std::string& from, const std::string& to, const std::string& field,
                std::vector<Violation>* violations) {
  if (from.empty() || to.empty() || from < to) return;
  violations->push_back(
      {field,
       "BEFORE_START",
       {.en = absl::StrCat(domain::Shown(to), " is not after ", from, ": it is the day after the last one"),
        .fr = absl::StrCat(domain::Shown(to), " n'est pas après ", from, " : c'est le lendemain du dernier jour")}});
}

Warnings PrepareSchoolCalendar(v1::SchoolCalendar* calendar) {
  std::vector<Violation> violations = domain::CheckHolidays(*calendar, "school_calendar");
  if (!violations.empty()) return domain::InvalidFields(violations);
  domain::SortHolidays(calendar);
  return std::vector<Warning>();
}

Warnings PrepareGroup(storage::WriteTransaction& transaction, v1::Group* group) {
  RETURN_IF_ERROR(ResolveReferences(transaction, group));
  if (group->has_delete_time()) {
    RETURN_IF_ERROR(RestoreIssues(transaction, group->name()));
  }
  std::vector<Violation> violations;
  for (int i = 0; i < group->tutor_assignments_size(); ++i) {
    const v1::TutorAssignment& assignment = group->tutor_assignments(i);
    CheckOrder(assignment.from_date(), assignment.to_date(), absl::StrCat("group.tutor_assignments[", i, "].to_date"),
               &violations);
    RETURN_IF_ERROR(CheckLive<v1::Tutor>(transaction, assignment.tutor()));
  }
  if (!violations.empty()) return domain::InvalidFields(violations);
  std::stable_sort(group->mutable_tutor_assignments()->begin(), group->mutable_tutor_assignments()->end(),
                   [](const auto& a, const auto& b) { return a.from_date() < b.from_date(); });
  return std::vector<Warning>();
}

// Nobody else of `people` has the person's name or e-mail address: who is meant by them would never be clear again. Two
// that have one already, and keep it, may be corrected one by one.
template <class Person>
const Person* FindOther(const std::vector<Person>& people, const Person& person,
                        const std::string& (Person::*words)() const) {
  const std::string folded = domain::FoldName((person.*words)());
  if (folded.empty()) return nullptr;
  const Person* other = nullptr;
  for (const Person& each : people) {
    if (domain::FoldName((each.*words)()) != folded) continue;
    if (each.name() == person.name()) return nullptr;
    if (other == nullptr) other = &each;
  }
  return other;
}

template <class Person>
absl::Status CheckAddress(const std::vector<Person>& people, const Person& person) {
  const Person* other = FindOther(people, person, &Person::email);
  if (other == nullptr) return absl::OkStatus();
  return domain::MakeError(
      absl::StatusCode::kAlreadyExists, "EMAIL_ALREADY_USED",
      {.en = absl::StrCat("this is the e-mail of ", other->display_name(), " already: give another one, or none"),
       .fr = absl::StrCat("cette adresse électronique est déjà celle de ", other->display_name(),
                          " : en donner une autre, ou aucune")});
}

Warnings PrepareMember(storage::WriteTransaction& transaction, v1::Member* member) {
  RETURN_IF_ERROR(ResolveReferences(transaction, member));
  std::vector<Violation> violations;
  CheckOrder(member->join_date(), member->leave_date(), "member.leave_date", &violations);
  if (!violations.empty()) return domain::InvalidFields(violations);
  ASSIGN_OR_RETURN(const auto others, transaction.List<v1::Member>(storage::Filter().Is("group", member->group())));
  if (FindOther(others, *member, &v1::Member::display_name) != nullptr) {
    return domain::MakeError(
        absl::StatusCode::kAlreadyExists, "MEMBER_ALREADY_EXISTS",
        {.en = "the group has a member of that name already: add an initial to tell them apart",
         .fr = "le groupe compte déjà un auditeur de ce nom : ajouter une initiale pour les distinguer"});
  }
  RETURN_IF_ERROR(CheckAddress(others, *member));
  return std::vector<Warning>();
}

Warnings PrepareTutor(storage::WriteTransaction& transaction, const v1::Tutor& tutor) {
  if (tutor.email().empty()) return std::vector<Warning>();
  ASSIGN_OR_RETURN(const auto others, transaction.List<v1::Tutor>({}));
  RETURN_IF_ERROR(CheckAddress(others, tutor));
  return std::vector<Warning>();
}

// Attendance and issues name members of the session's group.
void CheckMembers(const v1::Session& session, const std::vector<v1::Member>& members,
                  std::vector<Violation>* violations) {
  const auto check = [&](const std::string& name, const std::string& field) {
    const bool known =
        std::any_of(members.begin(), members.end(), [&](const v1::Member& member) { return member.name() == name; });
    if (known) return;
    violations->push_back({field,
                           "MEMBER_NOT_FOUND",
                           {.en = absl::StrCat(domain::Shown(name), " is not a member of ", session.group(),
                                               ": list its members, or note a guest"),
                            .fr = absl::StrCat(domain::Shown(name), " n'est pas un auditeur de ", session.group(),
                                               " : lister ses auditeurs, ou noter un invité")}});
  };
  for (int i = 0; i < session.attendances_size(); ++i) {
    check(session.attendances(i).member(), absl::StrCat("session.attendances[", i, "].member"));
  }
  for (int i = 0; i < session.participation_issues_size(); ++i) {
    const v1::ParticipationIssue& issue = session.participation_issues(i);
    for (int j = 0; j < issue.members_size(); ++j) {
      check(issue.members(j), absl::StrCat("session.participation_issues[", i, "].members[", j, "]"));
    }
  }
}

// Items that each name a theme: one that exists, and none twice.
template <class Items>
absl::Status CheckThemes(storage::ReadTransaction& transaction, const Items& items, const std::string& field,
                         std::vector<Violation>* violations) {
  if (items.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto themes, transaction.List<v1::Theme>({}));
  std::set<std::string> known;
  for (const v1::Theme& theme : themes) known.insert(theme.name());
  std::set<std::string> seen;
  for (int i = 0; i < items.size(); ++i) {
    const std::string& theme = items[i].theme();
    const std::string path = absl::StrCat(field, "[", i, "].theme");
    if (known.count(theme) == 0) {
      violations->push_back(
          {path,
           "THEME_NOT_FOUND",
           {.en = absl::StrCat(domain::Shown(theme), " does not exist: list the themes, or create it first"),
            .fr = absl::StrCat(domain::Shown(theme), " n'existe pas : lister les thèmes, ou le créer d'abord")}});
    } else if (!seen.insert(theme).second) {
      violations->push_back({path,
                             "DUPLICATE_ITEM",
                             {.en = absl::StrCat(domain::Shown(theme), " is there twice: keep one"),
                              .fr = absl::StrCat(domain::Shown(theme), " y est deux fois : n'en garder qu'un")}});
    }
  }
  return absl::OkStatus();
}

Warnings PrepareProgramme(storage::WriteTransaction& transaction, const v1::Programme& programme) {
  std::vector<Violation> violations;
  RETURN_IF_ERROR(CheckThemes(transaction, programme.items(), "programme.items", &violations));
  if (!violations.empty()) return domain::InvalidFields(violations);
  return std::vector<Warning>();
}

// Empty: not known.
absl::StatusOr<std::string> WaveStart(storage::ReadTransaction& transaction, const v1::Session& session,
                                      const SessionsAround* around) {
  if (around != nullptr && around->group == session.group()) return around->wave_start;
  ASSIGN_OR_RETURN(const auto group, transaction.Get<v1::Group>(session.group()));
  ASSIGN_OR_RETURN(const auto wave, transaction.Get<v1::Wave>(group.wave()));
  return wave.start_date();
}

Warnings PrepareSession(storage::WriteTransaction& transaction, v1::Session* session, absl::Time now,
                        const SessionsAround* around) {
  RETURN_IF_ERROR(ResolveReferences(transaction, session));
  // An empty head-count says nothing, and is not stored.
  if (session->head_count().ByteSizeLong() == 0) session->clear_head_count();
  std::vector<Violation> violations = domain::CheckSession(*session, "session");
  ASSIGN_OR_RETURN(const auto members, transaction.List<v1::Member>(storage::Filter().Is("group", session->group())));
  CheckMembers(*session, members, &violations);
  RETURN_IF_ERROR(CheckThemes(transaction, session->agenda(), "session.agenda", &violations));
  if (!violations.empty()) return domain::InvalidFields(violations);
  domain::FillLocalTime(session);
  RETURN_IF_ERROR(TagSession(transaction, session, now));
  RETURN_IF_ERROR(LinkSightings(transaction, session, now));
  ASSIGN_OR_RETURN(const auto neighbours, Neighbours(transaction, *session, around));
  ASSIGN_OR_RETURN(const std::string wave_start, WaveStart(transaction, *session, around));
  return domain::FindWarnings(*session, neighbours, members, wave_start, now);
}

Warnings PrepareTheme(storage::WriteTransaction& transaction, v1::Theme* theme, absl::Time now) {
  // Two writers would each see the thesaurus without the other's theme.
  RETURN_IF_ERROR(GetOrCreateThesaurus(transaction, now).status());
  ASSIGN_OR_RETURN(auto themes, transaction.List<v1::Theme>({}));
  domain::SortAliases(theme);
  const auto is_own = [&](const v1::Theme& other) { return other.code() == theme->code(); };
  themes.erase(std::remove_if(themes.begin(), themes.end(), is_own), themes.end());
  themes.push_back(*theme);
  const auto violations = domain::ThemeValidator(std::move(themes)).Check(*theme, "theme");
  if (!violations.empty()) return domain::InvalidFields(violations);
  return std::vector<Warning>();
}

}  // namespace

Warnings BeforeWrite(storage::WriteTransaction& transaction, Message* resource, absl::Time now,
                     const SessionsAround* around) {
  if (auto* calendar = dynamic_cast<v1::SchoolCalendar*>(resource)) return PrepareSchoolCalendar(calendar);
  if (auto* group = dynamic_cast<v1::Group*>(resource)) return PrepareGroup(transaction, group);
  if (auto* member = dynamic_cast<v1::Member*>(resource)) return PrepareMember(transaction, member);
  if (const auto* tutor = dynamic_cast<const v1::Tutor*>(resource)) return PrepareTutor(transaction, *tutor);
  if (auto* session = dynamic_cast<v1::Session*>(resource)) return PrepareSession(transaction, session, now, around);
  if (auto* theme = dynamic_cast<v1::Theme*>(resource)) return PrepareTheme(transaction, theme, now);
  if (auto* programme = dynamic_cast<v1::Programme*>(resource)) return PrepareProgramme(transaction, *programme);
  if (const auto* account = dynamic_cast<v1::Account*>(resource)) {
    RETURN_IF_ERROR(PrepareAccount(transaction, *account));
  } else {
    RETURN_IF_ERROR(ResolveReferences(transaction, resource));
  }
  return std::vector<Warning>();
}

absl::Status AfterWrite(storage::WriteTransaction& transaction, const Message& resource, absl::Time now) {
  if (resource.GetDescriptor() != v1::Theme::descriptor()) return absl::OkStatus();
  auto thesaurus = GetOrCreateThesaurus(transaction, now);
  return thesaurus.ok() ? StoreNextRevision(transaction, &*thesaurus, now) : thesaurus.status();
}

absl::Status BeforeDelete(storage::WriteTransaction& transaction, const Message& resource, absl::Time now) {
  if (const auto* group = dynamic_cast<const v1::Group*>(&resource)) {
    return DeleteUnseenIssues(transaction, group->name(), now);
  }
  const auto* account = dynamic_cast<const v1::Account*>(&resource);
  return account == nullptr ? absl::OkStatus() : PrepareAccountDeletion(transaction, *account, now);
}

}  // namespace tutorat::api
