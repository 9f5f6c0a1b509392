// The repository's own files, for the tests of what is shipped.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"

namespace tutorat::tests {

// `path` is from the root of the repository. A file that is not there fails the test.
inline std::string ReadSource(const std::string& path) {
  std::ifstream input(absl::StrCat(TUTORAT_SOURCE_DIR, "/", path), std::ios::binary);
  EXPECT_TRUE(input.is_open()) << path;
  return {std::istreambuf_iterator<char>(input), {}};
}

}  // namespace tutorat::tests
