#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/session/session.h"
#include "client/cli/session/session_filter.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/parse.h"

namespace tutorat::cli {
namespace {

using format::Say;

bool ForPrograms(const Context& context, const ListOptions& options) {
  return context.format == OutputFormat::kCsv && !options.excel;
}

// A spreadsheet takes `8/8` for a date and `1 h 30` for a text: it is given numbers, which it can add up.
std::vector<Column> SessionColumns(const Context& context, const ListOptions& options) {
  const auto title = [&context](std::string key, absl::string_view french, absl::string_view english,
                                format::Align align = format::Align::kLeft) {
    return Column{std::move(key), std::string(context.Text(french, english)), align};
  };
  std::vector<Column> columns = {title("date", "DATE", "DATE"),
                                 title("start", "HEURE", "HOUR"),
                                 options.excel ? title("duration", "DURÉE (MINUTES)", "LENGTH (MINUTES)")
                                               : title("duration", "DURÉE", "LENGTH", format::Align::kRight),
                                 title("group", "GROUPE", "GROUP"),
                                 title("state", "ÉTAT", "STATE"),
                                 title("tutor", "TUTEUR", "TUTOR"),
                                 title("themes", "THÈMES", "THEMES"),
                                 title("attendance", "PRÉSENTS", "PRESENT", format::Align::kRight)};
  if (options.excel) columns.push_back(title("expected", "ATTENDUS", "EXPECTED"));
  columns.push_back(title("session", "ID", "ID"));
  if (ForPrograms(context, options) && options.show_deleted) columns.push_back(title("deleted", "", ""));
  return columns;
}

// `tenue, supprimée le 31/01/2024`.
std::string DescribeState(const Context& context, const v1::Session& session) {
  std::string state = format::Word(session.state(), context.language);
  if (!session.has_delete_time()) return state;
  return Say(context.language, "$0, supprimée le $1", "$0, deleted on $1", state,
             ShownDayOf(context, session.delete_time()));
}

std::vector<std::string> SessionRow(const Context& context, const ListOptions& options, const v1::Session& session,
                                    const v1::SessionRecord& record) {
  // Programs take the whole name, minutes and English words; people the end of the name.
  const bool csv = ForPrograms(context, options);
  const AttendanceCount count = CountAttendance(record);
  const bool noted = count.expected != 0;
  std::vector<std::string> row = {
      ShownDay(context, record.date()),
      record.start(),
      csv || options.excel ? absl::StrCat(record.duration_minutes()) : DescribeMinutes(record.duration_minutes()),
      record.wave().empty() ? record.group() : absl::StrCat(record.wave(), "/", record.group()),
      csv ? format::Word(record.state(), format::Language::kEnglish) : DescribeState(context, session),
      record.tutor(),
      record.themes()};
  if (options.excel) {
    row.push_back(noted ? absl::StrCat(count.came) : "");
    row.push_back(noted ? absl::StrCat(count.expected) : "");
  } else {
    row.push_back(DescribeAttendance(record));
  }
  row.push_back(csv ? session.name() : ShortId(session));
  if (csv && options.show_deleted) row.push_back(ShownDayOf(context, session.delete_time()));
  return row;
}

int ListSessions(Context& context, const SessionFilter& filter, const ListOptions& options) {
  absl::StatusOr<v1::ListSessionRecordsRequest> request = MakeListRequest(context, filter);
  if (!request.ok()) return context.Fail(request.status());
  request->set_show_deleted(options.show_deleted);
  const auto records = ListRecords(context, *std::move(request));
  if (!records.ok()) return context.Fail(records.status());
  v1::ListSessionsResponse shown;
  std::vector<std::vector<std::string>> rows;
  rows.reserve(records->size());
  for (const v1::NamedRecord& one : *records) {
    rows.push_back(SessionRow(context, options, one.session(), one.record()));
    *shown.add_sessions() = one.session();
  }
  return PrintList(context, options, SessionColumns(context, options), std::move(rows), shown);
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
