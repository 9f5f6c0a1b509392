#include <filesystem>
#include <memory>
#include <ostream>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cli/account/account.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resolve.h"
#include "client/lib/json.h"
#include "client/lib/list.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;

struct NewToken {
  std::string account;
  std::string label;
  std::string expires;
  std::string output;
};

// A number of days from now, or a day from whose beginning on the token is refused.
absl::StatusOr<google::protobuf::Timestamp> ParseExpiry(const Context& context, const std::string& text) {
  constexpr int kMostDays = 36500;
  absl::Time end;
  int days = 0;
  if (absl::SimpleAtoi(text, &days) && days > 0 && days <= kMostDays) {
    end = absl::Now() + absl::Hours(24) * days;
  } else {
    const absl::StatusOr<std::string> date = ParseDay(context, "--expires", text);
    absl::CivilDay day;
    if (!date.ok() || !absl::ParseCivilTime(*date, &day)) {
      return WrongValue(context, "--expires", text,
                        context.Text("n'est ni un nombre de jours, ni un jour ; écrire 90, ou AAAA-MM-JJ",
                                     "is neither a number of days nor a day; write 90, or YYYY-MM-DD"));
    }
    end = absl::FromCivil(day, absl::LocalTimeZone());
  }
  google::protobuf::Timestamp time;
  time.set_seconds(absl::ToUnixSeconds(end));
  return time;
}

// The token, this one time: alone on standard output, or in a file that only its owner can read.
Exit HandOut(Context& context, const NewToken& typed, v1::CreateTokenResponse& response) {
  if (response.text().empty()) {
    // The answer to an earlier try of this call was lost, and the token with it.
    return context.Fail(absl::UnknownError(
        Say(context.language,
            "le jeton est créé, mais son texte s'est perdu ; taper : tutorat account token revoke $0, "
            "et recommencer",
            "the token is created, but its text was lost; type: tutorat account token revoke $0, and try again",
            response.token().name())));
  }
  if (!typed.output.empty()) {
    if (absl::Status status = WriteSecretFile(context, typed.output, response.text() + "\n"); !status.ok()) {
      return context.Fail(absl::UnknownError(
          Say(context.language, "impossible d'écrire $0 ; taper : tutorat account token revoke $1, et recommencer",
              "cannot write $0; type: tutorat account token revoke $1, and try again", std::string(status.message()),
              response.token().name())));
    }
    response.clear_text();
  }
  if (context.format == OutputFormat::kJson) {
    context.out << client::JsonText(response) << "\n";
    return kExitDone;
  }
  const std::string state = TokenState(context, response.token());
  if (!typed.output.empty()) {
    return PrintDone(context,
                     Say(context.language, "Jeton dans $0 : $1 ($2)", "Token in $0: $1 ($2)", typed.output, state,
                         response.token().name()),
                     response);
  }
  context.out << response.text() << "\n";
  context.err << Say(context.language,
                     "Jeton $0 : $1. Il ne sera plus montré ; son titulaire le garde par « tutorat login ».\n",
                     "Token $0: $1. It will not be shown again; who it is for stores it by \"tutorat login\".\n",
                     response.token().name(), state);
  return kExitDone;
}

Exit CreateToken(Context& context, const NewToken& typed) {
  // Another's token may be in it, and is shown nowhere else.
  if (std::error_code error; !typed.output.empty() && std::filesystem::is_regular_file(typed.output, error)) {
    return context.Fail(absl::AlreadyExistsError(
        Say(context.language, "--output : « $0 » existe déjà ; nommer un autre fichier, ou l'effacer d'abord",
            "--output: \"$0\" exists already; name another file, or remove it first", typed.output)));
  }
  v1::CreateTokenRequest request;
  request.mutable_token()->set_label(typed.label);
  if (!typed.expires.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_token()->mutable_expire_time(), ParseExpiry(context, typed.expires));
  }
  ASSIGN_OR_RETURN(const v1::Account account, FindAccount(context, typed.account));
  request.mutable_token()->set_account(account.name());
  auto response = context.Server().Call<v1::CreateTokenResponse>(request);
  return response.ok() ? HandOut(context, typed, *response) : context.Fail(response.status());
}

Exit ListTokens(Context& context, const std::string& account, const ListOptions& options) {
  v1::ListTokensRequest request;
  if (!account.empty()) {
    ASSIGN_OR_RETURN(const v1::Account found, FindAccount(context, account));
    request.set_account(found.name());
  }
  ASSIGN_OR_RETURN(const auto tokens, client::ListAll<v1::ListTokensResponse>(context.Server(), request));
  ASSIGN_OR_RETURN(const Labels accounts, ListAccountNames(context));
  return PrintResources<v1::Token>(context, options, tokens, tokens.tokens(), [&](const v1::Token& token) -> Details {
    return {{{"account", context.Text("COMPTE", "ACCOUNT")}, accounts.Of(token.account())},
            {{"label", context.Text("INTITULÉ", "LABEL")}, token.label()},
            {{"state", context.Text("ÉTAT", "STATE")}, TokenState(context, token)},
            {{"last_use_time", context.Text("DERNIER USAGE", "LAST USE")}, ShownTime(context, token.last_use_time())},
            {{"id", "ID"}, std::string(absl::StripPrefix(token.name(), "tokens/"))}};
  });
}

// tokens/{id} of an id or, where the token itself was pasted, of its first part: the secret one stays here.
std::string TokenName(const std::string& typed) {
  if (absl::StartsWith(typed, "tokens/")) return typed;
  const std::vector<std::string> parts = absl::StrSplit(typed, '_');
  return absl::StrCat("tokens/", parts.size() > 2 ? parts[1] : typed);
}

Exit RevokeToken(Context& context, const std::string& token) {
  v1::RevokeTokenRequest request;
  request.set_name(TokenName(token));
  ASSIGN_OR_RETURN(const auto response, context.Server().Call<v1::RevokeTokenResponse>(request));
  return PrintDone(context,
                   Say(context.language, "Révoqué : $0 ; il est refusé dès maintenant",
                       "Revoked: $0; it is refused from now on", response.token().name()),
                   response.token());
}

}  // namespace

std::string TokenState(const Context& context, const v1::Token& token) {
  if (token.has_revoke_time()) {
    return Say(context.language, "révoqué le $0", "revoked on $0", ShownDayOf(context, token.revoke_time()));
  }
  if (!token.has_expire_time()) return std::string(context.Text("valable sans fin", "valid without end"));
  const std::string end = ShownDayOf(context, token.expire_time());
  return token.expire_time().seconds() <= absl::ToUnixSeconds(absl::Now())
             ? Say(context.language, "expiré le $0", "expired on $0", end)
             : Say(context.language, "valable jusqu'au $0", "valid until $0", end);
}

void AddAccountToken(CLI::App* noun, Context& context) {
  CLI::App* tokens =
      AddNoun(*noun, "token",
              context.Text("Jetons, par lesquels un compte se connecte", "Tokens, by which an account signs in"));
  auto typed = std::make_shared<NewToken>();
  CLI::App* create = AddVerb(
      tokens, "create",
      context.Text("Créer un jeton, et le montrer cette seule fois", "Create a token, and show it this one time"));
  AddAccountArgument(create, context, typed->account, true);
  AddText(create, "--label", typed->label, context.Text("TEXTE", "TEXT"),
          context.Text("À quoi il sert : « portable »", "What it is for: \"laptop\""));
  AddText(create, "--expires", typed->expires, context.Text("JOURS", "DAYS"),
          context.Text("Refusé après ce nombre de jours, ou à partir de ce jour ; sans cela, jamais",
                       "Refused after this number of days, or from this day on; without it, never"));
  AddText(create, "--output", typed->output, context.Text("FICHIER", "FILE"),
          context.Text("L'écrire dans ce fichier, que son seul propriétaire peut lire, au lieu de le montrer",
                       "Write it to this file, which its owner alone can read, instead of showing it"));
  OnRun(create, context, [&context, typed] { return CreateToken(context, *typed); });

  auto account = std::make_shared<std::string>();
  auto options = std::make_shared<ListOptions>();
  CLI::App* list =
      AddVerb(tokens, "list", context.Text("Lister, de tous les comptes ou d'un seul", "List, of all accounts or one"));
  AddAccountArgument(list, context, *account, false);
  AddExcel(list, context, options->excel);
  OnRun(list, context, [&context, account, options] { return ListTokens(context, *account, *options); });

  auto token = std::make_shared<std::string>();
  CLI::App* revoke =
      AddVerb(tokens, "revoke",
              context.Text("Le refuser, dès maintenant et pour de bon", "Refuse it, from now on and for good"));
  Require(AddText(revoke, "token", *token, "ID",
                  context.Text("Son identifiant, de « token list »", "Its id, from \"token list\"")));
  OnRun(revoke, context, [&context, token] { return RevokeToken(context, *token); });
}

}  // namespace tutorat::cli
