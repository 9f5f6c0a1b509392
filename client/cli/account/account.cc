#include "client/cli/account/account.h"

#include <algorithm>
#include <memory>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/standard_verbs.h"
#include "client/cli/shell/text.h"
#include "client/lib/list.h"
#include "proto/fold.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;

std::string AccountState(const Context& context, const v1::Account& account) {
  if (account.has_delete_time()) return std::string(context.Text("supprimé", "deleted"));
  return std::string(account.disabled() ? context.Text("désactivé", "disabled") : context.Text("actif", "active"));
}

Details DescribeAccount(const Context& context, const v1::Account& account, const Labels& tutors) {
  return {{{"display_name", context.Text("COMPTE", "ACCOUNT")}, account.display_name()},
          {{"email", context.Text("ADRESSE", "E-MAIL")}, account.email()},
          {{"roles", context.Text("RÔLES", "ROLES")}, RolesText(context, account.roles())},
          {{"tutor", context.Text("TUTEUR", "TUTOR")}, account.tutor().empty() ? "" : tutors.Of(account.tutor())},
          {{"state", context.Text("ÉTAT", "STATE")}, AccountState(context, account)},
          {{"name", "ID"}, account.name()}};
}

Exit ListAccounts(Context& context, const ListOptions& options) {
  ASSIGN_OR_RETURN(auto accounts,
                   ListResources<v1::ListAccountsResponse, v1::ListAccountsRequest>(context, options.show_deleted));
  std::stable_sort(accounts.mutable_accounts()->begin(), accounts.mutable_accounts()->end(),
                   [](const v1::Account& one, const v1::Account& other) {
                     return contract::FoldName(one.display_name()) < contract::FoldName(other.display_name());
                   });
  ASSIGN_OR_RETURN(const Labels tutors, ListTutorNames(context));
  return PrintResources<v1::Account>(context, options, accounts, accounts.accounts(), [&](const v1::Account& account) {
    return DescribeAccount(context, account, tutors);
  });
}

Exit ShowAccount(Context& context, const v1::Account& account) {
  v1::ListTokensRequest request;
  request.set_account(account.name());
  ASSIGN_OR_RETURN(const auto tokens, client::ListAll<v1::ListTokensResponse>(context.Server(), request));
  ASSIGN_OR_RETURN(const Labels tutors, ListTutorNames(context));
  Details details = DescribeAccount(context, account, tutors);
  details.push_back({{"tokens", context.Text("JETONS", "TOKENS")},
                     absl::StrJoin(tokens.tokens(), "\n", [&context](std::string* lines, const v1::Token& token) {
                       absl::StrAppend(
                           lines, token.label().empty() ? absl::StripPrefix(token.name(), "tokens/") : token.label(),
                           context.Text(" : ", ": "), TokenState(context, token));
                     })});
  details.push_back({{"create_time", context.Text("CRÉÉ", "CREATED")}, ShownTime(context, account.create_time())});
  return PrintDetails(context, details, account);
}

void AddCreateVerb(CLI::App* noun, Context& context) {
  struct Typed {
    std::string name;
    AccountFlags flags;
  };
  auto typed = std::make_shared<Typed>();
  CLI::App* create = AddVerb(noun, "create", context.Text("Créer", "Create"));
  Require(AddText(create, "name", typed->name, context.Text("NOM", "NAME"),
                  context.Text("D'une personne ou d'un programme", "Of a person or a program")));
  AddAccountFlags(create, context, typed->flags);
  Require(create, "--role");
  OnRun(create, context, [&context, typed]() -> Exit {
    v1::Account account;
    account.set_display_name(typed->name);
    if (auto fields = ApplyAccountFlags(context, typed->flags, account); !fields.ok())
      return context.Fail(fields.status());
    RETURN_IF_ERROR(CallCreate(context, account));
    PrintDone(context, absl::StrCat(context.Text("Créé : ", "Created: "), AccountLabel(context, account)), account);
    if (context.format != OutputFormat::kJson) {
      context.out << Say(context.language, "Pour lui donner un jeton : tutorat account token create $0\n",
                         "To give it a token: tutorat account token create $0\n", ShellQuoted(account.display_name()));
    }
    return kExitDone;
  });
}

void AddEditVerb(CLI::App* noun, Context& context) {
  struct Typed {
    std::string account;
    AccountFlags flags;
  };
  auto typed = std::make_shared<Typed>();
  CLI::App* edit = AddVerb(noun, "edit", context.Text("Modifier", "Change"));
  AddAccountArgument(edit, context, typed->account, true);
  typed->flags.texts.Add(edit, "--name", "display_name", context.Text("NOM", "NAME"),
                         context.Text("Nouveau nom", "New name"));
  AddAccountFlags(edit, context, typed->flags);
  OnRun(edit, context, [&context, typed]() -> Exit {
    ASSIGN_OR_RETURN(v1::Account account, FindAccount(context, typed->account));
    ASSIGN_OR_RETURN(const auto changed, ApplyAccountFlags(context, typed->flags, account));
    if (changed.empty()) {
      return context.FailUsage(
          context.Text("rien à modifier ; donner au moins une option", "nothing to change; give at least one option"));
    }
    RETURN_IF_ERROR(CallUpdate(context, changed, account));
    return PrintDone(context, absl::StrCat(context.Text("Modifié : ", "Changed: "), AccountLabel(context, account)),
                     account);
  });
}

// disable and enable.
void AddSwitchVerb(CLI::App* noun, Context& context, const char* name, bool disabled, absl::string_view help) {
  auto typed = std::make_shared<std::string>();
  CLI::App* verb = AddVerb(noun, name, help);
  AddAccountArgument(verb, context, *typed, true);
  OnRun(verb, context, [&context, typed, disabled]() -> Exit {
    ASSIGN_OR_RETURN(v1::Account account, FindAccount(context, *typed));
    account.set_disabled(disabled);
    RETURN_IF_ERROR(CallUpdate(context, {"disabled"}, account));
    const std::string label = AccountLabel(context, account);
    return PrintDone(context,
                     disabled ? Say(context.language, "Désactivé : $0 ; ses jetons sont refusés",
                                    "Disabled: $0; its tokens are refused", label)
                              : Say(context.language, "Réactivé : $0", "Enabled: $0", label),
                     account);
  });
}

}  // namespace

void AddAccount(CLI::App& app, Context& context) {
  CLI::App* noun =
      AddNoun(app, "account",
              context.Text("Comptes : qui peut quoi, leurs jetons ; données personnelles : les donner, les effacer",
                           "Accounts: who may do what, their tokens; personal data: hand them out, erase them"));
  auto rules = std::make_shared<Noun<v1::Account>>();
  rules->add = [&context](CLI::App* verb, Target& target) { AddAccountArgument(verb, context, target.text, true); };
  rules->find = [&context](const Target& target, Deleted deleted) {
    return FindAccount(context, target.text, deleted);
  };
  rules->label = [&context](const v1::Account& account) { return AccountLabel(context, account); };
  rules->show = [&context](const v1::Account& account) { return ShowAccount(context, account); };
  rules->lost = std::string(context.Text(" ; ses jetons finissent avec lui, et le rétablir ne les rend pas",
                                         "; its tokens end with it, and undoing that does not bring them back"));
  AddList(noun, context, [&context](const ListOptions& options) { return ListAccounts(context, options); });
  AddCreateVerb(noun, context);
  AddEditVerb(noun, context);
  AddSwitchVerb(noun, context, "disable", true,
                context.Text("Refuser ses jetons, jusqu'à nouvel ordre", "Refuse its tokens until further notice"));
  AddSwitchVerb(noun, context, "enable", false, context.Text("Les accepter de nouveau", "Accept them again"));
  AddStandardVerbs<v1::Account>(noun, context, rules);
  AddAccountToken(noun, context);
  AddAccountPerson(noun, context);
}

const RegisteredNoun kAccountNoun(170, &AddAccount);

}  // namespace tutorat::cli
