#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/files/session_csv.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/unit/client/text/random_text.h"

namespace tutorat::format {
namespace {

// Sessions as a server may hold them, with every field that an import takes.
class RandomRecord {
 public:
  v1::SessionRecord Next() {
    v1::SessionRecord record;
    record.set_group(absl::StrCat(random_.Number(1, 9999)));
    record.set_date(
        absl::StrFormat("%04d-%02d-%02d", random_.Number(1900, 2199), random_.Number(1, 12), random_.Number(1, 28)));
    record.set_themes(random_.Text());
    if (random_.Chance(2)) record.set_wave("V6");
    if (random_.Chance(2)) record.set_tutor(random_.Person());
    if (random_.Chance(2)) record.set_start(absl::StrFormat("%02d:%02d", random_.Number(0, 23), random_.Number(0, 59)));
    if (random_.Chance(2)) record.set_time_zone("Indian/Reunion");
    if (random_.Chance(2)) record.set_duration_minutes(random_.Number(1, 1440));
    if (random_.Chance(2)) record.set_state(static_cast<v1::SessionState>(random_.Number(0, 3)));
    if (random_.Chance(2)) record.set_cancel_reason(random_.Line());
    if (random_.Chance(2)) *record.mutable_present() = People();
    if (random_.Chance(2)) *record.mutable_late() = People();
    if (random_.Chance(2)) *record.mutable_excused() = People();
    if (random_.Chance(2)) *record.mutable_absent() = People();
    record.set_unlisted_members(static_cast<v1::SessionRecord::Unlisted>(random_.Number(0, 2)));
    if (random_.Chance(2)) record.set_expected(random_.Number(0, 1000));
    for (int i = random_.Number(0, 3); i > 0; --i) record.add_guests(random_.Person());
    for (int i = random_.Number(0, 3); i > 0; --i) *record.add_issues() = Issue();
    record.set_appreciation(static_cast<v1::Appreciation>(random_.Number(0, 3)));
    if (random_.Chance(2)) record.set_notes(random_.Text());
    if (random_.Chance(2)) record.set_requested_themes(random_.Text());
    if (random_.Chance(2)) record.set_external_link("https://example.org/?a=1;b=2,\"c\"");
    return record;
  }

 private:
  v1::People People() {
    v1::People people;
    if (random_.Chance(2)) {
      people.set_count(random_.Number(0, 1000));
    } else {
      for (int i = random_.Number(1, 4); i > 0; --i) people.add_names(random_.Person());
    }
    return people;
  }

  v1::RecordedIssue Issue() {
    v1::RecordedIssue issue;
    issue.set_kind(static_cast<v1::ParticipationIssue::Kind>(random_.Number(1, 6)));
    if (random_.Chance(2)) *issue.mutable_affected() = People();
    issue.set_impact(static_cast<v1::ParticipationIssue::Impact>(random_.Number(0, 3)));
    if (random_.Chance(2)) issue.set_note(random_.Text());
    return issue;
  }

  RandomText random_;
};

TEST(SessionRoundTripTest, EveryFieldComesBack) {
  RandomRecord random;
  for (int round = 0; round < 1000; ++round) {
    std::vector<v1::SessionRecord> records(static_cast<size_t>(round % 4));
    for (v1::SessionRecord& record : records) record = random.Next();
    for (const CsvStyle style : {CsvStyle::kPlain, CsvStyle::kSpreadsheet}) {
      for (const Language language : {Language::kFrench, Language::kEnglish}) {
        const std::string text = WriteSessions(records, style, language);
        const SessionFile file = ReadSessions(text, language);
        ASSERT_TRUE(file.problems.empty())
            << "seed " << kSeed << ", round " << round << ": " << Describe(file.problems[0], language) << "\n"
            << text;
        ASSERT_EQ(file.rows.size(), records.size()) << "seed " << kSeed << ", round " << round << "\n" << text;
        for (size_t i = 0; i < records.size(); ++i) {
          std::string difference;
          google::protobuf::util::MessageDifferencer differencer;
          differencer.ReportDifferencesToString(&difference);
          ASSERT_TRUE(differencer.Compare(records[i], file.rows[i].record()))
              << "seed " << kSeed << ", round " << round << ": " << difference << "\n"
              << text;
        }
      }
    }
  }
}

}  // namespace
}  // namespace tutorat::format
