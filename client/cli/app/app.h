#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "client/cli/shell/context.h"

namespace tutorat::cli {

// The whole command tree, in the context's language. The App refers to `context`; it is shared so that who holds it
// need not know how it ends.
std::shared_ptr<CLI::App> MakeApp(Context& context);

// Runs what `arguments` (without the program's name) say; returns the exit code.
int RunProgram(std::vector<std::string> arguments, std::ostream& out, std::ostream& err);

}  // namespace tutorat::cli
