#include "server/app/first_administrator.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/app/secret_file.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/base/token.h"
#include "server/layers/audit_log.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/token.pb.h"

namespace tutorat::app {
namespace {

constexpr absl::Duration kStoreTime = absl::Minutes(1);

absl::StatusOr<bool> HasAccounts(storage::ReadTransaction& transaction) {
  storage::Filter filter;
  filter.deleted = true;
  filter.limit = 1;
  ASSIGN_OR_RETURN(const auto accounts, transaction.List<v1::Account>(filter));
  return !accounts.empty();
}

v1::Account FirstAdministrator(absl::Time now) {
  v1::Account account;
  account.set_name(domain::MakeName(account, now));
  account.set_display_name("Administrator");
  account.add_roles(v1::ROLE_ADMINISTRATOR);
  *account.mutable_create_time() = domain::ToTimestamp(now);
  *account.mutable_update_time() = account.create_time();
  return account;
}

v1::Token FirstToken(const v1::Account& account, const domain::TokenParts& parts) {
  v1::Token token;
  token.set_name(absl::StrCat("tokens/", parts.id));
  token.set_account(account.name());
  token.set_label(kAdministratorToken);
  token.set_secret_hash(domain::HashSecret(parts.secret));
  *token.mutable_create_time() = account.create_time();
  *token.mutable_update_time() = account.create_time();
  return token;
}

}  // namespace

absl::Status MakeFirstAdministrator(storage::Store& store, const std::string& folder) {
  const absl::Time now = absl::Now();
  const absl::Time deadline = now + kStoreTime;
  bool needed = false;
  absl::Status status = store.Read(deadline, [&](storage::ReadTransaction& transaction) {
    const auto some = HasAccounts(transaction);
    needed = some.ok() && !*some;
    return some.status();
  });
  if (!status.ok() || !needed) return status;
  const v1::Account account = FirstAdministrator(now);
  const domain::TokenParts parts{domain::NewId(now), domain::MakeSecret()};
  std::error_code ignored;  // what is wrong with the folder is wrong with the file
  if (std::filesystem::create_directories(folder, ignored)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ignored);
  }
  SecretFile file(absl::StrCat(folder, "/.", kAdministratorToken, ".", parts.id));
  if (status = file.Create(); !status.ok()) return status;
  if (status = file.Write(domain::TokenText(parts)); !status.ok()) return status;
  bool made = false;
  api::AuditLoggingStore audited(store, {api::kServerAccount, "first administrator", ""});
  status = audited.Write(deadline, [&](storage::WriteTransaction& transaction) -> absl::Status {
    made = false;
    const auto some = HasAccounts(transaction);
    if (!some.ok() || *some) return some.status();
    RETURN_IF_ERROR(transaction.Insert(account));
    made = true;
    return transaction.Insert(FirstToken(account, parts));
  });
  return status.ok() && made ? file.KeepAs(absl::StrCat(folder, "/", kAdministratorToken)) : status;
}

}  // namespace tutorat::app
