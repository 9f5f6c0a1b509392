// The configuration file of tutoratd.
#include <sys/mman.h>
#include <unistd.h>

#include <array>

#include "absl/strings/str_cat.h"
#include "server/app/config.h"
#include "tests/fuzz/fuzz.h"

namespace tutorat::fuzz {

void Fuzz(absl::string_view input) {
  // A file that is nowhere on a disk.
  const int file = memfd_create("config", MFD_CLOEXEC);
  Demand(file >= 0 && write(file, input.data(), input.size()) == static_cast<ssize_t>(input.size()),
         "a file is written");
  const std::string path = absl::StrCat("/proc/self/fd/", file);
  const std::array<const char*, 4> arguments = {"tutoratd", "serve", "--config", path.c_str()};
  app::Config config;
  const int code = app::ReadConfig(static_cast<int>(arguments.size()), arguments.data(), &config);
  close(file);
  Demand(code == -1 || code == 0 || code == 2, "a configuration is read, or wrong usage");
  if (code != -1) return;
  Demand(config.command == app::Command::kServe, "the command is the command line's");
  Demand(config.workers >= 1 && config.workers <= 200, "a number is within its limits");
  Demand(config.queue_length >= 1 && config.queue_length <= 100000, "a number is within its limits");
}

}  // namespace tutorat::fuzz
