#pragma once

#include "client/cli/shell/context.h"

namespace tutorat::cli {

// `member import` and `tutor import`: a table of people, as a spreadsheet has it. Shows what each line would do; with
// --apply makes or completes them, unless a line is in error.
void AddMemberImport(CLI::App* noun, Context& context);
void AddTutorImport(CLI::App* noun, Context& context);

}  // namespace tutorat::cli
