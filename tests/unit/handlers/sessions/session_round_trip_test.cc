// RecordSession(GetSessionRecord(s)) changes nothing, whatever s is, and loses no field of it.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "server/domain/base/local_time.h"
#include "server/handlers/sessions/record_writer.h"
#include "tests/unit/handlers/theme_world.h"

namespace tutorat::api {
namespace {

using tests::Make;

// What no record carries: names and times of the server's, and what follows from other fields.
const std::set<std::string>& FieldsOfTheServer() {
  static const auto& fields =
      *new std::set<std::string>{"name",        "local_date",  "local_clock", "theme_mentions", "thesaurus_revision",
                                 "create_time", "update_time", "delete_time", "purge_time",     "etag"};
  return fields;
}

class RoundTripTest : public testing::Test {
 protected:
  RoundTripTest() {
    world_.Import(tests::kRows);
    world_.Import(
        "rows { theme { code: 'tiers' label: 'Tiers' aliases { text: 'tiers' certainty: CERTAINTY_SURE } } }");
    members_ = {world_.adele, world_.basile,
                world_.AddMember(world_.group, "Carole Partie", "", "leave_date: '2023-01-01'"),
                world_.AddMember(world_.group, "Driss L\\'Hermite-Œuvré", ""),
                world_.AddMember(world_.group, "Élise Tard", "", "join_date: '2025-01-01'")};
    bruno_ = world_.AddTutor("Bruno Loriot", "");
    namesake_ = world_.AddTutor("bruno loriot", "");
    gone_ = world_.AddTutor("Chloé Partie", "");
  }

  int Below(int bound) { return static_cast<int>(random_() % bound); }
  bool OneIn(int times) { return Below(times) == 0; }
  template <class Items>
  auto OneOf(const Items& items) {
    return items[static_cast<size_t>(Below(static_cast<int>(std::size(items))))];
  }

  void AddPeople(v1::Session* session) {
    for (const std::string& member : members_) {
      if (OneIn(2)) continue;
      v1::Attendance* attendance = session->add_attendances();
      attendance->set_member(member);
      attendance->set_status(static_cast<v1::Attendance::Status>(1 + Below(4)));
    }
    if (OneIn(3)) return;
    v1::HeadCount* count = session->mutable_head_count();
    if (OneIn(3)) count->set_present(Below(9));
    if (OneIn(3)) count->set_late(Below(3));
    if (OneIn(3)) count->set_excused(Below(3));
    if (OneIn(3)) count->set_absent(Below(3));
    if (OneIn(3)) count->set_expected(30 + Below(9));
  }

  void AddIssues(v1::Session* session) {
    for (int i = Below(3); i > 0; --i) {
      v1::ParticipationIssue* issue = session->add_participation_issues();
      issue->set_kind(static_cast<v1::ParticipationIssue::Kind>(1 + Below(6)));
      issue->set_impact(static_cast<v1::ParticipationIssue::Impact>(Below(4)));
      if (OneIn(2)) issue->set_note(" note\n");
      if (OneIn(3)) {
        issue->set_affected_count(Below(3));
      } else if (OneIn(2)) {
        issue->add_members(members_[0]);
        issue->add_members(OneOf(std::vector<std::string>(members_.begin() + 1, members_.end())));
      }
    }
  }

  v1::Session Random() {
    // Beside ordinary days: hours that come twice in Paris and New York, both times, and what is beside skipped ones.
    const int64_t starts[] = {1705323600, 1729989000, 1729992600, 1711846799,
                              1711846800, 1730611800, 1730615400, 1704067199};
    const char* zones[] = {"Europe/Paris", "Indian/Reunion", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"};
    const char* themes[] = {"TIERS", "Budget : saisie, BE", "BE, DP\n points divers", "  =1+1 \xF0\x9F\x8E\x93  ",
                            "EJ"};
    v1::Session session;
    session.set_group(world_.group);
    session.set_tutor(OneOf(std::vector<std::string>{"", world_.anne, bruno_, namesake_, gone_}));
    session.set_state(static_cast<v1::SessionState>(1 + Below(3)));
    if (session.state() == v1::SESSION_STATE_CANCELLED) session.set_cancel_reason("grève");
    session.mutable_start_time()->set_seconds(OneOf(starts) + (OneIn(3) ? Below(400) * int64_t{86400} : 0));
    if (OneIn(4)) session.mutable_start_time()->set_seconds(session.start_time().seconds() + Below(60));
    if (OneIn(4)) session.mutable_start_time()->set_nanos(Below(1000000) * 1000);
    session.set_time_zone(OneOf(zones));
    session.mutable_duration()->set_seconds(int64_t{60} * (1 + Below(1440)));
    if (session.state() == v1::SESSION_STATE_HELD || OneIn(2)) session.set_themes(OneOf(themes));
    AddPeople(&session);
    AddIssues(&session);
    for (int i = Below(3); i > 0; --i) session.add_guests()->set_display_name(OneIn(2) ? "Zoé Venue" : "M. Noir");
    session.set_appreciation(static_cast<v1::Appreciation>(Below(4)));
    if (OneIn(2)) session.set_notes("n\n");
    if (OneIn(2)) session.set_external_link("https://x.fr/1");
    if (OneIn(2)) session.set_requested_themes("le GFE,\n et les DP ");
    for (const char* theme : {"themes/ej", "themes/dp"}) {
      if (OneIn(2)) continue;
      v1::AgendaItem* item = session.add_agenda();
      item->set_theme(theme);
      item->set_choice(static_cast<v1::AgendaItem::Choice>(1 + Below(2)));
    }
    return session;
  }

  v1::Session Store(const v1::Session& session) {
    v1::CreateSessionRequest request;
    *request.mutable_session() = session;
    const auto response = api_.Send<v1::CreateSessionResponse>(request);
    EXPECT_TRUE(response.ok()) << response.status() << session.DebugString();
    return response.ok() ? response->session() : v1::Session();
  }

  v1::SessionRecord Record(const v1::Session& session) {
    return api_
        .Do<v1::GetSessionRecordResponse, v1::GetSessionRecordRequest>(absl::StrCat("name: '", session.name(), "'"))
        .record();
  }

  // As an older server may have left it.
  void DeleteTutor(const std::string& name) {
    const absl::Status status =
        api_.store().Write(absl::InfiniteFuture(), [&](storage::WriteTransaction& transaction) -> absl::Status {
          auto tutor = transaction.Get<v1::Tutor>(name);
          if (!tutor.ok()) return tutor.status();
          *tutor->mutable_delete_time() = tutor->update_time();
          return transaction.Update(*tutor);
        });
    EXPECT_TRUE(status.ok()) << status;
  }

  tests::LocalApi api_;
  tests::ThemeWorld world_{api_};
  std::mt19937 random_{20240219};
  std::vector<std::string> members_;
  std::string bruno_;
  std::string namesake_;
  std::string gone_;
};

TEST_F(RoundTripTest, ASessionRecordedAsItIsStaysAsItIs) {
  constexpr int kSessions = 120;
  std::vector<v1::Session> sessions;
  sessions.reserve(kSessions);
  for (int i = 0; i < kSessions; ++i) sessions.push_back(Store(Random()));
  // A word that is decided since changes no session by its record.
  api_.Do<v1::ResolveTermResponse, v1::ResolveTermRequest>("text: 'BE' theme: 'themes/ej'");
  DeleteTutor(gone_);
  int presumable = 0;
  for (const v1::Session& before : sessions) {
    const v1::Session session = world_.Read(before.name());
    const v1::SessionRecord record = Record(session);
    presumable += record.unlisted_members() == v1::SessionRecord::UNLISTED_NOT_RECORDED ? 1 : 0;
    for (const char* mask : {"", "update_mask { paths: '*' }"}) {
      auto request = Make<v1::RecordSessionRequest>(mask);
      request.set_session(session.name());
      request.set_etag(session.etag());
      *request.mutable_record() = record;
      const auto response = api_.Send<v1::RecordSessionResponse>(request);
      ASSERT_TRUE(response.ok()) << response.status() << record.DebugString();
      EXPECT_EQ(response->session().DebugString(), session.DebugString()) << mask;
      for (const auto& warning : response->warnings()) {
        EXPECT_THAT(warning.reason(), testing::AnyOf("LONG_AGO", "PLANNED_IN_PAST"));
      }
      EXPECT_EQ(world_.Read(session.name()).DebugString(), session.DebugString()) << mask;
    }
  }
  EXPECT_GT(presumable, 3);
}

// Without one of its fields, a session is another record: each is carried, or is named as the server's.
TEST_F(RoundTripTest, EveryFieldOfASessionIsInItsRecord) {
  const auto* descriptor = v1::Session::descriptor();
  std::set<std::string> carried;
  for (int i = 0; i < 60; ++i) {
    const v1::Session session = Store(Random());
    api_.InTransaction([&](storage::WriteTransaction& transaction) {
      RecordWriter writer(transaction);
      const auto whole = writer.Write(session);
      ASSERT_TRUE(whole.ok());
      for (int j = 0; j < descriptor->field_count(); ++j) {
        v1::Session without = session;
        without.GetReflection()->ClearField(&without, descriptor->field(j));
        if (descriptor->field(j)->name() == "start_time") {
          without.clear_local_date();
          without.clear_local_clock();
        }
        if (without.group().empty()) without.set_group("groups/none");
        const auto less = writer.Write(without);
        if (!less.ok() || less->SerializeAsString() != whole->SerializeAsString()) {
          carried.insert(descriptor->field(j)->name());
        }
      }
    });
  }
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const std::string& name = descriptor->field(i)->name();
    if (name == "local_date" || name == "local_clock") continue;  // in which start_time is told
    EXPECT_NE(carried.count(name) > 0, FieldsOfTheServer().count(name) > 0) << name;
  }
}

// Recorded anew, the record makes the same session, of all that a person can write.
TEST_F(RoundTripTest, RecordedAnewItIsTheSameSession) {
  int compared = 0;
  for (int i = 0; i < 80; ++i) {
    v1::Session session = Random();
    session.mutable_start_time()->set_seconds(1705323600 + 86400 * i);
    session.mutable_start_time()->set_nanos(0);
    // Names and numbers of the same people are the API's only.
    if (session.attendances_size() > 0) {
      const int expected = session.head_count().expected();
      session.clear_head_count();
      if (expected > 0) session.mutable_head_count()->set_expected(expected);
    }
    session = Store(session);
    v1::RecordSessionRequest request;
    *request.mutable_record() = Record(session);
    request.mutable_record()->set_another_session(true);
    const auto response = api_.Send<v1::RecordSessionResponse>(request);
    ASSERT_TRUE(response.ok()) << response.status() << request.DebugString();
    v1::Session anew = response->session();
    // Without a tutor, a record takes the group's.
    if (session.tutor().empty()) anew.clear_tutor();
    for (v1::Session* each : {&anew, &session}) {
      for (const char* field : {"name", "create_time", "update_time", "etag"}) {
        each->GetReflection()->ClearField(each, v1::Session::descriptor()->FindFieldByName(field));
      }
      std::sort(each->mutable_attendances()->begin(), each->mutable_attendances()->end(),
                [](const auto& a, const auto& b) { return a.member() < b.member(); });
    }
    EXPECT_EQ(anew.DebugString(), session.DebugString());
    ++compared;
  }
  EXPECT_EQ(compared, 80);
}

}  // namespace
}  // namespace tutorat::api
