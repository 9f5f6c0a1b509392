// Presences over expected presences: who counts, and who never does.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/figures/balance.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::domain {
namespace {

using tests::Make;

std::string Ratio(const v1::AttendanceRatio& ratio) {
  return absl::StrCat(ratio.numerator(), "/", ratio.denominator(), " of ", ratio.session_count(), "/",
                      ratio.held_count());
}

const std::vector<v1::Member>& Members() {
  static const auto& members = *new std::vector<v1::Member>{
      Make<v1::Member>("name: 'a'"),
      Make<v1::Member>("name: 'b'"),
      Make<v1::Member>("name: 'c'"),
      Make<v1::Member>("name: 'joined-before' join_date: '2024-01-14'"),
      Make<v1::Member>("name: 'joined-that-day' join_date: '2024-01-15'"),
      Make<v1::Member>("name: 'joined-after' join_date: '2024-01-16'"),
      Make<v1::Member>("name: 'left-before' leave_date: '2024-01-14'"),
      Make<v1::Member>("name: 'left-that-day' leave_date: '2024-01-15'"),
      Make<v1::Member>("name: 'left-after' leave_date: '2024-01-16'"),
      Make<v1::Member>("name: 'that-day-only' join_date: '2024-01-15' leave_date: '2024-01-16'"),
      Make<v1::Member>("name: 'erased' delete_time { seconds: 1 }"),
  };
  return members;
}

std::string Named(const std::string& member, const std::string& status) {
  return absl::StrCat("attendances { member: '", member, "' status: STATUS_", status, " } ");
}

struct Case {
  std::string session;
  const char* ratio;
};

void ExpectRatios(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(Ratio(AttendanceOf(Make<v1::Session>("local_date: '2024-01-15' " + c.session), Members())), c.ratio)
        << c.session;
  }
}

TEST(Attendance, PresentAndLateCameExcusedAndAbsentDidNot) {
  ExpectRatios({
      {Named("a", "PRESENT"), "1/1 of 1/1"},
      {Named("a", "LATE"), "1/1 of 1/1"},
      {Named("a", "EXCUSED"), "0/1 of 1/1"},
      {Named("a", "ABSENT"), "0/1 of 1/1"},
      {Named("a", "PRESENT") + Named("b", "LATE") + Named("c", "ABSENT"), "2/3 of 1/1"},
  });
}

TEST(Attendance, WhatWasNotRecordedIsNeitherPresentNorAbsent) {
  ExpectRatios({
      {"", "0/0 of 0/1"},                     // eleven members, and nobody noted anything
      {Named("a", "PRESENT"), "1/1 of 1/1"},  // nor about b and c
      {"head_count {}", "0/0 of 0/1"},
      {"head_count { present: 0 }", "0/0 of 0/1"},
      {"head_count { expected: 10 }", "0/0 of 0/1"},  // nobody was noted absent
      {"head_count { present: 0 expected: 10 }", "0/10 of 1/1"},
      {"head_count { expected: 10 } " + Named("a", "PRESENT"), "1/10 of 1/1"},
      {"head_count { expected: 10 } " + Named("joined-after", "ABSENT"), "0/0 of 0/1"},  // not of the group that day
  });
}

TEST(Attendance, MembersCountFromTheDayOfJoiningToTheDayOfLeaving) {
  ExpectRatios({
      {Named("joined-before", "PRESENT"), "1/1 of 1/1"},
      {Named("joined-that-day", "PRESENT"), "1/1 of 1/1"},
      {Named("joined-after", "PRESENT"), "0/0 of 0/1"},
      {Named("left-before", "ABSENT"), "0/0 of 0/1"},
      {Named("left-that-day", "ABSENT"), "0/0 of 0/1"},
      {Named("left-after", "ABSENT"), "0/1 of 1/1"},
      {Named("that-day-only", "PRESENT"), "1/1 of 1/1"},
      {Named("a", "PRESENT") + Named("left-before", "PRESENT") + Named("joined-after", "ABSENT"), "1/1 of 1/1"},
  });
}

TEST(Attendance, WhoIsErasedCountsAsBeforeAndWhoIsUnknownDoesNot) {
  ExpectRatios({
      {Named("erased", "PRESENT") + Named("a", "ABSENT"), "1/2 of 1/1"},
      {Named("of another group", "PRESENT") + Named("a", "ABSENT"), "0/1 of 1/1"},
  });
}

TEST(Attendance, GuestsNeverCount) {
  ExpectRatios({
      {"guests { display_name: 'A' } guests { display_name: 'B' }", "0/0 of 0/1"},
      {"guests { display_name: 'A' } " + Named("a", "ABSENT"), "0/1 of 1/1"},
      {"guests { display_name: 'A' } head_count { present: 4 expected: 5 }", "4/5 of 1/1"},
  });
}

TEST(Attendance, AHeadCountServesWhereNobodyNotedNames) {
  ExpectRatios({
      {"head_count { present: 6 }", "6/6 of 1/1"},
      {"head_count { present: 4 late: 2 }", "6/6 of 1/1"},
      {"head_count { present: 4 late: 1 excused: 2 absent: 3 }", "5/10 of 1/1"},
      {"head_count { present: 4 late: 1 excused: 2 absent: 3 expected: 12 }", "5/12 of 1/1"},
      {"head_count { present: 6 expected: 8 }", "6/8 of 1/1"},
      {"head_count { absent: 3 }", "0/3 of 1/1"},
  });
}

TEST(Attendance, NamesAndNumbersAreAddedUp) {
  ExpectRatios({
      {Named("a", "PRESENT") + Named("b", "ABSENT") + "head_count { present: 3 excused: 1 }", "4/6 of 1/1"},
      {Named("a", "PRESENT") + "head_count { expected: 8 }", "1/8 of 1/1"},
      {Named("a", "EXCUSED") + "head_count { present: 6 expected: 8 }", "6/8 of 1/1"},
      {Named("left-before", "PRESENT") + "head_count { present: 6 expected: 8 }", "6/8 of 1/1"},
  });
}

}  // namespace
}  // namespace tutorat::domain
