#include "server/domain/figures/cadence.h"

#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/domain/base/local_time.h"
#include "server/handlers/resources/list_filter.h"
#include "server/handlers/resources/live.h"
#include "tutorat/v1/cadence.pb.h"

namespace tutorat::api {
namespace {

absl::Status LoadWaves(storage::ReadTransaction& transaction, const std::string& wanted, std::vector<v1::Wave>* waves) {
  if (wanted.empty()) return Load(transaction, {}, waves);
  ASSIGN_OR_RETURN(const auto wave, GetLive<v1::Wave>(transaction, wanted));
  waves->assign(1, wave);
  return absl::OkStatus();
}

// The cohort is the whole wave, whichever groups are asked for.
absl::Status LoadAll(storage::ReadTransaction& transaction, const v1::GetCadenceRequest& request,
                     domain::CadenceInput* input) {
  RETURN_IF_ERROR(LoadWaves(transaction, input->wave, &input->waves));
  RETURN_IF_ERROR(Load(transaction, {}, &input->calendars));
  storage::Filter filter;
  filter.Is("wave", input->wave);
  RETURN_IF_ERROR(Load(transaction, filter, &input->groups));
  RETURN_IF_ERROR(CheckGroupNumbers(request.group_numbers(), input->groups));
  filter.In("state", {v1::SESSION_STATE_HELD, v1::SESSION_STATE_PLANNED}).items.emplace();
  return Load(transaction, filter, &input->sessions);
}

absl::StatusOr<v1::GetCadenceResponse> GetCadence(CallContext& context, const v1::GetCadenceRequest& request) {
  domain::CadenceInput input;
  input.as_of = domain::DateOrToday(request.as_of_date(), context.now);
  if (request.interval_weeks() > 0) input.interval_weeks = request.interval_weeks();
  input.wave = WaveName(request.wave());
  input.numbers.assign(request.group_numbers().begin(), request.group_numbers().end());
  input.snapshot_time = context.now;
  RETURN_IF_ERROR(context.store.Read(
      context.deadline, [&](storage::ReadTransaction& transaction) { return LoadAll(transaction, request, &input); }));
  v1::GetCadenceResponse response;
  *response.mutable_cadence() = domain::ComputeCadence(input);
  return response;
}

const Registered<&GetCadence> kGetCadence;

}  // namespace
}  // namespace tutorat::api
