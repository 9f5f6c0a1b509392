// What tutoratd can be told: by flag, by environment variable, by TOML file, in that order of strength.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "server/api/pipeline.h"
#include "server/api/upkeep.h"

namespace tutorat::app {

enum class Command { kServe, kMigrate, kCheck, kNone };

struct Config {
  Command command = Command::kNone;
  std::string listen = "127.0.0.1:50051";
  std::string store = "sqlite:tutorat.db";
  std::string store_password;  // from TUTORATD_STORE_PASSWORD or --store-password-file, never from a flag
  int store_connections = 16;
  int workers = 32;
  int queue_length = 512;
  std::string log_level = "info";
  std::string data;  // empty: DataFolder says where
  int audit_days = api::kAuditDays;
};

// Fills *config from the command line, the environment and the file. Returns the exit code when the program is done
// already
// (--help: 0, wrong usage: 2, with the text printed), else -1.
int ReadConfig(int argc, const char* const* argv, Config* config);

// OK for host:port on a loopback host. Until accounts exist, whoever reaches the server may do everything: any other
// address is refused.
absl::Status CheckLoopback(const std::string& listen);

// Where the server keeps what is not in the store: config.data, else the folder of the SQLite file, else
// $XDG_DATA_HOME/tutorat or ~/.local/share/tutorat.
std::string DataFolder(const Config& config);

}  // namespace tutorat::app
