#include "server/app/lifecycle.h"

#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <pthread.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <functional>
#include <iostream>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/app/erasure_file.h"
#include "server/app/first_administrator.h"
#include "server/app/tls.h"
#include "server/auth/authentication.h"
#include "server/auth/jwt_authenticator.h"
#include "server/auth/token_authenticator.h"
#include "server/handlers/privacy/maintenance.h"
#include "server/handlers/registry.h"
#include "server/handlers/resources/issue_linker.h"
#include "server/layers/audit_log.h"
#include "server/transport/grpc/reflection.h"
#include "server/transport/grpc/service.h"

namespace tutorat::app {
namespace {

// So that a text too long is refused by its field's name rather than by the transport.
constexpr int kLargestMessage = 16 * 1024 * 1024;
// More wait in the client until one ends: gRPC's do so by themselves.
constexpr int kCallsPerConnection = 100;
// Clients behind proxies and NAT ask whether the connection lives every ten seconds or so, also without a call.
constexpr int kMillisecondsBetweenPings = 2000;
// For what connections hold of messages that are still arriving, of callers who have not signed in too. It is room for
// a dozen of the largest, and for thousands of the usual; beyond it gRPC resets the streams that hold most, and
// RSS stays within 50 MiB of it.
constexpr size_t kMemoryOfTransport = size_t{256} * 1024 * 1024;
constexpr absl::Duration kReadinessEvery = absl::Seconds(1);
// One failed look may be a hiccup; two in a row are a database that does not answer.
constexpr int kFailuresUntilNotServing = 2;
constexpr absl::Duration kMaintenanceInterval = absl::Hours(1);
constexpr absl::Duration kLastUsesEvery = absl::Minutes(1);
constexpr absl::Duration kDrain = absl::Seconds(10);

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

// Does something now and then on a thread of its own until destroyed.
class Periodic {
 public:
  Periodic(absl::Duration every, std::function<void()> work)
      : thread_([this, every, work = std::move(work)] {
          std::unique_lock<std::mutex> lock(mutex_);
          while (!stop_.wait_for(lock, absl::ToChronoMilliseconds(every), [this] { return stopping_; })) {
            lock.unlock();
            work();
            lock.lock();
          }
        }) {}
  ~Periodic() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
    }
    stop_.notify_one();
    thread_.join();
  }
  Periodic(const Periodic&) = delete;
  Periodic& operator=(const Periodic&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

// Health follows the store: the process lives on without it, but is not ready.
class Readiness {
 public:
  // `prepare` is done each time before the store is said to be ready, which it is not unless that succeeds.
  Readiness(storage::Store& store, grpc::HealthCheckServiceInterface& health, std::function<absl::Status()> prepare)
      : store_(store), health_(health), prepare_(std::move(prepare)) {
    Look();
  }

  void Look() {
    absl::Status status = store_.Check();
    if (status.ok() && !ready_) status = prepare_();
    failures_ = status.ok() ? 0 : failures_ + 1;
    const bool ready = status.ok() || (ready_ && failures_ < kFailuresUntilNotServing);
    // Who watches is sent each status that is set, the same again too.
    const bool changed = ready != ready_ || first_;
    if (changed) {
      spdlog::log(ready ? spdlog::level::info : spdlog::level::err, "event=readiness serving={} why=\"{}\"", ready,
                  std::string(status.message()));
    }
    ready_ = ready;
    first_ = false;
    if (changed) health_.SetServingStatus(ready);
  }

 private:
  storage::Store& store_;
  grpc::HealthCheckServiceInterface& health_;
  const std::function<absl::Status()> prepare_;
  int failures_ = 0;
  bool ready_ = false;
  bool first_ = true;
};

void Purge(storage::Store& store) {
  const absl::Time now = absl::Now();
  const auto purged = api::PurgeDeleted(store, now, now + absl::Minutes(1));
  if (!purged.ok()) {
    spdlog::warn("event=purge_failed why=\"{}\"", std::string(purged.status().message()));
  } else if (*purged > 0) {
    spdlog::info("event=purge rows={}", *purged);
  }
}

void DropOldAudit(storage::Store& store, int days) {
  const absl::Time now = absl::Now();
  const auto dropped = api::DropOldAudit(store, days, now, now + absl::Minutes(1));
  if (!dropped.ok()) {
    spdlog::warn("event=drop_audit_failed why=\"{}\"", std::string(dropped.status().message()));
  } else if (*dropped > 0) {
    spdlog::info("event=drop_audit entries={} days={}", *dropped, days);
  }
}

// Sessions from before there was a register of issues; done with when they are linked.
void LinkOldSightings(storage::Store& store) {
  const absl::Time now = absl::Now();
  api::AuditLoggingStore audited(store, {api::kServerAccount, "link old sightings", ""});
  const absl::Status status = api::LinkOldSightings(audited, now, now + absl::Minutes(1));
  if (!status.ok()) spdlog::warn("event=link_issues_failed why=\"{}\"", std::string(status.message()));
}

// So that somebody can sign in who makes the others' accounts.
void LetInTheFirst(storage::Store& store, const std::string& folder) {
  const absl::Status status = MakeFirstAdministrator(store, folder);
  if (!status.ok()) spdlog::error("event=first_administrator_failed why=\"{}\"", std::string(status.message()));
}

void Maintain(storage::Store& store, const Config& config) {
  Purge(store);
  DropOldAudit(store, config.audit_days);
  LinkOldSightings(store);
  LetInTheFirst(store, DataFolder(config));
}

void StoreLastUses(api::TokenAuthenticator& tokens) {
  const absl::Status status = tokens.StoreLastUses(absl::Now() + absl::Seconds(10));
  if (!status.ok()) spdlog::warn("event=last_uses_failed why=\"{}\"", std::string(status.message()));
}

void LimitTransport(grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(kLargestMessage);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kCallsPerConnection);
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kMillisecondsBetweenPings);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder->SetResourceQuota(grpc::ResourceQuota("tutoratd").Resize(kMemoryOfTransport));
}

// Null when nobody signs in so.
absl::StatusOr<std::unique_ptr<api::JwtAuthenticator>> OpenOidc(const api::OidcOptions& options) {
  if (options.issuer.empty() && options.audience.empty() && options.jwks_file.empty()) return nullptr;
  return api::JwtAuthenticator::Open(options);
}

}  // namespace

void BlockStopSignals() {
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

int Serve(const Config& config, storage::Store& store) {
  const auto credentials = ServerCredentials(config.tls);
  const auto jwts = OpenOidc(config.oidc);
  for (const absl::Status& status : {CheckListen(config), credentials.status(), jwts.status()}) {
    if (status.ok()) continue;
    std::cerr << "tutoratd: " << status.message() << '\n';
    return kUsageError;
  }
  const std::string data_folder = DataFolder(config);
  ErasureFile erasures(absl::StrCat(data_folder, "/erasures.jsonl"));
  if (absl::Status status = erasures.Read().status(); !status.ok()) {
    std::cerr << "tutoratd: " << status.message() << '\n';
    return 1;
  }
  // Nobody is shown what a backup brought back: as long as it may be there, nobody is answered.
  std::atomic<bool> erased_again = store.Check().ok() && ReapplyErasures(store, erasures).ok();
  const auto ready = [&] {
    if (erased_again) return absl::OkStatus();
    const absl::Status status = store.Check();
    return status.ok() ? ErasuresNotReapplied() : status;
  };
  api::TokenAuthenticator tokens(store, absl::Now);
  api::Authentication sign_in(tokens, jwts->get(), config.calls_per_minute, absl::Now);
  api::Pipeline pipeline(store, sign_in, {config.workers, config.queue_length, ready});
  std::vector<std::unique_ptr<api::Service>> services;
  std::vector<std::string> names = {"grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"};
  for (auto& [name, handlers] : api::AllHandlers(erasures)) {
    names.emplace_back(name);
    services.push_back(std::make_unique<api::Service>(name, pipeline, std::move(handlers)));
  }

  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(config.listen, *credentials, &port);
  // Two servers on one port would share the calls between their stores.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  LimitTransport(&builder);
  api::Reflection reflection("grpc.reflection.v1", names);
  // Of programs from before there was the other.
  api::Reflection old_reflection("grpc.reflection.v1alpha", names);
  builder.RegisterService(&reflection);
  builder.RegisterService(&old_reflection);
  for (const auto& service : services) builder.RegisterService(service.get());
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::cerr << "tutoratd: --listen " << config.listen << ": cannot listen there; is another server running?\n";
    return 1;
  }
  auto& health = *server->GetHealthCheckService();
  Readiness readiness(store, health, [&] {
    if (!erased_again) erased_again = ReapplyErasures(store, erasures).ok();
    if (!erased_again) return ErasuresNotReapplied();
    Maintain(store, config);
    return absl::OkStatus();
  });
  const std::string host = config.listen.substr(0, config.listen.rfind(':'));
  std::cout << "tutoratd: listening on " << host << ':' << port << std::endl;  // for whoever waits for it
  spdlog::info("event=started version={} listen={}:{} tls={} store=\"{}\"", TUTORAT_VERSION, host, port,
               !config.tls.certificate.empty(), store.Description());
  {
    const Periodic looks(kReadinessEvery, [&] { readiness.Look(); });
    const Periodic upkeep(kMaintenanceInterval, [&] { Maintain(store, config); });
    const Periodic last_uses(kLastUsesEvery, [&] { StoreLastUses(tokens); });
    const sigset_t signals = StopSignals();
    int signal = 0;
    sigwait(&signals, &signal);
    spdlog::info("event=stopping signal={}", signal);
  }
  health.SetServingStatus(false);
  server->Shutdown(absl::ToChronoTime(absl::Now() + kDrain));
  StoreLastUses(tokens);
  spdlog::info("event=stopped");
  return 0;
}

}  // namespace tutorat::app
