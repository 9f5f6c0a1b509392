#include "server/domain/figures/frozen_balance.h"

#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/call/idempotency.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/figures/balance_diff.h"
#include "server/domain/figures/small_counts.h"
#include "server/handlers/reports/balance_input.h"
#include "server/handlers/resources/standard_methods.h"
#include "tutorat/v1/balance_diff.pb.h"
#include "tutorat/v1/freeze.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"

namespace tutorat::api {
namespace {

v1::GetBalanceRequest BalanceOf(const v1::FreezeBalanceRequest& request) {
  v1::GetBalanceRequest balance;
  balance.set_from_date(request.from_date());
  balance.set_months(request.months());
  balance.set_to_date(request.to_date());
  balance.set_wave(request.wave());
  *balance.mutable_group_numbers() = request.group_numbers();
  return balance;
}

// What was asked for when `frozen` was computed.
v1::GetBalanceRequest QuestionOf(const v1::Balance& frozen) {
  v1::GetBalanceRequest question;
  question.set_from_date(frozen.from_date());
  question.set_to_date(frozen.to_date());
  question.set_wave(frozen.wave());
  *question.mutable_group_numbers() = frozen.group_numbers();
  return question;
}

absl::StatusOr<v1::Balance> LoadFrozen(storage::ReadTransaction& transaction, const std::string& name,
                                       v1::BalanceVersion* version) {
  ASSIGN_OR_RETURN(const auto frozen, transaction.Get<v1::FrozenBalance>(name));
  version->set_name(frozen.name());
  version->set_label(frozen.label());
  *version->mutable_time() = frozen.create_time();
  return domain::Unfreeze(frozen);
}

absl::StatusOr<v1::Balance> ComputeNow(storage::ReadTransaction& transaction, const v1::Balance& frozen, absl::Time now,
                                       v1::BalanceVersion* version) {
  const v1::GetBalanceRequest question = QuestionOf(frozen);
  ASSIGN_OR_RETURN(const auto period, domain::PeriodOf(question));
  *version->mutable_time() = domain::ToTimestamp(now);
  return LoadBalance(transaction, question, period, Unknown::kLeaveOut, now);
}

void Describe(const v1::Balance& balance, v1::BalanceVersion* version) {
  version->set_from_date(balance.from_date());
  version->set_to_date(balance.to_date());
  version->set_wave(balance.wave());
}

// Of one snapshot, taken before the write, in which MySQL has none: what is written meanwhile is not in it.
absl::StatusOr<v1::FreezeBalanceResponse> FreezeBalance(CallContext& context, const v1::FreezeBalanceRequest& request) {
  const v1::GetBalanceRequest question = BalanceOf(request);
  ASSIGN_OR_RETURN(const auto period, domain::PeriodOf(question));
  const auto balance = ReadBalance(context, question, period, Unknown::kRefuse);
  v1::FrozenBalance frozen;
  if (balance.ok()) domain::Freeze(*balance, &frozen);
  frozen.set_name(domain::MakeName(frozen, context.now));
  frozen.set_label(request.label());
  frozen.set_frozen_by(request.frozen_by());
  *frozen.mutable_create_time() = domain::ToTimestamp(context.now);
  *frozen.mutable_update_time() = frozen.create_time();
  v1::FreezeBalanceResponse response;
  absl::Status status =
      IdempotentWrite(context, request, &response, [&](storage::WriteTransaction& transaction) -> absl::Status {
        // Not before: a repetition gets its answer even where the wave is gone by now.
        if (!balance.ok()) return balance.status();
        RETURN_IF_ERROR(transaction.Insert(frozen));
        *response.mutable_frozen_balance() = frozen;
        response.mutable_frozen_balance()->clear_content();
        response.mutable_frozen_balance()->set_etag(domain::Etag(frozen));
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::ListFrozenBalancesResponse> ListFrozenBalances(CallContext& context,
                                                                  const v1::ListFrozenBalancesRequest& request) {
  v1::ListFrozenBalancesResponse response;
  RETURN_IF_ERROR(ListPage(context, request, Items::kLeaveOut, &response));
  return response;
}

absl::StatusOr<v1::DiffBalancesResponse> DiffBalances(CallContext& context, const v1::DiffBalancesRequest& request) {
  absl::StatusOr<v1::Balance> before;
  absl::StatusOr<v1::Balance> after;
  v1::BalanceVersion version_before;
  v1::BalanceVersion version_after;
  absl::Status status =
      context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
        before = LoadFrozen(transaction, request.name(), &version_before);
        if (!before.ok()) return before.status();
        after = request.other().empty() ? ComputeNow(transaction, *before, context.now, &version_after)
                                        : LoadFrozen(transaction, request.other(), &version_after);
        return after.status();
      });
  if (!status.ok()) return status;
  if (context.role == v1::ROLE_READER) domain::SuppressSmallCounts(domain::Periods::kOverlap, &*before, &*after);
  Describe(*before, &version_before);
  Describe(*after, &version_after);
  v1::DiffBalancesResponse response;
  *response.mutable_diff() = domain::DiffBalances(*std::move(before), *std::move(after));
  *response.mutable_diff()->mutable_before() = std::move(version_before);
  *response.mutable_diff()->mutable_after() = std::move(version_after);
  return response;
}

const Registered<&FreezeBalance> kFreezeBalance;
const Registered<&ListFrozenBalances> kListFrozenBalances;
const Registered<&DiffBalances> kDiffBalances;

}  // namespace
}  // namespace tutorat::api
