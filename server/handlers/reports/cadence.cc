#include "server/handlers/reports/cadence.h"

#include "server/domain/base/local_time.h"
#include "server/domain/figures/cadence.h"
#include "server/handlers/resources/list_filter.h"
#include "server/handlers/resources/live.h"

namespace tutorat::api {
namespace {

absl::Status LoadWaves(storage::ReadTransaction& transaction, const std::string& wanted, std::vector<v1::Wave>* waves) {
  if (wanted.empty()) return Load(transaction, {}, waves);
  auto wave = GetLive<v1::Wave>(transaction, wanted);
  if (!wave.ok()) return wave.status();
  waves->assign(1, *std::move(wave));
  return absl::OkStatus();
}

// The cohort is the whole wave, whichever groups are asked for.
absl::Status LoadAll(storage::ReadTransaction& transaction, const v1::GetCadenceRequest& request,
                     domain::CadenceInput* input) {
  if (absl::Status loaded = LoadWaves(transaction, input->wave, &input->waves); !loaded.ok()) return loaded;
  if (absl::Status loaded = Load(transaction, {}, &input->calendars); !loaded.ok()) return loaded;
  storage::Filter filter;
  filter.Is("wave", input->wave);
  if (absl::Status loaded = Load(transaction, filter, &input->groups); !loaded.ok()) return loaded;
  if (absl::Status known = CheckGroupNumbers(request.group_numbers(), input->groups); !known.ok()) return known;
  filter.In("state", {v1::SESSION_STATE_HELD, v1::SESSION_STATE_PLANNED}).without_items = true;
  return Load(transaction, filter, &input->sessions);
}

}  // namespace

absl::StatusOr<v1::GetCadenceResponse> GetCadence(CallContext& context, const v1::GetCadenceRequest& request) {
  domain::CadenceInput input;
  input.as_of = domain::DateOrToday(request.as_of_date(), context.now);
  if (request.interval_weeks() > 0) input.interval_weeks = request.interval_weeks();
  input.wave = WaveName(request.wave());
  input.numbers.assign(request.group_numbers().begin(), request.group_numbers().end());
  input.snapshot_time = context.now;
  absl::Status status = context.store.Read(
      context.deadline, [&](storage::ReadTransaction& transaction) { return LoadAll(transaction, request, &input); });
  if (!status.ok()) return status;
  v1::GetCadenceResponse response;
  *response.mutable_cadence() = domain::ComputeCadence(input);
  return response;
}

}  // namespace tutorat::api
