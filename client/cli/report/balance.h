#pragma once

#include <functional>
#include <string>

#include "client/cli/shell/context.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/report_output.h"

namespace tutorat::cli {

// A verb of `balance`, and what it does.
struct BalanceVerb {
  CLI::App* app;
  std::function<Exit()> run;
  bool is_report = true;
};
BalanceVerb AddBalanceFreeze(CLI::App* noun, Context& context);
BalanceVerb AddBalanceList(CLI::App* noun, Context& context);
BalanceVerb AddBalanceVerify(CLI::App* noun, Context& context);
BalanceVerb AddBalanceDiff(CLI::App* noun, Context& context);
BalanceVerb AddBalanceCompare(CLI::App* noun, Context& context);

// Shows the frozen balance that `id` means.
Exit ShowFrozen(Context& context, const std::string& id, const ReportPrint& print);

}  // namespace tutorat::cli
