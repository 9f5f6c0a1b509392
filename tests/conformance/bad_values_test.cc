// Bad input that no single rule describes: what is too much, impossible, or forged.
#include "tests/conformance/fixture.h"
#include "tests/conformance/samples/samples.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::tests {
namespace {

using grpc::StatusCode;

class BadValuesTest : public ConformanceTest {
 protected:
  void TearDown() override {
    EXPECT_EQ(world_.Everything(), before_);
    EXPECT_EQ(api_.Health(), 1);
  }

  v1::CreateSessionRequest NewSession() {
    v1::CreateSessionRequest request;
    *request.mutable_session() = world_.NewSession(group_);
    return request;
  }
  v1::RecordSessionRequest NewRecord() {
    v1::RecordSessionRequest request;
    *request.mutable_record() = world_.NewRecord(4);
    return request;
  }

  const std::string group_ = world_.AddGroup(4).name();
  const std::string before_ = world_.Everything();
};

TEST_F(BadValuesTest, UnknownGroup) {
  auto session = NewSession();
  session.mutable_session()->set_group("groups/01hf2x8qr5c0d3k9m7v4w6y1za");
  ExpectRefused(api_.Refusal(session), StatusCode::NOT_FOUND, "GROUP_NOT_FOUND");
  auto record = NewRecord();
  record.mutable_record()->set_group("4000");
  const Outcome outcome = api_.Refusal(record);
  ExpectRefused(outcome, StatusCode::NOT_FOUND, "GROUP_NOT_FOUND");
  EXPECT_EQ(outcome.ViolationOf("record.group"), "GROUP_NOT_FOUND");
  // The remedy: which groups there are.
  EXPECT_NE(outcome.message.find('4'), std::string::npos);
}

TEST_F(BadValuesTest, EveryWrongUaiLetter) {
  const std::string right = RandomUai();
  v1::CreateEstablishmentRequest request;
  for (char letter = 'A'; letter <= 'Z'; ++letter) {
    if (letter == right.back()) continue;
    request.mutable_establishment()->set_uai(right.substr(0, 7) + letter);
    ExpectInvalid(api_.Refusal(request), "establishment.uai", "WRONG_CHECK_LETTER");
  }
}

TEST_F(BadValuesTest, SessionThatEndsBeforeItStarts) {
  auto session = NewSession();
  for (const int64_t seconds : {int64_t{-3600}, int64_t{-1}, int64_t{0}, INT64_MIN}) {
    session.mutable_session()->mutable_duration()->set_seconds(seconds);
    EXPECT_EQ(api_.Refusal(session).ViolationOf("session.duration"), "TOO_SMALL") << seconds;
  }
  session.mutable_session()->mutable_duration()->set_seconds(INT64_MAX);
  ExpectInvalid(api_.Refusal(session), "session.duration", "TOO_LARGE");
  session.mutable_session()->mutable_duration()->set_seconds(3600);
  session.mutable_session()->mutable_duration()->set_nanos(-1);
  ExpectInvalid(api_.Refusal(session), "session.duration", "BAD_FORMAT");
  auto record = NewRecord();
  record.mutable_record()->set_duration_minutes(-60);
  ExpectInvalid(api_.Refusal(record), "record.duration_minutes", "TOO_SMALL");
}

TEST_F(BadValuesTest, StartOutsideTheCalendar) {
  auto session = NewSession();
  for (const int64_t seconds : {INT64_MIN, int64_t{-62135596800} - 1, int64_t{253402300800}, INT64_MAX,
                                Instant("0224-01-15T13:00:00Z").seconds(), Instant("2924-01-15T13:00:00Z").seconds()}) {
    session.mutable_session()->mutable_start_time()->set_seconds(seconds);
    ExpectInvalid(api_.Refusal(session), "session.start_time", "BAD_FORMAT");
  }
  session = NewSession();
  for (const int nanos : {-1, 1'000'000'000, INT32_MIN, INT32_MAX}) {
    session.mutable_session()->mutable_start_time()->set_nanos(nanos);
    ExpectInvalid(api_.Refusal(session), "session.start_time", "BAD_FORMAT");
  }
}

TEST_F(BadValuesTest, TenThousandThemes) {
  std::string themes;
  for (int i = 0; i < 10000; ++i) themes += "tiers\n";
  auto session = NewSession();
  session.mutable_session()->set_themes(themes);
  ExpectInvalid(api_.Refusal(session), "session.themes", "TOO_LONG");
  auto record = NewRecord();
  record.mutable_record()->set_themes(themes);
  ExpectInvalid(api_.Refusal(record), "record.themes", "TOO_LONG");
}

// One violation, not ten thousand.
TEST_F(BadValuesTest, TenThousandIssues) {
  auto session = NewSession();
  auto record = NewRecord();
  for (int i = 0; i < 10000; ++i) {
    session.mutable_session()->add_participation_issues();
    record.mutable_record()->add_issues();
  }
  const Outcome outcome = api_.Refusal(session);
  ExpectInvalid(outcome, "session.participation_issues", "TOO_MANY_ITEMS");
  EXPECT_EQ(outcome.violations.size(), 1u);
  ExpectInvalid(api_.Refusal(record), "record.issues", "TOO_MANY_ITEMS");
}

// As many violations as fit in a request of ordinary size: the answer must still fit in gRPC's trailers.
TEST_F(BadValuesTest, EveryItemWrong) {
  auto session = NewSession();
  for (int i = 0; i < 200; ++i) session.mutable_session()->add_attendances()->set_member("nobody at all " + RandomId());
  for (int i = 0; i < 50; ++i) session.mutable_session()->add_guests()->set_display_name("|");
  const Outcome outcome = api_.Refusal(session);
  ExpectInvalid(outcome, "session.attendances[0].member", "BAD_FORMAT");
  EXPECT_GT(outcome.violations.size(), 1u);
}

TEST_F(BadValuesTest, MembersThatAreUnknownByTheHundreds) {
  auto session = NewSession();
  for (int i = 0; i < 200; ++i) {
    auto* attendance = session.mutable_session()->add_attendances();
    attendance->set_member("members/" + RandomId());
    attendance->set_status(v1::Attendance::STATUS_PRESENT);
  }
  ExpectRefused(api_.Refusal(session), StatusCode::NOT_FOUND, "MEMBER_NOT_FOUND");
}

// However many there are to choose from.
TEST(BadValuesAmongMany, RefusalAmongManyGroupsFits) {
  const Api api(SharedServer());
  World world(api);
  v1::ImportSessionsRequest import;
  for (int number = 8000; number < 9500; ++number) *import.add_rows()->mutable_record() = world.NewRecord(number);
  v1::ImportReport report;
  ASSERT_TRUE(api.Import(import, &report).ok());
  ASSERT_TRUE(report.applied());
  v1::RecordSessionRequest request;
  *request.mutable_record() = world.NewRecord(1);
  for (const char* language : {"en", "fr"}) {
    const Outcome outcome = Api(SharedServer(), language).Refusal(request);
    ExpectRefused(outcome, StatusCode::NOT_FOUND, "GROUP_NOT_FOUND");
    EXPECT_LT(outcome.details.size(), 4096u);
  }
}

TEST_F(BadValuesTest, TooManyBytesForTheTransport) {
  v1::ImportSessionsRequest request;
  request.set_default_wave(std::string(20 << 20, 'V'));
  EXPECT_EQ(api_.Refusal(request).code, StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(BadValuesTest, TooManyRows) {
  v1::ImportSessionsRequest request;
  for (int i = 0; i < 1000001; ++i) request.add_rows();
  ExpectInvalid(api_.Refusal(request), "rows", "TOO_MANY_ITEMS");
}

TEST_F(BadValuesTest, RowWithoutARecord) {
  v1::ImportSessionsRequest request;
  request.add_rows()->set_line(2);
  request.mutable_rows(0)->set_request_id("not an id");
  v1::ImportReport report;
  const Outcome outcome = api_.Import(request, &report);
  EXPECT_TRUE(outcome.ok()) << outcome;
  EXPECT_EQ(report.error_count(), 1);
  std::vector<std::string> errors;
  for (const v1::RowError& error : report.results(0).errors()) errors.push_back(error.field() + " " + error.reason());
  EXPECT_THAT(errors, ::testing::IsSupersetOf({"group REQUIRED", "date REQUIRED", "request_id BAD_FORMAT"}));
}

TEST_F(BadValuesTest, PeriodsThatAreNone) {
  const struct {
    const char* from;
    int months;
    const char* to;
    const char* field;
    const char* reason;
  } cases[] = {
      {"2023-11-10", 0, "", "months", "REQUIRED"},
      {"2023-11-10", 3, "2024-02-10", "to_date", "CONFLICTING_FIELDS"},
      {"2024-02-10", 0, "2024-02-09", "to_date", "BEFORE_START"},
      {"2024-02-30", 3, "", "from_date", "BAD_FORMAT"},
      {"2023-11-10", 0, "2024-02-30", "to_date", "BAD_FORMAT"},
      {"2023-11-10", -3, "", "months", "TOO_SMALL"},
      {"2023-11-10", 121, "", "months", "TOO_LARGE"},
      {"", 3, "", "from_date", "REQUIRED"},
  };
  for (const auto& each : cases) {
    v1::GetBalanceRequest request;
    request.set_from_date(each.from);
    request.set_months(each.months);
    request.set_to_date(each.to);
    ExpectInvalid(api_.Refusal(request), each.field, each.reason);
  }
}

TEST_F(BadValuesTest, BalanceOfWhatDoesNotExist) {
  v1::GetBalanceRequest request;
  request.set_from_date("2023-11-10");
  request.set_months(3);
  request.set_wave(world_.code());
  request.add_group_numbers(4);
  request.add_group_numbers(44);
  const Outcome outcome = api_.Refusal(request);
  ExpectRefused(outcome, StatusCode::NOT_FOUND, "GROUP_NOT_FOUND");
  EXPECT_EQ(outcome.ViolationOf("group_numbers[1]"), "GROUP_NOT_FOUND");
  request.set_wave("T-absent");
  ExpectRefused(api_.Refusal(request), StatusCode::NOT_FOUND, "WAVE_NOT_FOUND");
}

// Which of the rows, when one is written in another encoding.
TEST_F(BadValuesTest, RowThatIsNotUtf8IsNamed) {
  v1::ImportSessionsRequest request;
  for (int i = 0; i < 3; ++i) *request.add_rows()->mutable_record() = world_.NewRecord(4);
  request.mutable_rows(2)->mutable_record()->mutable_present()->add_names("Ada");
  request.mutable_rows(2)->mutable_record()->mutable_present()->add_names("placeholder");
  std::string bytes = request.SerializeAsString();
  bytes.replace(bytes.find("placeholder"), 11, "H\xe9l\xe8ne M...");
  std::string response;
  const Outcome outcome = api_.CallBytes("/tutorat.v1.SessionService/ImportSessions", bytes, &response);
  ExpectInvalid(outcome, "rows[2].record.present.names[1]", "INVALID_UTF8");
}

TEST_F(BadValuesTest, WrittenForADatabase) {
  for (const char* text : {"'; DROP TABLE sessions; --", "\" OR \"\"=\"", "%", "_", "\\", "`"}) {
    v1::GetGroupRequest get;
    get.set_name(text);
    EXPECT_FALSE(api_.Refusal(get).ok());
    v1::ListSessionsRequest list;
    list.set_tutor(std::string("tutors/") + text);
    ExpectInvalid(api_.Refusal(list), "tutor", "BAD_FORMAT");
    auto record = NewRecord();
    record.mutable_record()->set_tutor(text);
    ExpectRefused(api_.Refusal(record), StatusCode::NOT_FOUND, "TUTOR_NOT_FOUND");
  }
}

}  // namespace
}  // namespace tutorat::tests
