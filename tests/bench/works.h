// The works: each prepares its data, runs, and reports.
#pragma once

#include <map>
#include <string>

#include "tests/bench/options.h"
#include "tests/bench/report.h"
#include "tests/bench/stage.h"

namespace tutorat::bench {

using Work = void (*)(const Options& options, Report* report);

// By their names, W1 to W9.
const std::map<std::string, Work>& Works();

void RecordWork(const Options& options, Report* report);        // W1
void BalanceWork(const Options& options, Report* report);       // W2
void LargeBalanceWork(const Options& options, Report* report);  // W3
void ListWork(const Options& options, Report* report);          // W4
void MixedWork(const Options& options, Report* report);         // W5
void GrowthWork(const Options& options, Report* report);        // W6
void OverloadWork(const Options& options, Report* report);      // W7
void FileWork(const Options& options, Report* report);          // W8
void StartWork(const Options& options, Report* report);         // W9

// The balance of the asked wave and year, as GetBalance is asked.
std::string BalanceRequest();
constexpr char kBalancePath[] = "/tutorat.v1.ReportService/GetBalance";

// From the start of a server on this stage to its being ready. It is left running.
absl::Duration TimeToReady(Stage& stage);

}  // namespace tutorat::bench
