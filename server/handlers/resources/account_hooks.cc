#include "server/handlers/resources/account_hooks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/domain/base/error.h"
#include "server/domain/base/local_time.h"
#include "server/handlers/resources/live.h"
#include "server/handlers/resources/standard_methods.h"
#include "tutorat/v1/token.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::api {
namespace {

using domain::Violation;

bool AccountHasRole(const v1::Account& account, v1::Role role) {
  return std::find(account.roles().begin(), account.roles().end(), role) != account.roles().end();
}

bool MayMakeAccounts(const v1::Account& account) {
  return !account.disabled() && !account.has_delete_time() && AccountHasRole(account, v1::ROLE_ADMINISTRATOR);
}

std::vector<Violation> CheckRoles(const v1::Account& account) {
  std::vector<Violation> violations;
  for (int i = 0; i < account.roles_size(); ++i) {
    if (account.roles(i) != v1::ROLE_UNSPECIFIED) continue;
    violations.push_back(
        {absl::StrCat("account.roles[", i, "]"),
         "REQUIRED",
         {.en = "say which role: tutor, coordinator, reader or administrator",
          .fr = "dire quel rôle : tutor (tuteur), coordinator (coordinateur), reader (lecteur) ou administrator"}});
  }
  if (AccountHasRole(account, v1::ROLE_TUTOR) && account.tutor().empty()) {
    violations.push_back({"account.tutor",
                          "REQUIRED",
                          {.en = "is required with the role tutor: its groups are those of this tutor",
                           .fr = "est obligatoire avec le rôle tutor : ses groupes sont ceux de ce tuteur"}});
  } else if (!AccountHasRole(account, v1::ROLE_TUTOR) && !account.tutor().empty()) {
    violations.push_back({"account.tutor",
                          "NOT_A_TUTOR",
                          {.en = "is only for the role tutor: add the role, or leave the tutor out",
                           .fr = "ne va qu'avec le rôle tutor : ajouter le rôle, ou retirer le tuteur"}});
  }
  return violations;
}

// Whether one who may make accounts is left when these leave.
absl::Status RequireAnotherAdministrator(storage::WriteTransaction& transaction,
                                         const std::vector<std::string>& leaving) {
  ASSIGN_OR_RETURN(const auto accounts, transaction.List<v1::Account>({}));
  std::string last;
  for (const v1::Account& account : accounts) {
    if (!MayMakeAccounts(account)) continue;
    if (std::find(leaving.begin(), leaving.end(), account.name()) == leaving.end()) return absl::OkStatus();
    last = account.name();
  }
  if (last.empty()) return absl::OkStatus();
  return domain::MakeError(absl::StatusCode::kFailedPrecondition, "LAST_ADMINISTRATOR",
                           {.en = absl::StrCat(last, " is the last administrator: make another one first"),
                            .fr = absl::StrCat(last, " est le dernier administrateur : en créer d'abord un autre")});
}

}  // namespace

absl::Status PrepareAccount(storage::WriteTransaction& transaction, const v1::Account& account) {
  const std::vector<Violation> violations = CheckRoles(account);
  if (!violations.empty()) return domain::InvalidFields(violations);
  RETURN_IF_ERROR(CheckLive<v1::Tutor>(transaction, account.tutor()));
  if (account.name().empty() || MayMakeAccounts(account)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto stored, transaction.Get<v1::Account>(account.name()));
  return MayMakeAccounts(stored) ? RequireAnotherAdministrator(transaction, {account.name()}) : absl::OkStatus();
}

absl::Status PrepareAccountDeletion(storage::WriteTransaction& transaction, const v1::Account& account,
                                    absl::Time now) {
  if (MayMakeAccounts(account)) {
    RETURN_IF_ERROR(RequireAnotherAdministrator(transaction, {account.name()}));
  }
  ASSIGN_OR_RETURN(auto tokens, transaction.List<v1::Token>(storage::Filter().Is("account", account.name())));
  for (v1::Token& token : tokens) {
    *token.mutable_update_time() = domain::ToTimestamp(now);
    *token.mutable_delete_time() = domain::ToTimestamp(now);
    *token.mutable_purge_time() = domain::ToTimestamp(now + kDeletedKept);
    RETURN_IF_ERROR(transaction.Update(token));
  }
  return absl::OkStatus();
}

absl::Status PrepareAccountErasure(storage::WriteTransaction& transaction, const std::vector<std::string>& resources) {
  return RequireAnotherAdministrator(transaction, resources);
}

}  // namespace tutorat::api
