#include <malloc.h>
#include <sodium.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <iostream>

#include "server/app/admin/accounts.h"
#include "server/app/admin/check.h"
#include "server/app/config.h"
#include "server/app/lifecycle.h"
#include "server/app/stores.h"

namespace tutorat::app {
namespace {

int Report(const absl::Status& status) {
  if (status.ok()) return 0;
  std::cerr << "tutoratd: " << status.message() << '\n';
  return absl::IsInvalidArgument(status) ? kUsageError : 1;
}

int Migrate(storage::Store& store) {
  const auto made = store.Migrate();
  if (!made.ok()) return Report(made.status());
  for (const std::string& step : *made) std::cout << "migrated: " << step << '\n';
  if (made->empty()) std::cout << "nothing to migrate\n";
  return 0;
}

// A core image would hold the tokens of whoever is connected: none is written, whatever the system is set to. With a
// limit of 1 byte Linux does not hand it to a collecting program either, which it does with 0 (fs/coredump.c).
void ForbidCoreImages() {
  const rlimit limit{1, 1};
  setrlimit(RLIMIT_CORE, &limit);
}

// A large answer needs much for a moment: with a heap for each thread, all of them would grow to that, one by one.
void ShareHeaps() { mallopt(M_ARENA_MAX, 2); }

int Main(int argc, const char* const* argv) {
  ForbidCoreImages();
  ShareHeaps();
  umask(S_IRWXG | S_IRWXO);  // the store and what is beside it hold names
  Config config;
  if (const int code = ReadConfig(argc, argv, &config); code >= 0) return code;
  BlockStopSignals();
  spdlog::set_default_logger(spdlog::stderr_logger_mt("tutoratd"));
  spdlog::set_pattern("time=%Y-%m-%dT%H:%M:%S.%fZ level=%l %v", spdlog::pattern_time_type::utc);
  const auto level = spdlog::level::from_str(config.log_level);
  // Whoever types reads what is wrong, and no journal.
  spdlog::set_level(config.command == Command::kAccount ? std::max(level, spdlog::level::warn) : level);
  if (sodium_init() < 0) return Report(absl::InternalError("libsodium does not start: no source of randomness"));
  const auto store = OpenStore(config);
  if (!store.ok()) return Report(store.status());
  if (config.command == Command::kMigrate) return Migrate(**store);
  if (config.command == Command::kCheck) return Check(**store, std::cout);
  if (config.command == Command::kAccount) return RunAccountCommand(config.account, **store, std::cout, std::cerr);
  return Serve(config, **store);
}

}  // namespace
}  // namespace tutorat::app

int main(int argc, char** argv) { return tutorat::app::Main(argc, argv); }
