#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/handlers/reports/balance_input.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::api {
namespace {

absl::StatusOr<v1::GetBalanceResponse> GetBalance(CallContext& context, const v1::GetBalanceRequest& request) {
  ASSIGN_OR_RETURN(const auto period, domain::PeriodOf(request));
  v1::GetBalanceResponse response;
  ASSIGN_OR_RETURN(*response.mutable_balance(), ReadBalance(context, request, period, Unknown::kRefuse));
  return response;
}

const Registered<&GetBalance> kGetBalance;

}  // namespace
}  // namespace tutorat::api
