#include "client/text/display_names.h"

#include <gtest/gtest.h>

#include "google/protobuf/util/message_differencer.h"
#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

DisplayNames SampleDirectory() {
  const auto groups = Parse<v1::ListGroupsResponse>(R"(
    groups { name: "groups/a" wave: "waves/V6" number: 4 }
    groups { name: "groups/b" wave: "waves/V6" number: 10 })");
  const auto tutors = Parse<v1::ListTutorsResponse>(R"(
    tutors { name: "tutors/1" display_name: "Anne Mésange" email: "anne@example.org" }
    tutors { name: "tutors/2" display_name: "Denis Pinson" email: "denis@example.org" }
    tutors { name: "tutors/3" display_name: "DENIS PINSON" })");
  const auto members = Parse<v1::ListMembersResponse>(R"(
    members { name: "members/x" display_name: "Zoé Jacinthe" } members { name: "members/y" display_name: "Loïc Sauge" })");
  return {groups.groups(), tutors.tutors(), members.members()};
}

void ExpectRecord(const std::string& session, const std::string& expected) {
  const v1::SessionRecord record = SampleDirectory().ToRecord(Parse<v1::Session>(session));
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(record, Parse<v1::SessionRecord>(expected)))
      << record.DebugString();
}

TEST(DirectoryTest, ASessionBecomesWhatATutorKnows) {
  ExpectRecord(
      R"(name: "sessions/1" group: "groups/a" tutor: "tutors/1" state: SESSION_STATE_CANCELLED
                  cancel_reason: "grève" start_time { seconds: 1 } time_zone: "Europe/Paris" duration { seconds: 5400 }
                  local_date: "2024-01-09" local_clock: "14:00" themes: "EJ\nSF" etag: "e"
                  attendances { member: "members/x" status: STATUS_LATE }
                  attendances { member: "members/y" status: STATUS_PRESENT }
                  attendances { member: "members/z" status: STATUS_ABSENT }
                  guests { display_name: "Odile" } appreciation: APPRECIATION_FAIR notes: "n" external_link: "https://e.fr"
                  requested_themes: "GFE\nDP" agenda { theme: "themes/gfe" choice: CHOICE_TAKEN }
                  participation_issues { kind: KIND_MIC members: "members/x" impact: IMPACT_STRONG note: "q" }
                  participation_issues { kind: KIND_ROOM affected_count: 0 })",
      R"(group: "4" wave: "V6" tutor: "Anne Mésange" date: "2024-01-09" start: "14:00" time_zone: "Europe/Paris"
                  duration_minutes: 90 state: SESSION_STATE_CANCELLED cancel_reason: "grève" themes: "EJ\nSF"
                  present { names: "Loïc Sauge" } late { names: "Zoé Jacinthe" } absent { names: "members/z" }
                  guests: "Odile" appreciation: APPRECIATION_FAIR notes: "n" external_link: "https://e.fr"
                  requested_themes: "GFE\nDP" agenda { theme: "themes/gfe" choice: CHOICE_TAKEN }
                  issues { kind: KIND_MIC affected { names: "Zoé Jacinthe" } impact: IMPACT_STRONG note: "q" }
                  issues { kind: KIND_ROOM affected { count: 0 } })");
}

TEST(DirectoryTest, WhoCameIsInAlphabeticalOrderAndWhoIsAffectedAsRecorded) {
  ExpectRecord(R"(group: "groups/b" duration { seconds: 60 }
                  attendances { member: "members/x" status: STATUS_PRESENT }
                  attendances { member: "members/y" status: STATUS_PRESENT }
                  participation_issues { kind: KIND_MIC members: "members/x" members: "members/y" })",
               R"(group: "10" wave: "V6" duration_minutes: 1 present { names: "Loïc Sauge" names: "Zoé Jacinthe" }
                  issues { kind: KIND_MIC affected { names: "Zoé Jacinthe" names: "Loïc Sauge" } })");
}

TEST(DirectoryTest, AHeadCountKeepsWhatWasNotRecordedApartFromZero) {
  ExpectRecord(R"(group: "groups/b" head_count { present: 6 absent: 0 expected: 7 } duration { seconds: 60 })",
               R"(group: "10" wave: "V6" duration_minutes: 1 present { count: 6 } absent { count: 0 } expected: 7)");
}

TEST(DirectoryTest, WhereNobodyIsNotedAsPresentTheOthersAreSaidToBeNotRecorded) {
  ExpectRecord(
      R"(group: "groups/b" duration { seconds: 60 } attendances { member: "members/x" status: STATUS_ABSENT })",
      R"(group: "10" wave: "V6" duration_minutes: 1 absent { names: "Zoé Jacinthe" }
                  unlisted_members: UNLISTED_NOT_RECORDED)");
}

TEST(DirectoryTest, ATutorWithANamesakeIsToldApart) {
  ExpectRecord(R"(group: "groups/b" tutor: "tutors/2")",
               R"(group: "10" wave: "V6" tutor: "denis@example.org" duration_minutes: 0)");
  ExpectRecord(R"(group: "groups/b" tutor: "tutors/3")",
               R"(group: "10" wave: "V6" tutor: "tutors/3" duration_minutes: 0)");
}

TEST(DirectoryTest, SortsByStartThenGroupNumberThenThemes) {
  std::vector<v1::Session> sessions = {
      Parse<v1::Session>(R"(name: "1" group: "groups/b" start_time { seconds: 5 })"),
      Parse<v1::Session>(R"(name: "2" group: "groups/a" start_time { seconds: 5 })"),
      Parse<v1::Session>(R"(name: "3" group: "groups/b" start_time { seconds: 2 } themes: "TIERS")"),
      Parse<v1::Session>(R"(name: "4" group: "groups/b" start_time { seconds: 2 } themes: "EJ")")};
  SampleDirectory().Sort(sessions);
  std::string order;
  for (const v1::Session& session : sessions) order += session.name();
  EXPECT_EQ(order, "4321");
}

}  // namespace
}  // namespace tutorat::format
