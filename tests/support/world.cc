#include "tests/support/world.h"

#include <atomic>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"
#include "tutorat/v1/group_service.pb.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/session_service.pb.h"
#include "tutorat/v1/token.pb.h"

namespace tutorat::tests {
namespace {

// Of a list, whole, deleted ones too.
template <class Response, class Request>
std::string ListText(const Api& api, Request request) {
  std::string text;
  request.set_show_deleted(true);
  request.set_page_size(1000);
  do {
    const auto response = api.Get<Response>(request);
    request.set_page_token(response.next_page_token());
    Response items = response;
    items.clear_next_page_token();
    absl::StrAppend(&text, items.ShortDebugString(), "\n");
  } while (!request.page_token().empty());
  return text;
}

// Without when each was used last, which the server writes by itself.
std::string TokensText(const Api& api) {
  std::string text;
  v1::ListTokensRequest request;
  request.set_page_size(1000);
  do {
    auto page = api.Get<v1::ListTokensResponse>(request);
    for (v1::Token& token : *page.mutable_tokens()) {
      token.clear_last_use_time();
      token.clear_etag();
      absl::StrAppend(&text, token.ShortDebugString(), "\n");
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return text;
}

}  // namespace

std::string RandomId() {
  thread_local std::mt19937_64 generator{std::random_device()()};
  return absl::StrFormat("x%016x", generator());
}

char LetterFor(const std::string& digits) {
  constexpr char kLetters[] = "ABCDEFGHJKLMNPRSTUVWXYZ";
  return kLetters[std::stoi(digits) % 23];
}

std::string RandomUai() {
  thread_local std::mt19937 generator{std::random_device()()};
  const std::string digits = absl::StrFormat("%07d", generator() % 10'000'000);
  return digits + LetterFor(digits);
}

int NextGroupNumber() {
  static std::atomic<int> number{1000};
  return ++number;
}

google::protobuf::Timestamp Instant(const std::string& rfc3339) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &error)) ADD_FAILURE() << rfc3339 << ": " << error;
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  return timestamp;
}

World::World(const Api& api) : api_(api), code_(absl::StrCat("T-", RandomId())), wave_(absl::StrCat("waves/", code_)) {
  v1::CreateWaveRequest request;
  request.mutable_wave()->set_code(code_);
  api_.Get<v1::CreateWaveResponse>(request);
}

std::string World::GroupAlias(int number) const { return absl::StrCat(wave_, "/groups/", number); }

v1::Group World::AddGroup(int number) {
  v1::CreateGroupRequest request;
  request.mutable_group()->set_wave(wave_);
  request.mutable_group()->set_number(number);
  return api_.Get<v1::CreateGroupResponse>(request).group();
}

v1::Tutor World::AddTutor() {
  const std::string id = RandomId();
  return AddTutor(absl::StrCat("Tutrice ", id), absl::StrCat(id, "@ac-exemple.fr"));
}

v1::Tutor World::AddTutor(const std::string& display_name, const std::string& email) {
  v1::CreateTutorRequest request;
  request.mutable_tutor()->set_display_name(display_name);
  request.mutable_tutor()->set_email(email);
  return api_.Get<v1::CreateTutorResponse>(request).tutor();
}

v1::Establishment World::AddEstablishment() {
  v1::CreateEstablishmentRequest request;
  request.mutable_establishment()->set_uai(RandomUai());
  return api_.Get<v1::CreateEstablishmentResponse>(request).establishment();
}

v1::Theme World::AddTheme() {
  v1::CreateThemeRequest request;
  request.mutable_theme()->set_code(absl::StrCat("domain-", RandomId()));
  request.mutable_theme()->set_label("Dépenses");
  return api_.Get<v1::CreateThemeResponse>(request).theme();
}

v1::Programme World::AddProgramme() {
  v1::CreateProgrammeRequest request;
  request.mutable_programme()->set_code(absl::StrCat("p-", RandomId()));
  return api_.Get<v1::CreateProgrammeResponse>(request).programme();
}

v1::SchoolCalendar World::AddSchoolCalendar() {
  v1::CreateSchoolCalendarRequest request;
  request.mutable_school_calendar()->set_code(absl::StrCat("c-", RandomId()));
  return api_.Get<v1::CreateSchoolCalendarResponse>(request).school_calendar();
}

v1::Member World::AddMember(const std::string& group, const std::string& display_name) {
  v1::CreateMemberRequest request;
  request.mutable_member()->set_group(group);
  request.mutable_member()->set_display_name(display_name);
  return api_.Get<v1::CreateMemberResponse>(request).member();
}

v1::Session World::AddSession(const v1::Session& session) {
  v1::CreateSessionRequest request;
  *request.mutable_session() = session;
  return api_.Get<v1::CreateSessionResponse>(request).session();
}

v1::Session World::NewSession(const std::string& group) {
  v1::Session session;
  session.set_group(group);
  session.set_state(v1::SESSION_STATE_HELD);
  session.mutable_start_time()->set_seconds(Instant("2022-01-03T13:00:00Z").seconds() + int64_t{86400} * next_day_++);
  session.mutable_duration()->set_seconds(3600);
  session.set_themes(absl::StrCat("BUDGET : saisie n° ", next_day_));
  return session;
}

v1::SessionRecord World::NewRecord(int number) {
  v1::SessionRecord record;
  record.set_group(absl::StrCat(number));
  record.set_wave(code_);
  record.set_date(absl::FormatCivilTime(absl::CivilDay(2022, 1, 3) + next_day_++));
  record.set_themes(absl::StrCat("TIERS, EJ n° ", next_day_));
  return record;
}

std::string World::Everything() const {
  v1::ListSessionsRequest sessions;
  sessions.set_wave(wave_);
  v1::ListGroupsRequest groups;
  groups.set_wave(wave_);
  v1::ListMembersRequest members;
  members.set_wave(wave_);
  return absl::StrCat(ListText<v1::ListSessionsResponse>(api_, sessions),
                      ListText<v1::ListGroupsResponse>(api_, groups), ListText<v1::ListMembersResponse>(api_, members),
                      ListText<v1::ListWavesResponse>(api_, v1::ListWavesRequest()),
                      ListText<v1::ListTutorsResponse>(api_, v1::ListTutorsRequest()),
                      ListText<v1::ListEstablishmentsResponse>(api_, v1::ListEstablishmentsRequest()),
                      ListText<v1::ListThemesResponse>(api_, v1::ListThemesRequest()),
                      ListText<v1::ListProgrammesResponse>(api_, v1::ListProgrammesRequest()),
                      ListText<v1::ListSchoolCalendarsResponse>(api_, v1::ListSchoolCalendarsRequest()),
                      ListText<v1::ListResolutionsResponse>(api_, v1::ListResolutionsRequest()),
                      ListText<v1::ListIssuesResponse>(api_, v1::ListIssuesRequest()),
                      ListText<v1::ListFrozenBalancesResponse>(api_, v1::ListFrozenBalancesRequest()),
                      ListText<v1::ListAccountsResponse>(api_, v1::ListAccountsRequest()), TokensText(api_));
}

std::vector<v1::Session> World::ListAll(v1::ListSessionsRequest request) const {
  std::vector<v1::Session> sessions;
  do {
    const auto response = api_.Get<v1::ListSessionsResponse>(request);
    sessions.insert(sessions.end(), response.sessions().begin(), response.sessions().end());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return sessions;
}

}  // namespace tutorat::tests
