// What a reader is told, over the whole contract: no name, no remark, no number that points at a person.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "tests/unit/handlers/permission_rows.h"
#include "tests/unit/handlers/permission_world.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/balance_comparison.pb.h"
#include "tutorat/v1/balance_diff.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"
#include "tutorat/v1/issue_register.pb.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Questions beyond those of the rows.
const std::vector<std::pair<const char*, const char*>>& MoreQuestions() {
  static const auto& questions = *new std::vector<std::pair<const char*, const char*>>{
      {"ReportService.GetBalance", "from_date: '2024-01-01' months: 3"},
      {"ReportService.GetBalance", "from_date: '2024-01-01' months: 3 group_numbers: 4"},
      {"ReportService.GetBalance", "from_date: '2024-01-01' months: 3 group_numbers: 5"},
      {"ReportService.GetBalance", "from_date: '2024-01-01' months: 3 group_numbers: 5 group_numbers: 6"},
      {"ReportService.GetBalance", "from_date: '2024-01-01' to_date: '2024-01-15'"},
      {"ReportService.ComparePeriods",
       "first { from_date: '2024-01-01' months: 2 } second { from_date: '2024-01-01' to_date: '2024-02-01' }"},
      {"ReportService.ComparePeriods",
       "first { from_date: '2024-01-01' months: 1 } second { from_date: '2024-02-01' months: 1 }"},
      {"IssueService.GetIssueRegister", ""},
      {"ReportService.ExportReport", "balance { from_date: '2024-01-01' months: 3 } format: FORMAT_HTML"},
      {"ReportService.ExportReport", "issues {} format: FORMAT_CSV"},
      {"ReportService.ExportReport", "coverage { from_date: '2024-01-01' months: 3 } format: FORMAT_MARKDOWN"},
      {"ReportService.ExportReport",
       "periods { first { from_date: '2024-01-01' months: 1 } second { from_date: '2024-02-01' months: 1 } } "
       "format: FORMAT_CSV_SPREADSHEET"},
      {"GroupService.ListGroups", "show_deleted: true"},
  };
  return questions;
}

class ReaderTest : public testing::Test {
 protected:
  struct Answer {
    std::string question;
    std::string bytes;
    std::unique_ptr<Message> message;
  };

  // Every method that lists readers, and what it answers in this role.
  std::vector<Answer> AnswersTo(v1::Role role) {
    api_.caller() = tests::PermissionWorld::As(role);
    std::vector<std::pair<std::string, std::string>> questions;
    for (const auto& row : tests::PermissionRows()) {
      questions.emplace_back(row.method, world_.Own(row.request));
      questions.emplace_back(row.method, world_.Other(row.request));
    }
    for (const auto& [method, request] : MoreQuestions()) questions.emplace_back(method, request);
    std::vector<Answer> answers;
    for (const auto& [name, request] : questions) {
      const auto* method =
          google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(absl::StrCat("tutorat.v1.", name));
      const auto& roles = method->options().GetExtension(v1::permission).roles();
      if (std::find(roles.begin(), roles.end(), v1::ROLE_READER) == roles.end()) continue;
      const auto bytes = api_.Call(*method, request);
      EXPECT_TRUE(bytes.ok()) << name << " " << request << "\n" << bytes.status();
      if (!bytes.ok()) continue;
      answers.push_back(
          {absl::StrCat(name, " ", request), *bytes,
           std::unique_ptr<Message>(
               google::protobuf::MessageFactory::generated_factory()->GetPrototype(method->output_type())->New())});
      EXPECT_TRUE(answers.back().message->ParseFromString(*bytes));
    }
    return answers;
  }

  tests::LocalApi api_;
  tests::PermissionWorld world_{api_};
};

// Every message in `message`, itself first; the balances that frozen ones hold too.
void ForEach(const Message& message, const std::function<void(const Message&)>& visit) {
  visit(message);
  if (const auto* frozen = dynamic_cast<const v1::FrozenBalance*>(&message); frozen && !frozen->content().empty()) {
    v1::Balance balance;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(absl::StrJoin(frozen->content(), ""), &balance).ok());
    ForEach(balance, visit);
  }
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int size = field->is_repeated() ? message.GetReflection()->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      ForEach(field->is_repeated() ? message.GetReflection()->GetRepeatedMessage(message, field, i)
                                   : message.GetReflection()->GetMessage(message, field),
              visit);
    }
  }
}

bool PointsAtAPerson(int came, int expected) {
  const auto small = [](int people) { return people > 0 && people < 3; };
  return small(came) || small(expected) || small(expected - came) || (came == 0 && expected > 0);
}

TEST_F(ReaderTest, NoAnswerHoldsAPersonalField) {
  for (const Answer& answer : AnswersTo(v1::ROLE_READER)) {
    ForEach(*answer.message, [&](const Message& message) {
      std::vector<const FieldDescriptor*> set;
      message.GetReflection()->ListFields(message, &set);
      for (const FieldDescriptor* field : set) {
        EXPECT_FALSE(field->options().GetExtension(v1::pii)) << answer.question << ": " << field->full_name();
        EXPECT_FALSE(field->options().GetExtension(v1::secret)) << answer.question << ": " << field->full_name();
      }
    });
  }
}

TEST_F(ReaderTest, NoAnswerHoldsANameARemarkOrAnAddress) {
  for (const Answer& answer : AnswersTo(v1::ROLE_READER)) {
    for (const std::string& text : tests::PermissionWorld::PersonalTexts()) {
      EXPECT_THAT(answer.bytes, testing::Not(testing::HasSubstr(text))) << answer.question;
    }
  }
  // The same questions of a coordinator are answered with names: there was something to leave out.
  std::string told;
  for (const Answer& answer : AnswersTo(v1::ROLE_COORDINATOR)) told += answer.bytes;
  for (const char* text : {"Anne Onyme", "Bruno Ronce", "Zoé Lefroid", "Yves Relance", "relancé pour Adèle"}) {
    EXPECT_THAT(told, testing::HasSubstr(text));
  }
}

TEST_F(ReaderTest, NoAnswerHoldsANumberThatPointsAtAPerson) {
  int seen = 0;
  for (const Answer& answer : AnswersTo(v1::ROLE_READER)) {
    ForEach(*answer.message, [&](const Message& message) {
      std::vector<const FieldDescriptor*> set;
      message.GetReflection()->ListFields(message, &set);
      for (const FieldDescriptor* field : set) {
        if (!field->options().GetExtension(v1::counts_people)) continue;
        ASSERT_FALSE(field->is_repeated()) << answer.question << ": " << field->full_name();
        EXPECT_GE(message.GetReflection()->GetInt32(message, field), 3) << answer.question << message.DebugString();
        ++seen;
      }
      if (const auto* ratio = dynamic_cast<const v1::AttendanceRatio*>(&message)) {
        EXPECT_FALSE(PointsAtAPerson(ratio->numerator(), ratio->denominator())) << answer.question;
      }
      if (const auto* session = dynamic_cast<const v1::BalanceSession*>(&message)) {
        EXPECT_EQ(session->attendance().denominator(), 0) << answer.question;
      }
    });
  }
  EXPECT_GT(seen, 0) << "every number was left out: too much";
}

TEST_F(ReaderTest, NoFigureOfAttendancePointsAtAPerson) {
  int withheld = 0;
  int told = 0;
  const auto look = [&](const std::string& question, const std::string& key, const v1::FigureValue& first,
                        const v1::FigureValue& second) {
    if (!absl::EndsWith(key, "/attendance")) return;
    for (const v1::FigureValue* value : {&first, &second}) {
      withheld += value->withheld() ? 1 : 0;
      told += value->denominator() > 0 ? 1 : 0;
      EXPECT_FALSE(PointsAtAPerson(value->numerator(), value->denominator())) << question << " " << key;
    }
  };
  for (const Answer& answer : AnswersTo(v1::ROLE_READER)) {
    ForEach(*answer.message, [&](const Message& message) {
      if (const auto* figure = dynamic_cast<const v1::FigureComparison*>(&message)) {
        look(answer.question, figure->key(), figure->first(), figure->second());
        if (!figure->first().withheld() && !figure->second().withheld()) return;
        EXPECT_EQ(figure->difference(), 0) << answer.question;
        EXPECT_FALSE(figure->has_difference_tenths()) << answer.question;
      } else if (const auto* change = dynamic_cast<const v1::FigureChange*>(&message)) {
        look(answer.question, change->key(), change->before(), change->after());
      } else if (const auto* field = dynamic_cast<const v1::FieldChange*>(&message)) {
        EXPECT_NE(field->field(), "attendance") << answer.question;
      }
    });
  }
  EXPECT_GT(withheld, 0);
  EXPECT_GT(told, 0);
}

TEST_F(ReaderTest, ABalanceTellsTheGroupsThatPointAtNobody) {
  api_.caller() = tests::PermissionWorld::As(v1::ROLE_READER);
  const auto balance =
      api_.Do<v1::GetBalanceResponse, v1::GetBalanceRequest>("from_date: '2024-01-01' to_date: '2024-02-01'").balance();
  const auto told = [](const v1::AttendanceRatio& ratio) {
    return ratio.withheld() ? "withheld" : absl::StrCat(ratio.numerator(), "/", ratio.denominator());
  };
  std::vector<std::string> groups;
  for (const auto& group : balance.groups()) groups.push_back(told(group.attendance()));
  // V7's group met never. Of groups 4 and 5 together, 11 came of 14 expected, in three sessions: no one's figure.
  EXPECT_EQ(groups, (std::vector<std::string>{"withheld", "withheld", "11/17", "0/0"}));
  EXPECT_EQ(told(balance.observations().attendance()), "22/31");
  EXPECT_EQ(balance.groups(0).attendance().session_count(), 2);
}

// Three totals of two groups each would give each group's figure.
TEST_F(ReaderTest, ATotalOfChosenGroupsTellsNothingOfWhatTheyWithhold) {
  api_.caller() = tests::PermissionWorld::As(v1::ROLE_READER);
  const auto total = [&](const std::string& numbers) {
    return api_
        .Do<v1::GetBalanceResponse, v1::GetBalanceRequest>("wave: 'V6' from_date: '2024-01-01' to_date: '2024-02-01' " +
                                                           numbers)
        .balance()
        .observations()
        .attendance();
  };
  EXPECT_FALSE(total("").withheld());
  EXPECT_TRUE(total("group_numbers: 4 group_numbers: 5").withheld());
  EXPECT_TRUE(total("group_numbers: 4 group_numbers: 5 group_numbers: 6").withheld());
  EXPECT_FALSE(total("group_numbers: 6").withheld());
}

TEST_F(ReaderTest, NoAnswerHoldsAHashOfWhatIsNotTold) {
  int answers = 0;
  api_.caller() = tests::PermissionWorld::As(v1::ROLE_READER);
  const auto frozen =
      api_.Do<v1::GetFrozenBalanceResponse, v1::GetFrozenBalanceRequest>(world_.Own("name: '{frozen}'"));
  EXPECT_EQ(frozen.frozen_balance().etag(), "");
  const auto listed = api_.Do<v1::ListFrozenBalancesResponse, v1::ListFrozenBalancesRequest>("");
  for (const auto& each : listed.frozen_balances()) {
    EXPECT_EQ(each.etag(), "");
    EXPECT_EQ(each.sha256(), "");
    ++answers;
  }
  const auto groups = api_.Do<v1::ListGroupsResponse, v1::ListGroupsRequest>("");
  for (const auto& group : groups.groups()) {
    EXPECT_EQ(group.etag(), "");
    ++answers;
  }
  EXPECT_GT(answers, 2);
}

TEST_F(ReaderTest, AFrozenBalanceIsWithheldInItsContent) {
  api_.caller() = tests::PermissionWorld::As(v1::ROLE_COORDINATOR);
  const auto whole = api_.Do<v1::GetFrozenBalanceResponse, v1::GetFrozenBalanceRequest>(world_.Own("name: '{frozen}'"))
                         .frozen_balance();
  EXPECT_THAT(absl::StrJoin(whole.content(), ""), testing::HasSubstr("\"numerator\": 9,"));
  api_.caller() = tests::PermissionWorld::As(v1::ROLE_READER);
  const auto told = api_.Do<v1::GetFrozenBalanceResponse, v1::GetFrozenBalanceRequest>(world_.Own("name: '{frozen}'"))
                        .frozen_balance();
  EXPECT_THAT(absl::StrJoin(told.content(), ""), testing::Not(testing::HasSubstr("\"numerator\": 9,")));
  EXPECT_THAT(absl::StrJoin(told.content(), ""), testing::HasSubstr("\"withheld\": true"));
  EXPECT_EQ(told.sha256(), "");
  EXPECT_EQ(told.wave(), whole.wave());
  EXPECT_NE(whole.sha256(), "");
}

TEST_F(ReaderTest, ADiffTellsNothingOfTheOneSessionThatIsNew) {
  api_.caller() = tests::PermissionWorld::As(v1::ROLE_READER);
  const auto diff = api_.Do<v1::DiffBalancesResponse, v1::DiffBalancesRequest>(world_.Own("name: '{frozen}'")).diff();
  ASSERT_EQ(diff.new_sessions_size(), 1);
  EXPECT_EQ(diff.new_sessions(0).after().attendance().numerator(), 0);
  for (const v1::FigureChange& figure : diff.figures()) {
    EXPECT_FALSE(absl::EndsWith(figure.key(), "/attendance")) << figure.ShortDebugString();
  }
}

TEST_F(ReaderTest, AnIssueTellsFromThreePeopleOnHowManyItAffects) {
  api_.caller() = tests::PermissionWorld::As(v1::ROLE_READER);
  const auto told = api_.Do<v1::GetIssueRegisterResponse, v1::GetIssueRegisterRequest>("").issue_register();
  std::vector<std::string> affected;
  for (const v1::IssueEntry& entry : told.entries()) {
    affected.push_back(
        absl::StrCat(entry.group().number(), " ", entry.affected_count(), entry.withheld() ? " withheld" : ""));
    EXPECT_TRUE(entry.members().empty());
  }
  EXPECT_EQ(affected, (std::vector<std::string>{"4 0 withheld", "4 5", "5 0 withheld"}));
}

}  // namespace
}  // namespace tutorat::api
