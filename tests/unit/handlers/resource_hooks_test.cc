// What a resource needs beyond its fields' own rules, seen through the standard methods.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/handlers/world.h"
#include "tutorat/v1/establishment.pb.h"

namespace tutorat::api {
namespace {

using tests::Make;
using tests::Refusal;

class ResourceRules : public testing::Test {
 protected:
  template <class Response, class Request>
  std::string Refused(const std::string& text) {
    const auto response = api_.Send<Response>(Make<Request>(text));
    return response.ok() ? "OK" : Refusal(response.status());
  }
  std::string CreateGroup(const std::string& group) {
    return Refused<v1::CreateGroupResponse, v1::CreateGroupRequest>(
        absl::StrCat("group { wave: 'waves/V6' number: 9 ", group, " }"));
  }
  std::string CreateMember(const std::string& member) {
    return Refused<v1::CreateMemberResponse, v1::CreateMemberRequest>(
        absl::StrCat("member { group: '", world_.group, "' display_name: 'Zoé Neuve' ", member, " }"));
  }
  std::string CreateSession(const std::string& session) {
    return Refused<v1::CreateSessionResponse, v1::CreateSessionRequest>(
        absl::StrCat("session { group: '", world_.group, "' state: SESSION_STATE_HELD themes: 'TIERS' ",
                     "start_time { seconds: 1705323600 } duration { seconds: 3600 } ", session, " }"));
  }

  tests::LocalApi api_;
  tests::World world_{api_};
};

TEST_F(ResourceRules, AGroupNamesAWaveAndTutorsThatExist) {
  EXPECT_EQ(CreateGroup("wave: 'waves/V9'"), "NOT_FOUND WAVE_NOT_FOUND");
  EXPECT_EQ(CreateGroup("tutor_assignments { tutor: 'tutors/nobody' }"), "NOT_FOUND TUTOR_NOT_FOUND");
  EXPECT_EQ(CreateGroup("number: 4"), "ALREADY_EXISTS GROUP_ALREADY_EXISTS");
  const std::string of_anne = absl::StrCat("tutor_assignments { tutor: '", world_.anne, "' ");
  EXPECT_EQ(CreateGroup(absl::StrCat(of_anne, "from_date: '2024-01-15' to_date: '2024-01-15' }")),
            "INVALID_ARGUMENT INVALID_FIELDS: group.tutor_assignments[0].to_date BEFORE_START");
  EXPECT_EQ(CreateGroup(absl::StrCat(of_anne, "from_date: '2024-01-15' to_date: '2024-01-16' }")), "OK");
}

TEST_F(ResourceRules, AssignmentsStandInTheOrderOfTheirFirstDays) {
  const auto group = api_.Do<v1::CreateGroupResponse, v1::CreateGroupRequest>(
                             absl::StrCat("group { wave: 'waves/V6' number: 9 tutor_assignments { tutor: '",
                                          world_.anne, "' from_date: '2024-02-01' } tutor_assignments { tutor: '",
                                          world_.anne, "' to_date: '2024-01-01' } }"))
                         .group();
  EXPECT_EQ(group.tutor_assignments(0).to_date(), "2024-01-01");
  EXPECT_EQ(group.tutor_assignments(1).from_date(), "2024-02-01");
}

TEST_F(ResourceRules, AMemberNamesAGroupAndASchoolThatExist) {
  EXPECT_EQ(CreateMember("group: 'groups/nothing'"), "NOT_FOUND GROUP_NOT_FOUND");
  EXPECT_EQ(CreateMember("group: 'waves/V6/groups/9'"), "NOT_FOUND GROUP_NOT_FOUND");
  EXPECT_EQ(CreateMember("establishment: 'establishments/0750654D'"), "NOT_FOUND ESTABLISHMENT_NOT_FOUND");
  api_.Do<v1::CreateEstablishmentResponse, v1::CreateEstablishmentRequest>("establishment { uai: '0750654D' }");
  EXPECT_EQ(CreateMember("establishment: 'establishments/0750654D' group: 'waves/V6/groups/4'"), "OK");
}

TEST_F(ResourceRules, WhatIsDeletedIsNoLongerThereToBeNamed) {
  const std::string zoe = world_.AddTutor("Zoé Neuve", "");
  const std::string other = world_.AddGroup("V6", 5);
  const auto tutor = api_.Do<v1::GetTutorResponse, v1::GetTutorRequest>(absl::StrCat("name: '", zoe, "'")).tutor();
  api_.Do<v1::DeleteTutorResponse, v1::DeleteTutorRequest>(
      absl::StrCat("name: '", zoe, "' etag: '", tutor.etag(), "'"));
  const auto group = api_.Do<v1::GetGroupResponse, v1::GetGroupRequest>(absl::StrCat("name: '", other, "'")).group();
  api_.Do<v1::DeleteGroupResponse, v1::DeleteGroupRequest>(
      absl::StrCat("name: '", other, "' etag: '", group.etag(), "'"));
  EXPECT_EQ(CreateGroup(absl::StrCat("tutor_assignments { tutor: '", zoe, "' }")), "NOT_FOUND TUTOR_NOT_FOUND");
  EXPECT_EQ(CreateMember(absl::StrCat("group: '", other, "'")), "NOT_FOUND GROUP_NOT_FOUND");
  EXPECT_EQ(CreateSession("group: 'waves/V6/groups/5'"), "NOT_FOUND GROUP_NOT_FOUND");
  EXPECT_EQ(CreateSession(absl::StrCat("tutor: '", zoe, "'")), "NOT_FOUND TUTOR_NOT_FOUND");
  // Nor can its number be taken by another.
  EXPECT_EQ(CreateGroup("number: 5"), "ALREADY_EXISTS GROUP_ALREADY_EXISTS");
}

TEST_F(ResourceRules, AMemberLeavesAfterJoining) {
  EXPECT_EQ(CreateMember("join_date: '2024-01-15' leave_date: '2024-01-15'"),
            "INVALID_ARGUMENT INVALID_FIELDS: member.leave_date BEFORE_START");
  EXPECT_EQ(CreateMember("join_date: '2024-01-15' leave_date: '2024-01-16'"), "OK");
}

TEST_F(ResourceRules, NamesInAGroupDiffer) {
  EXPECT_EQ(CreateMember("display_name: 'ADELE  aubépine'"), "ALREADY_EXISTS MEMBER_ALREADY_EXISTS");
  EXPECT_EQ(CreateMember("display_name: 'Adèle A. Aubépine'"), "OK");
  world_.AddGroup("V6", 5);
  EXPECT_EQ(CreateMember("display_name: 'Adèle Aubépine' group: 'waves/V6/groups/5'"), "OK");
}

// A tutor, or a member of a group, is named by an address: it is one person's.
TEST_F(ResourceRules, AnAddressIsOfOneTutorAndOfOneMemberOfAGroup) {
  const auto create_tutor = [this](const std::string& email) {
    return Refused<v1::CreateTutorResponse, v1::CreateTutorRequest>(
        absl::StrCat("tutor { display_name: 'Tu Autre' email: '", email, "' }"));
  };
  const auto create_member = [this](const std::string& name, const std::string& group, const std::string& email) {
    return CreateMember(absl::StrCat("display_name: '", name, "' group: '", group, "' email: '", email, "'"));
  };
  world_.AddTutor("Tu Tor", "Tu.Tor@example.fr");
  world_.AddGroup("V6", 5);
  EXPECT_EQ(create_member("Bo Un", "waves/V6/groups/4", "a@example.fr"), "OK");
  for (const char* same : {"Tu.Tor@example.fr", "tu.tor@example.fr", "TU.TOR@EXAMPLE.FR"}) {
    EXPECT_EQ(create_tutor(same), "ALREADY_EXISTS EMAIL_ALREADY_USED") << same;
  }
  for (const char* other : {"", "tutor@example.fr", "tu.tor@example.org", "a@example.fr"}) {
    EXPECT_EQ(create_tutor(other), "OK") << other;
  }
  EXPECT_EQ(create_member("Bo Deux", "waves/V6/groups/4", "A@Example.FR"), "ALREADY_EXISTS EMAIL_ALREADY_USED");
  EXPECT_EQ(create_member("Bo Trois", "waves/V6/groups/4", ""), "OK");
  EXPECT_EQ(create_member("Bo Quatre", "waves/V6/groups/4", ""), "OK");
  // One person may be in two groups.
  EXPECT_EQ(create_member("Bo Un", "waves/V6/groups/5", "a@example.fr"), "OK");
  const absl::Status refused =
      api_.Send<v1::CreateTutorResponse>(
              Make<v1::CreateTutorRequest>("tutor { display_name: 'Tu' email: 'tu.tor@example.fr' }"))
          .status();
  for (const auto language : {domain::Language::kFrench, domain::Language::kEnglish}) {
    EXPECT_THAT(domain::MessageIn(refused, language), testing::HasSubstr("Tu Tor"));
  }
}

TEST_F(ResourceRules, WhoKeepsAnAddressIsNotRefused) {
  const std::string name = world_.AddTutor("Tu Tor", "tu.tor@example.fr");
  world_.AddTutor("Tu Autre", "autre@example.fr");
  const auto update = [&](const std::string& email) {
    auto tutor = api_.Do<v1::GetTutorResponse, v1::GetTutorRequest>(absl::StrCat("name: '", name, "'")).tutor();
    tutor.set_email(email);
    return Refused<v1::UpdateTutorResponse, v1::UpdateTutorRequest>(
        absl::StrCat("tutor { ", tutor.ShortDebugString(), " }"));
  };
  EXPECT_EQ(update("tu.tor@example.fr"), "OK");
  EXPECT_EQ(update("TU.TOR@example.fr"), "OK");
  EXPECT_EQ(update("Autre@example.fr"), "ALREADY_EXISTS EMAIL_ALREADY_USED");
}

TEST_F(ResourceRules, ASessionNamesWhatExists) {
  EXPECT_EQ(CreateSession(""), "OK");
  EXPECT_EQ(CreateSession("group: 'groups/nothing'"), "NOT_FOUND GROUP_NOT_FOUND");
  EXPECT_EQ(CreateSession("tutor: 'tutors/nobody'"), "NOT_FOUND TUTOR_NOT_FOUND");
  const std::string attendance = absl::StrCat("attendances { member: '", world_.adele, "' status: STATUS_PRESENT } ");
  EXPECT_EQ(CreateSession(attendance), "OK");
  EXPECT_EQ(CreateSession(absl::StrCat(attendance, "attendances { member: 'members/nobody' status: STATUS_ABSENT } ",
                                       "participation_issues { kind: KIND_MIC members: 'members/noone' } themes: ''")),
            "NOT_FOUND MEMBER_NOT_FOUND: session.themes REQUIRED, session.attendances[1].member MEMBER_NOT_FOUND, "
            "session.participation_issues[0].members[0] MEMBER_NOT_FOUND");
  const std::string other = world_.AddGroup("V6", 5);
  EXPECT_EQ(CreateSession(absl::StrCat("group: '", other, "' ", attendance)),
            "NOT_FOUND MEMBER_NOT_FOUND: session.attendances[0].member MEMBER_NOT_FOUND");
}

TEST_F(ResourceRules, AnEmptyHeadCountIsNotStored) {
  const auto session = api_.Do<v1::CreateSessionResponse, v1::CreateSessionRequest>(
                               absl::StrCat("session { group: '", world_.group,
                                            "' state: SESSION_STATE_PLANNED start_time { seconds: 1705323600 } ",
                                            "duration { seconds: 3600 } head_count {} }"))
                           .session();
  EXPECT_FALSE(session.has_head_count());
}

TEST_F(ResourceRules, ASessionGetsItsLocalDayAndTheZoneItLeftOut) {
  const auto session = api_.Do<v1::CreateSessionResponse, v1::CreateSessionRequest>(
                               absl::StrCat("session { group: 'waves/V6/groups/4' state: SESSION_STATE_PLANNED "
                                            "start_time { seconds: 1705323600 nanos: 1 } ",
                                            "duration { seconds: 3600 } local_date: '1999-01-01' }"))
                           .session();
  EXPECT_EQ(session.group(), world_.group);
  EXPECT_EQ(session.time_zone(), "Europe/Paris");
  EXPECT_EQ(session.local_date(), "2024-01-15");
  EXPECT_EQ(session.local_clock(), "14:00");
  EXPECT_EQ(session.start_time().nanos(), 0);
}

TEST_F(ResourceRules, TheLastHourOf2199InParisIsRefusedAndTheServerGoesOn) {
  EXPECT_EQ(CreateSession("start_time { seconds: 7258114800 }"),
            "INVALID_ARGUMENT INVALID_FIELDS: session.start_time BAD_FORMAT");
  EXPECT_EQ(CreateSession("start_time { seconds: 7258114799 }"), "OK");
}

}  // namespace
}  // namespace tutorat::api
