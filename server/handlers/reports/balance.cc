#include "server/handlers/reports/balance.h"

#include "server/handlers/reports/balance_input.h"

namespace tutorat::api {

absl::StatusOr<v1::GetBalanceResponse> GetBalance(CallContext& context, const v1::GetBalanceRequest& request) {
  const auto period = domain::PeriodOf(request);
  if (!period.ok()) return period.status();
  const auto input = ReadBalance(context, request, *period, Unknown::kRefuse);
  if (!input.ok()) return input.status();
  v1::GetBalanceResponse response;
  *response.mutable_balance() = domain::ComputeBalance(*input);
  *response.mutable_balance()->mutable_group_numbers() = request.group_numbers();
  return response;
}

}  // namespace tutorat::api
