// The program as it is run, on little data and for no time: what it measures is there, whatever it is.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/support/certificates.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace tutorat::bench {
namespace {

using Fields = google::protobuf::Map<std::string, google::protobuf::Value>;

// What the works must report, by work, side and figure.
const std::map<std::string, std::vector<std::pair<std::string, std::string>>>& Asked() {
  static const auto& asked = *new std::map<std::string, std::vector<std::pair<std::string, std::string>>>{
      {"W1",
       {{"ours", "per second"},
        {"ours", "ours / rows"},
        {"rows", "per second"},
        {"ours", "p99 ms"},
        {"ours", "cpu ms a call"},
        {"ours", "peak MiB"},
        {"against 10 groups", "ours / fresh"}}},
      {"W2", {{"ours", "ours / echo"}, {"ours", "ours / rows"}, {"echo", "p50 ms"}, {"rows", "p50 ms"}}},
      {"W3", {{"ours", "ours / rows"}, {"ours", "(peak - idle) / answer"}, {"ours", "p50 ms"}}},
      {"W4", {{"ours", "ours / echo"}, {"echo", "per second"}}},
      {"W5",
       {{"ours", "records a second"},
        {"ours", "record p99 ms"},
        {"ours", "balance p50 ms"},
        {"ours", "imported lines a second"}}},
      {"W6", {{"ours of 1000", "p50 / smallest"}, {"ours of 1000", "ready ms"}}},
      {"W7",
       {{"ours", "goodput / capacity"},
        {"ours", "accepted p99 ms"},
        {"ours", "refused p99 ms"},
        {"ours", "after / capacity"}}},
      {"W8", {{"ours", "lines a second"}, {"ours", "client peak MiB"}, {"ours", "server peak MiB"}}},
      {"W9", {{"ours", "ready ms"}, {"ours", "idle MiB"}}}};
  return asked;
}

TEST(SmokeTest, EachWorkReportsWhatIsAskedOfIt) {
  const tests::TempDir directory;
  const std::string json = directory.File("figures.json");
  auto process = tests::Process::Start({TUTORAT_BENCH, "--small", "--rounds", "1", "--seconds", "0.1", "--json", json},
                                       {}, directory.File("errors"));
  ASSERT_TRUE(process.ok()) << process.status();
  std::string output;
  while (const auto line = (*process)->ReadLine(absl::Minutes(2))) absl::StrAppend(&output, *line, "\n");
  EXPECT_EQ((*process)->Wait(absl::Seconds(10)), 0) << output << tests::ReadFile(directory.File("errors"));

  google::protobuf::Struct all;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(tests::ReadFile(json), &all).ok()) << output;
  EXPECT_TRUE(all.fields().at("whole").bool_value()) << output;
  std::set<std::string> reported;
  for (const auto& line : all.fields().at("lines").list_value().values()) {
    const Fields& fields = line.struct_value().fields();
    for (const auto& [figure, value] : fields.at("figures").struct_value().fields()) {
      reported.insert(
          absl::StrCat(fields.at("work").string_value(), ", ", fields.at("side").string_value(), ": ", figure));
    }
  }
  for (const auto& [work, figures] : Asked()) {
    EXPECT_NE(output.find("| " + work), std::string::npos) << work << " has no table in\n" << output;
    for (const auto& [side, figure] : figures) {
      EXPECT_EQ(reported.count(absl::StrCat(work, ", ", side, ": ", figure)), 1U)
          << work << ", " << side << ": " << figure;
    }
  }
}

TEST(SmokeTest, WhatCannotBeMeasuredEndsWithAnError) {
  const tests::TempDir directory;
  auto process = tests::Process::Start({TUTORAT_BENCH, "W9", "--small", "--rounds", "1", "--seconds", "0.1", "--store",
                                        "mysql", "--mysql", "mysql://nobody:x@127.0.0.1:1/none"},
                                       {}, directory.File("errors"));
  ASSERT_TRUE(process.ok()) << process.status();
  std::string output;
  while (const auto line = (*process)->ReadLine(absl::Minutes(1))) absl::StrAppend(&output, *line, "\n");
  EXPECT_EQ((*process)->Wait(absl::Seconds(10)), 1);
  EXPECT_NE(output.find("not measured: "), std::string::npos) << output;
}

}  // namespace
}  // namespace tutorat::bench
