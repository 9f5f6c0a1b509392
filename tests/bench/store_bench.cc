// Durable writes a second: sessions of ten attendances with their answers, one transaction each.
//
//   store_bench sqlite:PATH | mysql://USER:PASSWORD@HOST:PORT/DATABASE [THREADS [SECONDS]]
//
// Writes into the database that it is given, and leaves what it wrote.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "server/domain/base/resource_names.h"
#include "server/storage/mysql/store.h"
#include "server/storage/records.h"
#include "server/storage/sqlite/store.h"
#include "tests/support/filled.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::tests {
namespace {

absl::StatusOr<std::unique_ptr<storage::Store>> OpenStore(absl::string_view address) {
  if (absl::ConsumePrefix(&address, "sqlite:")) {
    storage::sqlite::Options options;
    options.path = std::string(address);
    return storage::sqlite::Open(options);
  }
  const auto options = storage::mysql::ParseUrl(address);
  if (!options.ok()) return options.status();
  auto store = storage::mysql::Open(*options);
  if (const auto made = store->Migrate(); !made.ok()) return made.status();
  return store;
}

absl::Status WriteParents(storage::Store& store) {
  for (const MessagePtr& parent : Parents()) {
    absl::Status status = store.Write(
        absl::InfiniteFuture(), [&](storage::WriteTransaction& transaction) { return transaction.Insert(*parent); });
    if (!status.ok() && !absl::IsAlreadyExists(status)) return status;
  }
  return absl::OkStatus();
}

absl::Status WriteSession(storage::Store& store) {
  const absl::Time now = absl::Now();
  const MessagePtr message = Minimal(v1::Session::descriptor(), absl::StrCat("sessions/", domain::NewId(now)));
  auto& session = static_cast<v1::Session&>(*message);
  session.set_themes("Budget, engagement juridique");
  for (int i = 0; i < 10; ++i) {
    session.add_attendances()->set_member(absl::StrCat("members/sample", i % 3));
    session.mutable_attendances(i)->set_status(v1::Attendance::STATUS_PRESENT);
  }
  return store.Write(absl::InfiniteFuture(), [&](storage::WriteTransaction& transaction) -> absl::Status {
    const auto earlier = storage::FindStoredResponse(transaction, session.name());
    if (!earlier.ok()) return earlier.status();
    if (absl::Status status = transaction.Insert(session); !status.ok()) return status;
    v1::StoredResponse answer;
    answer.set_name(session.name());
    answer.set_response(session.SerializeAsString());
    return transaction.Insert(answer);
  });
}

int Run(absl::string_view address, int threads, int seconds) {
  auto opened = OpenStore(address);
  const absl::Status ready = opened.ok() ? WriteParents(**opened) : opened.status();
  if (!ready.ok()) {
    std::fprintf(stderr, "store_bench: %s\n", ready.ToString().c_str());
    return 1;
  }
  storage::Store& store = **opened;
  std::atomic<int> failed = 0;
  std::vector<std::vector<absl::Duration>> took(static_cast<size_t>(threads));
  std::vector<std::thread> running;
  running.reserve(took.size());
  const absl::Time end = absl::Now() + absl::Seconds(seconds);
  for (auto& mine : took) {
    running.emplace_back([&store, &failed, &mine, end] {
      for (absl::Time started = absl::Now(); started < end; started = absl::Now()) {
        if (!WriteSession(store).ok()) ++failed;
        mine.push_back(absl::Now() - started);
      }
    });
  }
  for (std::thread& thread : running) thread.join();

  std::vector<absl::Duration> all;
  for (const auto& mine : took) all.insert(all.end(), mine.begin(), mine.end());
  std::sort(all.begin(), all.end());
  std::printf("%s: %zu writes by %d threads in %d s: %zu/s, median %.2f ms, 99%% within %.2f ms, %d failed\n",
              store.Description().c_str(), all.size(), threads, seconds, all.size() / static_cast<size_t>(seconds),
              absl::ToDoubleMilliseconds(all[all.size() / 2]), absl::ToDoubleMilliseconds(all[all.size() * 99 / 100]),
              failed.load());
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace tutorat::tests

int main(int argc, char** argv) {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("store_bench"));
  int threads = 16;
  int seconds = 5;
  if (argc < 2 || argc > 4 || (argc > 2 && !absl::SimpleAtoi(argv[2], &threads)) ||
      (argc > 3 && !absl::SimpleAtoi(argv[3], &seconds)) || threads < 1 || seconds < 1) {
    std::fputs("usage: store_bench sqlite:PATH | mysql://USER:PASSWORD@HOST:PORT/DATABASE [THREADS [SECONDS]]\n",
               stderr);
    return 2;
  }
  return tutorat::tests::Run(argv[1], threads, seconds);
}
