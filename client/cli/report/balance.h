#pragma once

#include <string>

#include "client/cli/shell/context.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/report_output.h"

namespace tutorat::cli {

// The verbs of `balance`, by file.
void AddBalanceFreeze(CLI::App* noun, Context& context);
void AddBalanceList(CLI::App* noun, Context& context);
void AddBalanceVerify(CLI::App* noun, Context& context);
void AddBalanceDiff(CLI::App* noun, Context& context);
void AddBalanceCompare(CLI::App* noun, Context& context);

// Shows the frozen balance that `id` means.
Exit ShowFrozen(Context& context, const std::string& id, const ReportPrint& print);

}  // namespace tutorat::cli
