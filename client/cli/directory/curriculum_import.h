#ifndef TUTORAT_CLIENT_CLI_PROGRAMME_IMPORT_H_
#define TUTORAT_CLIENT_CLI_PROGRAMME_IMPORT_H_

#include "client/cli/shell/context.h"

namespace CLI {
class App;
}  // namespace CLI

namespace tutorat::cli {

// Adds import and export to the noun `programme`. An import makes the programme what the file says, all of it or
// nothing; without --apply it tells, line by line, what that would change.
void AddProgrammeFiles(CLI::App* noun, Context& context);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_PROGRAMME_IMPORT_H_
