#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "server/domain/base/local_time.h"
#include "tests/unit/handlers/world.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using tests::Make;
using tests::Refusal;

constexpr char kThree[] = R"(
    rows { line: 2 record { group: '4' date: '2024-01-15' themes: 'TIERS' } }
    rows { line: 3 record { group: '4' date: '2024-01-16' themes: 'EJ' present { names: 'Adèle Aubépine' } } }
    rows { line: 5 record { group: '5' date: '2024-01-15' themes: 'GFE' tutor: 'Zoé Neuve' present { names: 'Yves Neuf' } } } )";

class ImportTest : public testing::Test {
 protected:
  v1::ImportReport Import(const std::string& rows) {
    return api_.Do<v1::ImportSessionsResponse, v1::ImportSessionsRequest>(rows).report();
  }

  // `line ACTION` or `line field REASON, ...` of each row.
  static std::vector<std::string> Rows(const v1::ImportReport& report) {
    std::vector<std::string> rows;
    for (const auto& result : report.results()) {
      const std::string errors = absl::StrJoin(result.errors(), ", ", [](std::string* out, const v1::RowError& error) {
        EXPECT_FALSE(error.message().empty());
        absl::StrAppend(out, error.field(), " ", error.reason());
      });
      EXPECT_EQ(result.errors().empty(), result.action() != v1::ImportResult::ACTION_ERROR);
      rows.push_back(absl::StrCat(result.line(), " ", errors.empty() ? ActionOf(result) : errors));
    }
    return rows;
  }
  static std::string ActionOf(const v1::ImportResult& result) {
    return std::string(absl::StripPrefix(v1::ImportResult::Action_Name(result.action()), "ACTION_"));
  }

  int Sessions() {
    return api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("page_size: 1000").sessions_size();
  }

  tests::LocalApi api_;
  tests::World world_{api_};
};

TEST_F(ImportTest, FirstShownThenAppliedThenUnchanged) {
  const auto preview = Import(absl::StrCat(kThree, " validate_only: true"));
  EXPECT_THAT(Rows(preview), ElementsAre("2 CREATE", "3 CREATE", "5 CREATE"));
  EXPECT_FALSE(preview.applied());
  EXPECT_EQ(preview.create_count(), 3);
  EXPECT_EQ(preview.results(0).session(), "") << "a preview has no name to give";
  EXPECT_EQ(Sessions(), 0);

  const auto applied = Import(kThree);
  EXPECT_THAT(Rows(applied), ElementsAre("2 CREATE", "3 CREATE", "5 CREATE"));
  EXPECT_TRUE(applied.applied());
  EXPECT_THAT(applied.results(0).session(), testing::StartsWith("sessions/"));
  EXPECT_EQ(Sessions(), 3);

  const auto again = Import(kThree);
  EXPECT_THAT(Rows(again), ElementsAre("2 SAME", "3 SAME", "5 SAME"));
  EXPECT_TRUE(again.applied());
  EXPECT_EQ(again.same_count(), 3);
  EXPECT_EQ(again.results(0).session(), applied.results(0).session());
  EXPECT_EQ(again.created_size(), 0);
  EXPECT_EQ(Sessions(), 3);
}

// Applied again it finds what it presumed, even where somebody joined the group since; what a file says goes before.
TEST_F(ImportTest, PresumesTheOthersPresentOnceAndSaysSo) {
  const auto import = [this](const std::string& others) {
    return Import(absl::StrCat("rows { line: 2 record { group: '4' date: '2024-01-15' themes: 'TIERS' absent { names: ",
                               "'Basile  Houblon' } ", others, " } }"));
  };
  const auto count = [this] {
    return api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("").sessions(0).attendances_size();
  };
  const auto first = import("");
  EXPECT_THAT(Rows(first), ElementsAre("2 CREATE"));
  ASSERT_EQ(first.results(0).warnings_size(), 1);
  EXPECT_EQ(first.results(0).warnings(0).reason(), "OTHERS_PRESUMED_PRESENT");
  EXPECT_EQ(count(), 2);
  world_.AddMember(world_.group, "Carole Tard", "");
  EXPECT_THAT(Rows(import("")), ElementsAre("2 SAME"));
  EXPECT_EQ(count(), 2);
  EXPECT_THAT(Rows(import("unlisted_members: UNLISTED_PRESENT")), ElementsAre("2 UPDATE"));
  EXPECT_EQ(count(), 3);
  EXPECT_THAT(Rows(import("unlisted_members: UNLISTED_NOT_RECORDED")), ElementsAre("2 UPDATE"));
  EXPECT_EQ(count(), 1);
  for (const char* others : {"", "unlisted_members: UNLISTED_NOT_RECORDED"}) {
    EXPECT_THAT(Rows(import(others)), ElementsAre("2 SAME"));
  }
  EXPECT_THAT(Rows(import("late { names: 'Carole Tard' }")), ElementsAre("2 UPDATE"));
  EXPECT_EQ(count(), 3);
}

TEST_F(ImportTest, TellsWhatItCreatesAndForWhichLine) {
  const auto report = Import(kThree);
  std::vector<std::string> created;
  for (const auto& one : report.created()) {
    created.push_back(absl::StrCat(one.line(), " ", one.collection(), " ", one.label()));
  }
  EXPECT_THAT(created, ElementsAre("5 tutors Zoé Neuve", "5 groups V6/5", "5 members Yves Neuf"));
}

TEST_F(ImportTest, OneWrongRowRefusesAllAndEveryRowIsTold) {
  const auto report = Import(absl::StrCat(kThree, R"(
      rows { line: 6 record { group: '4' date: '2024-02-30' themes: 'TIERS' } }
      rows { line: 7 record { date: '2024-01-20' themes: 'TIERS' start: '25:00' } }
      rows { line: 8 record { group: '4' date: '2024-01-20' } }
      rows { line: 9 record { group: 'x' date: '2024-01-20' themes: 'TIERS' } }
      rows { line: 10 record { group: '4' date: '2024-01-20' themes: 'TIERS' tutor: '12' } }
      rows { line: 11 record { group: '4' date: '2024-01-20' themes: 'TIERS' present { count: 9 } expected: 8 } }
      rows { line: 12 record { group: '4' date: '2024-01-20' themes: 'TIERS' } request_id: 'not an id' }
      rows { line: 13 }
      rows { line: -1 record { group: '4' date: '2024-01-20' themes: 'TIERS' } })"));
  EXPECT_THAT(Rows(report), ElementsAre("2 CREATE", "3 CREATE", "5 CREATE", "6 date BAD_FORMAT",
                                        "7 group REQUIRED, start BAD_FORMAT", "8 themes REQUIRED", "9 group BAD_FORMAT",
                                        "10 tutor TUTOR_NOT_FOUND", "11 expected TOO_SMALL", "12 request_id BAD_FORMAT",
                                        "13 group REQUIRED, date REQUIRED", "-1 line TOO_SMALL"));
  EXPECT_FALSE(report.applied());
  EXPECT_EQ(report.error_count(), 9);
  EXPECT_EQ(report.create_count(), 3);
  EXPECT_EQ(Sessions(), 0);
  EXPECT_EQ((api_.Do<v1::ListGroupsResponse, v1::ListGroupsRequest>("").groups_size()), 1);
}

TEST_F(ImportTest, TheSameGroupDateStartAndThemesAreTheSameSession) {
  Import("rows { record { group: '4' date: '2024-01-15' start: '14:00' themes: 'TIERS' } }");
  const struct {
    const char* record;
    const char* action;
    std::vector<std::string> changed;
  } cases[] = {
      {"start: '14:00'", "0 SAME", {}},
      {"", "0 SAME", {}},  // any hour
      {"duration_minutes: 90", "0 UPDATE", {"duration"}},
      {"duration_minutes: 90 notes: 'n' appreciation: APPRECIATION_FAIR", "0 UPDATE", {"appreciation", "notes"}},
      {"", "0 SAME", {}},  // what a row leaves out stays
      {"present { names: 'Basile Houblon' names: 'Adèle Aubépine' }", "0 UPDATE", {"attendances"}},
      {"present { names: 'Adèle Aubépine' names: 'Basile Houblon' }", "0 SAME", {}},
      {"start: '14:30'", "0 CREATE", {}},
      {"date: '2024-01-16'", "0 CREATE", {}},
      {"themes: 'tiers'", "0 CREATE", {}},
      {"themes: 'TIERS '", "0 CREATE", {}},
  };
  int sessions = 1;
  for (const auto& c : cases) {
    SCOPED_TRACE(c.record);
    const auto report =
        Import(absl::StrCat("rows { record { group: '4' date: '2024-01-15' themes: 'TIERS' ", c.record, " } }"));
    EXPECT_THAT(Rows(report), ElementsAre(c.action));
    EXPECT_EQ(
        std::vector<std::string>(report.results(0).changed_fields().begin(), report.results(0).changed_fields().end()),
        c.changed);
    sessions += report.create_count();
    EXPECT_EQ(Sessions(), sessions);
  }
}

TEST_F(ImportTest, TheSameRowTwiceInOneFileIsOneSession) {
  EXPECT_THAT(Rows(Import(R"(rows { line: 2 record { group: '4' date: '2024-01-15' themes: 'TIERS' } }
                             rows { line: 3 record { group: '4' date: '2024-01-15' themes: 'TIERS' } })")),
              ElementsAre("2 CREATE", "3 SAME"));
  EXPECT_EQ(Sessions(), 1);
}

TEST_F(ImportTest, RowsOfOneFileThatContradictEachOtherAreRefused) {
  constexpr char kTwo[] =
      R"(rows { line: 2 record { group: '4' date: '2024-01-15' themes: 'TIERS' present { count: 6 } } }
                             rows { line: 3 record { group: '4' date: '2024-01-15' themes: 'TIERS' present { count: 9 } } })";
  const auto report = Import(kTwo);
  EXPECT_THAT(Rows(report), ElementsAre("2 CREATE", "3  CONFLICTING_ROWS"));
  EXPECT_THAT(report.results(1).errors(0).message(), testing::HasSubstr("line 2"));
  EXPECT_EQ(Sessions(), 0);
  // The same where the session was stored before.
  Import("rows { line: 2 record { group: '4' date: '2024-01-15' themes: 'TIERS' present { count: 6 } } }");
  EXPECT_THAT(Rows(Import(kTwo)), ElementsAre("2 SAME", "3  CONFLICTING_ROWS"));
}

TEST_F(ImportTest, FindsPeopleAndGroupsAsRegistersWriteThem) {
  world_.AddMember(world_.group, "Cy Trois", "");
  const auto report = Import(R"(
      rows { line: 2 record { group: 'Groupe 4' date: '2024-01-15' themes: 'A' present { names: 'AUBÉPINE Adèle' names: 'Houblon, Basile' } } }
      rows { line: 3 record { group: 'V6-4' date: '2024-01-16' themes: 'A' present { names: 'Adèle Aubépine, Cy Trois et Houblon Basile' } } }
      rows { line: 4 record { group: 'G4' date: '2024-01-17' themes: 'A' present { names: 'Basile' } } })");
  EXPECT_THAT(Rows(report), ElementsAre("2 CREATE", "3 CREATE", "4 CREATE"));
  EXPECT_EQ(report.created_size(), 0) << "nobody is made of a list, nor of a surname first";
  const auto sessions = api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("page_size: 1000");
  ASSERT_EQ(sessions.sessions_size(), 3);
  EXPECT_EQ(sessions.sessions(1).attendances_size(), 3);
  EXPECT_THAT(Rows(Import(R"(
      rows { line: 2 record { group: '4' date: '2024-02-15' themes: 'A' present { names: 'Cy Trois, Nina Neuve' } } }
      rows { line: 3 record { group: '4' date: '2024-02-16' themes: 'A' present { names: 'tous' } } }
      rows { line: 4 record { group: '4' date: '2024-02-17' themes: 'A' present { names: '6 sur 9' } } }
      rows { line: 5 record { group: '4' date: '2024-02-18' themes: 'A' present { names: '#REF!' } } })")),
              ElementsAre("2 present MEMBER_NOT_FOUND", "3 present MEMBER_NOT_FOUND", "4 present MEMBER_NOT_FOUND",
                          "5 present MEMBER_NOT_FOUND"));
}

// A group may have planned anew, for the same hour, what it had cancelled; or have met twice on the same things.
TEST_F(ImportTest, EachRowTakesItsOwnSession) {
  constexpr char kBoth[] = R"(
      rows { line: 2 record { group: '4' date: '2024-01-10' start: '14:00' state: SESSION_STATE_CANCELLED cancel_reason: 'grève' } }
      rows { line: 3 record { group: '4' date: '2024-01-10' start: '14:00' state: SESSION_STATE_PLANNED } })";
  EXPECT_THAT(Rows(Import(kBoth)), ElementsAre("2 CREATE", "3 CREATE"));
  EXPECT_THAT(Rows(Import(kBoth)), ElementsAre("2 SAME", "3 SAME"));
  EXPECT_THAT(Rows(Import("rows { line: 2 record { group: '4' date: '2024-01-10' state: SESSION_STATE_PLANNED } }")),
              ElementsAre("2 SAME"));
  for (const char* notes : {"a", "b"}) {
    const auto recorded = api_.Send<v1::RecordSessionResponse>(Make<v1::RecordSessionRequest>(absl::StrCat(
        "record { group: '4' date: '2024-01-15' themes: 'TIERS' another_session: true notes: '", notes, "' }")));
    ASSERT_TRUE(recorded.ok()) << recorded.status();
  }
  EXPECT_THAT(Rows(Import(R"(rows { line: 2 record { group: '4' date: '2024-01-15' themes: 'TIERS' notes: 'a' } }
                             rows { line: 3 record { group: '4' date: '2024-01-15' themes: 'TIERS' notes: 'b' } })")),
              ElementsAre("2 SAME", "3 SAME"));
  EXPECT_EQ(Sessions(), 4);
}

TEST_F(ImportTest, ARowThatLeavesTheStateOutCancelsNoCancellation) {
  Import(
      R"(rows { record { group: '4' date: '2024-01-15' themes: 'TIERS' state: SESSION_STATE_CANCELLED cancel_reason: 'grève' } }
            rows { record { group: '4' date: '2024-01-16' themes: 'TIERS' state: SESSION_STATE_PLANNED } })");
  const auto report = Import(R"(rows { line: 2 record { group: '4' date: '2024-01-15' themes: 'TIERS' } }
                                rows { line: 3 record { group: '4' date: '2024-01-16' themes: 'TIERS' } })");
  EXPECT_THAT(Rows(report), ElementsAre("2 SAME", "3 UPDATE"));  // what was planned was held
  EXPECT_THAT(report.results(1).changed_fields(), ElementsAre("state"));
}

TEST_F(ImportTest, ARowFulfilsWhatWasPlannedForItsDay) {
  Import(
      "rows { record { group: '4' date: '2024-01-15' start: '10:00' themes: 'prévu' state: SESSION_STATE_PLANNED } }");
  constexpr char kRow[] =
      "rows { line: 2 record { group: '4' date: '2024-01-15' themes: 'TIERS' absent { names: 'Basile "
      "Houblon' } } }";
  const auto first = Import(kRow);
  EXPECT_THAT(Rows(first), ElementsAre("2 UPDATE"));
  EXPECT_THAT(first.results(0).changed_fields(), ElementsAre("state", "themes", "attendances"));
  ASSERT_EQ(first.results(0).warnings_size(), 2);
  EXPECT_EQ(first.results(0).warnings(0).reason(), "PLANNED_SESSION_FULFILLED");
  EXPECT_EQ(first.results(0).warnings(1).reason(), "OTHERS_PRESUMED_PRESENT");
  EXPECT_THAT(Rows(Import(kRow)), ElementsAre("2 SAME"));
  EXPECT_EQ(Sessions(), 1);
}

// A file that says of a day what was planned and what was held means two sessions: it comes back as it is.
TEST_F(ImportTest, APlannedRowOfTheSameFileIsAnotherSession) {
  constexpr char kBoth[] = R"(
      rows { line: 2 record { group: '4' date: '2024-01-15' start: '10:00' state: SESSION_STATE_PLANNED } }
      rows { line: 3 record { group: '4' date: '2024-01-15' start: '14:00' themes: 'TIERS' } })";
  EXPECT_THAT(Rows(Import(kBoth)), ElementsAre("2 CREATE", "3 CREATE"));
  EXPECT_THAT(Rows(Import(kBoth)), ElementsAre("2 SAME", "3 SAME"));
  EXPECT_THAT(
      Rows(Import("rows { line: 2 record { group: '4' date: '2024-01-15' themes: 'EJ' another_session: true } }")),
      ElementsAre("2 CREATE"));
  EXPECT_EQ(Sessions(), 3);
}

// Another program's é, and another system's line ends.
TEST_F(ImportTest, ThemesWrittenOtherwiseInBytesAloneAreTheSameAndStayAsTheyAre) {
  Import("rows { record { group: '4' date: '2024-01-15' themes: 'Pre\\314\\201paration\\r\\nTIERS' } }");
  EXPECT_THAT(Rows(Import("rows { line: 2 record { group: '4' date: '2024-01-15' themes: 'Préparation\\nTIERS' } }")),
              ElementsAre("2 SAME"));
  EXPECT_EQ(Sessions(), 1);
}

TEST_F(ImportTest, ARowsRequestIdIsThatOfItsRecordSession) {
  constexpr char kRow[] =
      "rows { line: 2 record { group: '4' date: '2024-01-15' themes: 'TIERS' } request_id: 'row-1' }";
  EXPECT_THAT(Rows(Import(kRow)), ElementsAre("2 CREATE"));
  EXPECT_THAT(Rows(Import(kRow)), ElementsAre("2 SAME"));
  const auto recorded = api_.Send<v1::RecordSessionResponse>(
      Make<v1::RecordSessionRequest>("record { group: '4' date: '2024-01-15' themes: 'TIERS' } request_id: 'row-1'"));
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(Sessions(), 1);
  EXPECT_THAT(
      Rows(Import("rows { line: 2 record { group: '4' date: '2024-01-15' themes: 'EJ' } request_id: 'row-1' }")),
      ElementsAre("2 request_id REQUEST_ID_REUSED"));
}

TEST_F(ImportTest, RowsWithoutAWaveAreOfTheDefaultOne) {
  world_.AddWave("V7");
  constexpr char kRow[] = "rows { record { group: '4' date: '2024-01-15' themes: 'TIERS' } } ";
  EXPECT_THAT(Rows(Import(kRow)), ElementsAre("0 wave REQUIRED"));
  EXPECT_THAT(Rows(Import(absl::StrCat(kRow, "default_wave: 'V6'"))), ElementsAre("0 CREATE"));
  EXPECT_EQ((api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("wave: 'waves/V6'").sessions_size()), 1);
  EXPECT_EQ(Refusal(api_.Send<v1::ImportSessionsResponse>(
                            Make<v1::ImportSessionsRequest>(absl::StrCat(kRow, "default_wave: '?'")))
                        .status()),
            "INVALID_ARGUMENT INVALID_FIELDS: default_wave BAD_FORMAT");
}

TEST_F(ImportTest, NoRowsAreAValidImport) {
  const auto report = Import("");
  EXPECT_TRUE(report.applied());
  EXPECT_EQ(report.results_size(), 0);
}

TEST_F(ImportTest, WarningsStayWithTheirRow) {
  const auto report = Import("rows { record { group: '4' date: '2024-03-31' start: '02:30' themes: 'TIERS' } }");
  std::vector<std::string> reasons;
  for (const auto& warning : report.results(0).warnings()) reasons.push_back(warning.reason());
  EXPECT_THAT(reasons, testing::IsSupersetOf({"START_IN_DST_GAP", "WEEKEND"}));
  EXPECT_TRUE(report.applied());
}

TEST_F(ImportTest, SaysHowFarItIs) {
  v1::ImportSessionsRequest request;
  for (int i = 0; i < 250; ++i) {
    *request.add_rows() =
        Make<v1::ImportRow>(absl::StrCat("line: ", i, " record { group: '4' date: '",
                                         domain::FormatDate(absl::CivilDay(2023) + i), "' themes: 'TIERS' }"));
  }
  const auto response = api_.Send<v1::ImportSessionsResponse>(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->rows_done(), 250);
  EXPECT_EQ(response->rows_total(), 250);
  const auto told = [this] {
    std::vector<int> done;
    for (const std::string& bytes : api_.sent()) {
      v1::ImportSessionsResponse progress;
      EXPECT_TRUE(progress.ParseFromString(bytes));
      EXPECT_EQ(progress.rows_total(), 250);
      EXPECT_FALSE(progress.has_report());
      done.push_back(progress.rows_done());
    }
    return done;
  };
  EXPECT_THAT(told(), ElementsAre(50, 100, 175, 225)) << "half when they are checked, whole when they are stored";
  request.set_validate_only(true);
  ASSERT_TRUE(api_.Send<v1::ImportSessionsResponse>(request).ok());
  EXPECT_THAT(told(), ElementsAre(50, 100, 175, 225, 100, 200));
}

TEST_F(ImportTest, TheNumberOfADeletedGroupIsNotFreeInAPreviewEither) {
  const std::string group = world_.AddGroup("V6", 9);
  const auto got = api_.Do<v1::GetGroupResponse, v1::GetGroupRequest>(absl::StrCat("name: '", group, "'"));
  api_.Do<v1::DeleteGroupResponse, v1::DeleteGroupRequest>(
      absl::StrCat("name: '", group, "' etag: '", got.group().etag(), "'"));
  for (const char* how : {"validate_only: true", ""}) {
    const auto report =
        Import(absl::StrCat("rows { record { wave: 'V6' group: '9' date: '2024-01-15' themes: 'TIERS' } } ", how));
    EXPECT_THAT(Rows(report), ElementsAre("0 group GROUP_ALREADY_EXISTS")) << how;
  }
}

}  // namespace
}  // namespace tutorat::api
