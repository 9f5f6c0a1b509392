// tutorat-bench: see README.md beside it.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "tests/bench/echo.h"
#include "tests/bench/works.h"

namespace tutorat::bench {

const std::map<std::string, Work>& Works() {
  static const auto& works = *new std::map<std::string, Work>{
      {"W1", &RecordWork}, {"W2", &BalanceWork},  {"W3", &LargeBalanceWork}, {"W4", &ListWork}, {"W5", &MixedWork},
      {"W6", &GrowthWork}, {"W7", &OverloadWork}, {"W8", &FileWork},         {"W9", &StartWork}};
  return works;
}

namespace {

// Each of them once, in the order of their names; a work that cannot go on does not keep the next from running.
void RunWorks(const Options& options, Report* report) {
  for (const auto& [name, work] : Works()) {
    if (std::find(options.works.begin(), options.works.end(), name) == options.works.end()) continue;
    try {
      work(options, report);
    } catch (const std::exception& failure) {
      report->Missing(name, "", failure.what());
    }
    report->PrintTable(name, std::cout);
  }
  std::cout
      << "disturbed: rounds that count although others took more than 0.3 of a core meanwhile; repeated: those that "
         "do not count for it. Rates, p50, p99 and CPU are medians of the rounds.\n";
}

std::vector<std::pair<std::string, std::string>> About(const Options& options) {
  return {{"store", options.store},
          {"time", absl::FormatTime(absl::RFC3339_sec, absl::Now(), absl::UTCTimeZone())},
          {"cores", absl::StrCat(std::thread::hardware_concurrency())},
          {"rounds", absl::StrCat(options.rounds)},
          {"seconds of a round", absl::StrCat(absl::ToDoubleSeconds(options.time))}};
}

int Run(int argc, const char* const* argv) {
  Options options;
  double seconds = absl::ToDoubleSeconds(options.time);
  std::string json;
  std::string mysql;
  std::vector<std::string> names;
  for (const auto& [name, work] : Works()) names.push_back(name);
  CLI::App app("Measures tutoratd against its floors; tests/bench/README.md says what is measured.", "tutorat-bench");
  app.option_defaults()->always_capture_default();
  app.add_option("WORK", options.works, "Which; without, all")->check(CLI::IsMember(names));
  app.add_option("--store", options.store, "Where the data is")->check(CLI::IsMember({"sqlite", "mysql"}));
  app.add_option("--mysql", mysql,
                 "mysql://USER:PASSWORD@HOST:PORT/DATABASE, where databases may be made (or the variables "
                 "TUTORAT_TEST_MYSQL and TUTORAT_TEST_MYSQL_PASSWORD)");
  app.add_option("--rounds", options.rounds, "Rounds of each side")->check(CLI::Range(1, 1000));
  app.add_option("--seconds", seconds, "Of a round")->check(CLI::Range(0.05, 600.0));
  app.add_option("--json", json, "Write the figures to this file too");
  app.add_flag("--large", options.large, "With 10^6 sessions where that takes minutes to prepare");
  app.add_flag("--small", options.small, "With a hundredth of the data: shows that the program works");
  CLI11_PARSE(app, argc, argv);
  options.time = absl::Seconds(seconds);
  if (options.works.empty()) options.works = names;
  // What the test's servers go by.
  setenv("TUTORAT_TEST_STORE", options.store.c_str(), 1);
  if (!mysql.empty()) setenv("TUTORAT_TEST_MYSQL", mysql.c_str(), 1);

  Report report;
  RunWorks(options, &report);
  if (!json.empty()) {
    std::ofstream out(json);
    out << report.Json(About(options)) << std::endl;
    if (!out) {
      std::cerr << "tutorat-bench: cannot write " << json << "\n";
      return 2;
    }
  }
  if (report.whole()) return 0;
  std::cerr << "tutorat-bench: not everything that was asked for could be measured\n";
  return 1;
}

}  // namespace
}  // namespace tutorat::bench

int main(int argc, char** argv) try {
  int bytes = 0;
  if (argc == 3 && std::string(argv[1]) == "echo" && absl::SimpleAtoi(argv[2], &bytes)) {
    return tutorat::bench::ServeEcho(static_cast<size_t>(bytes));
  }
  return tutorat::bench::Run(argc, argv);
} catch (const std::exception& error) {
  std::fprintf(stderr, "tutorat-bench: %s\n", error.what());
  return 1;
}
