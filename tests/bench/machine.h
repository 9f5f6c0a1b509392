// What the system says of processes and of the machine (/proc).
#pragma once

#include <sys/types.h>

#include <vector>

namespace tutorat::bench {

// CPU that the process has used since it began, of all its threads; 0 of one that has ended.
double CpuSeconds(pid_t process);
// CPU that all processes of the machine have used since it began.
double MachineCpuSeconds();

// Memory of the process now, and the most since it began or since ForgetPeak, in MiB; 0 of one that has ended.
double ResidentMiB(pid_t process);
double PeakMiB(pid_t process);
void ForgetPeak(pid_t process);

// CPU of some processes, and of everybody else, between two moments.
class CpuWatch {
 public:
  // `servers` may name this process. Whoever else takes CPU, but for them and this process, is foreign.
  explicit CpuWatch(std::vector<pid_t> servers);

  // Since construction: of the servers together; of everybody else, in cores.
  double ServerSeconds() const;
  double ForeignCores(double seconds) const;

 private:
  double Servers() const;
  double Others() const;

  std::vector<pid_t> servers_;
  double servers_then_;
  double others_then_;
};

}  // namespace tutorat::bench
