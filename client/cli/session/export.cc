#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/session/session_filter.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/output_file.h"
#include "client/files/session_csv.h"
#include "client/lib/json.h"
#include "proto/status_macros.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;

struct SessionExport {
  SessionFilter filter;
  std::string output;
  bool excel = false;
};

// As the body of ImportSessions, so that a program can send it back.
std::string PrintJson(const std::vector<v1::SessionRecord>& records) {
  v1::ImportSessionsRequest body;
  for (const v1::SessionRecord& record : records) *body.add_rows()->mutable_record() = record;
  return absl::StrCat(client::JsonText(body), "\n");
}

// Words for programs are always the same; a spreadsheet is read by people.
std::string PrintCsv(const std::vector<v1::SessionRecord>& records, bool excel, const Context& context) {
  if (excel) return format::WriteSessions(records, format::CsvStyle::kSpreadsheet, context.language);
  return format::WriteSessions(records, format::CsvStyle::kPlain, format::Language::kEnglish);
}

Exit ExportSessions(Context& context, const SessionExport& options) {
  const bool json = context.format == OutputFormat::kJson;
  if (context.format == OutputFormat::kMarkdown || (json && options.excel)) {
    return context.FailUsage(Say(context.language, "export sessions écrit --format csv ou json, et --excel va avec csv",
                                 "export sessions writes --format csv or json, and --excel goes with csv"));
  }
  ASSIGN_OR_RETURN(const auto listed, ListRecords(context, options.filter));
  std::vector<v1::SessionRecord> records;
  records.reserve(listed.size());
  for (const v1::NamedRecord& one : listed) records.push_back(one.record());
  const std::string text = json ? PrintJson(records) : PrintCsv(records, options.excel, context);
  return WriteOutput(context, options.output, text);
}

}  // namespace

void AddExport(CLI::App& app, Context& context) {
  CLI::App* noun =
      AddNoun(app, "export", context.Text("Exporter ce que le serveur tient", "Export what the server holds"));
  const auto options = std::make_shared<SessionExport>();
  CLI::App* sessions = AddVerb(noun, "sessions",
                               context.Text("Les séances en csv ou json, telles que « tutorat import » les relit",
                                            "Sessions as csv or json, as \"tutorat import\" takes them"));
  AddSessionFilter(sessions, context, options->filter);
  AddFileOptions(sessions, context, options->output, options->excel);
  OnRun(sessions, context, [&context, options] { return ExportSessions(context, *options); });
}

const RegisteredNoun kExportNoun(70, &AddExport);

}  // namespace tutorat::cli
