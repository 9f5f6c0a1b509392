#include "server/handlers/reports/balance.h"

#include "server/domain/base/status_macros.h"
#include "server/handlers/reports/balance_input.h"

namespace tutorat::api {

absl::StatusOr<v1::GetBalanceResponse> GetBalance(CallContext& context, const v1::GetBalanceRequest& request) {
  ASSIGN_OR_RETURN(const auto period, domain::PeriodOf(request));
  ASSIGN_OR_RETURN(const auto input, ReadBalance(context, request, period, Unknown::kRefuse));
  v1::GetBalanceResponse response;
  *response.mutable_balance() = domain::ComputeBalance(input);
  *response.mutable_balance()->mutable_group_numbers() = request.group_numbers();
  return response;
}

}  // namespace tutorat::api
