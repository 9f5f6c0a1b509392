// Import of sessions: any bytes are a file.
#include "client/files/csv.h"
#include "client/files/session_csv.h"
#include "tests/fuzz/fuzz.h"

namespace tutorat::fuzz {
namespace {

std::vector<v1::SessionRecord> RecordsOf(const format::SessionFile& file) {
  std::vector<v1::SessionRecord> records;
  for (const v1::ImportRow& row : file.rows) records.push_back(row.record());
  return records;
}

// What was read is written, and reads again as it is.
void Repeat(const std::vector<v1::SessionRecord>& records, format::CsvStyle style, format::Language language) {
  const std::string written = format::WriteSessions(records, style, language);
  const format::SessionFile again = format::ReadSessions(written, language);
  Demand(again.problems.empty(), "what was read and written reads again");
  Demand(format::WriteSessions(RecordsOf(again), style, language) == written, "and is the same");
}

}  // namespace

void Fuzz(absl::string_view input) {
  for (const format::Language language : {format::Language::kEnglish, format::Language::kFrench}) {
    const format::SessionFile file = format::ReadSessions(input, language);
    for (const format::Problem& problem : file.problems) {
      Demand(!format::Describe(problem, language).empty(), "a problem is told");
    }
    const std::vector<v1::SessionRecord> records = RecordsOf(file);
    Repeat(records, format::CsvStyle::kPlain, language);
    Repeat(records, format::CsvStyle::kSpreadsheet, language);
  }
}

}  // namespace tutorat::fuzz
