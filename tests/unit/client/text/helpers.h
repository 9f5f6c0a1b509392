// What several tests of the formats use.
#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "client/text/language.h"
#include "client/text/problem.h"

namespace tutorat::format {

inline constexpr Language kFrench = Language::kFrench;
inline constexpr Language kEnglish = Language::kEnglish;

using Lines = std::vector<std::string>;

// A message from its text form; a text that is none fails the test.
template <class Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// Each problem of a file as people read it.
inline Lines Described(const std::vector<Problem>& problems, Language language) {
  Lines lines;
  lines.reserve(problems.size());
  for (const Problem& problem : problems) lines.push_back(Describe(problem, language));
  return lines;
}

}  // namespace tutorat::format
