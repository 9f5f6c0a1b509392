#include <memory>

#include "absl/strings/str_cat.h"
#include "client/cli/session/session.h"
#include "client/cli/session/session_filter.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/parse.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;

bool ForPrograms(const Context& context, const ListOptions& options) {
  return context.format == OutputFormat::kCsv && !options.excel;
}

// `tenue, supprimée le 31/01/2024`.
std::string DescribeState(const Context& context, const v1::Session& session) {
  std::string state = format::Word(session.state(), context.language);
  if (!session.has_delete_time()) return state;
  return Say(context.language, "$0, supprimée le $1", "$0, deleted on $1", state,
             ShownDayOf(context, session.delete_time()));
}

// Programs take the whole name, minutes and English words; people the end of the name. A spreadsheet takes `8/8` for a
// date and `1 h 30` for a text: it is given numbers, which it can add up.
Details DescribeSession(const Context& context, const ListOptions& options, const v1::NamedRecord& one) {
  const v1::Session& session = one.session();
  const v1::SessionRecord& record = one.record();
  const bool csv = ForPrograms(context, options);
  const v1::Turnout& turnout = one.turnout();
  const auto number = [&turnout](int people) { return turnout.expected() == 0 ? "" : absl::StrCat(people); };
  Details details = {{{"date", "DATE"}, ShownDay(context, record.date())},
                     {{"start", context.Text("HEURE", "HOUR"), format::Align::kLeft, 1}, record.start()}};
  if (options.excel) {
    details.push_back(
        {{"duration", context.Text("DURÉE (MINUTES)", "LENGTH (MINUTES)")}, absl::StrCat(record.duration_minutes())});
  } else {
    details.push_back({{"duration", context.Text("DURÉE", "LENGTH"), format::Align::kRight, 4},
                       csv ? absl::StrCat(record.duration_minutes()) : DescribeMinutes(record.duration_minutes())});
  }
  details.insert(details.end(),
                 {{{"group", context.Text("GROUPE", "GROUP")},
                   record.wave().empty() ? record.group() : absl::StrCat(record.wave(), "/", record.group())},
                  {{"state", context.Text("ÉTAT", "STATE")},
                   csv ? format::Word(record.state(), format::Language::kEnglish) : DescribeState(context, session)},
                  {{"tutor", context.Text("TUTEUR", "TUTOR"), format::Align::kLeft, 3}, record.tutor()},
                  {{"themes", context.Text("THÈMES", "THEMES")}, record.themes()},
                  {{"attendance", context.Text("PRÉSENTS", "PRESENT"), format::Align::kRight, 2},
                   options.excel ? number(turnout.came()) : DescribeTurnout(turnout)}});
  if (options.excel)
    details.push_back({{"expected", context.Text("ATTENDUS", "EXPECTED")}, number(turnout.expected())});
  details.push_back({{"session", "ID"}, csv ? session.name() : ShortId(session.name())});
  if (csv && options.show_deleted) details.push_back({{"deleted", ""}, ShownDayOf(context, session.delete_time())});
  return details;
}

Exit ListSessions(Context& context, const SessionFilter& filter, const std::string& last, const ListOptions& options) {
  int count = 0;
  if (!last.empty()) {
    ASSIGN_OR_RETURN(count, ParseNumber(context, "--last", last));
    if (count < 1)
      return WrongValue(
          context, "--last", last,
          context.Text("est trop petit ; écrire un nombre à partir de 1", "is too small; write a number, from 1"));
  }
  ASSIGN_OR_RETURN(auto records, ListRecords(context, filter, options.show_deleted));
  if (count > 0 && records.size() > static_cast<size_t>(count)) records.erase(records.begin(), records.end() - count);
  v1::ListSessionsResponse shown;
  for (const v1::NamedRecord& one : records) *shown.add_sessions() = one.session();
  return PrintResources<v1::NamedRecord>(context, options, shown, records, [&](const v1::NamedRecord& one) {
    return DescribeSession(context, options, one);
  });
}

}  // namespace

void AddSessionList(CLI::App* noun, Context& context) {
  auto filter = std::make_shared<SessionFilter>();
  auto last = std::make_shared<std::string>();
  auto options = std::make_shared<ListOptions>();
  CLI::App* list = AddVerb(noun, "list", context.Text("Lister, par date", "List, by date"));
  AddSessionFilter(list, context, *filter);
  AddText(list, "--last", *last, "N", context.Text("Les N dernières seulement", "The last N only"));
  AddListOptions(list, context, *options);
  OnRun(list, context, [&context, filter, last, options] { return ListSessions(context, *filter, *last, *options); });
}

}  // namespace tutorat::cli
