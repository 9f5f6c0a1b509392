// The balance of random waves, against one counted in plain loops from what was sent (balance_world.h). The seed is
// printed; $TUTORAT_TEST_SEED runs another one.
#include <google/protobuf/util/message_differencer.h>

#include <atomic>
#include <cstdlib>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/conformance/balance_world.h"
#include "tests/conformance/fixture.h"
#include "tests/conformance/samples/samples.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::tests {
namespace {

constexpr unsigned kDefaultSeed = 20240219;
constexpr unsigned kWorlds = 150;
constexpr int kPeriods = 6;

class Recorder {
 public:
  Recorder(const Api& api, World& world, Notebook* notebook, std::mt19937* random)
      : api_(api), world_(world), notebook_(*notebook), random_(*random) {}

  void Store() {
    for (NotedTutor& tutor : notebook_.tutors) tutor.name = world_.AddTutor(tutor.display_name, "").name();
    for (NotedGroup& group : notebook_.groups) StoreGroup(&group);
    v1::ImportSessionsRequest import;
    std::vector<NotedSession*> imported;
    for (NotedSession& session : notebook_.sessions) {
      if (random_() % 2 == 0 && FitsRecord(session)) {
        *import.add_rows()->mutable_record() = RecordOf(session);
        imported.push_back(&session);
      } else {
        StoreSession(&session);
      }
    }
    v1::ImportReport report;
    const Outcome outcome = api_.Import(import, &report);
    ASSERT_TRUE(outcome.ok() && report.applied()) << outcome << report.ShortDebugString();
    for (size_t i = 0; i < imported.size(); ++i) {
      imported[i]->name = report.results(static_cast<int>(i)).session();
    }
    for (const NotedSession& session : notebook_.sessions) {
      if (session.deleted) Delete(session.name);
    }
  }

 private:
  static std::string DayOrNothing(const std::optional<Day>& day) { return day ? ToText(*day) : ""; }

  void StoreGroup(NotedGroup* group) {
    v1::CreateGroupRequest request;
    request.mutable_group()->set_wave(notebook_.wave);
    request.mutable_group()->set_number(group->number);
    request.mutable_group()->set_label(group->label);
    for (const NotedAssignment& noted : group->assignments) {
      auto* assignment = request.mutable_group()->add_tutor_assignments();
      assignment->set_tutor(notebook_.tutors[noted.tutor].name);
      assignment->set_from_date(DayOrNothing(noted.from));
      assignment->set_to_date(DayOrNothing(noted.to));
    }
    group->name = api_.Get<v1::CreateGroupResponse>(request).group().name();
    for (NotedMember& noted : group->members) {
      v1::CreateMemberRequest create;
      create.mutable_member()->set_group(world_.GroupAlias(group->number));
      create.mutable_member()->set_display_name(noted.display_name);
      create.mutable_member()->set_join_date(DayOrNothing(noted.joined));
      create.mutable_member()->set_leave_date(DayOrNothing(noted.left));
      noted.name = api_.Get<v1::CreateMemberResponse>(create).member().name();
    }
  }

  // A record takes names or a number of each kind, of an hour that comes twice the first, and where it names no tutor
  // the group's.
  bool FitsRecord(const NotedSession& session) const {
    if (session.second || (!session.tutor && !notebook_.groups[session.group].assignments.empty())) return false;
    for (const auto& [member, status] : session.attendances) {
      if (CountOf(session, status)) return false;
    }
    return true;
  }
  static std::optional<int> CountOf(const NotedSession& session, v1::Attendance::Status status) {
    switch (status) {
      case v1::Attendance::STATUS_PRESENT:
        return session.present;
      case v1::Attendance::STATUS_LATE:
        return session.late;
      case v1::Attendance::STATUS_EXCUSED:
        return session.excused;
      default:
        return session.absent;
    }
  }

  v1::SessionRecord RecordOf(const NotedSession& session) const {
    const NotedGroup& group = notebook_.groups[session.group];
    v1::SessionRecord record;
    record.set_group(world_.GroupAlias(group.number));
    if (session.tutor) record.set_tutor(notebook_.tutors[*session.tutor].display_name);
    record.set_date(ToText(session.day));
    record.set_start(absl::StrFormat("%02d:%02d", session.minute / 60, session.minute % 60));
    record.set_time_zone(session.zone);
    record.set_duration_minutes(session.length);
    record.set_state(session.state);
    if (session.state == v1::SESSION_STATE_CANCELLED) record.set_cancel_reason("grève");
    record.set_themes(session.themes);
    for (const auto& [member, status] : session.attendances) {
      v1::People* people = status == v1::Attendance::STATUS_PRESENT   ? record.mutable_present()
                           : status == v1::Attendance::STATUS_LATE    ? record.mutable_late()
                           : status == v1::Attendance::STATUS_EXCUSED ? record.mutable_excused()
                                                                      : record.mutable_absent();
      people->add_names(group.members[member].display_name);
    }
    if (session.present) record.mutable_present()->set_count(*session.present);
    if (session.late) record.mutable_late()->set_count(*session.late);
    if (session.excused) record.mutable_excused()->set_count(*session.excused);
    if (session.absent) record.mutable_absent()->set_count(*session.absent);
    if (session.expected) record.set_expected(*session.expected);
    record.set_unlisted_members(v1::SessionRecord::UNLISTED_NOT_RECORDED);
    // Whatever else is planned for that day.
    record.set_another_session(true);
    for (const std::string& guest : session.guests) record.add_guests(guest);
    for (const NotedIssue& noted : session.issues) {
      auto* issue = record.add_issues();
      issue->set_kind(noted.kind);
      issue->set_impact(noted.impact);
    }
    record.set_appreciation(session.appreciation);
    return record;
  }

  v1::Session SessionOf(const NotedSession& noted) const {
    const NotedGroup& group = notebook_.groups[noted.group];
    v1::Session session;
    session.set_group(group.name);
    if (noted.tutor) session.set_tutor(notebook_.tutors[*noted.tutor].name);
    session.mutable_start_time()->set_seconds(InstantOf(noted));
    session.set_time_zone(noted.zone);
    session.mutable_duration()->set_seconds(int64_t{60} * noted.length);
    session.set_state(noted.state);
    if (noted.state == v1::SESSION_STATE_CANCELLED) session.set_cancel_reason("grève");
    session.set_themes(noted.themes);
    for (const auto& [member, status] : noted.attendances) {
      auto* attendance = session.add_attendances();
      attendance->set_member(group.members[member].name);
      attendance->set_status(status);
    }
    if (noted.present) session.mutable_head_count()->set_present(*noted.present);
    if (noted.late) session.mutable_head_count()->set_late(*noted.late);
    if (noted.excused) session.mutable_head_count()->set_excused(*noted.excused);
    if (noted.absent) session.mutable_head_count()->set_absent(*noted.absent);
    if (noted.expected) session.mutable_head_count()->set_expected(*noted.expected);
    for (const std::string& guest : noted.guests) session.add_guests()->set_display_name(guest);
    for (const NotedIssue& issue : noted.issues) {
      auto* added = session.add_participation_issues();
      added->set_kind(issue.kind);
      added->set_impact(issue.impact);
    }
    session.set_appreciation(noted.appreciation);
    return session;
  }

  // Now and then as something else at first, corrected afterwards.
  void StoreSession(NotedSession* noted) {
    v1::Session session = SessionOf(*noted);
    if (random_() % 4 != 0) {
      noted->name = world_.AddSession(session).name();
      return;
    }
    const v1::Session planned = world_.AddSession(world_.NewSession(session.group()));
    noted->name = planned.name();
    session.set_name(planned.name());
    session.set_etag(planned.etag());
    v1::UpdateSessionRequest update;
    *update.mutable_session() = session;
    *update.mutable_update_mask()->add_paths() = std::string(1, '*');
    api_.Get<v1::UpdateSessionResponse>(update);
  }

  void Delete(const std::string& name) {
    v1::GetSessionRequest get;
    get.set_name(name);
    v1::DeleteSessionRequest request;
    request.set_name(name);
    request.set_etag(api_.Get<v1::GetSessionResponse>(get).session().etag());
    api_.Get<v1::DeleteSessionResponse>(request);
  }

  const Api& api_;
  World& world_;
  Notebook& notebook_;
  std::mt19937& random_;
};

// How many held sessions it was about.
int CheckBalance(const Api& api, const Notebook& notebook, std::mt19937& random) {
  const NotedPeriod period = RandomPeriod(notebook, random);
  v1::GetBalanceRequest request;
  request.set_wave(notebook.wave);
  request.set_from_date(ToText(period.from));
  if (period.months) {
    request.set_months(*period.months);
  } else {
    request.set_to_date(ToText(period.to));
  }
  std::vector<int> numbers;
  const bool some = random() % 3 == 0;
  for (const NotedGroup& group : notebook.groups) {
    if (some && random() % 2 == 0) numbers.push_back(group.number);
  }
  for (const int number : numbers) request.add_group_numbers(number);
  v1::Balance balance = api.Get<v1::GetBalanceResponse>(request).balance();
  EXPECT_NEAR(static_cast<double>(balance.snapshot_time().seconds()), static_cast<double>(time(nullptr)), 300);
  balance.clear_snapshot_time();
  google::protobuf::util::MessageDifferencer differencer;
  // Figures of nothing are there or left out.
  differencer.set_message_field_comparison(google::protobuf::util::MessageDifferencer::EQUIVALENT);
  std::string difference;
  differencer.ReportDifferencesToString(&difference);
  EXPECT_TRUE(differencer.Compare(CountBalance(notebook, period, numbers), balance))
      << request.ShortDebugString() << "\n"
      << difference;
  return balance.observations().session_count();
}

unsigned Seed() {
  const char* given = std::getenv("TUTORAT_TEST_SEED");
  return given == nullptr ? kDefaultSeed : static_cast<unsigned>(std::strtoul(given, nullptr, 10));
}

TEST(BalanceProperty, EqualsWhatPlainLoopsCount) {
  const unsigned seed = Seed();
  std::cout << "TUTORAT_TEST_SEED=" << seed << "\n";
  const Endpoint& endpoint = SharedServer();
  std::atomic<unsigned> next = 0;
  std::atomic<size_t> sessions = 0;
  std::atomic<int> counted = 0;
  AtOnce(4, [&](size_t) {
    const Api api(endpoint);
    for (unsigned i = next++; i < kWorlds; i = next++) {
      SCOPED_TRACE(absl::StrCat("world ", i, " of seed ", seed));
      std::mt19937 random(seed + i);
      World world(api);
      Notebook notebook = RandomNotebook(world.wave(), random);
      Recorder(api, world, &notebook, &random).Store();
      for (int period = 0; period < kPeriods && !::testing::Test::HasFailure(); ++period) {
        counted += CheckBalance(api, notebook, random);
      }
      sessions += notebook.sessions.size();
    }
  });
  std::cout << kWorlds << " worlds, " << sessions << " sessions, " << kWorlds * kPeriods << " balances of " << counted
            << " held sessions\n";
  EXPECT_GT(counted, 1000);
}

// The periods that the committee asks for, by hand: what the property test leans on.
TEST(BalanceProperty, MonthsAreClamped) {
  const auto on = [](int year, unsigned month, unsigned day) {
    return Day(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
  };
  const Api api(SharedServer());
  const World world(api);
  const struct {
    Day from;
    int months;
    Day to;
  } cases[] = {{on(2023, 11, 10), 3, on(2024, 2, 10)}, {on(2023, 11, 30), 3, on(2024, 2, 29)},
               {on(2022, 11, 30), 3, on(2023, 2, 28)}, {on(2024, 1, 31), 1, on(2024, 2, 29)},
               {on(2023, 12, 31), 2, on(2024, 2, 29)}, {on(2024, 2, 29), 12, on(2025, 2, 28)}};
  for (const auto& each : cases) {
    v1::GetBalanceRequest request;
    request.set_wave(world.code());
    request.set_from_date(ToText(each.from));
    request.set_months(each.months);
    EXPECT_EQ(api.Get<v1::GetBalanceResponse>(request).balance().to_date(), ToText(each.to));
    EXPECT_EQ(ToText(AddMonths(each.from, each.months)), ToText(each.to));
  }
}

}  // namespace
}  // namespace tutorat::tests
