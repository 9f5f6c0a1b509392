#include "client/cli/session/session.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resource.h"
#include "client/cli/shell/text.h"
#include "client/lib/list.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;

constexpr absl::string_view kSessions = "sessions/";

// Only those that are as deleted as asked for, and that the id means.
std::vector<v1::Session> Choose(const v1::ListSessionsResponse& sessions, const std::string& id, Deleted deleted) {
  std::vector<v1::Session> found;
  for (const v1::Session& session : sessions.sessions()) {
    if (session.has_delete_time() == (deleted == Deleted::kOnly) && MayMean(id, kSessions, session.name())) {
      found.push_back(session);
    }
  }
  return found;
}

absl::StatusOr<v1::ListSessionsRequest> SessionRequest(Context& context, const SessionTarget& target) {
  v1::ListSessionsRequest request;
  if (!target.where.group.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_group(), ResolveGroup(context, target.where.group, target.where.wave));
  }
  if (!target.date.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_from_date(), ParseDay(context, "--date", target.date));
    request.set_to_date(ShiftDay(request.from_date(), 1));
  }
  return request;
}

}  // namespace

void AddSession(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(
      app, "session",
      context.Text("Séances : enregistrer, prévoir, lister, corriger", "Sessions: record, plan, list, correct"));
  AddSessionRecord(noun, context);
  AddSessionList(noun, context);
  AddSessionEdit(noun, context);
  AddSessionSuggest(noun, context);
}

void AddSessionTarget(CLI::App* verb, Context& context, SessionTarget& target) {
  AddText(verb, "session", target.id, context.Text("SÉANCE", "SESSION"),
          context.Text("Son identifiant, ou sa fin, comme dans la liste ; ou bien --group et --date",
                       "Its id, or its end, as in the list; or else --group and --date"));
  AddGroupOptions(verb, context, target.where);
  AddText(verb, "--date", target.date, "DATE", context.Text("Jour de la séance", "Day of the session"));
}

absl::StatusOr<v1::Session> FindSession(Context& context, const SessionTarget& target, Deleted deleted) {
  if (target.id.empty() && (target.where.group.empty() || target.date.empty())) {
    return absl::InvalidArgumentError(
        context.Text("quelle séance ? Donner la fin de son identifiant, ou --group et --date",
                     "which session? Give the end of its id, or --group and --date"));
  }
  if (absl::StartsWith(target.id, kSessions)) return Get<v1::Session>(context, target.id);
  ASSIGN_OR_RETURN(v1::ListSessionsRequest request, SessionRequest(context, target));
  request.set_show_deleted(deleted == Deleted::kOnly);
  ASSIGN_OR_RETURN(const auto sessions,
                   client::ListAll<v1::ListSessionsResponse>(context.Server(), std::move(request)));
  std::vector<v1::Session> found = Choose(sessions, target.id, deleted);
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return absl::NotFoundError(context.Text("aucune séance ne répond à cela ; voir « tutorat session list »",
                                            "no such session; see \"tutorat session list\""));
  }
  constexpr std::size_t kShown = 5;
  const std::size_t count = found.size();
  found.resize(std::min(count, kShown));
  return absl::InvalidArgumentError(Say(
      context.language, "$0 séances répondent à cela ; donner l'identifiant : $1", "$0 sessions match; give the id: $1",
      count, absl::StrJoin(found, ", ", [&context](std::string* line, const v1::Session& session) {
        absl::StrAppend(line, ShortId(session.name()), " (", DayForPeople(context, session.local_date()), " ",
                        session.local_clock(), ")");
      })));
}

absl::StatusOr<v1::GetSessionRecordResponse> GetRecord(Context& context, const std::string& name) {
  v1::GetSessionRecordRequest request;
  request.set_name(name);
  return context.Server().Call<v1::GetSessionRecordResponse>(request);
}

absl::StatusOr<v1::RecordSessionResponse> CallRecord(Context& context, const v1::RecordSessionRequest& request) {
  ASSIGN_OR_RETURN(v1::RecordSessionResponse response, context.Server().Call<v1::RecordSessionResponse>(request));
  for (const v1::Warning& warning : response.warnings()) context.Warn(warning.message());
  return response;
}

bool Gives(const v1::SessionRecord& record, const std::string& name) {
  const auto* field = v1::SessionRecord::descriptor()->FindFieldByName(name);
  return field->is_repeated() ? record.GetReflection()->FieldSize(record, field) > 0
                              : record.GetReflection()->HasField(record, field);
}

std::string DescribeRecord(const Context& context, const v1::SessionRecord& record) {
  return absl::StrCat(
      record.wave().empty() ? "" : absl::StrCat(absl::StripPrefix(record.wave(), "waves/"), "/"), record.group(), ", ",
      DayForPeople(context, record.date()), record.start().empty() ? "" : absl::StrCat(" ", record.start()),
      record.has_duration_minutes() ? absl::StrCat(", ", DescribeMinutes(record.duration_minutes())) : "",
      record.themes().empty() ? "" : absl::StrCat(context.Text(" : ", ": "), OneLine(record.themes())));
}

std::string DescribeMinutes(int minutes) {
  constexpr int kHour = 60;
  if (minutes < kHour) return absl::StrCat(minutes, " min");
  if (minutes % kHour == 0) return absl::StrCat(minutes / kHour, " h");
  return absl::StrFormat("%d h %02d", minutes / kHour, minutes % kHour);
}

std::string JoinPeople(const v1::People& people) {
  return people.has_count() ? absl::StrCat(people.count()) : absl::StrJoin(people.names(), ", ");
}

v1::Turnout CountTurnout(const v1::SessionRecord& record) {
  const auto count = [](const v1::People& people) { return people.has_count() ? people.count() : people.names_size(); };
  const int came = count(record.present()) + count(record.late());
  const int noted = came + count(record.excused()) + count(record.absent());
  // As balances count: how many were expected says nothing of who came.
  const bool said = noted > 0 || record.present().has_count() || record.late().has_count() ||
                    record.excused().has_count() || record.absent().has_count();
  v1::Turnout turnout;
  turnout.set_came(came);
  turnout.set_expected(said && record.has_expected() ? record.expected() : noted);
  return turnout;
}

std::string DescribeTurnout(const v1::Turnout& turnout) {
  return turnout.expected() == 0 ? "" : absl::StrCat(turnout.came(), "/", turnout.expected());
}

const RegisteredNoun kSessionNoun(10, &AddSession);

}  // namespace tutorat::cli
