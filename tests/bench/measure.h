// Rounds of calls: ours and its floors in turn.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/bench/machine.h"
#include "tests/bench/options.h"
#include "tests/bench/report.h"

namespace tutorat::bench {

// One call by this client, counted from 0, and how long what is measured of it took. Throws Failure when it failed.
using Call = std::function<absl::Duration(int client)>;

// A call that is measured whole.
Call Timed(std::function<void(int client)> call);

// What is asked, by so many clients, each of which waits for its answer before it asks again.
struct Side {
  std::string name;  // ours, rows, echo
  int clients = 1;
  std::function<void()> prepare;  // before each round; may be empty
  Call call;
  std::function<std::vector<pid_t>()> servers;  // whose CPU is a call's
  std::function<void()> check;                  // after each round, when it was answered; throws Failure
};

struct Sample {
  std::vector<double> ms;  // of the calls that were answered, those too that were still waiting when the time was up
  int ended = 0;           // of these, within the time
  int failed = 0;
  std::string failure;  // the first
  double seconds = 0;
  double cpu_seconds = 0;    // of the servers
  double foreign_cores = 0;  // of everybody else
  double peak_mib = 0;       // of the first server, unless it is this process

  double Rate() const { return ended / seconds; }
};

// Calls for so long, after a warming up that is not counted; longer where hardly any call has ended by then.
Sample ClosedLoop(const Side& side, absl::Duration time);

// Of the rounds of one side: medians.
struct Summary {
  double rate = 0;  // calls a second
  double p50 = 0;   // ms
  double p99 = 0;
  double cpu = 0;             // ms of the servers a call
  double peak_mib = 0;        // the most of all rounds
  std::vector<double> rates;  // of each round that counts
  std::vector<double> p50s;
  int calls = 0;  // of all rounds
  int failed = 0;
  std::string failure;
  int disturbed = 0;  // rounds that count although others took CPU meanwhile
  int repeated = 0;   // rounds that do not count for that
};

// The sides in turn, as many rounds as are asked for. A round in which others took more than 0.3 of a core is repeated,
// up to Repeats() times; then it counts, and is said to.
std::vector<Summary> RunRounds(const Options& options, const std::vector<Side>& sides);

// What is said of a side, and how.
Line ToLine(const std::string& work, const std::string& what, const Side& side, const Summary& summary);

// What one round of a work saw that is more than calls of one kind.
struct Round {
  Figures figures;  // the same names in each round
  double foreign_cores = 0;
  int failed = 0;
  std::string failure;
};

// The medians of the rounds, repeated as RunRounds does.
Line MedianLine(const Options& options, const std::string& work, const std::string& what,
                const std::function<Round()>& run);

enum class RatioOf { kRate, kMedianTime };

// Runs the rounds and reports them. Of the first side, which is ours, also its ratio to each other, the median of the
// rounds' own: 1 is as fast.
std::vector<Summary> Compare(const Options& options, const std::string& work, const std::string& what,
                             const std::vector<Side>& sides, RatioOf ratio, Report* report);

}  // namespace tutorat::bench
