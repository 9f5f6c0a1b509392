#include "tests/bench/measure.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <iostream>
#include <numeric>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/numbers.h"

namespace tutorat::bench {
namespace {

constexpr double kForeignCores = 0.3;
constexpr absl::Duration kWarmUpTime = absl::Milliseconds(500);
// So that calls which fail at once are not all that the machine does.
constexpr absl::Duration kAfterFailure = absl::Milliseconds(20);

// A round goes on until so many calls have ended, up to so many times its time.
constexpr int kFewestCalls = 5;
constexpr int kLongestRound = 10;

enum class Phase { kWarmUp, kMeasure, kEnd };

// What one client saw while it was measured.
struct Seen {
  std::vector<double> ms;
  std::atomic<int> ended = 0;
  int failed = 0;
  std::string failure;
};

void RunClient(const Call& call, int client, const std::atomic<Phase>& phase, Seen* seen) {
  while (phase != Phase::kEnd) {
    try {
      const absl::Duration took = call(client);
      if (phase == Phase::kWarmUp) continue;
      seen->ms.push_back(absl::ToDoubleMilliseconds(took));
      if (phase == Phase::kMeasure) ++seen->ended;
    } catch (const std::exception& failure) {
      ++seen->failed;
      if (seen->failure.empty()) seen->failure = failure.what();
      absl::SleepFor(kAfterFailure);
    }
  }
}

int Ended(const std::vector<Seen>& clients) {
  return std::accumulate(clients.begin(), clients.end(), 0, [](int sum, const Seen& seen) { return sum + seen.ended; });
}

// The rounds of one side so far.
struct Rounds {
  std::vector<double> p99;
  std::vector<double> cpu;
  Summary summary;

  void Add(const Sample& sample) {
    summary.failed += sample.failed;
    if (summary.failure.empty()) summary.failure = sample.failure;
    summary.peak_mib = std::max(summary.peak_mib, sample.peak_mib);
    summary.calls += static_cast<int>(sample.ms.size());
    // 0 where nothing was answered: the other side's round of the same number stays beside it.
    summary.rates.push_back(sample.Rate());
    summary.p50s.push_back(Percentile(sample.ms, 50));
    p99.push_back(Percentile(sample.ms, 99));
    if (sample.ended > 0) cpu.push_back(sample.cpu_seconds * 1000 / sample.ended);
  }

  Summary Medians() {
    summary.rate = Median(summary.rates);
    summary.p50 = Median(summary.p50s);
    summary.p99 = Median(p99);
    summary.cpu = Median(cpu);
    return summary;
  }
};

// The median over the rounds, since what else the machine does is most alike within one.
double MedianRatio(const std::vector<double>& top, const std::vector<double>& bottom) {
  std::vector<double> ratios;
  for (size_t i = 0; i < top.size(); ++i) {
    if (bottom[i] > 0) ratios.push_back(top[i] / bottom[i]);
  }
  return Median(ratios);
}

void RunRound(const Options& options, const Side& side, Rounds* rounds) {
  while (true) {
    if (side.prepare) side.prepare();
    const Sample sample = ClosedLoop(side, options.time);
    if (side.check && sample.failed == 0) side.check();
    const bool disturbed = sample.foreign_cores > kForeignCores;
    if (disturbed && rounds->summary.repeated < options.Repeats()) {
      ++rounds->summary.repeated;
      continue;
    }
    rounds->summary.disturbed += disturbed ? 1 : 0;
    rounds->Add(sample);
    return;
  }
}

}  // namespace

Call Timed(std::function<void(int client)> call) {
  return [call = std::move(call)](int client) {
    const absl::Time started = absl::Now();
    call(client);
    return absl::Now() - started;
  };
}

Sample ClosedLoop(const Side& side, absl::Duration time) {
  std::atomic<Phase> phase = Phase::kWarmUp;
  std::vector<Seen> seen(static_cast<size_t>(side.clients));
  std::vector<std::thread> clients;
  clients.reserve(seen.size());
  for (int i = 0; i < side.clients; ++i) {
    clients.emplace_back([&, i] { RunClient(side.call, i, phase, &seen[static_cast<size_t>(i)]); });
  }
  absl::SleepFor(std::min(kWarmUpTime, time / 4));
  const std::vector<pid_t> servers = side.servers();
  const bool apart = !servers.empty() && servers[0] != getpid();
  if (apart) ForgetPeak(servers[0]);
  const CpuWatch watch(servers);
  const absl::Time started = absl::Now();
  phase = Phase::kMeasure;
  absl::SleepFor(time);
  while (Ended(seen) < kFewestCalls && absl::Now() < started + kLongestRound * time) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  Sample sample;
  sample.ended = Ended(seen);
  sample.seconds = absl::ToDoubleSeconds(absl::Now() - started);
  sample.cpu_seconds = watch.ServerSeconds();
  sample.foreign_cores = watch.ForeignCores(sample.seconds);
  if (apart) sample.peak_mib = PeakMiB(servers[0]);
  phase = Phase::kEnd;
  for (std::thread& client : clients) client.join();
  for (Seen& one : seen) {
    sample.ms.insert(sample.ms.end(), one.ms.begin(), one.ms.end());
    sample.failed += one.failed;
    if (sample.failure.empty()) sample.failure = one.failure;
  }
  return sample;
}

std::vector<Summary> RunRounds(const Options& options, const std::vector<Side>& sides) {
  std::vector<Rounds> rounds(sides.size());
  for (int round = 0; round < options.rounds; ++round) {
    for (size_t i = 0; i < sides.size(); ++i) RunRound(options, sides[i], &rounds[i]);
  }
  std::vector<Summary> summaries;
  summaries.reserve(rounds.size());
  for (Rounds& of_side : rounds) summaries.push_back(of_side.Medians());
  return summaries;
}

Line ToLine(const std::string& work, const std::string& what, const Side& side, const Summary& summary) {
  Line line{work, what, side.name, {}, "", true};
  line.figures = {{"in flight", side.clients},    {"per second", summary.rate},    {"p50 ms", summary.p50},
                  {"p99 ms", summary.p99},        {"cpu ms a call", summary.cpu},  {"calls", summary.calls},
                  {"repeated", summary.repeated}, {"disturbed", summary.disturbed}};
  if (summary.peak_mib > 0) line.figures.emplace_back("peak MiB", summary.peak_mib);
  if (summary.calls == 0) line.note = "no call was answered in the time; --seconds gives more";
  if (summary.failed > 0) line.note = absl::StrCat(summary.failed, " calls failed: ", summary.failure);
  line.whole = summary.calls > 0 && summary.failed == 0;
  return line;
}

Line MedianLine(const Options& options, const std::string& work, const std::string& what,
                const std::function<Round()>& run) {
  std::cerr << work << ": " << what << "\n";
  std::vector<Round> rounds;
  int repeated = 0;
  int disturbed = 0;
  while (rounds.size() < static_cast<size_t>(options.rounds)) {
    Round round = run();
    if (round.foreign_cores > kForeignCores && repeated < options.Repeats()) {
      ++repeated;
      continue;
    }
    disturbed += round.foreign_cores > kForeignCores ? 1 : 0;
    rounds.push_back(std::move(round));
  }
  Line line{work, what, "ours", {}, "", true};
  for (size_t i = 0; i < rounds[0].figures.size(); ++i) {
    std::vector<double> values;
    values.reserve(rounds.size());
    for (const Round& round : rounds) values.push_back(round.figures[i].second);
    line.figures.emplace_back(rounds[0].figures[i].first, Median(values));
  }
  line.figures.emplace_back("repeated", repeated);
  line.figures.emplace_back("disturbed", disturbed);
  for (const Round& round : rounds) {
    if (round.failed == 0) continue;
    line.whole = false;
    line.note = absl::StrCat(round.failed, " calls of a round failed: ", round.failure);
  }
  return line;
}

std::vector<Summary> Compare(const Options& options, const std::string& work, const std::string& what,
                             const std::vector<Side>& sides, RatioOf ratio, Report* report) {
  std::cerr << work << ": " << what << "\n";
  std::vector<Summary> summaries = RunRounds(options, sides);
  Line ours = ToLine(work, what, sides[0], summaries[0]);
  for (size_t i = 1; i < sides.size(); ++i) {
    const Summary& floor = summaries[i];
    const double value = ratio == RatioOf::kRate ? MedianRatio(summaries[0].rates, floor.rates)
                                                 : MedianRatio(floor.p50s, summaries[0].p50s);
    ours.figures.emplace_back(absl::StrCat("ours / ", sides[i].name), value);
  }
  report->Add(std::move(ours));
  for (size_t i = 1; i < sides.size(); ++i) report->Add(ToLine(work, what, sides[i], summaries[i]));
  return summaries;
}

}  // namespace tutorat::bench
