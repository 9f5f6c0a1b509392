#include "tests/bench/report.h"

#include <gtest/gtest.h>

#include <sstream>

namespace tutorat::bench {
namespace {

TEST(ReportTest, ATableHasEachFigureInAColumnOfItsName) {
  Report report;
  report.Add({"W1", "10 groups", "ours", {{"per second", 123.4}, {"ours / rows", 0.5}}, "", true});
  report.Add({"W1", "10 groups", "rows", {{"per second", 246.8}}, "", true});
  report.Add({"W2", "unchanged", "ours", {{"p50 ms", 1}}, "", true});
  std::ostringstream out;
  report.PrintTable("W1", out);
  EXPECT_EQ(out.str(),
            "| W1        | side | per second | ours / rows | note |\n"
            "|-----------|------|------------|-------------|------|\n"
            "| 10 groups | ours | 123        | 0.50        |      |\n"
            "| 10 groups | rows | 247        |             |      |\n\n");
  EXPECT_TRUE(report.whole());
}

TEST(ReportTest, WhatCouldNotBeMeasuredIsSaid) {
  Report report;
  report.Missing("W3", "memory", "the server does not start");
  EXPECT_FALSE(report.whole());
  std::ostringstream out;
  report.PrintTable("W3", out);
  EXPECT_NE(out.str().find("| memory |"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("not measured: the server does not start"), std::string::npos) << out.str();
  EXPECT_NE(report.Json({}).find("\"whole\": false"), std::string::npos) << report.Json({});
}

TEST(ReportTest, JsonHasTheFiguresWhole) {
  Report report;
  report.Add({"W1", "10 groups", "ours", {{"per second", 123.456}}, "a note", true});
  const std::string json = report.Json({{"store", "sqlite"}});
  for (const char* part :
       {"\"store\": \"sqlite\"", "\"per second\": 123.456", "\"note\": \"a note\"", "\"whole\": true"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << " is not in\n" << json;
  }
}

}  // namespace
}  // namespace tutorat::bench
