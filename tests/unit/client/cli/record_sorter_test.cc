// Records sorted in bounded memory, and the files that are written of them some at a time.
#include "client/cli/session/record_sorter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "client/files/session_csv.h"
#include "client/lib/json.h"
#include "tests/unit/client/lib/answered.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::cli {
namespace {

std::vector<v1::NamedRecord> RandomRecords(int count) {
  std::mt19937 random(7);
  std::vector<v1::NamedRecord> records;
  for (int i = 0; i < count; ++i) {
    v1::NamedRecord& one = records.emplace_back();
    one.mutable_session()->set_name(absl::StrCat("sessions/", random() % 1000, "-", i));
    one.mutable_session()->mutable_start_time()->set_seconds(random() % 20);
    one.mutable_session()->set_themes(absl::StrCat("T", random() % 3));
    one.mutable_record()->set_wave(random() % 2 == 0 ? "V6" : "V7");
    one.mutable_record()->set_group(absl::StrCat(random() % 12));
    one.mutable_record()->set_date("2024-01-15");
    one.mutable_record()->set_notes(absl::StrCat("Zoé \"", i, "\"\nà voir"));
  }
  return records;
}

std::vector<v1::SessionRecord> Sorted(std::vector<v1::NamedRecord> records) {
  SortRecords(records);
  std::vector<v1::SessionRecord> sorted;
  for (const v1::NamedRecord& one : records) sorted.push_back(one.record());
  return sorted;
}

TEST(RecordSorterTest, SortsWhatWaitsInFilesAsWhatIsInMemory) {
  for (const int count : {0, 1, 6, 7, 8, 2500}) {
    const auto records = RandomRecords(count);
    for (const size_t of_part : {size_t{7}, size_t{10000}}) {
      RecordSorter sorter(of_part);
      for (const v1::NamedRecord& one : records) ASSERT_TRUE(sorter.Add(one).ok());
      std::vector<std::string> notes;
      ASSERT_TRUE(sorter
                      .ForEach([&](absl::Span<const v1::SessionRecord> some) {
                        EXPECT_LE(some.size(), 1000U);
                        for (const v1::SessionRecord& record : some) notes.push_back(record.notes());
                        return absl::OkStatus();
                      })
                      .ok());
      std::vector<std::string> expected;
      for (const v1::SessionRecord& record : Sorted(records)) expected.push_back(record.notes());
      EXPECT_EQ(notes, expected) << count << " in parts of " << of_part;
    }
  }
}

TEST(RecordSorterTest, StopsAtTheFirstError) {
  RecordSorter sorter;
  ASSERT_TRUE(sorter.Add(v1::NamedRecord()).ok());
  EXPECT_TRUE(absl::IsDataLoss(sorter.ForEach([](auto) { return absl::DataLossError("full"); })));
}

class ExportVerbs : public tests::AnsweredTest {
 protected:
  // Of so many records, what is written and what one writing of all would be.
  void Compare(int count) {
    const auto records = RandomRecords(count);
    v1::ListSessionRecordsResponse page;
    v1::ImportSessionsRequest body;
    for (const v1::NamedRecord& one : records) *page.add_records() = one;
    const auto sorted = Sorted(records);
    for (const v1::SessionRecord& record : sorted) *body.add_rows()->mutable_record() = record;
    Answers<v1::ListSessionRecordsResponse>("ListSessionRecords", page.DebugString());
    EXPECT_EQ(Run({"export", "sessions"}).out,
              format::WriteSessions(sorted, format::CsvStyle::kPlain, format::Language::kEnglish));
    EXPECT_EQ(Run({"export", "sessions", "--excel"}).out,
              format::WriteSessions(sorted, format::CsvStyle::kSpreadsheet, format::Language::kFrench));
    EXPECT_EQ(Run({"export", "sessions", "--format", "json"}).out, client::JsonText(body) + "\n");
  }
};

TEST_F(ExportVerbs, PiecesMakeTheSameFileAsTheWhole) {
  for (const int count : {0, 1, 1000, 2500}) Compare(count);
}

TEST_F(ExportVerbs, AFileStaysAsItWasWhenTheServerFails) {
  const std::string path = dir_.File("sessions.csv");
  std::ofstream(path) << "before";
  Refuses("ListSessionRecords", tests::Refusal(grpc::StatusCode::PERMISSION_DENIED, "ROLE_REQUIRED"));
  EXPECT_NE(Run({"export", "sessions", "--output", path}).code, 0);
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), "before");
}

}  // namespace
}  // namespace tutorat::cli
