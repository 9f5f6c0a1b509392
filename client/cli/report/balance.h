#ifndef TUTORAT_CLIENT_CLI_BALANCE_H_
#define TUTORAT_CLIENT_CLI_BALANCE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/options.h"
#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/table.h"

namespace tutorat::cli {

// Where to, and whether for a spreadsheet.
struct BalancePrint {
  std::string output;
  bool excel = false;
};
void AddPrint(CLI::App* verb, const Context& context, BalancePrint& print);
// The form that is asked for. INVALID_ARGUMENT when --excel goes with another one than csv.
absl::StatusOr<OutputFormat> ReadFormat(const Context& context, const BalancePrint& print);

// What there is to print, in each form.
struct BalanceForms {
  std::function<std::string(format::Language language, const format::TableStyle& style)> table;
  std::function<std::string(format::Language language)> markdown;
  std::function<std::string(format::CsvStyle style, format::Language language)> csv;
  std::function<std::string()> json;
};
// Prints it: tables in French unless a language was chosen, as the committee reads them. Returns the exit code.
int PrintForms(Context& context, const BalancePrint& print, OutputFormat format, const BalanceForms& forms);

// A verb of `balance`, and what it does.
struct BalanceVerb {
  CLI::App* app;
  std::function<int()> run;
};
BalanceVerb AddBalanceFreeze(CLI::App* noun, Context& context);
BalanceVerb AddBalanceList(CLI::App* noun, Context& context);
BalanceVerb AddBalanceVerify(CLI::App* noun, Context& context);
BalanceVerb AddBalanceDiff(CLI::App* noun, Context& context);
BalanceVerb AddBalanceCompare(CLI::App* noun, Context& context);

// Shows the frozen balance that `id` means.
int ShowFrozen(Context& context, const std::string& id, const BalancePrint& print);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_BALANCE_H_
