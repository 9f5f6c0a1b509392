#include <ostream>

#include "absl/strings/str_cat.h"
#include "client/cli/nouns.h"
#include "client/cli/options.h"
#include "client/cli/output.h"
#include "client/cli/resolve.h"
#include "client/lib/error.h"
#include "client/lib/json.h"

namespace tutorat::cli {
namespace {

using format::Say;

int Health(Context& context) {
  const absl::StatusOr<bool> serving = context.Server().CheckHealth();
  if (!serving.ok()) return context.Fail(serving.status());
  if (!*serving) {
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

// There are no accounts yet: who types is what --me says, which the server does not check.
int WhoAmI(Context& context) {
  v1::Tutor tutor;
  if (!context.me.empty()) {
    const absl::StatusOr<v1::Tutor> found = FindTutor(context, context.me);
    if (!found.ok()) return context.Fail(found.status());
    tutor = *found;
  } else if (const absl::StatusOr<bool> serving = context.Server().CheckHealth(); !serving.ok()) {
    return context.Fail(serving.status());
  }
  if (context.format == OutputFormat::kJson) {
    context.out << absl::StrCat("{\"server\": ", client::JsonString(context.server),
                                ", \"tutor\": ", client::JsonLine(tutor), ", \"account\": null}\n");
    return kExitDone;
  }
  context.out << Say(context.language, "Serveur : $0\n", "Server: $0\n", context.server)
              << (context.me.empty()
                      ? context.Text("Tuteur : non dit ; --me NOM, TUTORAT_ME, ou la clé me du fichier\n",
                                     "Tutor: not said; --me NAME, TUTORAT_ME, or the file's key me\n")
                      : Say(context.language, "Tuteur : $0 ($1)\n", "Tutor: $0 ($1)\n", tutor.display_name(),
                            tutor.name()))
              << context.Text(
                     "Compte : aucun ; ce serveur n'a pas encore de comptes, et ne sert que sa propre machine\n",
                     "Account: none; this server has no accounts yet, and serves its own machine only\n");
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
  CLI::App* whoami = AddVerb(&app, "whoami", context.Text("Quel serveur, quel tuteur", "Which server, which tutor"));
  OnRun(whoami, context, [&context] { return WhoAmI(context); });
  CLI::App* health = AddVerb(&app, "health", context.Text("Le serveur répond-il ?", "Does the server answer?"));
  OnRun(health, context, [&context] { return Health(context); });
  CLI::App* version = AddVerb(&app, "version", context.Text("Version de ce programme", "Version of this program"));
  OnRun(version, context, [&context] { return Version(context); });
}

}  // namespace tutorat::cli
