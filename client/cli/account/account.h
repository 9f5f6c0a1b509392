#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/field_options.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/token.pb.h"

namespace tutorat::cli {

// Flags that create and edit take. Outlives the App's parse, at a stable address.
struct AccountFlags {
  FieldOptions texts;
  std::vector<std::string> roles;
  std::string tutor;
  const CLI::Option* roles_option = nullptr;
  const CLI::Option* tutor_option = nullptr;
};
void AddAccountFlags(CLI::App* verb, Context& context, AccountFlags& flags);
// Sets the fields whose flag was given, and returns their names. An account that is no longer a tutor's loses its
// tutor.
absl::StatusOr<std::vector<std::string>> ApplyAccountFlags(Context& context, const AccountFlags& flags,
                                                           v1::Account& account);

// `compte Anne Martin`, as it stands in a sentence.
std::string AccountLabel(const Context& context, const v1::Account& account);
// `tuteur, lecteur`.
std::string RolesText(const Context& context, const google::protobuf::RepeatedField<int>& roles);

// ACCOUNT, where a verb takes one.
void AddAccountArgument(CLI::App* verb, Context& context, std::string& account, bool required);

// Whether a token is accepted: valid, expired or revoked, and when.
std::string TokenState(const Context& context, const v1::Token& token);

// account token.
void AddAccountToken(CLI::App* noun, Context& context);
// account export, erase, retention and erasures.
void AddAccountPerson(CLI::App* noun, Context& context);

}  // namespace tutorat::cli
