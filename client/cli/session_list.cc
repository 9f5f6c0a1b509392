#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/options.h"
#include "client/cli/output.h"
#include "client/cli/parse.h"
#include "client/cli/session.h"
#include "client/cli/session_filter.h"
#include "client/lib/list.h"

namespace tutorat::cli {
namespace {

std::vector<Column> SessionColumns(const Context& context) {
  return {{"date", "DATE"},
          {"start", std::string(context.Text("HEURE", "HOUR"))},
          {"duration", std::string(context.Text("DURÉE", "LENGTH")), format::Align::kRight},
          {"group", std::string(context.Text("GROUPE", "GROUP"))},
          {"state", std::string(context.Text("ÉTAT", "STATE"))},
          {"tutor", std::string(context.Text("TUTEUR", "TUTOR"))},
          {"themes", std::string(context.Text("THÈMES", "THEMES"))},
          {"attendance", std::string(context.Text("PRÉSENTS", "PRESENT")), format::Align::kRight},
          {"session", "ID"}};
}

std::vector<std::string> SessionRow(const Context& context, const v1::Session& session,
                                    const v1::SessionRecord& record) {
  // Programs take the whole name, minutes and English words; people the end of the name.
  const bool csv = context.format == OutputFormat::kCsv;
  return {ShownDay(context, record.date()),
          record.start(),
          csv ? absl::StrCat(record.duration_minutes()) : DescribeMinutes(record.duration_minutes()),
          record.wave().empty() ? record.group() : absl::StrCat(record.wave(), "/", record.group()),
          format::Word(record.state(), csv ? format::Language::kEnglish : context.language),
          record.tutor(),
          record.themes(),
          DescribeAttendance(record),
          csv ? session.name() : ShortId(session)};
}

int ListSessions(Context& context, const SessionFilter& filter, const ListOptions& options) {
  absl::StatusOr<v1::ListSessionsRequest> request = MakeListRequest(context, filter);
  if (!request.ok()) return context.Fail(request.status());
  request->set_show_deleted(options.show_deleted);
  auto response = client::ListAll<v1::ListSessionsResponse>(context.Server(), *std::move(request));
  if (!response.ok()) return context.Fail(response.status());
  const absl::StatusOr<format::Directory> directory = FetchDirectory(context);
  if (!directory.ok()) return context.Fail(directory.status());
  std::vector<v1::Session> sessions(response->sessions().begin(), response->sessions().end());
  directory->Sort(sessions);
  response->mutable_sessions()->Assign(sessions.begin(), sessions.end());
  std::vector<std::vector<std::string>> rows;
  rows.reserve(sessions.size());
  for (const v1::Session& session : sessions) {
    rows.push_back(SessionRow(context, session, directory->ToRecord(session)));
  }
  return PrintList(context, options, SessionColumns(context), std::move(rows), *response);
}

}  // namespace

void AddSessionList(CLI::App* noun, Context& context) {
  auto filter = std::make_shared<SessionFilter>();
  auto options = std::make_shared<ListOptions>();
  CLI::App* list = AddVerb(noun, "list", context.Text("Lister, par date", "List, by date"));
  AddSessionFilter(list, context, *filter);
  AddListOptions(list, context, *options);
  OnRun(list, context, [&context, filter, options] { return ListSessions(context, *filter, *options); });
}

}  // namespace tutorat::cli
