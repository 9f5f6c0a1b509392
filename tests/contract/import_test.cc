// Imports: what a preview says of each line is what the import then does, on every store.
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"
#include "tests/contract/fixture.h"
#include "tests/unit/handlers/world.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::tests {
namespace {

constexpr int kFiles = 12;
constexpr int kLines = 40;

class RandomFile {
 public:
  explicit RandomFile(unsigned seed) : random_(seed) {}

  v1::ImportSessionsRequest Make(bool with_errors) {
    v1::ImportSessionsRequest request;
    request.set_default_wave("V6");
    for (int i = 0; i < kLines; ++i) {
      v1::ImportRow* row = request.add_rows();
      row->set_line(i + 2);
      Fill(row->mutable_record());
      if (Number(4) == 0) row->set_request_id(absl::StrCat("row-", Number(30)));
      if (with_errors && Number(10) == 0) row->mutable_record()->set_start("25:00");
      if (with_errors && Number(10) == 0) row->mutable_record()->set_group("x");
    }
    return request;
  }

 private:
  int Number(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  std::string Name() { return absl::StrCat("Prénom", Number(6), " Nom", Number(2)); }

  void Fill(v1::SessionRecord* record) {
    record->set_group(absl::StrCat(4 + Number(3)));
    if (Number(8) == 0) record->set_wave("V7");
    if (Number(10) == 0) record->set_wave("V8");
    record->set_date(domain::FormatDate(absl::CivilDay(2024, 1, 10) + Number(6)));
    if (Number(2) == 0) record->set_start(absl::StrCat("1", Number(3), ":00"));
    record->set_themes(Number(2) == 0 ? "TIERS" : "EJ");
    if (Number(3) == 0) record->set_tutor(Number(3) == 0 ? "Anne Onyme" : Name());
    if (Number(4) == 0) record->set_duration_minutes(30 + 30 * Number(3));
    if (Number(5) == 0) record->set_state(v1::SESSION_STATE_PLANNED);
    for (int i = Number(4); i > 0; --i) record->mutable_present()->add_names(Name());
    if (Number(4) == 0) record->mutable_absent()->add_names("Adèle Aubépine");
    if (Number(6) == 0) {
      v1::RecordedIssue* issue = record->add_issues();
      issue->set_kind(v1::ParticipationIssue::KIND_CAMERA);
      issue->mutable_affected()->add_names(Name());
    }
  }

  std::mt19937 random_;
};

class Imports : public StoreTest {};

TEST_P(Imports, APreviewSaysOfEachLineWhatTheImportDoes) {
  auto opened = database().Open();
  ASSERT_EQ(opened.status(), absl::OkStatus());
  LocalApi api(*std::move(opened));
  World world(api);
  world.AddWave("V7");
  const auto lines = [&](const v1::ImportSessionsRequest& request, bool applied) {
    auto answer = api.Send<v1::ImportSessionsResponse>(request);
    EXPECT_EQ(answer.status(), absl::OkStatus());
    if (!answer.ok()) return std::string();
    v1::ImportReport report = answer->report();
    EXPECT_EQ(report.applied(), applied);
    report.clear_applied();
    for (v1::ImportResult& result : *report.mutable_results()) {
      result.clear_session();
      // Texts name sessions, whose names a draft does not share.
      for (v1::Warning& warning : *result.mutable_warnings()) warning.clear_message();
    }
    return report.DebugString();
  };
  for (unsigned seed = 0; seed < kFiles; ++seed) {
    for (const bool with_errors : {true, false}) {
      v1::ImportSessionsRequest request = RandomFile(seed).Make(with_errors);
      request.set_validate_only(true);
      const std::string preview = lines(request, /*applied=*/false);
      request.set_validate_only(false);
      const bool refused = preview.find("ACTION_ERROR") != std::string::npos;
      EXPECT_EQ(lines(request, !refused), preview) << "seed " << seed;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(On, Imports, ::testing::ValuesIn(AllKinds()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
