#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::client {

// The result of sending the sessions that waited for a server.
struct OutboxReport {
  struct Sent {
    v1::SessionRecord record;
    v1::RecordSessionResponse response;
  };
  struct Refused {
    // Empty when the line could not be read.
    v1::SessionRecord record;
    absl::Status why;
    std::string request_id;
  };
  // Each in the order of the file.
  std::vector<Sent> sent;
  // Refused for good, and moved to Outbox::RejectedPath().
  std::vector<Refused> refusals;
  int waiting = 0;
  // Why the last of those who wait does; OK when none does.
  absl::Status why_waiting;
};

// A line of the outbox, or of what was moved aside.
struct OutboxEntry {
  std::string server;
  // Without a request_id: the line cannot be read.
  v1::RecordSessionRequest request;
  bool refused = false;
  // What the server said when it refused it.
  std::string why;
  // As it stands in its file.
  std::string line;
};

// Sessions recorded while their server was away: a file with a line of JSON each,
//   {"server": "HOST:PORT", "request": {...RecordSessionRequest...}, "saved_at": "2024-01-31T13:00:00Z"}.
// Several processes may use one at once: a lock beside the file lets one at a time in. A line leaves the file only
// after the server's answer; what a crash makes leave twice carries the same request_id, so that it is stored once.
class Outbox {
 public:
  // How long a line has waited. After kLongWait, servers may have forgotten the answer to its request_id, which they
  // keep for seven days: an earlier attempt may have stored it, and the sender must look whether the session is there.
  enum class Age { kShort, kLong };
  static constexpr absl::Duration kLongWait = absl::Hours(6 * 24);
  using Sender = std::function<absl::StatusOr<v1::RecordSessionResponse>(const v1::RecordSessionRequest&, Age)>;

  explicit Outbox(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  std::string RejectedPath() const;

  // On disk once it returns OK. `request` must have a request_id.
  absl::Status Keep(const std::string& server, const v1::RecordSessionRequest& request) const;

  // Sends what waits for `server`, oldest first, until the server is away (error.h, IsTemporary) or does not know who
  // calls (UNAUTHENTICATED). A line that is refused (IsRefusal), or that nobody can read, moves aside; any other stays.
  absl::StatusOr<OutboxReport> Send(const std::string& server, const Sender& send) const;

  // What waits, for whichever server, then what was refused; each in the order of its file.
  absl::StatusOr<std::vector<OutboxEntry>> List() const;
  // Takes these lines away for good; those that have gone meanwhile are none.
  absl::Status Drop(const std::vector<OutboxEntry>& entries) const;

 private:
  // What becomes of a line: it leaves the file, or stays; with kStop the lines after it are not tried.
  enum class Outcome { kDone, kWait, kStop };
  absl::StatusOr<Outcome> SendLine(const std::string& server, const Sender& send, const std::string& line,
                                   OutboxReport* report) const;

  const std::string path_;
};

// $XDG_STATE_HOME/tutorat/outbox.jsonl, or ~/.local/state/tutorat/outbox.jsonl; empty when neither variable is set.
std::string DefaultOutboxPath();

}  // namespace tutorat::client
