#include "client/cli/shell/report_output.h"

#include <cstdlib>
#include <ostream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output_file.h"
#include "client/lib/json.h"
#include "client/report/document_print.h"
#include "tutorat/v1/report_export.pb.h"

namespace tutorat::cli {
namespace {

using google::protobuf::FieldDescriptor;

// On a terminal, unless NO_COLOR says not to.
bool UsesColour(const Context& context, const ReportPrint& print) {
  const char* no_colour = std::getenv("NO_COLOR");
  return print.output.empty() && context.output_is_terminal && (no_colour == nullptr || *no_colour == '\0');
}

// The form that the end of a file's name says; a table where it says none.
OutputFormat FormatOfFile(const std::string& path) {
  const std::string name = absl::AsciiStrToLower(path);
  if (absl::EndsWith(name, ".html") || absl::EndsWith(name, ".htm")) return OutputFormat::kHtml;
  if (absl::EndsWith(name, ".md")) return OutputFormat::kMarkdown;
  if (absl::EndsWith(name, ".csv")) return OutputFormat::kCsv;
  if (absl::EndsWith(name, ".json")) return OutputFormat::kJson;
  return OutputFormat::kTable;
}

}  // namespace

void AddReportPrint(CLI::App* verb, const Context& context, ReportPrint& print) {
  AddText(verb, "--output,-o", print.output, context.Text("FICHIER", "FILE"),
          context.Text("Écrire dans ce fichier plutôt qu'à l'écran", "Write to this file, not to the screen"));
  AddSwitch(verb, "--excel", print.excel,
            context.Text("CSV pour tableur : « ; », BOM, CRLF, formules neutralisées",
                         "CSV for a spreadsheet: `;`, BOM, CRLF, formulas neutralised"));
}

void OnReport(CLI::App* verb, Context& context, std::function<int()> command) {
  OnRun(verb, context, std::move(command), Html::kTaken);
}

int FailNoReport(Context& context) {
  return context.FailUsage(
      context.Text("--format html va avec les rapports : balance, coverage, cadence, issue list, session suggest",
                   "--format html goes with reports: balance, coverage, cadence, issue list, session suggest"));
}

absl::StatusOr<OutputFormat> ReportFormat(const Context& context, const ReportPrint& print) {
  if (print.excel && context.format != OutputFormat::kCsv && context.format != OutputFormat::kTable) {
    return absl::InvalidArgumentError(
        context.Text("--excel va avec --format csv seulement", "--excel goes with --format csv only"));
  }
  if (print.excel) return OutputFormat::kCsv;
  return context.format == OutputFormat::kTable ? FormatOfFile(print.output) : context.format;
}

v1::DocumentOptions DocumentOptionsFor(const Context& context, const ReportPrint& print, OutputFormat format) {
  v1::DocumentOptions options;
  options.set_omit(format == OutputFormat::kJson);
  if (print.for_committee && !context.language_chosen) options.set_language("fr");
  return options;
}

int WriteReport(Context& context, const ReportPrint& print, OutputFormat format, const v1::Document& document,
                google::protobuf::Message& response) {
  switch (format) {
    case OutputFormat::kJson:
      return WriteOutput(context, print.output, absl::StrCat(client::JsonText(response), "\n"));
    case OutputFormat::kCsv:
      return WriteOutput(context, print.output,
                         format::DocumentCsv(document, print.table,
                                             print.excel ? format::CsvStyle::kSpreadsheet : format::CsvStyle::kPlain));
    case OutputFormat::kMarkdown:
      return WriteOutput(context, print.output, format::DocumentMarkdown(document));
    default:
      break;
  }
  // A file has no width to fit.
  return WriteOutput(context, print.output,
                     format::PrintDocument(document, {.width = print.output.empty() ? context.width : 0,
                                                      .box = format::LocaleIsUtf8(),
                                                      .colour = UsesColour(context, print)}));
}

int ExportReport(Context& context, const ReportPrint& print, const google::protobuf::Message& request) {
  v1::ExportReportRequest wanted;
  wanted.set_format(v1::ExportReportRequest::FORMAT_HTML);
  const auto* reports = v1::ExportReportRequest::descriptor()->FindOneofByName("report");
  for (int i = 0; i < reports->field_count(); ++i) {
    const FieldDescriptor* report = reports->field(i);
    if (report->message_type() == request.GetDescriptor()) {
      wanted.GetReflection()->MutableMessage(&wanted, report)->CopyFrom(request);
    }
  }
  const absl::StatusOr<std::string> file = context.Server().ExportReport(wanted);
  if (!file.ok()) return context.Fail(file.status());
  return WriteOutput(context, print.output, *file);
}

}  // namespace tutorat::cli
