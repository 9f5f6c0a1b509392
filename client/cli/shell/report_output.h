#ifndef TUTORAT_CLIENT_CLI_REPORT_OUTPUT_H_
#define TUTORAT_CLIENT_CLI_REPORT_OUTPUT_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "google/protobuf/message.h"
#include "tutorat/v1/document.pb.h"

namespace CLI {
class App;
}  // namespace CLI

namespace tutorat::cli {

// How a report is wanted. The server words it (v1.Document); here it is only shown.
struct ReportPrint {
  std::string output = {};
  bool excel = false;
  // Of csv: which of the document's tables; empty: the first.
  std::string table = {};
  // The committee reads French, unless a language was chosen.
  bool for_committee = false;
};

// --output and --excel.
void AddReportPrint(CLI::App* verb, const Context& context, ReportPrint& print);

// As OnRun, of a verb that prints a report: it takes --format html too.
void OnReport(CLI::App* verb, Context& context, std::function<int()> command);
// Says that the verb prints no report, and so no html; returns the exit code.
int FailNoReport(Context& context);

// The form that --format, --excel and the end of --output's name ask for. INVALID_ARGUMENT when --excel goes with
// another one than csv.
absl::StatusOr<OutputFormat> ReportFormat(const Context& context, const ReportPrint& print);

// What to ask of the server for that form.
v1::DocumentOptions DocumentOptionsFor(const Context& context, const ReportPrint& print, OutputFormat format);

// Writes a document; as json, `response`. Not html. Returns the exit code.
int WriteReport(Context& context, const ReportPrint& print, OutputFormat format, const v1::Document& document,
                google::protobuf::Message& response);
// Writes the file that the server makes of the report whose request this is.
int ExportReport(Context& context, const ReportPrint& print, const google::protobuf::Message& request);

// Sends a report's request and writes what it answers. `after`: what is to be said under a table on the screen.
template <typename Response, typename Request>
int PrintReport(Context& context, const ReportPrint& print, Request request,
                const std::function<void(const Response&)>& after = nullptr) {
  const absl::StatusOr<OutputFormat> format = ReportFormat(context, print);
  if (!format.ok()) return context.FailUsage(format.status().message());
  *request.mutable_document() = DocumentOptionsFor(context, print, *format);
  if (*format == OutputFormat::kHtml) return ExportReport(context, print, request);
  absl::StatusOr<Response> response = context.Server().Call<Response>(std::move(request));
  if (!response.ok()) return context.Fail(response.status());
  const v1::Document document = std::move(*response->mutable_document());
  response->clear_document();
  const int code = WriteReport(context, print, *format, document, *response);
  if (code == kExitDone && after != nullptr && *format == OutputFormat::kTable && print.output.empty()) {
    after(*response);
  }
  return code;
}

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_REPORT_OUTPUT_H_
