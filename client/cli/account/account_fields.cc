#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/account/account.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resolve.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

// tutors/{id} of what was typed.
absl::StatusOr<std::string> ResolveAccountTutor(Context& context, const std::string& tutor) {
  if (tutor.empty()) return tutor;
  ASSIGN_OR_RETURN(const v1::Tutor found, FindTutor(context, tutor));
  return found.name();
}

}  // namespace

void AddAccountFlags(CLI::App* verb, Context& context, AccountFlags& flags) {
  flags.texts.Add(verb, "--email", "email", context.Text("ADRESSE", "E-MAIL"),
                  context.Text("Adresse électronique", "E-mail address"));
  flags.roles_option =
      AddTexts(verb, "--role", flags.roles, format::WordChoices<v1::Role>(context.language),
               context.Text("Ce qu'il peut faire ; répéter pour plusieurs", "What it may do; repeat for more"));
  flags.tutor_option =
      AddText(verb, "--tutor", flags.tutor, context.Text("TUTEUR", "TUTOR"),
              context.Text("Avec le rôle tuteur : de qui sont ses groupes (nom, adresse ou tutors/ID)",
                           "With the role tutor: whose groups are its own (name, e-mail or tutors/ID)"));
}

absl::StatusOr<std::vector<std::string>> ApplyAccountFlags(Context& context, const AccountFlags& flags,
                                                           v1::Account& account) {
  ASSIGN_OR_RETURN(std::vector<std::string> fields, flags.texts.Apply(context, account));
  if (IsGiven(*flags.roles_option)) {
    account.clear_roles();
    for (const std::string& word : flags.roles) {
      ASSIGN_OR_RETURN(const v1::Role role, ParseChoice<v1::Role>(context, "--role", word));
      account.add_roles(role);
    }
    fields.emplace_back("roles");
  }
  const bool is_tutor =
      std::find(account.roles().begin(), account.roles().end(), v1::ROLE_TUTOR) != account.roles().end();
  if (IsGiven(*flags.tutor_option)) {
    ASSIGN_OR_RETURN(*account.mutable_tutor(), ResolveAccountTutor(context, flags.tutor));
    fields.emplace_back("tutor");
  } else if (!is_tutor && !account.tutor().empty()) {
    account.clear_tutor();
    fields.emplace_back("tutor");
  }
  return fields;
}

std::string AccountLabel(const Context& context, const v1::Account& account) {
  return absl::StrCat(context.Text("compte ", "account "), account.display_name());
}

std::string RolesText(const Context& context, const google::protobuf::RepeatedField<int>& roles) {
  return absl::StrJoin(roles, ", ", [&context](std::string* text, int role) {
    absl::StrAppend(text, format::Word(static_cast<v1::Role>(role), context.language));
  });
}

void AddAccountArgument(CLI::App* verb, Context& context, std::string& account, bool required) {
  CLI::Option* argument =
      AddText(verb, "account", account, context.Text("COMPTE", "ACCOUNT"),
              context.Text("Nom, adresse électronique ou accounts/ID", "Name, e-mail or accounts/ID"));
  if (required) Require(argument);
}

}  // namespace tutorat::cli
