#include "tests/bench/machine.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tutorat::bench {
namespace {

double OfTicks(double ticks) { return ticks / static_cast<double>(sysconf(_SC_CLK_TCK)); }

std::string OfProcess(pid_t process, const char* file) { return absl::StrCat("/proc/", process, "/", file); }

double StatusMiB(pid_t process, const std::string& field) {
  std::ifstream status(OfProcess(process, "status"));
  std::string line;
  while (std::getline(status, line)) {
    if (absl::StartsWith(line, field)) return std::stod(line.substr(field.size())) / 1024;
  }
  return 0;
}

}  // namespace

double CpuSeconds(pid_t process) {
  std::ifstream stat(OfProcess(process, "stat"));
  std::string line;
  std::getline(stat, line);
  // The program's name, in brackets, may hold anything.
  const size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream rest(line.substr(name_end + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) rest >> skipped;
  double user = 0;
  double system = 0;
  rest >> user >> system;
  return OfTicks(user + system);
}

double MachineCpuSeconds() {
  std::ifstream stat("/proc/stat");
  std::string name;
  // Neither idle nor waiting for a disk; stolen time is somebody's.
  double user = 0;
  double nice = 0;
  double system = 0;
  double idle = 0;
  double waiting = 0;
  double irq = 0;
  double soft_irq = 0;
  double stolen = 0;
  stat >> name >> user >> nice >> system >> idle >> waiting >> irq >> soft_irq >> stolen;
  return OfTicks(user + nice + system + irq + soft_irq + stolen);
}

double ResidentMiB(pid_t process) { return StatusMiB(process, "VmRSS:"); }
double PeakMiB(pid_t process) { return StatusMiB(process, "VmHWM:"); }
void ForgetPeak(pid_t process) { std::ofstream(OfProcess(process, "clear_refs")) << "5"; }

CpuWatch::CpuWatch(std::vector<pid_t> servers)
    : servers_(std::move(servers)), servers_then_(Servers()), others_then_(Others()) {}

double CpuWatch::ServerSeconds() const { return Servers() - servers_then_; }

double CpuWatch::ForeignCores(double seconds) const { return std::max(0.0, Others() - others_then_) / seconds; }

double CpuWatch::Servers() const {
  double sum = 0;
  for (const pid_t server : servers_) sum += CpuSeconds(server);
  return sum;
}

double CpuWatch::Others() const {
  const bool own = std::find(servers_.begin(), servers_.end(), getpid()) != servers_.end();
  return MachineCpuSeconds() - Servers() - (own ? 0 : CpuSeconds(getpid()));
}

}  // namespace tutorat::bench
