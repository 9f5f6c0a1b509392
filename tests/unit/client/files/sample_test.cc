#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/files/csv.h"
#include "client/files/session_csv.h"
#include "tests/unit/client/text/helpers.h"
#include "tests/unit/source.h"

namespace tutorat::format {
namespace {

using tests::ReadSource;

std::vector<v1::SessionRecord> SampleRecords() {
  const SessionFile file = ReadSessions(ReadSource("deploy/sample/sessions.csv"), Language::kEnglish);
  for (const Problem& problem : file.problems) ADD_FAILURE() << Describe(problem, Language::kEnglish);
  std::vector<v1::SessionRecord> records;
  for (const v1::ImportRow& row : file.rows) records.push_back(row.record());
  std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.date() < b.date(); });
  return records;
}

bool InPeriod(const v1::SessionRecord& record) { return record.date() >= "2023-11-10" && record.date() < "2024-02-10"; }

// What the committee read, by plain counting, from the sessions of the sample.
TEST(SampleTest, GivesTheCommitteesTable) {
  std::vector<std::vector<std::string>> table = {{"group", "sessions", "themes"}};
  const std::vector<v1::SessionRecord> records = SampleRecords();
  for (int number = 1; number <= 10; ++number) {
    std::vector<std::string> themes;
    for (const v1::SessionRecord& record : records) {
      if (record.group() == absl::StrCat(number) && record.state() == v1::SESSION_STATE_HELD && InPeriod(record)) {
        themes.push_back(record.themes());
      }
    }
    table.push_back({absl::StrCat(number), absl::StrCat(themes.size()), absl::StrJoin(themes, "\n")});
  }
  EXPECT_EQ(WriteCsv(table, CsvStyle::kPlain), ReadSource("tests/unit/client/files/committee_balance.csv"));
}

TEST(SampleTest, ShowsWhatIsNotCounted) {
  std::map<v1::SessionState, int> inside;
  std::map<v1::SessionState, int> after;
  for (const v1::SessionRecord& record : SampleRecords()) ++(InPeriod(record) ? inside : after)[record.state()];
  EXPECT_EQ(inside, (std::map<v1::SessionState, int>{{v1::SESSION_STATE_HELD, 31}, {v1::SESSION_STATE_CANCELLED, 1}}));
  EXPECT_EQ(after, (std::map<v1::SessionState, int>{{v1::SESSION_STATE_PLANNED, 2}}));
}

TEST(SampleTest, HasThreeGroupsWithIssuesTwoOfThemWithImpact) {
  std::map<std::string, bool> weighs;
  for (const v1::SessionRecord& record : SampleRecords()) {
    for (const v1::RecordedIssue& issue : record.issues()) {
      weighs[record.group()] |= issue.impact() == v1::ParticipationIssue::IMPACT_SLIGHT ||
                                issue.impact() == v1::ParticipationIssue::IMPACT_STRONG;
    }
  }
  EXPECT_EQ(weighs, (std::map<std::string, bool>{{"3", false}, {"7", true}, {"10", true}}));
}

}  // namespace
}  // namespace tutorat::format
