#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/resolve.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {

// The verbs of `session`, by file.
void AddSessionRecord(CLI::App* noun, Context& context);
void AddSessionList(CLI::App* noun, Context& context);
void AddSessionEdit(CLI::App* noun, Context& context);
void AddSessionSuggest(CLI::App* noun, Context& context);

// How one session is told: by its name or by the beginning or end of its id, or by its group and day.
struct SessionTarget {
  std::string id;
  GroupOptions where;
  std::string date;
};
void AddSessionTarget(CLI::App* verb, Context& context, SessionTarget& target);
absl::StatusOr<v1::Session> FindSession(Context& context, const SessionTarget& target, Deleted deleted);

// A session as RecordSession takes it, and its etag. `name` is a resource name.
absl::StatusOr<v1::GetSessionRecordResponse> GetRecord(Context& context, const std::string& name);
// Records or corrects, and passes the server's warnings on.
absl::StatusOr<v1::RecordSessionResponse> CallRecord(Context& context, const v1::RecordSessionRequest& request);

// Whether the record says anything in the field of that name.
bool Gives(const v1::SessionRecord& record, const std::string& name);
// `V6/4, 31/01/2024 14:00, 1 h 30 : EJ & Marchés`.
std::string DescribeRecord(const Context& context, const v1::SessionRecord& record);
// `1 h 30`.
std::string DescribeMinutes(int minutes);
// A number, or names separated by commas.
std::string JoinPeople(const v1::People& people);
// What a record yet to be sent says of who came, late ones included, and of who was noted or expected.
v1::Turnout CountTurnout(const v1::SessionRecord& record);
// `5/6`; empty when nobody was noted.
std::string DescribeTurnout(const v1::Turnout& turnout);

}  // namespace tutorat::cli
