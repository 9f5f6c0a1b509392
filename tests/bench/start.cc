// W9: the start of a server on an empty store.
#include "absl/time/clock.h"
#include "tests/bench/numbers.h"
#include "tests/bench/works.h"

namespace tutorat::bench {

absl::Duration TimeToReady(Stage& stage) {
  stage.Stop();
  const absl::Time started = absl::Now();
  stage.Start();
  return absl::Now() - started;
}

void StartWork(const Options& options, Report* report) {
  Stage stage({.groups = 1, .tutors = 1, .sessions = 0});
  std::vector<double> ready;
  std::vector<double> idle;
  for (int round = 0; round < options.rounds; ++round) {
    ready.push_back(absl::ToDoubleMilliseconds(TimeToReady(stage)));
    absl::SleepFor(std::min(absl::Seconds(1), options.time));
    idle.push_back(ResidentMiB(stage.pid()));
  }
  report->Add({"W9",
               "start on an almost empty store",
               "ours",
               {{"ready ms", Median(ready)}, {"slowest ready ms", Percentile(ready, 100)}, {"idle MiB", Median(idle)}},
               "",
               true});
}

}  // namespace tutorat::bench
