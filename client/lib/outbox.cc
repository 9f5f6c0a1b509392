#include "client/lib/outbox.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "client/lib/durable_file.h"
#include "client/lib/error.h"
#include "client/lib/json.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "proto/status_macros.h"

namespace tutorat::client {
namespace {

using google::protobuf::util::JsonStringToMessage;

struct Entry {
  std::string server;
  v1::RecordSessionRequest request;
  Outbox::Age age = Outbox::Age::kLong;
};

// Of a line that does not say when it was saved, the worst.
Outbox::Age AgeOf(const std::string& saved_at) {
  absl::Time saved;
  const bool known = absl::ParseTime(absl::RFC3339_full, saved_at, &saved, nullptr);
  return known && absl::Now() - saved < Outbox::kLongWait ? Outbox::Age::kShort : Outbox::Age::kLong;
}

std::string Now() { return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::Now(), absl::UTCTimeZone()); }

std::optional<Entry> ParseLine(const std::string& line) {
  google::protobuf::Struct object;
  if (!JsonStringToMessage(line, &object).ok()) return std::nullopt;
  auto& fields = *object.mutable_fields();
  Entry entry;
  entry.server = fields["server"].string_value();
  if (!JsonStringToMessage(JsonLine(fields["request"].struct_value()), &entry.request).ok()) return std::nullopt;
  if (entry.request.request_id().empty()) return std::nullopt;
  entry.age = AgeOf(fields["saved_at"].string_value());
  return entry;
}

std::vector<std::string> SplitLines(const std::string& content) {
  return absl::StrSplit(content, '\n', absl::SkipWhitespace());
}

std::string JoinLines(const std::vector<std::string>& lines) {
  return lines.empty() ? "" : absl::StrCat(absl::StrJoin(lines, "\n"), "\n");
}

// The line as it was, with the reason in it; escaped, where it is no JSON, since it may not be text at all.
std::string RejectedLine(const std::string& line, bool readable, const absl::Status& why) {
  const Error error = ReadError(why);
  const std::string message =
      error.violations.empty()
          ? error.message
          : absl::StrJoin(error.violations, "; ", [](std::string* text, const Violation& violation) {
              absl::StrAppend(text, violation.field, ": ", violation.description);
            });
  const std::string object = readable ? line : absl::StrCat("{\"line\":", JsonString(absl::CEscape(line)), "}");
  return absl::StrCat(object.substr(0, object.rfind('}')), ",\"refused_at\":\"", Now(), "\",\"error\":{\"code\":\"",
                      absl::StatusCodeToString(error.code), "\",\"reason\":", JsonString(error.reason),
                      ",\"message\":", JsonString(message), "}}");
}

}  // namespace

std::string Outbox::RejectedPath() const {
  absl::string_view stem = path_;
  const bool has_suffix = absl::ConsumeSuffix(&stem, ".jsonl");
  return absl::StrCat(stem, ".rejected", has_suffix ? ".jsonl" : "");
}

absl::Status Outbox::Keep(const std::string& server, const v1::RecordSessionRequest& request) const {
  ASSIGN_OR_RETURN(FileLock lock, FileLock::Acquire(path_ + ".lock"));
  return AppendLine(path_, absl::StrCat("{\"server\":", JsonString(server), ",\"request\":", JsonLine(request),
                                        ",\"saved_at\":\"", Now(), "\"}"));
}

absl::StatusOr<Outbox::Outcome> Outbox::SendLine(const std::string& server, const Sender& send, const std::string& line,
                                                 OutboxReport* report) const {
  const std::optional<Entry> entry = ParseLine(line);
  if (entry.has_value() && entry->server != server) return Outcome::kWait;
  absl::StatusOr<v1::RecordSessionResponse> response = absl::InvalidArgumentError("unreadable line");
  if (entry.has_value()) response = send(entry->request, entry->age);
  const absl::Status status = response.status();
  const v1::SessionRecord record = entry.has_value() ? entry->request.record() : v1::SessionRecord();
  if (status.ok()) {
    report->sent.push_back({record, *std::move(response)});
    return Outcome::kDone;
  }
  if (!IsRefusal(status)) {
    report->why_waiting = status;
    // Who is not signed in is not for the next line either, and each try would count as one that failed.
    const bool stop = IsTemporary(status) || status.code() == absl::StatusCode::kUnauthenticated;
    return stop ? Outcome::kStop : Outcome::kWait;
  }
  report->refusals.push_back({record, status, entry.has_value() ? entry->request.request_id() : ""});
  RETURN_IF_ERROR(AppendLine(RejectedPath(), RejectedLine(line, entry.has_value(), status)));
  return Outcome::kDone;
}

absl::StatusOr<OutboxReport> Outbox::Send(const std::string& server, const Sender& send) const {
  OutboxReport report;
  // Most runs find nothing to send: these leave no lock file, and need no folder that can be written to.
  absl::StatusOr<std::string> content = ReadFile(path_);
  if (!content.ok()) return content.status();
  if (content->empty()) return report;
  ASSIGN_OR_RETURN(FileLock lock, FileLock::Acquire(path_ + ".lock"));
  content = ReadFile(path_);
  if (!content.ok()) return content.status();

  std::vector<std::string> lines = SplitLines(*content);
  for (auto line = lines.begin(); line != lines.end();) {
    ASSIGN_OR_RETURN(Outcome outcome, SendLine(server, send, *line, &report));
    if (outcome == Outcome::kStop) break;
    if (outcome == Outcome::kWait) {
      ++line;
      continue;
    }
    line = lines.erase(line);
    RETURN_IF_ERROR(ReplaceFile(path_, JoinLines(lines)));
  }
  report.waiting = static_cast<int>(std::count_if(lines.begin(), lines.end(), [&server](const std::string& line) {
    const std::optional<Entry> entry = ParseLine(line);
    return entry.has_value() && entry->server == server;
  }));
  return report;
}

absl::StatusOr<std::vector<OutboxEntry>> Outbox::List() const {
  std::vector<OutboxEntry> entries;
  for (const bool refused : {false, true}) {
    ASSIGN_OR_RETURN(const std::string content, ReadFile(refused ? RejectedPath() : path_));
    for (const std::string& line : SplitLines(content)) {
      OutboxEntry& entry = entries.emplace_back();
      entry.refused = refused;
      entry.line = line;
      if (std::optional<Entry> read = ParseLine(line)) {
        entry.server = std::move(read->server);
        entry.request = std::move(read->request);
      }
      google::protobuf::Struct object;
      if (!refused || !JsonStringToMessage(line, &object).ok()) continue;
      auto& error = *(*object.mutable_fields())["error"].mutable_struct_value();
      entry.why = (*error.mutable_fields())["message"].string_value();
    }
  }
  return entries;
}

absl::Status Outbox::Drop(const std::vector<OutboxEntry>& entries) const {
  ASSIGN_OR_RETURN(FileLock lock, FileLock::Acquire(path_ + ".lock"));
  for (const std::string& path : {path_, RejectedPath()}) {
    ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
    std::vector<std::string> lines = SplitLines(content);
    const auto gone = std::remove_if(lines.begin(), lines.end(), [&entries](const std::string& line) {
      return std::any_of(entries.begin(), entries.end(),
                         [&line](const OutboxEntry& entry) { return entry.line == line; });
    });
    if (gone == lines.end()) continue;
    lines.erase(gone, lines.end());
    RETURN_IF_ERROR(ReplaceFile(path, JoinLines(lines)));
  }
  return absl::OkStatus();
}

std::string DefaultOutboxPath() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state != '\0') {
    return absl::StrCat(state, "/tutorat/outbox.jsonl");
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    return absl::StrCat(home, "/.local/state/tutorat/outbox.jsonl");
  }
  return "";
}

}  // namespace tutorat::client
