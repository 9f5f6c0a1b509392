// ImportSessions: shown first, then done whole or not at all, and done again without a change (DOMAIN rule 8).
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/conformance/fixture.h"
#include "tests/conformance/samples/samples.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/session_service.grpc.pb.h"

namespace tutorat::tests {
namespace {

using Action = v1::ImportResult;
using ::testing::ElementsAre;

class ImportTest : public ConformanceTest {
 protected:
  v1::ImportSessionsRequest NewRequest(int rows) {
    v1::ImportSessionsRequest request;
    for (int i = 0; i < rows; ++i) {
      v1::ImportRow* row = request.add_rows();
      row->set_line(i + 2);
      *row->mutable_record() = world_.NewRecord(4);
    }
    return request;
  }
  v1::Session Read(const std::string& name) {
    v1::GetSessionRequest request;
    request.set_name(name);
    return api_.Get<v1::GetSessionResponse>(request).session();
  }
  v1::ImportReport Import(const v1::ImportSessionsRequest& request) {
    v1::ImportReport report;
    const Outcome outcome = api_.Import(request, &report);
    EXPECT_TRUE(outcome.ok()) << outcome;
    return report;
  }
  v1::ImportReport Preview(v1::ImportSessionsRequest request) {
    request.set_validate_only(true);
    const std::string before = world_.Everything();
    v1::ImportReport report = Import(request);
    EXPECT_EQ(world_.Everything(), before);
    EXPECT_FALSE(report.applied());
    return report;
  }
  static std::vector<int> Actions(const v1::ImportReport& report) {
    std::vector<int> actions;
    for (const v1::ImportResult& result : report.results()) actions.push_back(result.action());
    return actions;
  }
  std::vector<v1::Session> Stored() {
    v1::ListSessionsRequest list;
    list.set_wave(world_.wave());
    return world_.ListAll(list);
  }
};

TEST_F(ImportTest, PreviewThenApplyThenAgain) {
  v1::ImportSessionsRequest request = NewRequest(2);
  request.mutable_rows(0)->mutable_record()->set_tutor("Tutrice " + RandomId());
  request.mutable_rows(1)->mutable_record()->mutable_present()->add_names("Ada");
  const v1::ImportReport preview = Preview(request);
  EXPECT_THAT(Actions(preview), ElementsAre(Action::ACTION_CREATE, Action::ACTION_CREATE));
  EXPECT_EQ(preview.create_count(), 2);
  EXPECT_EQ(preview.results(0).line(), 2);
  EXPECT_EQ(preview.results(1).line(), 3);
  EXPECT_EQ(preview.results(0).session(), "");
  ASSERT_EQ(preview.created_size(), 3) << preview.ShortDebugString();

  const v1::ImportReport report = Import(request);
  EXPECT_TRUE(report.applied());
  EXPECT_EQ(report.create_count(), 2);
  ASSERT_EQ(report.created_size(), preview.created_size());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Difference(preview.created(i), report.created(i), {}), "");
  }
  std::vector<std::string> created;
  for (const v1::CreatedResource& resource : report.created()) {
    created.push_back(resource.collection() + " " + std::to_string(resource.line()));
  }
  EXPECT_THAT(created, ::testing::UnorderedElementsAre("tutors 2", "groups 2", "members 3"));
  EXPECT_EQ(Stored().size(), 2u);
  for (int i = 0; i < 2; ++i) {
    const v1::Session stored = Read(report.results(i).session());
    EXPECT_EQ(stored.themes(), request.rows(i).record().themes());
    EXPECT_EQ(stored.local_date(), request.rows(i).record().date());
  }

  const std::string everything = world_.Everything();
  const v1::ImportReport again = Import(request);
  EXPECT_THAT(Actions(again), ElementsAre(Action::ACTION_SAME, Action::ACTION_SAME));
  EXPECT_EQ(again.same_count(), 2);
  EXPECT_EQ(again.created_size(), 0);
  EXPECT_EQ(again.results(0).session(), report.results(0).session());
  EXPECT_EQ(world_.Everything(), everything);
}

TEST_F(ImportTest, DifferenceIsAnUpdate) {
  v1::ImportSessionsRequest request = NewRequest(2);
  Import(request);
  request.mutable_rows(1)->mutable_record()->set_notes("à revoir");
  request.mutable_rows(1)->mutable_record()->set_duration_minutes(90);
  const v1::ImportReport preview = Preview(request);
  EXPECT_THAT(Actions(preview), ElementsAre(Action::ACTION_SAME, Action::ACTION_UPDATE));
  EXPECT_THAT(preview.results(1).changed_fields(), ElementsAre("duration", "notes"));
  const v1::ImportReport report = Import(request);
  EXPECT_EQ(report.update_count(), 1);
  EXPECT_TRUE(report.applied());
  EXPECT_EQ(Stored().size(), 2u);
  const v1::Session updated = Read(report.results(1).session());
  EXPECT_EQ(updated.themes(), request.rows(1).record().themes());
  EXPECT_EQ(updated.notes(), "à revoir");
  EXPECT_EQ(updated.duration().seconds(), 5400);
}

// The same group, date, start and verbatim themes are the same session; anything else of these is another one.
TEST_F(ImportTest, WhatMakesASessionTheSame) {
  v1::ImportSessionsRequest request = NewRequest(1);
  request.mutable_rows(0)->mutable_record()->set_start("10:00");
  Import(request);
  for (const char* changed : {"group", "date", "start", "themes"}) {
    v1::ImportSessionsRequest other = request;
    v1::SessionRecord* record = other.mutable_rows(0)->mutable_record();
    if (changed == std::string("group")) record->set_group("5");
    if (changed == std::string("date")) record->set_date("2024-02-14");
    if (changed == std::string("start")) record->set_start("10:30");
    if (changed == std::string("themes")) record->set_themes(record->themes() + " ");
    EXPECT_THAT(Actions(Preview(other)), ElementsAre(Action::ACTION_CREATE)) << changed;
  }
}

TEST_F(ImportTest, OneWrongRowRefusesTheWhole) {
  const struct {
    const char* field;
    const char* reason;
    void (*spoil)(v1::SessionRecord*);
  } cases[] = {
      {"date", "BAD_FORMAT", [](v1::SessionRecord* r) { r->set_date("2024-02-30"); }},
      {"date", "REQUIRED", [](v1::SessionRecord* r) { r->clear_date(); }},
      {"start", "BAD_FORMAT", [](v1::SessionRecord* r) { r->set_start("24:00"); }},
      {"time_zone", "BAD_FORMAT", [](v1::SessionRecord* r) { r->set_time_zone("Europe/Lutece"); }},
      {"group", "BAD_FORMAT", [](v1::SessionRecord* r) { r->set_group("quatre"); }},
      {"group", "REQUIRED", [](v1::SessionRecord* r) { r->clear_group(); }},
      {"group", "GROUP_NOT_FOUND", [](v1::SessionRecord* r) { r->set_group("groups/0"); }},
      {"themes", "REQUIRED", [](v1::SessionRecord* r) { r->clear_themes(); }},
      {"themes", "TOO_LONG", [](v1::SessionRecord* r) { r->set_themes(std::string(2001, 'x')); }},
      {"cancel_reason", "REQUIRED", [](v1::SessionRecord* r) { r->set_state(v1::SESSION_STATE_CANCELLED); }},
      {"duration_minutes", "TOO_SMALL", [](v1::SessionRecord* r) { r->set_duration_minutes(-60); }},
      {"present", "CONFLICTING_FIELDS",
       [](v1::SessionRecord* r) {
         r->mutable_present()->set_count(1);
         r->mutable_present()->add_names("Ada");
       }},
  };
  for (const auto& each : cases) {
    SCOPED_TRACE(std::string(each.field) + " " + each.reason);
    v1::ImportSessionsRequest request = NewRequest(3);
    each.spoil(request.mutable_rows(1)->mutable_record());
    const std::string before = world_.Everything();
    const v1::ImportReport report = Import(request);
    EXPECT_EQ(world_.Everything(), before);
    EXPECT_FALSE(report.applied());
    EXPECT_EQ(report.error_count(), 1);
    ASSERT_THAT(Actions(report), ElementsAre(Action::ACTION_CREATE, Action::ACTION_ERROR, Action::ACTION_CREATE));
    ASSERT_GE(report.results(1).errors_size(), 1);
    EXPECT_EQ(report.results(1).line(), 3);
    EXPECT_EQ(report.results(1).errors(0).field(), each.field);
    EXPECT_EQ(report.results(1).errors(0).reason(), each.reason);
    EXPECT_FALSE(report.results(1).errors(0).message().empty());
    EXPECT_EQ(Actions(Preview(request))[1], Action::ACTION_ERROR);
  }
}

TEST_F(ImportTest, EveryWrongRowIsReported) {
  v1::ImportSessionsRequest request = NewRequest(4);
  request.mutable_rows(0)->mutable_record()->set_date("30/02/2024");
  request.mutable_rows(2)->mutable_record()->set_date("2023-02-29");
  request.mutable_rows(2)->mutable_record()->set_start("25:00");
  const v1::ImportReport report = Import(request);
  EXPECT_EQ(report.error_count(), 2);
  ASSERT_EQ(report.results_size(), 4);
  EXPECT_EQ(report.results(0).errors_size(), 1);
  EXPECT_EQ(report.results(2).errors_size(), 2);
  EXPECT_TRUE(Stored().empty());
}

TEST_F(ImportTest, RowsRequestIdStandsForItsRecordCall) {
  world_.AddGroup(4);
  v1::ImportSessionsRequest request = NewRequest(2);
  for (v1::ImportRow& row : *request.mutable_rows()) row.set_request_id(RandomId());
  // The first row was recorded by itself already.
  v1::RecordSessionRequest record;
  *record.mutable_record() = request.rows(0).record();
  record.set_request_id(request.rows(0).request_id());
  const std::string recorded = api_.Get<v1::RecordSessionResponse>(record).session().name();
  const v1::ImportReport report = Import(request);
  EXPECT_THAT(Actions(report), ElementsAre(Action::ACTION_SAME, Action::ACTION_CREATE));
  EXPECT_EQ(report.results(0).session(), recorded);
  // And the other way round.
  *record.mutable_record() = request.rows(1).record();
  record.set_request_id(request.rows(1).request_id());
  EXPECT_EQ(api_.Get<v1::RecordSessionResponse>(record).session().name(), report.results(1).session());
  EXPECT_EQ(Stored().size(), 2u);
  // The id with another content.
  request.mutable_rows(1)->mutable_record()->set_themes("autre chose");
  const v1::ImportReport refused = Import(request);
  EXPECT_FALSE(refused.applied());
  ASSERT_EQ(refused.results(1).errors_size(), 1) << refused.ShortDebugString();
  EXPECT_EQ(refused.results(1).errors(0).reason(), "REQUEST_ID_REUSED");
  EXPECT_EQ(refused.results(1).errors(0).field(), "request_id");
  EXPECT_EQ(Stored().size(), 2u);
}

TEST_F(ImportTest, DefaultWaveIsForRowsThatNameNone) {
  World other(api_);
  v1::ImportSessionsRequest request = NewRequest(2);
  request.set_default_wave(other.code());
  request.mutable_rows(0)->mutable_record()->clear_wave();
  const v1::ImportReport report = Import(request);
  EXPECT_TRUE(report.applied());
  v1::ListSessionsRequest list;
  list.set_wave(other.wave());
  ASSERT_EQ(world_.ListAll(list).size(), 1u);
  EXPECT_EQ(world_.ListAll(list)[0].name(), report.results(0).session());
}

TEST_F(ImportTest, UnknownWaveIsCreated) {
  v1::ImportSessionsRequest request = NewRequest(1);
  const std::string code = "T-" + RandomId();
  request.mutable_rows(0)->mutable_record()->set_wave(code);
  const v1::ImportReport report = Import(request);
  ASSERT_EQ(report.created_size(), 2) << report.ShortDebugString();
  EXPECT_EQ(report.created(0).collection() + " " + report.created(0).label(), "waves " + code);
  EXPECT_EQ(report.created(1).collection() + " " + report.created(1).label(), "groups " + code + "/4");
}

TEST_F(ImportTest, ProgressIsTold) {
  std::vector<int> progress;
  v1::ImportReport report;
  const Outcome outcome = api_.Import(NewRequest(250), &report, &progress);
  EXPECT_TRUE(outcome.ok()) << outcome;
  EXPECT_EQ(report.create_count(), 250);
  EXPECT_GE(progress.size(), 2u);
  EXPECT_TRUE(std::is_sorted(progress.begin(), progress.end()));
  EXPECT_EQ(progress.back(), 250);
}

TEST_F(ImportTest, ACallerWhoHasGoneLeavesNothingAndHoldsUpNobody) {
  constexpr int kRows = 5000;
  grpc::ClientContext context;
  context.AddMetadata("authorization", absl::StrCat("Bearer ", SharedServer().token));
  const auto stub = v1::SessionService::NewStub(api_.channel());
  const auto stream = stub->ImportSessions(&context);
  stream->WriteLast(NewRequest(kRows), grpc::WriteOptions());
  v1::ImportSessionsResponse progress;
  ASSERT_TRUE(stream->Read(&progress));
  ASSERT_FALSE(progress.has_report());
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  // An import waits for the one before.
  EXPECT_EQ(Import(NewRequest(1)).create_count(), 1);
  v1::ListSessionsRequest list;
  list.set_wave(world_.wave());
  EXPECT_EQ(world_.ListAll(list).size(), 1U);
}

// Each row overlaps all those before it.
TEST_F(ImportTest, HundredsOfRowsForOneDayAreWarnedOfInFewWords) {
  constexpr int kRows = 500;
  v1::ImportSessionsRequest request = NewRequest(kRows);
  for (v1::ImportRow& row : *request.mutable_rows()) row.mutable_record()->set_date("2024-01-15");
  const v1::ImportReport report = Import(request);
  EXPECT_EQ(report.create_count(), kRows);
  EXPECT_GE(report.results(kRows - 1).warnings_size(), 3);
  EXPECT_LE(report.results(kRows - 1).warnings_size(), 5);
}

// Rows are added, and what is no list is that of the first message.
TEST_F(ImportTest, ALongFileComesInSeveralMessages) {
  constexpr int kMessages = 3;
  constexpr int kRows = 20;
  for (const bool validate_only : {true, false}) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", SharedServer().token));
    const auto stream = v1::SessionService::NewStub(api_.channel())->ImportSessions(&context);
    for (int i = 0; i < kMessages; ++i) {
      v1::ImportSessionsRequest piece = NewRequest(kRows);
      for (v1::ImportRow& row : *piece.mutable_rows()) {
        row.set_line(row.line() + i * kRows);
        row.mutable_record()->set_themes(absl::StrCat("TIERS ", i));
      }
      if (i == 0) piece.set_validate_only(validate_only);
      ASSERT_TRUE(stream->Write(piece));
    }
    stream->WritesDone();
    v1::ImportSessionsResponse response;
    v1::ImportReport report;
    while (stream->Read(&response)) {
      if (response.has_report()) report = response.report();
    }
    EXPECT_TRUE(stream->Finish().ok());
    EXPECT_EQ(report.create_count(), kMessages * kRows);
    EXPECT_EQ(report.applied(), !validate_only);
  }
}

TEST_F(ImportTest, MoreThanACallMayHoldIsRefusedByName) {
  v1::ImportSessionsRequest piece;
  piece.add_rows()->mutable_record()->set_themes(std::string(size_t{15} << 20, 'x'));
  grpc::ClientContext context;
  context.AddMetadata("authorization", absl::StrCat("Bearer ", SharedServer().token));
  const auto stream = v1::SessionService::NewStub(api_.channel())->ImportSessions(&context);
  int sent = 0;
  while (sent < 30 && stream->Write(piece)) ++sent;
  EXPECT_LT(sent, 30);
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), ::testing::HasSubstr("256 MiB"));
  EXPECT_THAT(status.error_details(), ::testing::HasSubstr("TOO_LARGE"));
}

TEST_F(ImportTest, AFileThatWasCutOffIsNotBegun) {
  {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", SharedServer().token));
    const auto stream = v1::SessionService::NewStub(api_.channel())->ImportSessions(&context);
    ASSERT_TRUE(stream->Write(NewRequest(5)));
    context.TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  EXPECT_EQ(Import(NewRequest(5)).create_count(), 5);
}

TEST_F(ImportTest, EmptyFileIsNothingToDo) {
  const v1::ImportReport report = Import(v1::ImportSessionsRequest());
  EXPECT_TRUE(report.applied());
  EXPECT_EQ(report.results_size(), 0);
}

TEST_F(ImportTest, SkippedHourWarns) {
  v1::ImportSessionsRequest request = NewRequest(1);
  request.mutable_rows(0)->mutable_record()->set_date("2024-03-31");
  request.mutable_rows(0)->mutable_record()->set_start("02:30");
  const v1::ImportReport report = Import(request);
  std::vector<std::string> reasons;
  for (const v1::Warning& warning : report.results(0).warnings()) reasons.push_back(warning.reason());
  EXPECT_THAT(reasons, ::testing::Contains("START_IN_DST_GAP"));
  // 02:30, as the file says, is the session that is there at 03:00.
  EXPECT_THAT(Actions(Import(request)), ElementsAre(Action::ACTION_SAME));
}

}  // namespace
}  // namespace tutorat::tests
