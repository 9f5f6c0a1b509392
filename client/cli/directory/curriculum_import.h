#pragma once

#include "client/cli/shell/context.h"

namespace tutorat::cli {

// Adds import and export to the noun `programme`. An import makes the programme what the file says, all of it or
// nothing; without --apply it tells, line by line, what that would change.
void AddProgrammeFiles(CLI::App* noun, Context& context);

}  // namespace tutorat::cli
