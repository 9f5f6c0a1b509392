#include "server/auth/token_authenticator.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/auth/authentication.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/token.h"

namespace tutorat::api {
namespace {

absl::Time ToTheMinute(absl::Time time) { return absl::FromUnixSeconds(absl::ToUnixSeconds(time) / 60 * 60); }

struct Verdict {
  const char* why = nullptr;  // null: accepted
  v1::Token token;
  v1::Account account;
  int64_t revision = -1;
};

// Null: nothing is wrong with it.
const char* WhatIsWrongWith(const v1::Token& token, const v1::Account& account, absl::Time now) {
  if (token.has_delete_time()) return "deleted";
  if (token.has_revoke_time()) return "revoked";
  if (token.has_expire_time() && domain::ToTime(token.expire_time()) <= now) return "expired";
  if (account.has_delete_time()) return "account_deleted";
  return account.disabled() ? "account_disabled" : nullptr;
}

absl::Status Judge(storage::ReadTransaction& transaction, const domain::TokenParts& parts, absl::Time now,
                   Verdict* verdict) {
  *verdict = Verdict();
  absl::Status found = transaction.Get(absl::StrCat("tokens/", parts.id), &verdict->token);
  if (absl::IsNotFound(found)) {
    verdict->why = "unknown";
    return absl::OkStatus();
  }
  if (!found.ok()) return found;
  if (!domain::IsSecret(parts.secret, verdict->token.secret_hash())) {
    verdict->why = "wrong_secret";
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(transaction.Get(verdict->token.account(), &verdict->account));
  verdict->why = WhatIsWrongWith(verdict->token, verdict->account, now);
  ASSIGN_OR_RETURN(verdict->revision, transaction.Revision());
  return absl::OkStatus();
}

Principal PrincipalOf(const v1::Token& token, const v1::Account& account) {
  Principal principal;
  principal.account = account.name();
  principal.display_name = account.display_name();
  for (const int role : account.roles()) principal.roles.push_back(static_cast<v1::Role>(role));
  principal.tutor = account.tutor();
  if (token.has_expire_time()) principal.expire_time = domain::ToTime(token.expire_time());
  return principal;
}

}  // namespace

absl::StatusOr<Principal> TokenAuthenticator::Authenticate(const Credentials& credentials, absl::Time deadline) {
  const std::optional<std::string> text = BearerOf(credentials);
  const auto parts = text ? domain::SplitToken(*text) : std::nullopt;
  if (!parts) return NotSignedIn(credentials, "malformed");
  const absl::Time now = clock_();
  Verdict verdict;
  RETURN_IF_ERROR(store_.ReadRemembered(
      deadline, [&](storage::ReadTransaction& transaction) { return Judge(transaction, *parts, now, &verdict); }));
  if (verdict.why != nullptr) return NotSignedIn(credentials, verdict.why, absl::StrCat("tokens/", parts->id));
  Remember(verdict.token.name(), now);
  Principal principal = PrincipalOf(verdict.token, verdict.account);
  principal.revision = verdict.revision;
  return principal;
}

void TokenAuthenticator::Remember(const std::string& token, absl::Time used) {
  const std::lock_guard<std::mutex> lock(mutex_);
  absl::Time& last = last_uses_.emplace(token, used).first->second;
  last = std::max(last, used);
}

absl::Status TokenAuthenticator::StoreLastUses(absl::Time deadline) {
  std::map<std::string, absl::Time> uses;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    uses.swap(last_uses_);
  }
  if (uses.empty()) return absl::OkStatus();
  absl::Status status = store_.Write(deadline, [&](storage::WriteTransaction& transaction) -> absl::Status {
    for (const auto& [name, used] : uses) {
      v1::Token token;
      absl::Status found = transaction.Get(name, &token);
      if (absl::IsNotFound(found)) continue;  // purged since
      if (!found.ok()) return found;
      const absl::Time minute = ToTheMinute(used);
      // Another server may have seen it later.
      if (token.has_last_use_time() && domain::ToTime(token.last_use_time()) >= minute) continue;
      *token.mutable_last_use_time() = domain::ToTimestamp(minute);
      RETURN_IF_ERROR(transaction.Update(token));
    }
    return absl::OkStatus();
  });
  if (!status.ok()) {
    for (const auto& [name, used] : uses) Remember(name, used);
  }
  return status;
}

}  // namespace tutorat::api
