// Groups and their people: names that people use, what may not exist twice, and what may not be deleted while it
// serves.
#include <algorithm>
#include <iostream>
#include <utility>

#include "tests/conformance/fixture.h"
#include "tests/conformance/samples/samples.h"

namespace tutorat::tests {
namespace {

using grpc::StatusCode;

class DirectoryTest : public ConformanceTest {
 protected:
  Outcome Delete(const char* type, const google::protobuf::Message& stored) {
    for (const Resource& resource : Resources()) {
      if (resource.type->name() == type) return api_.Refusal(*DeleteRequest(resource, stored));
    }
    return {};
  }
};

TEST_F(DirectoryTest, GroupIsAddressedAsPeopleDo) {
  const v1::Group group = world_.AddGroup(4);
  const std::string alias = world_.GroupAlias(4);
  v1::GetGroupRequest get;
  get.set_name(alias);
  EXPECT_EQ(api_.Get<v1::GetGroupResponse>(get).group().name(), group.name());

  v1::UpdateGroupRequest update;
  *update.mutable_group() = group;
  update.mutable_group()->set_name(alias);
  update.mutable_group()->set_label("nouveau");
  const v1::Group updated = api_.Get<v1::UpdateGroupResponse>(update).group();
  EXPECT_EQ(updated.name(), group.name());
  EXPECT_EQ(updated.label(), "nouveau");

  const v1::Member member = world_.AddMember(alias, "Ada");
  EXPECT_EQ(member.group(), group.name());
  const v1::Session session = world_.AddSession(world_.NewSession(alias));
  EXPECT_EQ(session.group(), group.name());

  World other(api_);
  other.AddGroup(9);
  v1::DeleteGroupRequest remove;
  remove.set_name(other.GroupAlias(9));
  get.set_name(other.GroupAlias(9));
  remove.set_etag(api_.Get<v1::GetGroupResponse>(get).group().etag());
  EXPECT_TRUE(api_.Get<v1::DeleteGroupResponse>(remove).group().has_delete_time());
  v1::UndeleteGroupRequest undelete;
  undelete.set_name(other.GroupAlias(9));
  EXPECT_FALSE(api_.Get<v1::UndeleteGroupResponse>(undelete).group().has_delete_time());

  get.set_name(world_.GroupAlias(5));
  ExpectRefused(api_.Refusal(get), StatusCode::NOT_FOUND, "GROUP_NOT_FOUND");
}

TEST_F(DirectoryTest, WhatIsThereIsNotMadeAgain) {
  v1::CreateWaveRequest wave;
  wave.mutable_wave()->set_code(world_.code());
  ExpectRefused(api_.Refusal(wave), StatusCode::ALREADY_EXISTS, "WAVE_ALREADY_EXISTS");
  const v1::Establishment school = world_.AddEstablishment();
  v1::CreateEstablishmentRequest establishment;
  establishment.mutable_establishment()->set_uai(school.uai());
  ExpectRefused(api_.Refusal(establishment), StatusCode::ALREADY_EXISTS, "ESTABLISHMENT_ALREADY_EXISTS");
  const v1::Group stored = world_.AddGroup(4);
  v1::CreateGroupRequest group;
  group.mutable_group()->set_wave(world_.wave());
  group.mutable_group()->set_number(4);
  ExpectRefused(api_.Refusal(group), StatusCode::ALREADY_EXISTS, "GROUP_ALREADY_EXISTS");
  // A deleted group keeps its number.
  v1::DeleteGroupRequest remove;
  remove.set_name(stored.name());
  remove.set_etag(stored.etag());
  api_.Get<v1::DeleteGroupResponse>(remove);
  ExpectRefused(api_.Refusal(group), StatusCode::ALREADY_EXISTS, "GROUP_ALREADY_EXISTS");
}

// Attendance is noted by name.
TEST_F(DirectoryTest, MembersOfAGroupHaveDifferentNames) {
  const v1::Group group = world_.AddGroup(4);
  const v1::Member stored = world_.AddMember(group.name(), "Hélène Dupont");
  v1::CreateMemberRequest create;
  create.mutable_member()->set_group(group.name());
  for (const char* same : {"Hélène Dupont", "helene  DUPONT", "HÉLÈNE DUPONT"}) {
    create.mutable_member()->set_display_name(same);
    const Outcome outcome = api_.Refusal(create);
    ExpectRefused(outcome, StatusCode::ALREADY_EXISTS, "MEMBER_ALREADY_EXISTS");
    EXPECT_EQ(outcome.details.find("Dupont"), std::string::npos) << outcome;
  }
  world_.AddMember(world_.AddGroup(5).name(), "Hélène Dupont");
  const v1::Member other = world_.AddMember(group.name(), "Hélène D.");
  v1::UpdateMemberRequest update;
  *update.mutable_member() = other;
  update.mutable_member()->set_display_name("hélène dupont");
  ExpectRefused(api_.Refusal(update), StatusCode::ALREADY_EXISTS, "MEMBER_ALREADY_EXISTS");
  // Its own name is nobody else's.
  *update.mutable_member() = stored;
  update.mutable_member()->set_display_name("Helene DUPONT");
  EXPECT_EQ(api_.Get<v1::UpdateMemberResponse>(update).member().display_name(), "Helene DUPONT");
}

TEST_F(DirectoryTest, WhatServesIsNotDeleted) {
  const v1::Tutor tutor = world_.AddTutor();
  const v1::Establishment school = world_.AddEstablishment();
  v1::CreateGroupRequest create;
  create.mutable_group()->set_wave(world_.wave());
  create.mutable_group()->set_number(4);
  create.mutable_group()->add_tutor_assignments()->set_tutor(tutor.name());
  const v1::Group group = api_.Get<v1::CreateGroupResponse>(create).group();
  v1::CreateMemberRequest with_school;
  with_school.mutable_member()->set_group(group.name());
  with_school.mutable_member()->set_display_name("Ada");
  with_school.mutable_member()->set_establishment(school.name());
  const v1::Member member = api_.Get<v1::CreateMemberResponse>(with_school).member();
  v1::Session session = world_.NewSession(group.name());
  auto* attendance = session.add_attendances();
  attendance->set_member(member.name());
  attendance->set_status(v1::Attendance::STATUS_PRESENT);
  const v1::Tutor holder = world_.AddTutor();
  session.set_tutor(holder.name());
  world_.AddSession(session);
  v1::GetWaveRequest get;
  get.set_name(world_.wave());
  const v1::Wave wave = api_.Get<v1::GetWaveResponse>(get).wave();
  const auto expect_in_use = [](const Outcome& outcome) {
    ExpectRefused(outcome, StatusCode::FAILED_PRECONDITION, "RESOURCE_IN_USE");
  };
  expect_in_use(Delete("Wave", wave));
  expect_in_use(Delete("Establishment", school));
  expect_in_use(Delete("Tutor", tutor));
  expect_in_use(Delete("Tutor", holder));
  expect_in_use(Delete("Group", group));
  expect_in_use(Delete("Member", member));
}

TEST_F(DirectoryTest, WhatIsNamedMustExist) {
  v1::CreateGroupRequest group;
  group.mutable_group()->set_wave("waves/T-absent");
  group.mutable_group()->set_number(1);
  ExpectRefused(api_.Refusal(group), StatusCode::NOT_FOUND, "WAVE_NOT_FOUND");
  group.mutable_group()->set_wave(world_.wave());
  group.mutable_group()->add_tutor_assignments()->set_tutor("tutors/0");
  ExpectRefused(api_.Refusal(group), StatusCode::NOT_FOUND, "TUTOR_NOT_FOUND");
  v1::CreateMemberRequest member;
  member.mutable_member()->set_group("groups/0");
  member.mutable_member()->set_display_name("Ada");
  ExpectRefused(api_.Refusal(member), StatusCode::NOT_FOUND, "GROUP_NOT_FOUND");
  member.mutable_member()->set_group(world_.GroupAlias(8));
  ExpectRefused(api_.Refusal(member), StatusCode::NOT_FOUND, "GROUP_NOT_FOUND");
  member.mutable_member()->set_group(world_.AddGroup(1).name());
  member.mutable_member()->set_establishment("establishments/" + RandomUai());
  ExpectRefused(api_.Refusal(member), StatusCode::NOT_FOUND, "ESTABLISHMENT_NOT_FOUND");
}

// Nor may it be deleted when something new names it, or when something comes back.
TEST_F(DirectoryTest, WhatIsDeletedIsNotNamed) {
  const v1::Group group = world_.AddGroup(1);
  const v1::Member member = world_.AddMember(group.name(), "Ada");
  v1::DeleteMemberRequest remove_member;
  remove_member.set_name(member.name());
  remove_member.set_etag(member.etag());
  api_.Get<v1::DeleteMemberResponse>(remove_member);
  v1::CreateSessionRequest session;
  *session.mutable_session() = world_.NewSession(group.name());
  auto* attendance = session.mutable_session()->add_attendances();
  attendance->set_member(member.name());
  attendance->set_status(v1::Attendance::STATUS_PRESENT);
  const Outcome refused = api_.Refusal(session);
  ExpectRefused(refused, StatusCode::NOT_FOUND, "MEMBER_NOT_FOUND");
  EXPECT_EQ(refused.ViolationOf("session.attendances[0].member"), "MEMBER_NOT_FOUND") << refused;
  v1::DeleteGroupRequest remove_group;
  remove_group.set_name(group.name());
  remove_group.set_etag(group.etag());
  api_.Get<v1::DeleteGroupResponse>(remove_group);
  v1::UndeleteMemberRequest undelete;
  undelete.set_name(member.name());
  ExpectRefused(api_.Refusal(undelete), StatusCode::NOT_FOUND, "GROUP_NOT_FOUND");
}

// A resource is deleted while another begins to name it: one of the two is refused.
class RaceTest : public ConformanceTest, public ::testing::WithParamInterface<const char*> {
 protected:
  static const Resource& ResourceIn(const std::string& collection) {
    return *std::find_if(Resources().begin(), Resources().end(),
                         [&](const Resource& resource) { return resource.collection == collection; });
  }

  // What is to be deleted, and a request that names it.
  std::pair<MessagePtr, MessagePtr> Rivals(int number) {
    const std::string collection = GetParam();
    if (collection == "waves") {
      const World other(api_);
      auto request = std::make_unique<v1::CreateGroupRequest>();
      request->mutable_group()->set_wave(other.wave());
      request->mutable_group()->set_number(number);
      return {GetByName(api_, ResourceIn("waves"), other.wave()), std::move(request)};
    }
    const v1::Group group = world_.AddGroup(number);
    if (collection == "establishments") {
      auto request = std::make_unique<v1::CreateMemberRequest>();
      const v1::Establishment school = world_.AddEstablishment();
      request->mutable_member()->set_group(group.name());
      request->mutable_member()->set_display_name("Ada");
      request->mutable_member()->set_establishment(school.name());
      return {GetByName(api_, ResourceIn(collection), school.name()), std::move(request)};
    }
    auto request = std::make_unique<v1::CreateSessionRequest>();
    *request->mutable_session() = world_.NewSession(group.name());
    if (collection == "groups") return {GetByName(api_, ResourceIn(collection), group.name()), std::move(request)};
    if (collection == "tutors") {
      const v1::Tutor tutor = world_.AddTutor();
      request->mutable_session()->set_tutor(tutor.name());
      return {GetByName(api_, ResourceIn(collection), tutor.name()), std::move(request)};
    }
    const v1::Member member = world_.AddMember(group.name(), "Ada");
    auto* attendance = request->mutable_session()->add_attendances();
    attendance->set_member(member.name());
    attendance->set_status(v1::Attendance::STATUS_PRESENT);
    return {GetByName(api_, ResourceIn(collection), member.name()), std::move(request)};
  }
};

TEST_P(RaceTest, WhatIsBeingNamedIsNotDeleted) {
  const Resource& resource = ResourceIn(GetParam());
  int deleted = 0;
  for (int i = 1; i <= 30; ++i) {
    const auto [stored, naming] = Rivals(i);
    const MessagePtr requests[] = {DeleteRequest(resource, *stored), MessagePtr(naming->New())};
    requests[1]->CopyFrom(*naming);
    Outcome outcomes[2];
    AtOnce(2, [&](size_t j) {
      const MessagePtr response = NewMessage(MethodOf(requests[j]->GetDescriptor())->output_type());
      outcomes[j] = api_.Call(*requests[j], response.get());
    });
    EXPECT_NE(outcomes[0].ok(), outcomes[1].ok()) << outcomes[0] << "\n" << outcomes[1];
    deleted += outcomes[0].ok() ? 1 : 0;
    if (!outcomes[0].ok()) ExpectRefused(outcomes[0], StatusCode::FAILED_PRECONDITION, "RESOURCE_IN_USE");
    if (!outcomes[1].ok()) ExpectRefused(outcomes[1], StatusCode::NOT_FOUND, resource.singular + "_NOT_FOUND");
  }
  std::cout << deleted << " of 30 deleted first\n";
}

INSTANTIATE_TEST_SUITE_P(Every, RaceTest, ::testing::Values("waves", "establishments", "tutors", "groups", "members"),
                         [](const auto& each) { return std::string(each.param); });

TEST_F(DirectoryTest, AssignmentsAreInOrderAndEndAfterTheyBegin) {
  const v1::Tutor tutor = world_.AddTutor();
  v1::CreateGroupRequest create;
  create.mutable_group()->set_wave(world_.wave());
  create.mutable_group()->set_number(1);
  for (const char* from : {"2024-02-01", "", "2023-12-01"}) {
    auto* assignment = create.mutable_group()->add_tutor_assignments();
    assignment->set_tutor(tutor.name());
    assignment->set_from_date(from);
  }
  const v1::Group group = api_.Get<v1::CreateGroupResponse>(create).group();
  EXPECT_EQ(group.tutor_assignments(0).from_date(), "");
  EXPECT_EQ(group.tutor_assignments(1).from_date(), "2023-12-01");
  EXPECT_EQ(group.tutor_assignments(2).from_date(), "2024-02-01");
  create.mutable_group()->set_number(2);
  create.mutable_group()->mutable_tutor_assignments(2)->set_to_date("2023-12-01");
  ExpectInvalid(api_.Refusal(create), "group.tutor_assignments[2].to_date", "BEFORE_START");
}

}  // namespace
}  // namespace tutorat::tests
