// Every method of every service, called in every role, on what is the caller's own and on what is not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "tests/support/contract.h"
#include "tests/unit/handlers/permission_rows.h"
#include "tests/unit/handlers/permission_world.h"
#include "tutorat/v1/account_service.pb.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::api {
namespace {

using google::protobuf::MethodDescriptor;
using tests::Outcome;
using tests::PermissionRow;

// By `Service.Method`: what the contract has, by reflection.
std::map<std::string, const MethodDescriptor*> MethodsByName() {
  std::map<std::string, const MethodDescriptor*> methods;
  for (const MethodDescriptor* method : tests::Methods()) methods[tests::NameOf(method)] = method;
  return methods;
}

class PermissionMatrixTest : public testing::Test {
 protected:
  void Expect(const PermissionRow& row, const Principal& caller, const std::string& request, Outcome expected,
              const char* cell) {
    SCOPED_TRACE(absl::StrCat(row.method, " ", cell, ": ", request));
    api_.caller() = caller;
    const auto answer = api_.Call(*MethodsByName().at(row.method), request);
    const std::string reason = domain::Reason(answer.status());
    if (expected == Outcome::kRole || expected == Outcome::kGroup) {
      EXPECT_EQ(answer.status().code(), absl::StatusCode::kPermissionDenied) << answer.status();
      EXPECT_EQ(reason, expected == Outcome::kRole ? "ROLE_REQUIRED" : "NOT_YOUR_GROUP") << answer.status();
      ExpectNothingOfOthers(std::string(answer.status().message()), request);
      return;
    }
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok() || expected == Outcome::kOk) return;
    ExpectNothingOfOthers(*answer, request);
    if (expected == Outcome::kRowRefused) {
      EXPECT_THAT(*answer, testing::HasSubstr("NOT_YOUR_GROUP"));
    }
  }

  // What the request itself says is no secret.
  void ExpectNothingOfOthers(const std::string& answer, const std::string& request) const {
    for (const std::string& text : world_.OthersTexts()) {
      if (!absl::StrContains(request, text)) {
        EXPECT_THAT(answer, testing::Not(testing::HasSubstr(text)));
      }
    }
  }

  tests::LocalApi api_;
  tests::PermissionWorld world_{api_};
};

TEST_F(PermissionMatrixTest, EveryMethodAnswersEveryRoleAsItsRowSays) {
  std::set<std::string> called;
  for (const PermissionRow& row : tests::PermissionRows()) {
    ASSERT_EQ(MethodsByName().count(row.method), 1) << row.method << " is no method of the contract";
    EXPECT_TRUE(called.insert(row.method).second) << row.method << " has two rows";
    const std::string own = world_.Own(row.request);
    Expect(row, world_.Tutor(), own, row.tutor_own, "tutor, own group");
    Expect(row, world_.Tutor(), world_.Other(row.request), row.tutor_other, "tutor, other group");
    Expect(row, tests::PermissionWorld::As(v1::ROLE_COORDINATOR), own, row.coordinator, "coordinator");
    Expect(row, tests::PermissionWorld::As(v1::ROLE_READER), own, row.reader, "reader");
    Expect(row, tests::PermissionWorld::As(v1::ROLE_ADMINISTRATOR), own, row.administrator, "administrator");
  }
  for (const auto& [name, method] : MethodsByName()) {
    EXPECT_EQ(called.count(name), 1) << name << " has no row: say in permission_rows.cc what each role is answered";
  }
}

TEST_F(PermissionMatrixTest, ACorrectionIsOfTheTutorsOwnSessions) {
  const PermissionRow row = {"SessionService.RecordSession",
                             "session: '{session}' etag: '{session.etag}' record { notes: 'rien' } validate_only: true",
                             Outcome::kOk,
                             Outcome::kGroup,
                             Outcome::kOk,
                             Outcome::kRole,
                             Outcome::kRole};
  Expect(row, world_.Tutor(), world_.Own(row.request), row.tutor_own, "tutor, own group");
  Expect(row, world_.Tutor(), world_.Other(row.request), row.tutor_other, "tutor, other group");
  Expect(row, tests::PermissionWorld::As(v1::ROLE_COORDINATOR), world_.Own(row.request), row.coordinator,
         "coordinator");
  // Nor is their session moved to a group that is another's.
  const std::string away = "session: '{session}' etag: '{session.etag}' validate_only: true record { group: '";
  api_.caller() = world_.Tutor();
  const auto moved =
      api_.Call(*MethodsByName().at(row.method), absl::StrCat(world_.Own(away), world_.Other("{group}"), "' }"));
  EXPECT_EQ(domain::Reason(moved.status()), "NOT_YOUR_GROUP") << moved.status();
}

TEST_F(PermissionMatrixTest, NobodyWithoutARoleMayCallAnything) {
  api_.caller() = tests::PermissionWorld::As(v1::ROLE_READER);
  api_.caller().roles.clear();
  for (const PermissionRow& row : tests::PermissionRows()) {
    const auto answer = api_.Call(*MethodsByName().at(row.method), world_.Own(row.request));
    EXPECT_EQ(domain::Reason(answer.status()), "ROLE_REQUIRED") << row.method;
  }
}

TEST_F(PermissionMatrixTest, TheStrongestRoleThatTheMethodListsCounts) {
  // A tutor who also coordinates sees every group; one who also reads sees names of their own.
  const auto& get = *MethodsByName().at("GroupService.GetMember");
  api_.caller() = world_.Tutor();
  api_.caller().roles = {v1::ROLE_TUTOR, v1::ROLE_COORDINATOR};
  EXPECT_TRUE(api_.Call(get, world_.Other("name: '{member}'")).ok());
  api_.caller().roles = {v1::ROLE_READER, v1::ROLE_TUTOR};
  const auto balance = api_.Call(*MethodsByName().at("ReportService.GetBalance"),
                                 world_.Own("from_date: '2024-01-01' months: 3 group_numbers: {number}"));
  ASSERT_TRUE(balance.ok()) << balance.status();
  EXPECT_THAT(*balance, testing::HasSubstr("Anne Onyme"));
  // An administrator who coordinates nothing sees no content.
  api_.caller().roles = {v1::ROLE_ADMINISTRATOR, v1::ROLE_READER};
  EXPECT_EQ(domain::Reason(api_.Call(get, world_.Own("name: '{member}'")).status()), "ROLE_REQUIRED");
}

}  // namespace
}  // namespace tutorat::api
