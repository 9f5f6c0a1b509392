#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "google/protobuf/message.h"
#include "proto/status_macros.h"

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
void OnReport(CLI::App* verb, Context& context, std::function<Exit()> command);
// Says that the verb prints no report, and so no html; returns the exit code.
int FailNoReport(Context& context);

// The form that --format, --excel and the end of --output's name ask for. WrongUse when --excel goes with
// another one than csv.
absl::StatusOr<OutputFormat> ReportFormat(const Context& context, const ReportPrint& print);

// Sends a report's request and writes what it answers: on the screen its document, as json the figures, else the file
// that the server makes of it. `response`: of the request's method. Returns the exit code.
Exit PrintReport(Context& context, const ReportPrint& print, google::protobuf::Message& request,
                 google::protobuf::Message& response);

// `after`: what is to be said under a table on the screen.
template <typename Response, typename Request>
Exit PrintReport(Context& context, const ReportPrint& print, Request request,
                 const std::function<void(const Response&)>& after = nullptr) {
  Response response;
  ASSIGN_OR_RETURN(const int code, PrintReport(context, print, request, response));
  if (code == kExitDone && after != nullptr && response.has_document() && print.output.empty()) after(response);
  return code;
}

}  // namespace tutorat::cli
