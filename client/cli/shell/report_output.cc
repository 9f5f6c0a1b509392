#include "client/cli/shell/report_output.h"

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/parse.h"
#include "client/lib/json.h"
#include "client/report/document_print.h"
#include "proto/status_macros.h"
#include "tutorat/v1/document.pb.h"
#include "tutorat/v1/report_export.pb.h"

namespace tutorat::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Export = v1::ExportReportRequest;

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

// The field `document` of a report's request or response.
template <class Type>
Type& Document(Message& message) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("document");
  return static_cast<Type&>(*message.GetReflection()->MutableMessage(&message, field));
}

Export::Format FileFormat(const ReportPrint& print, OutputFormat format) {
  if (format == OutputFormat::kHtml) return Export::FORMAT_HTML;
  if (format == OutputFormat::kMarkdown) return Export::FORMAT_MARKDOWN;
  return print.excel ? Export::FORMAT_CSV_SPREADSHEET : Export::FORMAT_CSV;
}

// The file that the server makes of the report whose request this is.
Exit WriteFile(Context& context, const ReportPrint& print, OutputFormat format, const Message& request) {
  Export wanted;
  wanted.set_format(FileFormat(print, format));
  wanted.set_table(print.table);
  const auto* reports = Export::descriptor()->FindOneofByName("report");
  for (int i = 0; i < reports->field_count(); ++i) {
    const FieldDescriptor* report = reports->field(i);
    if (report->message_type() != request.GetDescriptor()) continue;
    wanted.GetReflection()->MutableMessage(&wanted, report)->CopyFrom(request);
  }
  ASSIGN_OR_RETURN(const std::string file, context.Server().ExportReport(wanted));
  return WriteOutput(context, print.output, file);
}

}  // namespace

void AddReportPrint(CLI::App* verb, const Context& context, ReportPrint& print) {
  AddText(verb, "--output,-o", print.output, context.Text("FICHIER", "FILE"),
          context.Text("Écrire dans ce fichier plutôt qu'à l'écran", "Write to this file, not to the screen"));
  AddSwitch(verb, "--excel", print.excel,
            context.Text("CSV pour tableur : « ; », BOM, CRLF, formules neutralisées",
                         "CSV for a spreadsheet: `;`, BOM, CRLF, formulas neutralised"));
}

void OnReport(CLI::App* verb, Context& context, std::function<Exit()> command) {
  OnRun(verb, context, std::move(command), Html::kTaken);
}

int FailNoReport(Context& context) {
  return context.FailUsage(
      context.Text("--format html va avec les rapports : balance, coverage, cadence, issue list, session suggest",
                   "--format html goes with reports: balance, coverage, cadence, issue list, session suggest"));
}

absl::StatusOr<OutputFormat> ReportFormat(const Context& context, const ReportPrint& print) {
  if (print.excel && context.format != OutputFormat::kCsv && context.format != OutputFormat::kTable) {
    return WrongUse(context.Text("--excel va avec --format csv seulement", "--excel goes with --format csv only"));
  }
  if (print.excel) return OutputFormat::kCsv;
  return context.format == OutputFormat::kTable ? FormatOfFile(print.output) : context.format;
}

Exit PrintReport(Context& context, const ReportPrint& print, Message& request, Message& response) {
  ASSIGN_OR_RETURN(const OutputFormat format, ReportFormat(context, print));
  auto& options = Document<v1::DocumentOptions>(request);
  options.set_omit(format == OutputFormat::kJson);
  if (print.for_committee && !context.language_chosen) options.set_language("fr");
  if (format != OutputFormat::kTable && format != OutputFormat::kJson) {
    return WriteFile(context, print, format, request);
  }
  RETURN_IF_ERROR(context.Server().CallMethod(request, response));
  if (format == OutputFormat::kJson) {
    return WriteOutput(context, print.output, absl::StrCat(client::JsonText(response), "\n"));
  }
  // A file has no width to fit.
  return WriteOutput(
      context, print.output,
      format::PrintDocument(Document<v1::Document>(response), {.width = print.output.empty() ? context.width : 0,
                                                               .box = format::LocaleIsUtf8(),
                                                               .colour = UsesColour(context, print)}));
}

}  // namespace tutorat::cli
