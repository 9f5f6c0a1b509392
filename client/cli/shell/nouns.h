#ifndef TUTORAT_CLIENT_CLI_NOUNS_H_
#define TUTORAT_CLIENT_CLI_NOUNS_H_

#include "client/cli/shell/context.h"

namespace CLI {
class App;
}  // namespace CLI

namespace tutorat::cli {

// Each adds a noun with its verbs, in the order in which help shows them.
void AddSession(CLI::App& app, Context& context);
void AddBalance(CLI::App& app, Context& context);
void AddCadence(CLI::App& app, Context& context);
void AddCalendar(CLI::App& app, Context& context);
void AddCoverage(CLI::App& app, Context& context);
void AddImport(CLI::App& app, Context& context);
void AddExport(CLI::App& app, Context& context);
void AddWave(CLI::App& app, Context& context);
void AddProgramme(CLI::App& app, Context& context);
void AddGroup(CLI::App& app, Context& context);
void AddMember(CLI::App& app, Context& context);
void AddTutor(CLI::App& app, Context& context);
void AddEstablishment(CLI::App& app, Context& context);
void AddIssue(CLI::App& app, Context& context);
// The verbs of `issue` that read and change sessions; after AddIssue.
void AddIssueSightings(CLI::App& app, Context& context);
void AddTheme(CLI::App& app, Context& context);
void AddAccount(CLI::App& app, Context& context);
void AddAudit(CLI::App& app, Context& context);
// login, logout, whoami.
void AddSignIn(CLI::App& app, Context& context);
// health, version.
void AddServer(CLI::App& app, Context& context);
void AddCompletion(CLI::App& app, Context& context);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_NOUNS_H_
