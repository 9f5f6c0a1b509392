// W5: tutors record while coordinators read balances, and while somebody imports.
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/numbers.h"
#include "tests/bench/works.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::bench {
namespace {

constexpr int kTutorCount = 16;
constexpr int kCoordinators = 4;
constexpr int kGroupsOfWave = 160;
constexpr int kImportLines = 2000;

// With an account for each tutor, who records in his own groups.
class School {
 public:
  School() : stage_({.groups = kGroupsOfWave, .tutors = kTutorCount, .sessions = 12 * kGroupsOfWave}) {
    for (int i = 0; i < kTutorCount; ++i) {
      const std::string& tutor = stage_.groups()[static_cast<size_t>(i)].tutor;
      const auto said = stage_.server().RunToEnd(
          {"account", "create", absl::StrCat("Tutor ", i), "--role", "tutor", "--tutor", tutor});
      if (!said.ok() || said->empty()) throw Failure(absl::StrCat("no account: ", said.status().ToString()));
      tokens_.push_back(said->front());
      std::vector<Group> own;
      for (const Group& group : stage_.groups()) {
        if (group.tutor == tutor) own.push_back(group);
      }
      groups_.push_back(std::move(own));
    }
    stage_.database().Save();
  }

  void Reset() {
    stage_.Reset(/*running=*/true);
    std::vector<tests::Endpoint> endpoints;
    for (const std::string& token : tokens_) endpoints.push_back({stage_.endpoint().address, token});
    tutors_.Connect(endpoints);
    coordinators_.Connect(stage_.endpoint(), kCoordinators);
  }

  Side Tutors() {
    Side side{"ours", kTutorCount, {}, {}, {}, {}};
    side.call = Timed([this](int client) {
      tutors_.Call(client, kRecordPath, NewRecordRequest(groups_[static_cast<size_t>(client)]));
    });
    side.servers = [this] { return stage_.Processes(); };
    return side;
  }

  Side Coordinators() {
    Side side{"ours", kCoordinators, {}, {}, {}, {}};
    side.call = Timed([this](int client) { coordinators_.Call(client, kBalancePath, BalanceRequest()); });
    side.servers = [this] { return stage_.Processes(); };
    return side;
  }

  // One import after the other until `stop`; the lines a second.
  double Import(int lines, const std::atomic<bool>& stop, std::string* failure) const {
    const tests::Api api(stage_.endpoint());
    const absl::Time started = absl::Now();
    int done = 0;
    while (!stop && failure->empty()) {
      v1::ImportSessionsRequest request;
      for (int i = 0; i < lines; ++i) {
        v1::RecordSessionRequest one;
        one.ParseFromString(NewRecordRequest(stage_.groups()));
        *request.add_rows()->mutable_record() = one.record();
      }
      v1::ImportReport said;
      const tests::Outcome outcome = api.Import(request, &said);
      if (!outcome.ok()) *failure = absl::StrCat("import: ", outcome.reason, " ", outcome.message);
      if (outcome.ok() && !said.applied()) *failure = "the import is refused";
      done += lines;
    }
    return done / absl::ToDoubleSeconds(absl::Now() - started);
  }

 private:
  Stage stage_;
  std::vector<std::string> tokens_;
  std::vector<std::vector<Group>> groups_;
  Clients tutors_;
  Clients coordinators_;
};

Round RunSchool(const Options& options, School& school, bool importing) {
  school.Reset();
  std::atomic<bool> stop = false;
  std::string import_failure;
  double import_rate = 0;
  std::thread import([&] {
    if (importing) import_rate = school.Import(options.Scaled(kImportLines), stop, &import_failure);
  });
  Sample balances;
  std::thread coordinators([&] { balances = ClosedLoop(school.Coordinators(), options.time); });
  const Sample records = ClosedLoop(school.Tutors(), options.time);
  stop = true;
  coordinators.join();
  import.join();
  Round round;
  round.figures = {{"records a second", records.Rate()},           {"record p50 ms", Percentile(records.ms, 50)},
                   {"record p99 ms", Percentile(records.ms, 99)},  {"slowest record ms", Percentile(records.ms, 100)},
                   {"balances a second", balances.Rate()},         {"balance p50 ms", Percentile(balances.ms, 50)},
                   {"balance p99 ms", Percentile(balances.ms, 99)}};
  if (importing) round.figures.emplace_back("imported lines a second", import_rate);
  round.foreign_cores = records.foreign_cores;
  round.failed = records.failed + balances.failed + (import_failure.empty() ? 0 : 1);
  for (const std::string& failure : {records.failure, balances.failure, import_failure}) {
    if (round.failure.empty()) round.failure = failure;
  }
  return round;
}

}  // namespace

void MixedWork(const Options& options, Report* report) {
  School school;
  for (const bool importing : {false, true}) {
    report->Add(MedianLine(options, "W5",
                           importing ? "16 tutors, 4 coordinators, and an import" : "16 tutors, 4 coordinators",
                           [&] { return RunSchool(options, school, importing); }));
  }
}

}  // namespace tutorat::bench
