// login, logout, whoami.
#include <unistd.h>

#include <cerrno>
#include <ostream>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "client/cli/account/account.h"
#include "client/cli/shell/credentials.h"
#include "client/cli/shell/input_file.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/prompter.h"
#include "client/lib/error.h"
#include "proto/byte_order_mark.h"
#include "proto/status_macros.h"
#include "tutorat/v1/account.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;

// Nobody types a token for a server that is not there.
absl::Status CheckAnswers(Context& context) {
  if (!context.input_is_terminal) return absl::OkStatus();
  const absl::Status status = client::Client(context.ServerOptions()).CheckHealth().status();
  return client::IsTemporary(status) ? status : absl::OkStatus();
}

// What is typed on the terminal, unseen, or the first line of standard input.
absl::StatusOr<std::string> ReadTypedToken(Context& context) {
  if (context.input_is_terminal) {
    return Prompter(context).AskSecret(
        Say(context.language, "Jeton pour $0 (rien ne s'affiche)", "Token for $0 (nothing shows)", context.server));
  }
  ASSIGN_OR_RETURN(const std::string input, ReadInput(context, "-"));
  const absl::string_view text = absl::StripAsciiWhitespace(contract::WithoutMark(input));
  return std::string(text.substr(0, text.find('\n')));
}

// "Anne Martin (tuteur)".
std::string DescribeCaller(const Context& context, const v1::WhoAmIResponse& caller) {
  return absl::StrCat(caller.display_name().empty() ? caller.account() : caller.display_name(), " (",
                      RolesText(context, caller.roles()), ")");
}

// The server's answer to a token that is not stored yet.
Exit FailLogin(Context& context, const absl::Status& status) {
  const client::Error error = client::ReadError(status);
  if (error.code != absl::StatusCode::kUnauthenticated || error.reason == "TOKEN_MALFORMED")
    return context.Fail(status);
  return context.FailAs(
      error,
      Say(context.language,
          "le serveur $0 n'accepte pas ce jeton, qui n'est pas gardé ; en demander un autre à un administrateur "
          "(tutorat "
          "account token create)",
          "the server $0 does not accept this token, which is not stored; ask an administrator for another (tutorat "
          "account token create)",
          context.server),
      kExitNotAllowed);
}

Exit Login(Context& context) {
  const std::string path = StoredTokenPath(context);
  if (path.empty()) {
    return context.FailUsage(context.Text("HOME n'est pas défini : dire où garder le jeton par --token-file",
                                          "HOME is not set: say where to store the token by --token-file"));
  }
  RETURN_IF_ERROR(CheckAnswers(context));
  const absl::StatusOr<std::string> token = ReadTypedToken(context);
  if (absl::IsCancelled(token.status())) {
    context.err << token.status().message() << "\n";
    return kExitOther;
  }
  if (!token.ok()) return token.status();
  if (token->empty()) {
    return context.FailUsage(context.Text("pas de jeton ; le taper, ou le donner sur l'entrée standard",
                                          "no token; type it, or give it on standard input"));
  }
  client::Options options = context.ServerOptions();
  options.token = *token;
  const auto caller = client::Client(options).Call<v1::WhoAmIResponse>(v1::WhoAmIRequest());
  if (!caller.ok()) return FailLogin(context, caller.status());
  if (absl::Status status = WriteSecretFile(context, path, StoredToken(context, *token)); !status.ok()) {
    return context.Fail(absl::UnknownError(Say(context.language, "impossible d'écrire $0 ; voir --token-file",
                                               "cannot write $0; see --token-file", std::string(status.message()))));
  }
  for (const char* variable : {"TUTORAT_TOKEN", "TUTORAT_TOKEN_FILE"}) {
    if (context.token_file_typed || std::getenv(variable) == nullptr) continue;
    context.Warn(Say(context.language, "$0 est plus forte que le jeton gardé ; l'ôter de l'environnement",
                     "$0 is stronger than the token that is stored; take it out of the environment", variable));
  }
  return PrintDone(
      context,
      Say(context.language, "Connecté à $0 : $1 ; jeton gardé dans $2", "Signed in to $0: $1; token stored in $2",
          context.server, DescribeCaller(context, *caller), path),
      *caller);
}

Exit Logout(Context& context) {
  const std::string path = StoredTokenPath(context);
  if (access(path.c_str(), F_OK) == 0 && !IsOfLogin(path)) {
    return context.FailUsage(Say(context.language,
                                 "« tutorat login » n'a pas écrit $0, qui reste ; l'effacer à la main",
                                 "\"tutorat login\" did not write $0, which stays; remove it by hand", path));
  }
  if (!path.empty() && unlink(path.c_str()) == 0) {
    return PrintDone(
        context,
        Say(context.language, "Jeton oublié : $0 ; il reste valable tant qu'un administrateur ne le révoque pas",
            "Token forgotten: $0; it stays valid until an administrator revokes it", path),
        v1::WhoAmIResponse());
  }
  if (path.empty() || errno == ENOENT) {
    return PrintDone(context, context.Text("Aucun jeton n'est gardé ici", "No token is stored here"),
                     v1::WhoAmIResponse());
  }
  return context.Fail(absl::UnknownError(Say(context.language, "impossible d'effacer $0", "cannot remove $0",
                                             std::string(absl::ErrnoToStatus(errno, path).message()))));
}

Exit WhoAmI(Context& context) {
  ASSIGN_OR_RETURN(const auto caller, context.Server().Call<v1::WhoAmIResponse>(v1::WhoAmIRequest()));
  return PrintDetails(
      context,
      {{{"server", context.Text("SERVEUR", "SERVER")}, context.server},
       {{"display_name", context.Text("NOM", "NAME")}, caller.display_name()},
       {{"account", context.Text("COMPTE", "ACCOUNT")}, caller.account()},
       {{"roles", context.Text("RÔLES", "ROLES")}, RolesText(context, caller.roles())},
       {{"tutor", context.Text("TUTEUR", "TUTOR")}, caller.tutor()},
       {{"expire_time", context.Text("VALABLE JUSQU'AU", "VALID UNTIL")}, ShownTime(context, caller.expire_time())},
       {{"token", context.Text("JETON", "TOKEN")}, context.token_source()}},
      caller);
}

}  // namespace

void AddSignIn(CLI::App& app, Context& context) {
  CLI::App* login = AddVerb(&app, "login",
                            context.Text("Se connecter : demande un jeton, le vérifie et le garde",
                                         "Sign in: asks for a token, verifies it and stores it"));
  OnRun(login, context, [&context] { return Login(context); });
  CLI::App* logout = AddVerb(&app, "logout", context.Text("Oublier le jeton gardé", "Forget the token that is stored"));
  OnRun(logout, context, [&context] { return Logout(context); });
  CLI::App* whoami = AddVerb(&app, "whoami", context.Text("Quel compte, quels rôles", "Which account, which roles"));
  OnRun(whoami, context, [&context] { return WhoAmI(context); });
}

const RegisteredNoun kSignInNoun(190, &AddSignIn);

}  // namespace tutorat::cli
