#include "client/lib/outbox.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/lib/durable_file.h"
#include "client/lib/error.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace tutorat::client {
namespace {

using google::protobuf::Struct;
using google::protobuf::util::JsonStringToMessage;
using google::protobuf::util::MessageToJsonString;

struct Entry {
  std::string server;
  v1::RecordSessionRequest request;
};

std::string Now() { return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::Now(), absl::UTCTimeZone()); }

std::optional<Struct> ParseObject(const std::string& line) {
  Struct object;
  if (!JsonStringToMessage(line, &object).ok()) return std::nullopt;
  return object;
}

std::optional<Entry> ParseEntry(const std::string& line) {
  std::optional<Struct> object = ParseObject(line);
  if (!object.has_value()) return std::nullopt;
  Entry entry;
  entry.server = (*object->mutable_fields())["server"].string_value();
  std::string request;
  if (!MessageToJsonString((*object->mutable_fields())["request"].struct_value(), &request).ok()) return std::nullopt;
  if (!JsonStringToMessage(request, &entry.request).ok() || entry.request.request_id().empty()) return std::nullopt;
  return entry;
}

std::string Print(const Struct& object) {
  std::string line;
  // Only a number that JSON has not (infinity) makes it fail, and there is none.
  static_cast<void>(MessageToJsonString(object, &line).ok());
  return line;
}

std::vector<std::string> SplitLines(const std::string& content) {
  return absl::StrSplit(content, '\n', absl::SkipWhitespace());
}

// The line as it was, with the reason beside it.
std::string RejectedLine(const std::string& line, const absl::Status& why) {
  Struct object = ParseObject(line).value_or(Struct());
  if (object.fields().empty()) (*object.mutable_fields())["line"].set_string_value(line);
  (*object.mutable_fields())["refused_at"].set_string_value(Now());
  const Error error = ReadError(why);
  auto& fields = *(*object.mutable_fields())["error"].mutable_struct_value()->mutable_fields();
  fields["code"].set_string_value(absl::StatusCodeToString(error.code));
  fields["reason"].set_string_value(error.reason);
  std::string message = error.message;
  for (const Violation& violation : error.violations) {
    absl::StrAppend(&message, " ", violation.field, ": ", violation.description);
  }
  fields["message"].set_string_value(message);
  return Print(object);
}

}  // namespace

std::string Outbox::RejectedPath() const {
  absl::string_view stem = path_;
  const bool has_suffix = absl::ConsumeSuffix(&stem, ".jsonl");
  return absl::StrCat(stem, ".rejected", has_suffix ? ".jsonl" : "");
}

absl::Status Outbox::Keep(const std::string& server, const v1::RecordSessionRequest& request) const {
  std::string text;
  if (!MessageToJsonString(request, &text).ok()) return absl::InvalidArgumentError("no valid UTF-8");
  Struct object;
  (*object.mutable_fields())["server"].set_string_value(server);
  *(*object.mutable_fields())["request"].mutable_struct_value() = ParseObject(text).value_or(Struct());
  (*object.mutable_fields())["saved_at"].set_string_value(Now());
  absl::StatusOr<FileLock> lock = FileLock::Acquire(path_ + ".lock");
  if (!lock.ok()) return lock.status();
  return AppendLine(path_, Print(object));
}

absl::StatusOr<OutboxReport> Outbox::Send(
    const std::string& server, const std::function<absl::Status(const v1::RecordSessionRequest&)>& send) const {
  OutboxReport report;
  // Most runs find nothing to send: these leave no lock file, and need no folder that can be written to.
  if (absl::StatusOr<std::string> content = ReadFile(path_); !content.ok() || content->empty()) {
    return content.ok() ? absl::StatusOr<OutboxReport>(report) : content.status();
  }
  absl::StatusOr<FileLock> lock = FileLock::Acquire(path_ + ".lock");
  if (!lock.ok()) return lock.status();
  absl::StatusOr<std::string> content = ReadFile(path_);
  if (!content.ok()) return content.status();
  std::vector<std::string> lines = SplitLines(*content);
  for (auto line = lines.begin(); line != lines.end();) {
    const std::optional<Entry> entry = ParseEntry(*line);
    if (entry.has_value() && entry->server != server) {
      ++line;
      continue;
    }
    const absl::Status status = entry.has_value() ? send(entry->request) : absl::DataLossError("unreadable line");
    if (IsTemporary(status)) {
      report.waiting = static_cast<int>(std::count_if(line, lines.end(), [&](const std::string& rest) {
        const std::optional<Entry> other = ParseEntry(rest);
        return other.has_value() && other->server == server;
      }));
      return report;
    }
    if (status.ok()) {
      ++report.sent;
    } else {
      report.refusals.push_back(status);
      if (absl::Status kept = AppendLine(RejectedPath(), RejectedLine(*line, status)); !kept.ok()) return kept;
    }
    line = lines.erase(line);
    const std::string rest = lines.empty() ? "" : absl::StrJoin(lines, "\n") + "\n";
    if (absl::Status written = ReplaceFile(path_, rest); !written.ok()) return written;
  }
  return report;
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
