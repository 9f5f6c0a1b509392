#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "client/cli/session/record_sorter.h"
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

using Records = absl::Span<const v1::SessionRecord>;

// A file that is written some records at a time.
class ExportFile {
 public:
  ExportFile(Context& context, const SessionExport& options, OutputFile& output)
      : context_(context), options_(options), output_(output) {}

  absl::Status Add(Records records) {
    const bool first = records_ == 0;
    records_ += records.size();
    return output_.Write(context_.format == OutputFormat::kJson ? JsonOf(records, first) : CsvOf(records, first));
  }

  absl::Status End() {
    if (records_ == 0) RETURN_IF_ERROR(output_.Write(context_.format == OutputFormat::kJson ? "{}" : WholeCsv({})));
    if (context_.format != OutputFormat::kJson) return absl::OkStatus();
    return output_.Write(records_ == 0 ? "\n" : absl::StrCat(kJsonEnd, "\n"));
  }

 private:
  static constexpr absl::string_view kJsonBegin = "{\n \"rows\": [\n";
  static constexpr absl::string_view kJsonEnd = "\n ]\n}";

  // As the body of ImportSessions, so that a program can send it back.
  static std::string JsonOf(Records records, bool first) {
    v1::ImportSessionsRequest body;
    for (const v1::SessionRecord& record : records) *body.add_rows()->mutable_record() = record;
    const std::string whole = client::JsonText(body);
    const absl::string_view rows = absl::StripSuffix(absl::StripPrefix(whole, kJsonBegin), kJsonEnd);
    return absl::StrCat(first ? kJsonBegin : ",\n", rows);
  }

  // Words for programs are always the same; a spreadsheet is read by people.
  std::string WholeCsv(Records records) const {
    if (options_.excel) return format::WriteSessions(records, format::CsvStyle::kSpreadsheet, context_.language);
    return format::WriteSessions(records, format::CsvStyle::kPlain, format::Language::kEnglish);
  }
  std::string CsvOf(Records records, bool first) const {
    return first ? WholeCsv(records) : WholeCsv(records).substr(WholeCsv({}).size());
  }

  Context& context_;
  const SessionExport& options_;
  OutputFile& output_;
  size_t records_ = 0;
};

Exit ExportSessions(Context& context, const SessionExport& options) {
  const bool json = context.format == OutputFormat::kJson;
  if (context.format == OutputFormat::kMarkdown || (json && options.excel)) {
    return context.FailUsage(Say(context.language, "export sessions écrit --format csv ou json, et --excel va avec csv",
                                 "export sessions writes --format csv or json, and --excel goes with csv"));
  }
  RecordSorter sorter;
  RETURN_IF_ERROR(ForEachRecord(context, options.filter, /*show_deleted=*/false,
                                [&sorter](v1::NamedRecord record) { return sorter.Add(std::move(record)); }));
  OutputFile output(context, options.output);
  ExportFile file(context, options, output);
  absl::Status status = output.Open();
  if (status.ok()) status = sorter.ForEach([&file](Records records) { return file.Add(records); });
  if (status.ok()) status = file.End();
  if (status.ok()) status = output.Close();
  return status.ok() ? kExitDone : CannotWrite(context, status);
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
