// The standard methods, on the resources that show each rule best; the storage contract has them all.
#include "server/handlers/resources/standard_methods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "server/domain/base/local_time.h"
#include "tests/unit/handlers/world.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using tests::Make;
using tests::Refusal;

class StandardTest : public testing::Test {
 protected:
  v1::Wave Wave(const std::string& code) {
    return api_.Do<v1::GetWaveResponse, v1::GetWaveRequest>(absl::StrCat("name: 'waves/", code, "'")).wave();
  }
  template <class Response, class Request>
  std::string Refused(const std::string& text) {
    const auto response = api_.Send<Response>(Make<Request>(text));
    return response.ok() ? "OK" : Refusal(response.status());
  }
  std::string Update(const std::string& text) { return Refused<v1::UpdateWaveResponse, v1::UpdateWaveRequest>(text); }
  std::string Delete(const std::string& name, const std::string& etag) {
    return Refused<v1::DeleteWaveResponse, v1::DeleteWaveRequest>(
        absl::StrCat("name: '", name, "' etag: '", etag, "'"));
  }
  std::string Undelete(const std::string& name) {
    return Refused<v1::UndeleteWaveResponse, v1::UndeleteWaveRequest>(absl::StrCat("name: '", name, "'"));
  }

  tests::LocalApi api_;
};

TEST(StandardHandlerOf, EveryKindButTheUnspecified) {
  for (int kind = v1::MethodKind_MIN; kind <= v1::MethodKind_MAX; ++kind) {
    EXPECT_EQ(StandardHandler(static_cast<v1::MethodKind>(kind)) != nullptr, kind != v1::METHOD_KIND_UNSPECIFIED);
  }
}

TEST_F(StandardTest, CreateSetsWhatIsTheServersAndIgnoresWhatIsSentOfIt) {
  const auto wave = api_.Do<v1::CreateWaveResponse, v1::CreateWaveRequest>(
                            "wave { name: 'waves/other' code: 'V6' etag: 'sent' create_time { seconds: 1 } delete_time "
                            "{ seconds: 1 } }")
                        .wave();
  EXPECT_EQ(wave.name(), "waves/V6");
  EXPECT_GT(wave.create_time().seconds(), 1'700'000'000);
  EXPECT_EQ(wave.update_time().DebugString(), wave.create_time().DebugString());
  EXPECT_FALSE(wave.has_delete_time());
  EXPECT_EQ(wave.etag().size(), 22);
  EXPECT_EQ(Wave("V6").DebugString(), wave.DebugString());
}

TEST_F(StandardTest, GetTakesTheNameThatPeopleUse) {
  const tests::World world(api_);
  const auto group = api_.Do<v1::GetGroupResponse, v1::GetGroupRequest>("name: 'waves/V6/groups/4'").group();
  EXPECT_EQ(group.name(), world.group);
  EXPECT_EQ((Refused<v1::GetGroupResponse, v1::GetGroupRequest>("name: 'waves/V6/groups/5'")),
            "NOT_FOUND GROUP_NOT_FOUND");
  EXPECT_EQ((Refused<v1::GetGroupResponse, v1::GetGroupRequest>("name: 'nonsense'")), "NOT_FOUND GROUP_NOT_FOUND");
  EXPECT_EQ((Refused<v1::GetGroupResponse, v1::GetGroupRequest>("name: 'waves/V6'")), "NOT_FOUND GROUP_NOT_FOUND");
}

TEST_F(StandardTest, AnUpdateNeedsTheNameAndTheEtagThatWasRead) {
  const auto wave = api_.Do<v1::CreateWaveResponse, v1::CreateWaveRequest>("wave { code: 'V6' }").wave();
  EXPECT_EQ(Update("wave { display_name: 'x' }"),
            "INVALID_ARGUMENT INVALID_FIELDS: wave.name REQUIRED, wave.etag REQUIRED");
  EXPECT_EQ(Update("wave { name: 'waves/V7' etag: 'x' }"), "NOT_FOUND WAVE_NOT_FOUND");
  EXPECT_EQ(Update("wave { name: 'waves/V6' etag: 'x' display_name: 'x' }"), "ABORTED ETAG_MISMATCH");
  const std::string sent = absl::StrCat("wave { name: 'waves/V6' etag: '", wave.etag(), "' display_name: 'x' }");
  const auto updated = api_.Do<v1::UpdateWaveResponse, v1::UpdateWaveRequest>(sent).wave();
  EXPECT_EQ(updated.display_name(), "x");
  EXPECT_EQ(updated.code(), "V6");
  EXPECT_NE(updated.etag(), wave.etag());
  EXPECT_EQ(updated.create_time().DebugString(), wave.create_time().DebugString());
  EXPECT_EQ(Wave("V6").DebugString(), updated.DebugString());
  EXPECT_EQ(Update(sent), "ABORTED ETAG_MISMATCH") << "the etag that was read is stale now";
}

TEST_F(StandardTest, AnUpdateIsCheckedMergedAndWholeOrNot) {
  const auto wave = api_.Do<v1::CreateWaveResponse, v1::CreateWaveRequest>("wave { code: 'V6' }").wave();
  const std::string head = absl::StrCat("name: 'waves/V6' etag: '", wave.etag(), "'");
  EXPECT_EQ(Update(absl::StrCat("wave { ", head, " code: 'V7' start_date: '2024-02-30' } update_mask { paths: 'x' }")),
            "INVALID_ARGUMENT INVALID_FIELDS: update_mask UNKNOWN_FIELD");
  EXPECT_EQ(Update(absl::StrCat("wave { ", head, " code: 'V7' start_date: '2024-02-30' display_name: 'y' }")),
            "INVALID_ARGUMENT INVALID_FIELDS: wave.code IMMUTABLE, wave.start_date BAD_FORMAT");
  EXPECT_EQ(Wave("V6").DebugString(), wave.DebugString());
}

TEST_F(StandardTest, AFieldIsEmptiedByNamingIt) {
  auto wave = api_.Do<v1::CreateWaveResponse, v1::CreateWaveRequest>("wave { code: 'V6' display_name: 'x' }").wave();
  const auto updated = api_.Do<v1::UpdateWaveResponse, v1::UpdateWaveRequest>(
      absl::StrCat("wave { name: 'waves/V6' etag: '", wave.etag(), "' } update_mask { paths: 'display_name' }"));
  EXPECT_EQ(updated.wave().display_name(), "");
}

TEST_F(StandardTest, DeletingCanBeUndone) {
  const auto wave = api_.Do<v1::CreateWaveResponse, v1::CreateWaveRequest>("wave { code: 'V6' }").wave();
  EXPECT_EQ(Undelete("waves/V6"), "FAILED_PRECONDITION NOT_DELETED");
  EXPECT_EQ(Delete("waves/V6", "x"), "ABORTED ETAG_MISMATCH");
  EXPECT_EQ(Delete("waves/V7", "x"), "NOT_FOUND WAVE_NOT_FOUND");
  EXPECT_EQ(Delete("waves/V6", wave.etag()), "OK");
  const auto deleted = Wave("V6");
  EXPECT_EQ(deleted.purge_time().seconds() - deleted.delete_time().seconds(), 30 * 24 * 3600);
  EXPECT_EQ(Delete("waves/V6", deleted.etag()), "NOT_FOUND WAVE_NOT_FOUND");
  EXPECT_EQ(Update(absl::StrCat("wave { name: 'waves/V6' etag: '", deleted.etag(), "' }")), "NOT_FOUND WAVE_NOT_FOUND");
  EXPECT_EQ((Refused<v1::CreateWaveResponse, v1::CreateWaveRequest>("wave { code: 'V6' }")),
            "ALREADY_EXISTS WAVE_ALREADY_EXISTS");
  EXPECT_EQ((api_.Do<v1::ListWavesResponse, v1::ListWavesRequest>("").waves_size()), 0);
  EXPECT_EQ((api_.Do<v1::ListWavesResponse, v1::ListWavesRequest>("show_deleted: true").waves_size()), 1);
  EXPECT_EQ(Undelete("waves/V6"), "OK");
  EXPECT_FALSE(Wave("V6").has_delete_time());
  EXPECT_FALSE(Wave("V6").has_purge_time());
}

TEST_F(StandardTest, WhatIsInUseIsNotDeleted) {
  const tests::World world(api_);
  EXPECT_EQ(Delete("waves/V6", Wave("V6").etag()), "FAILED_PRECONDITION RESOURCE_IN_USE");
  const auto tutor =
      api_.Do<v1::GetTutorResponse, v1::GetTutorRequest>(absl::StrCat("name: '", world.anne, "'")).tutor();
  EXPECT_EQ((Refused<v1::DeleteTutorResponse, v1::DeleteTutorRequest>(
                absl::StrCat("name: '", tutor.name(), "' etag: '", tutor.etag(), "'"))),
            "FAILED_PRECONDITION RESOURCE_IN_USE");
}

TEST_F(StandardTest, WhatADeletedResourceNamesMustBeThereToUndeleteIt) {
  const tests::World world(api_);
  const auto member =
      api_.Do<v1::GetMemberResponse, v1::GetMemberRequest>(absl::StrCat("name: '", world.adele, "'")).member();
  EXPECT_EQ((Refused<v1::DeleteMemberResponse, v1::DeleteMemberRequest>(
                absl::StrCat("name: '", member.name(), "' etag: '", member.etag(), "'"))),
            "OK");
  world.AddMember(world.group, "adele aubepine", "");
  EXPECT_EQ(
      (Refused<v1::UndeleteMemberResponse, v1::UndeleteMemberRequest>(absl::StrCat("name: '", member.name(), "'"))),
      "ALREADY_EXISTS MEMBER_ALREADY_EXISTS");
}

TEST_F(StandardTest, PagesNeitherRepeatNorSkip) {
  for (int i = 0; i < 7; ++i) {
    api_.Do<v1::CreateWaveResponse, v1::CreateWaveRequest>(absl::StrCat("wave { code: 'V", i, "' }"));
  }
  std::vector<std::string> codes;
  std::vector<int> sizes;
  v1::ListWavesRequest request;
  for (const int size : {3, 1, 2, 5}) {
    request.set_page_size(size);
    const auto page = api_.Send<v1::ListWavesResponse>(request);
    ASSERT_TRUE(page.ok()) << page.status();
    sizes.push_back(page->waves_size());
    for (const auto& wave : page->waves()) codes.push_back(wave.code());
    request.set_page_token(page->next_page_token());
  }
  EXPECT_THAT(codes, ElementsAre("V0", "V1", "V2", "V3", "V4", "V5", "V6"));
  EXPECT_THAT(sizes, ElementsAre(3, 1, 2, 1));
  EXPECT_EQ(request.page_token(), "");
  // A page that ends with the last one says so.
  EXPECT_EQ((api_.Do<v1::ListWavesResponse, v1::ListWavesRequest>("page_size: 7").next_page_token()), "");
}

TEST_F(StandardTest, PagesHaveADefaultAndALargestSize) {
  v1::ImportSessionsRequest import;
  for (int i = 0; i < kLargestPageSize + 1; ++i) {
    *import.add_rows() = Make<v1::ImportRow>(absl::StrCat(
        "record { group: '1' date: '", domain::FormatDate(absl::CivilDay(2021) + i), "' themes: 'TIERS' }"));
  }
  ASSERT_TRUE(api_.Send<v1::ImportSessionsResponse>(import).ok());
  const auto size = [&](const std::string& request) {
    return api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>(request).sessions_size();
  };
  EXPECT_EQ(size(""), kDefaultPageSize);
  EXPECT_EQ(size("page_size: 999"), 999);
  EXPECT_EQ(size("page_size: 1001"), kLargestPageSize);
  EXPECT_EQ(size("page_size: 2147483647"), kLargestPageSize);
  EXPECT_EQ((Refused<v1::ListSessionsResponse, v1::ListSessionsRequest>("page_size: -1")),
            "INVALID_ARGUMENT INVALID_FIELDS: page_size TOO_SMALL");
}

TEST_F(StandardTest, AForgedPageTokenIsRefused) {
  EXPECT_EQ((Refused<v1::ListWavesResponse, v1::ListWavesRequest>("page_token: 'forged'")),
            "INVALID_ARGUMENT INVALID_FIELDS: page_token BAD_PAGE_TOKEN");
}

}  // namespace
}  // namespace tutorat::api
