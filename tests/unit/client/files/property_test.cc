// Files at random: what is written is read as it was, in each form and language, and a plan does what its rule says.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "client/files/holiday_plan.h"
#include "client/files/holidays.h"
#include "client/files/issue_cells.h"
#include "client/files/programme_csv.h"
#include "client/files/session_columns.h"
#include "proto/fold.h"
#include "tests/unit/client/text/helpers.h"
#include "tests/unit/client/text/random_text.h"

namespace tutorat::format {
namespace {

constexpr int kRounds = 200;

std::string DayAfter(int days) { return absl::FormatCivilTime(absl::CivilDay(2023, 9, 1) + days); }

// By first day, none overlapping another, some meeting.
std::vector<v1::Holiday> RandomHolidays(RandomText& random, int most) {
  std::vector<v1::Holiday> holidays;
  int day = random.Number(0, 30);
  for (int count = random.Number(0, most); count > 0; --count) {
    v1::Holiday& holiday = holidays.emplace_back();
    const int length = random.Number(2, 20);
    holiday.set_label(absl::StrCat("Vacances ", random.Person()));
    holiday.set_from_date(DayAfter(day));
    holiday.set_to_date(DayAfter(day + length));
    day += length + random.Number(0, 25);
  }
  return holidays;
}

v1::SchoolCalendar CalendarOf(const std::vector<v1::Holiday>& holidays) {
  v1::SchoolCalendar calendar;
  calendar.set_code("zone-b");
  calendar.set_name("schoolCalendars/zone-b");
  calendar.mutable_holidays()->Assign(holidays.begin(), holidays.end());
  return calendar;
}

std::vector<HolidayLine> NumberedLines(const std::vector<v1::Holiday>& holidays) {
  std::vector<HolidayLine> lines;
  lines.reserve(holidays.size());
  for (const v1::Holiday& holiday : holidays) lines.push_back({holiday, static_cast<int>(lines.size()) + 2});
  return lines;
}

std::vector<std::string> TextsOf(const google::protobuf::RepeatedPtrField<v1::Holiday>& holidays) {
  std::vector<std::string> texts;
  for (const v1::Holiday& holiday : holidays) texts.push_back(holiday.ShortDebugString());
  return texts;
}

bool Share(const v1::Holiday& one, const v1::Holiday& other) {
  return one.from_date() < other.to_date() && other.from_date() < one.to_date();
}

TEST(HolidayPlanProperty, TheResultHasTheFilesHolidaysAndWhatTheyLeave) {
  RandomText random;
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<v1::Holiday> stored = RandomHolidays(random, 6);
    const std::vector<v1::Holiday> read = RandomHolidays(random, 6);
    for (const bool replace : {false, true}) {
      const HolidayPlan plan = PlanHolidays(CalendarOf(stored), NumberedLines(read), replace);
      std::vector<v1::Holiday> expected = read;
      for (const v1::Holiday& one : stored) {
        const bool taken =
            std::any_of(read.begin(), read.end(), [&](const v1::Holiday& other) { return Share(one, other); });
        if (!taken && !replace) expected.push_back(one);
      }
      std::sort(expected.begin(), expected.end(),
                [](const v1::Holiday& one, const v1::Holiday& other) { return one.from_date() < other.from_date(); });
      ASSERT_EQ(TextsOf(plan.result.holidays()), TextsOf(CalendarOf(expected).holidays())) << "round " << round;
      EXPECT_EQ(plan.result.code(), "zone-b");
      // Each of the file's has one line of the plan; what was there before is in one at least.
      EXPECT_EQ(
          plan.Count(HolidayAction::kCreate) + plan.Count(HolidayAction::kUpdate) + plan.Count(HolidayAction::kSame),
          static_cast<int>(read.size()));
      if (replace) {
        EXPECT_EQ(plan.Count(HolidayAction::kKeep), 0);
      } else {
        EXPECT_EQ(plan.Count(HolidayAction::kRemove), 0);
      }
      const HolidayPlan again = PlanHolidays(plan.result, NumberedLines(read), replace);
      EXPECT_FALSE(again.ChangesSomething()) << "round " << round;
      EXPECT_EQ(TextsOf(again.result.holidays()), TextsOf(plan.result.holidays()));
      EXPECT_EQ(plan.ChangesSomething(), TextsOf(plan.result.holidays()) != TextsOf(CalendarOf(stored).holidays()))
          << "round " << round;
    }
  }
}

TEST(HolidaysProperty, EachFormIsReadAsItWasWritten) {
  RandomText random;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<v1::Holiday> holidays = RandomHolidays(random, 8);
    if (holidays.empty()) continue;
    const v1::SchoolCalendar calendar = CalendarOf(holidays);
    for (const std::string& bytes : {WriteHolidaysCsv(calendar, CsvStyle::kPlain),
                                     WriteHolidaysCsv(calendar, CsvStyle::kSpreadsheet), WriteHolidaysIcal(calendar)}) {
      const HolidayFile file = ReadHolidays(bytes, "", kEnglish);
      ASSERT_EQ(Described(file.problems, kEnglish), Lines()) << bytes;
      std::vector<v1::Holiday> read;
      for (const HolidayLine& line : file.holidays) read.push_back(line.holiday);
      ASSERT_EQ(TextsOf(CalendarOf(read).holidays()), TextsOf(calendar.holidays())) << bytes;
    }
  }
}

TEST(ProgrammeProperty, EachFormIsReadAsItWasWritten) {
  RandomText random;
  for (int round = 0; round < kRounds; ++round) {
    v1::Programme programme;
    for (int count = random.Number(1, 8); count > 0; --count) {
      v1::ProgrammeItem& item = *programme.add_items();
      item.set_theme(absl::StrCat("themes/t", count, "-", random.Number(0, 99)));
      item.set_month(random.Number(1, 12));
      item.set_weight(random.Chance(2) ? v1::ProgrammeItem::WEIGHT_CORE : v1::ProgrammeItem::WEIGHT_OPTIONAL);
    }
    for (const CsvStyle style : {CsvStyle::kPlain, CsvStyle::kSpreadsheet}) {
      for (const Language language : {kFrench, kEnglish}) {
        const ProgrammeFile file = ReadProgramme(WriteProgramme(programme, style, language), kEnglish);
        ASSERT_EQ(Described(file.problems, kEnglish), Lines());
        v1::Programme read;
        for (const ProgrammeLine& line : file.lines) *read.add_items() = line.item;
        ASSERT_EQ(read.ShortDebugString(), programme.ShortDebugString());
      }
    }
  }
}

TEST(IssueCellsProperty, FourCellsGiveTheIssuesBack) {
  using Issue = v1::ParticipationIssue;
  RandomText random;
  for (int round = 0; round < kRounds; ++round) {
    v1::SessionRecord record;
    for (int count = random.Number(0, 4); count > 0; --count) {
      v1::RecordedIssue& issue = *record.add_issues();
      issue.set_kind(static_cast<Issue::Kind>(random.Number(1, Issue::Kind_MAX)));
      if (random.Chance(2)) issue.set_impact(static_cast<Issue::Impact>(random.Number(1, Issue::Impact_MAX)));
      // Bars and backslashes part notes; a slash stands between those whom each concerns.
      if (random.Chance(2)) issue.set_note(random.Chance(3) ? "a|b\\c\\|d" : random.Line());
      if (random.Chance(3)) {
        issue.mutable_affected()->set_count(random.Number(0, 12));
      } else {
        for (int people = random.Number(0, 3); people > 0; --people)
          issue.mutable_affected()->add_names(random.Person());
      }
      if (!issue.affected().has_count() && issue.affected().names().empty()) issue.clear_affected();
    }
    for (const Language language : {kFrench, kEnglish}) {
      IssueCells cells = WriteIssues(record, language);
      v1::SessionRecord read;
      const std::vector<IssueProblem> problems = ReadIssues(cells, language, read);
      ASSERT_TRUE(problems.empty()) << problems.front().message << "\n" << record.DebugString();
      ASSERT_EQ(read.DebugString(), record.DebugString())
          << cells[1] << "; " << cells[2] << "; " << cells[3] << "; " << cells[4];
    }
  }
}

TEST(IssueCellsProperty, AnotherNumberOfPartsIsRefusedByItsColumn) {
  for (const int issues : {1, 2, 3}) {
    for (const int parts : {1, 2, 3, 4}) {
      std::string kinds = "micro";
      std::string notes = "n";
      for (int i = 1; i < issues; ++i) kinds += "|caméra";
      for (int i = 1; i < parts; ++i) notes += "|n";
      v1::SessionRecord record;
      const auto problems =
          ReadIssues({{v1::RecordedIssue::kKindFieldNumber, kinds}, {v1::RecordedIssue::kNoteFieldNumber, notes}},
                     kFrench, record);
      EXPECT_EQ(problems.empty(), parts == 1 || parts == issues) << issues << " issues, " << parts << " notes";
      for (const IssueProblem& problem : problems)
        EXPECT_EQ(problem.column->full_name(), "tutorat.v1.RecordedIssue.note");
    }
  }
}

TEST(SessionColumnsProperty, EveryColumnIsFoundByItsNamesAndItsField) {
  const std::vector<FileColumn>& table = SessionTable();
  ASSERT_EQ(table.size(), SessionColumns().size());
  for (size_t i = 0; i < table.size(); ++i) {
    SessionColumn column = SessionColumns()[i];
    for (const std::string& name : {table[i].french, table[i].english}) {
      for (const std::string& spelling : {name, absl::AsciiStrToUpper(name), absl::StrCat(" ", name, " ")}) {
        EXPECT_EQ(FindColumn(table, spelling), i) << spelling;
      }
    }
    if (column->containing_type() == v1::ImportRow::descriptor()) continue;
    const bool of_issue = column->containing_type() == v1::RecordedIssue::descriptor();
    const std::string field = absl::StrCat(of_issue ? "issues[1]." : "", column->name());
    EXPECT_EQ(ColumnOfField(field), column) << field;
    EXPECT_EQ(ColumnOfField(absl::StrCat(field, "[2]")), column) << field;
    EXPECT_EQ(ColumnOfField(absl::StrCat(field, ".names[0]")), column) << field;
    EXPECT_NE(ColumnOfField(absl::StrCat(field, "_x")), column) << field << "_x is another field";
  }
  const auto field_of = [&table](absl::string_view name) {
    const std::optional<size_t> column = FindColumn(table, name);
    return column ? SessionColumns()[*column]->full_name() : "none";
  };
  EXPECT_EQ(field_of("thèmes"), "tutorat.v1.SessionRecord.themes");
  EXPECT_EQ(field_of("Note problème"), "tutorat.v1.RecordedIssue.note");
  EXPECT_EQ(field_of("request-id"), "tutorat.v1.ImportRow.request_id");
  EXPECT_EQ(field_of(""), "none");
  EXPECT_EQ(ColumnOfField(""), nullptr);
  EXPECT_EQ(ColumnOfField("nothing.of.this"), nullptr);
  // A letter too few, or another one: of a long name, the column is proposed.
  for (size_t i = 0; i < table.size(); ++i) {
    for (const std::string& name : {table[i].french, table[i].english}) {
      for (size_t at = 0; name.size() >= 8 && name != "presents" && at < name.size(); ++at) {
        std::string missing = name;
        missing.erase(at, 1);
        EXPECT_EQ(NearestColumn(table, missing), i) << missing;
        EXPECT_EQ(NearestColumn(table, absl::StrCat(name.substr(0, at), "q", name.substr(at + 1))), i) << name << at;
      }
    }
  }
  // What registers call their columns is near to none of them: it would be wrong advice.
  for (const char* name : {"NB SÉANCES", "Salle", "Fin", "Mél", "UAI", "Établissement", "Académie", "N°"}) {
    EXPECT_EQ(NearestColumn(table, name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace tutorat::format
