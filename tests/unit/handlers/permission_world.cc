#include "tests/unit/handlers/permission_world.h"

#include "absl/strings/str_replace.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/personal_data.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Message;

const google::protobuf::MethodDescriptor& MethodOf(const std::string& name) {
  const auto* method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(absl::StrCat("tutorat.v1.", name));
  EXPECT_NE(method, nullptr) << name;
  return *method;
}

// The first field of what the method answers.
struct Stored {
  std::string name;
  std::string etag;
};
Stored CallFor(LocalApi& api, const std::string& method, const std::string& request) {
  const auto bytes = api.Call(MethodOf(method), request);
  EXPECT_TRUE(bytes.ok()) << method << " " << request << "\n" << bytes.status();
  const std::unique_ptr<Message> response(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(MethodOf(method).output_type())->New());
  if (!bytes.ok() || !response->ParseFromString(*bytes)) return {};
  const Message& resource = response->GetReflection()->GetMessage(*response, response->GetDescriptor()->field(0));
  const auto text = [&](const char* field) {
    return resource.GetReflection()->GetString(resource, resource.GetDescriptor()->FindFieldByName(field));
  };
  return {text("name"), text("etag")};
}

// What a method that makes a resource is called where it makes none of it any more.
std::string DeleteMethod(const std::string& create) { return absl::StrReplaceAll(create, {{".Create", ".Delete"}}); }

}  // namespace

PermissionWorld::PermissionWorld(LocalApi& api) : api_(api) {
  AddPlaces();
  AddThemes();
  AddPeople(4, {"Adèle Aubépine", "Basile Houblon", "Clémence Tilleul", "Désiré Sureau"}, &own_);
  AddPeople(5, {"Émile Fougère", "Fanny Genêt", "Gaspard Lierre"}, &other_);
  others_ = {"Émile Fougère", "Fanny Genêt", "Gaspard Lierre", "souci chez Fanny", other_["group"], other_["member"]};
  Names sixth;
  AddPeople(6, {"Hélène Mousse"}, &sixth);
  shared_["sixth"] = sixth["group"];
  AddSessions();
  AddAccounts();
}

std::vector<std::string> PermissionWorld::PersonalTexts() {
  return {"Anne Onyme",
          "anne@ac-paris.fr",
          "Bruno Ronce",
          "bruno@ac-paris.fr",
          "Adèle",
          "Basile",
          "Clémence",
          "Désiré",
          "Émile",
          "Fanny",
          "Gaspard",
          "Hélène",
          "Inès",
          "membre@ac",
          "chez Adèle",
          "souci",
          "Zoé Lefroid",
          "Yves Relance",
          "malade",
          "relancé",
          "parle peu",
          "Odile Compte",
          "odile@ac-paris.fr"};
}

std::string PermissionWorld::Fill(const std::string& request, const Names& names) const {
  std::vector<std::pair<std::string, std::string>> replaced;
  for (const Names* all : {&shared_, &names}) {
    for (const auto& [key, value] : *all) replaced.emplace_back(absl::StrCat("{", key, "}"), value);
  }
  return absl::StrReplaceAll(request, replaced);
}

void PermissionWorld::Add(const std::string& key, const std::string& method, const std::string& request, Names* names) {
  const Stored stored = CallFor(api_, method, Fill(request, *names));
  (*names)[key] = stored.name;
  (*names)[absl::StrCat(key, ".etag")] = stored.etag;
}

void PermissionWorld::AddGone(const std::string& key, const std::string& method, const std::string& request,
                              Names* names) {
  const Stored stored = CallFor(api_, method, Fill(request, *names));
  CallFor(api_, DeleteMethod(method), absl::StrCat("name: '", stored.name, "' etag: '", stored.etag, "'"));
  (*names)[absl::StrCat("gone_", key)] = stored.name;
}

void PermissionWorld::AddPlaces() {
  Add("wave", "GroupService.CreateWave", "wave { code: 'V6' }", &shared_);
  Add("spare_wave", "GroupService.CreateWave", "wave { code: 'V7' }", &shared_);
  Add("empty_wave", "GroupService.CreateWave", "wave { code: 'V5' }", &shared_);
  AddGone("wave", "GroupService.CreateWave", "wave { code: 'V8' }", &shared_);
  Add("calendar", "CalendarService.CreateSchoolCalendar", "school_calendar { code: 'zone-b' }", &shared_);
  AddGone("calendar", "CalendarService.CreateSchoolCalendar", "school_calendar { code: 'zone-c' }", &shared_);
  Add("establishment", "GroupService.CreateEstablishment", "establishment { uai: '0750654D' }", &shared_);
  AddGone("establishment", "GroupService.CreateEstablishment", "establishment { uai: '0000001B' }", &shared_);
  Add("anne", "GroupService.CreateTutor", "tutor { display_name: 'Anne Onyme' email: 'anne@ac-paris.fr' }", &shared_);
  Add("bruno", "GroupService.CreateTutor", "tutor { display_name: 'Bruno Ronce' email: 'bruno@ac-paris.fr' }",
      &shared_);
  Add("spare_tutor", "GroupService.CreateTutor", "tutor { display_name: 'Inès Libre' }", &shared_);
  AddGone("tutor", "GroupService.CreateTutor", "tutor { display_name: 'Inès Partie' }", &shared_);
  Add("spare_group", "GroupService.CreateGroup", "group { wave: 'waves/V7' number: 1 }", &shared_);
  AddGone("group", "GroupService.CreateGroup", "group { wave: 'waves/V6' number: 9 }", &shared_);
  own_["tutor"] = shared_["anne"];
  other_["tutor"] = shared_["bruno"];
}

void PermissionWorld::AddThemes() {
  Add("theme", "ThemeService.CreateTheme",
      "theme { code: 'budget' label: 'Budget' aliases { text: 'budget' certainty: CERTAINTY_SURE } }", &shared_);
  Add("spare_theme", "ThemeService.CreateTheme", "theme { code: 'tiers' label: 'Tiers' }", &shared_);
  AddGone("theme", "ThemeService.CreateTheme", "theme { code: 'gfe' label: 'GFE' }", &shared_);
  Add("programme", "ThemeService.CreateProgramme",
      "programme { code: 'p' items { theme: 'themes/budget' month: 1 weight: WEIGHT_CORE } }", &shared_);
  AddGone("programme", "ThemeService.CreateProgramme", "programme { code: 'q' }", &shared_);
  Add("resolution", "ThemeService.ResolveTerm", "text: 'divers' ignore: true", &shared_);
}

void PermissionWorld::AddPeople(int number, const std::vector<std::string>& members, Names* names) {
  (*names)["number"] = absl::StrCat(number);
  Add("group", "GroupService.CreateGroup",
      absl::StrCat("group { wave: 'waves/V6' number: ", number, " tutor_assignments { tutor: '",
                   shared_[number == 4 ? "anne" : "bruno"], "' } }"),
      names);
  for (size_t i = members.size(); i-- > 0;) {
    // The last one is nobody's business yet: it can be deleted.
    Add(i == 0 ? "member" : absl::StrCat("member", i), "GroupService.CreateMember",
        absl::StrCat("member { group: '{group}' display_name: '", members[i], "' email: 'membre@ac-", i, ".fr' }"),
        names);
  }
  Add("spare_member", "GroupService.CreateMember", "member { group: '{group}' display_name: 'Inès Nouvelle' }", names);
  AddGone("member", "GroupService.CreateMember", "member { group: '{group}' display_name: 'Inès Ancienne' }", names);
}

void PermissionWorld::AddSessions() {
  const std::string held =
      "session { group: '{group}' state: SESSION_STATE_HELD duration { seconds: 3600 } themes: 'budget' ";
  // Group 4: 3 of 4 and 6 of 7; group 5: 2 of 3 in the one session that says; group 6: 5 of 8 and 6 of 9.
  Add("session", "SessionService.CreateSession",
      absl::StrCat(held, R"(tutor: '{tutor}' start_time { seconds: 1704801600 } notes: 'Basile parle peu'
        attendances { member: '{member}' status: STATUS_PRESENT } attendances { member: '{member1}' status: STATUS_LATE }
        attendances { member: '{member2}' status: STATUS_PRESENT } attendances { member: '{member3}' status: STATUS_ABSENT }
        guests { display_name: 'Inès Passage' }
        participation_issues { kind: KIND_MIC members: '{member}' impact: IMPACT_STRONG note: 'chez Adèle' }
        participation_issues { kind: KIND_ROOM affected_count: 5 } })"),
      &own_);
  Add("second", "SessionService.CreateSession",
      absl::StrCat(held, "start_time { seconds: 1705406400 } head_count { present: 6 absent: 1 } }"), &own_);
  Add("session", "SessionService.CreateSession",
      absl::StrCat(held, R"(tutor: '{tutor}' start_time { seconds: 1704805200 } head_count { present: 2 absent: 1 }
        participation_issues { kind: KIND_MIC affected_count: 2 note: 'souci chez Fanny' } })"),
      &other_);
  Add("second", "SessionService.CreateSession", absl::StrCat(held, "start_time { seconds: 1705410000 } }"), &other_);
  for (Names* names : {&own_, &other_}) {
    AddGone("session", "SessionService.CreateSession", absl::StrCat(held, "start_time { seconds: 1706011200 } }"),
            names);
    Add("cancelled", "SessionService.CreateSession", R"(
        session { group: '{group}' state: SESSION_STATE_CANCELLED cancel_reason: 'Adèle malade'
        start_time { seconds: 1706616000 } duration { seconds: 3600 } })",
        names);
    const auto issues = api_.Do<v1::ListIssuesResponse, v1::ListIssuesRequest>(Fill("group: '{group}'", *names));
    Names issue{{"issue", issues.issues(0).name()}, {"etag", issues.issues(0).etag()}};
    const Stored stored = CallFor(api_, "IssueService.TransitionIssue",
                                  Fill(R"(
        name: '{issue}' etag: '{etag}' state: ISSUE_STATE_EQUIPMENT_REQUESTED date: '2024-02-01' actor: 'Yves Relance'
        reason: 'relancé pour Adèle')",
                                       issue));
    (*names)["issue"] = stored.name;
    (*names)["issue.etag"] = stored.etag;
  }
  const std::string sixth = absl::StrReplaceAll(held, {{"{group}", "{sixth}"}});
  Names unused;
  Add("s", "SessionService.CreateSession",
      absl::StrCat(sixth, "start_time { seconds: 1704808800 } head_count { present: 5 absent: 3 } }"), &unused);
  Add("s", "SessionService.CreateSession",
      absl::StrCat(sixth, "start_time { seconds: 1705413600 } head_count { present: 6 absent: 3 } }"), &unused);
  Add("frozen", "ReportService.FreezeBalance",
      "from_date: '2024-01-01' months: 3 wave: 'V6' label: 'comité' frozen_by: 'Zoé Lefroid'", &shared_);
  // One session more than the frozen balance has: what it adds to the total is its attendance.
  Add("s", "SessionService.CreateSession",
      absl::StrCat(sixth, "start_time { seconds: 1708092000 } head_count { present: 4 absent: 4 } }"), &unused);
}

void PermissionWorld::AddAccounts() {
  const std::string account = "account { display_name: 'Odile Compte' email: 'odile@ac-paris.fr' roles: ROLE_READER }";
  Add("account", "AccountService.CreateAccount", account, &shared_);
  Add("spare_account", "AccountService.CreateAccount", account, &shared_);
  AddGone("account", "AccountService.CreateAccount", account, &shared_);
  Add("token", "AccountService.CreateToken", Fill("token { account: '{account}' label: 'portable' }", shared_),
      &shared_);
  shared_["audit_entry"] = "auditEntries/000000000001";
  const absl::Status status = api_.store().Write(absl::InfiniteFuture(), [&](storage::WriteTransaction& transaction) {
    return transaction.Insert(Make<v1::Erasure>(
        "name: 'erasures/e' create_time { seconds: 1 } account: 'accounts/caller' pseudonym: 'Personne 7A3C'"));
  });
  EXPECT_TRUE(status.ok()) << status;
}

api::Principal PermissionWorld::Tutor() const {
  api::Principal principal = As(v1::ROLE_TUTOR);
  principal.tutor = shared_.at("anne");
  return principal;
}

api::Principal PermissionWorld::As(v1::Role role) {
  return {"accounts/caller", "Caller", {role}, "", absl::InfiniteFuture()};
}

}  // namespace tutorat::tests
