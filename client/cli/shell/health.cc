#include <ostream>

#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/lib/error.h"
#include "client/lib/json.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;

Exit Health(Context& context) {
  ASSIGN_OR_RETURN(const bool serving, context.Server().CheckHealth());
  if (!serving) {
    client::Error error;
    error.code = absl::StatusCode::kUnavailable;
    error.reason = "NOT_SERVING";
    return context.FailAs(
        error,
        Say(context.language, "le serveur $0 est là mais ne sert pas encore ; voir son journal, ou « tutoratd check »",
            "the server $0 is there but does not serve yet; see its log, or \"tutoratd check\"", context.server),
        kExitUnreachable);
  }
  if (context.format == OutputFormat::kJson) {
    context.out << "{\"server\": " << client::JsonString(context.server) << ", \"status\": \"SERVING\"}\n";
  } else {
    context.out << Say(context.language, "Le serveur $0 répond.\n", "The server $0 is serving.\n", context.server);
  }
  return kExitDone;
}

int Version(Context& context) {
  if (context.format == OutputFormat::kJson) {
    context.out << "{\"version\": \"" TUTORAT_VERSION "\"}\n";
  } else {
    context.out << "tutorat " TUTORAT_VERSION "\n";
  }
  return kExitDone;
}

}  // namespace

void AddServer(CLI::App& app, Context& context) {
  CLI::App* health = AddVerb(&app, "health", context.Text("Le serveur répond-il ?", "Does the server answer?"));
  OnRun(health, context, [&context] { return Health(context); });
  CLI::App* version = AddVerb(&app, "version", context.Text("Version de ce programme", "Version of this program"));
  OnRun(version, context, [&context] { return Version(context); });
}

const RegisteredNoun kServerNoun(200, &AddServer);

}  // namespace tutorat::cli
