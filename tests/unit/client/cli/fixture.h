// The program as a whole, in this process, with a home of its own and nothing of the user's environment.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "client/cli/app/app.h"
#include "tests/support/temp_dir.h"

namespace tutorat::tests {

class ProgramTest : public ::testing::Test {
 protected:
  struct Result {
    int code = 0;
    std::string out;
    std::string err;
  };

  ProgramTest() {
    for (const char* name : {"TUTORAT_CONFIG", "TUTORAT_SERVER", "TUTORAT_FORMAT", "TUTORAT_DURATION", "LC_ALL",
                             "LC_MESSAGES", "LANG", "TUTORAT_LANG", "TUTORAT_TOKEN", "TUTORAT_TOKEN_FILE",
                             "TUTORAT_TLS", "TUTORAT_CA_FILE", "TUTORAT_CERTIFICATE_FILE", "TUTORAT_KEY_FILE"}) {
      unsetenv(name);
    }
    Set("HOME", dir_.path());
    Set("XDG_STATE_HOME", dir_.File("state"));
    Set("XDG_CONFIG_HOME", dir_.File("config"));
    Set("XDG_DATA_HOME", dir_.File("data"));
  }

  static void Set(const char* name, const std::string& value) { setenv(name, value.c_str(), 1); }

  // A file of this home, whose path it gives back.
  std::string Write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = dir_.File(name);
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path;
  }

  // The same, for its owner only.
  std::string WriteSecret(const std::string& name, const std::string& text) const {
    std::string path = Write(name, text);
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return path;
  }

  static Result Run(std::vector<std::string> arguments) {
    std::ostringstream out;
    std::ostringstream err;
    Result result;
    result.code = cli::RunProgram(std::move(arguments), out, err);
    result.out = out.str();
    result.err = err.str();
    return result;
  }

  const TempDir dir_;
};

}  // namespace tutorat::tests
