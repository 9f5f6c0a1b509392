// A server on a store with data, and how it is called.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/database.h"
#include "tests/bench/measure.h"
#include "tests/bench/rows.h"
#include "tests/support/api.h"
#include "tests/support/test_server.h"

namespace tutorat::bench {

// What is stored before anything is measured.
struct Size {
  int groups = 10;  // of the wave that is asked, with 8 members each
  int tutors = 3;
  int sessions = 31;  // of these groups in the asked year, in all
  int past = 0;       // of the same groups and tutors before it, in all
  int history = 0;    // of 100 other groups of 25 other tutors, in the asked year, in all
};

constexpr char kWave[] = "V6";
constexpr char kYearFrom[] = "2023-09-01";
constexpr char kYearTo[] = "2024-09-01";
constexpr int kDaysOfYear = 366;

// A store filled as asked. Used by one thread, but for what is said to be thread-safe.
class Stage {
 public:
  explicit Stage(const Size& size);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // With limits that nothing here reaches, unless `more` says otherwise.
  void Start(const std::vector<std::string>& more = {"--queue-length", "2000"});
  void Stop();
  // The store as it was made, and the server on it if `running`, freshly started.
  void Reset(bool running);

  tests::Endpoint endpoint() const { return server_->endpoint(); }
  pid_t pid() const { return server_->pid(); }
  // The server, and that of the database.
  std::vector<pid_t> Processes() const;
  tests::TestServer& server() { return *server_; }
  Database& database() const { return *database_; }
  const Record& record() const { return *record_; }
  // Of the wave that is asked. Thread-safe.
  const std::vector<Group>& groups() const { return groups_; }

 private:
  void Seed();
  void Fill(const Size& size);

  std::unique_ptr<tests::TestServer> server_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Record> record_;
  std::vector<Group> groups_;
  std::string seed_group_;
  std::string seed_session_;
  pid_t database_process_ = 0;
  bool running_ = false;
};

// The answer; throws Failure when it is refused.
template <class Response>
Response Ask(const tests::Api& api, const google::protobuf::Message& request) {
  Response response;
  const tests::Outcome outcome = api.Call(request, &response);
  if (!outcome.ok()) throw Failure(request.GetTypeName() + ": " + outcome.reason + " " + outcome.message);
  return response;
}

// Connections to one server, a few clients on each. Calls are thread-safe.
class Clients {
 public:
  void Connect(const tests::Endpoint& endpoint, int clients);
  // An account each, in turn.
  void Connect(const std::vector<tests::Endpoint>& endpoints);
  const tests::Api& Of(int client) const { return *apis_[static_cast<size_t>(client) % apis_.size()]; }
  // Of a request that is serialized; the answer's bytes.
  std::string Call(int client, const std::string& path, const std::string& request) const;

 private:
  std::vector<std::unique_ptr<tests::Api>> apis_;
};

// Requests of RecordSession, each of another hour: 3 themes and 8 names. Before the asked year. Thread-safe.
std::string NewRecordRequest(const std::vector<Group>& groups);
// A day before the asked year, as those requests have.
std::string DayBefore();
// Which of the groups a client's next record is of. Thread-safe.
const Group& AnyGroup(const std::vector<Group>& groups);
constexpr char kRecordPath[] = "/tutorat.v1.SessionService/RecordSession";

}  // namespace tutorat::bench
