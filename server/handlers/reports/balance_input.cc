#include "server/handlers/reports/balance_input.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/domain/base/local_time.h"
#include "server/handlers/resources/list_filter.h"
#include "server/handlers/resources/live.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
absl::StatusOr<domain::BalanceInput> LoadBalance(storage::ReadTransaction& transaction,
                                                 const v1::GetBalanceRequest& request, const domain::Period& period,
                                                 Unknown unknown, absl::Time now) {
  domain::BalanceInput input;
  input.period = period;
  input.wave = WaveName(request.wave());
  input.snapshot_time = now;
  if (unknown == Unknown::kRefuse) {
    RETURN_IF_ERROR(CheckLive<v1::Wave>(transaction, input.wave));
  }
  const bool all_groups = request.group_numbers().empty();
  const storage::Filter of_wave = storage::Filter().Is("wave", input.wave);
  storage::Filter of_groups = of_wave;
  if (!all_groups) of_groups.In("number", request.group_numbers());
  RETURN_IF_ERROR(Load(transaction, of_groups, &input.groups));
  if (unknown == Unknown::kRefuse) {
    RETURN_IF_ERROR(CheckGroupNumbers(request.group_numbers(), input.groups));
  }
  storage::Filter of_members = of_wave;
  if (!all_groups) {
    std::vector<std::string> names;
    for (const v1::Group& group : input.groups) names.push_back(group.name());
    of_members.In("group", names);
  }
  storage::Filter of_sessions = of_members;
  of_sessions.AtLeast("local_date", domain::FormatDate(period.from));
  of_sessions.Below("local_date", domain::FormatDate(period.to));
  of_sessions.items = {"attendances", "participation_issues"};
  RETURN_IF_ERROR(Load(transaction, of_sessions, &input.sessions));
  of_members.deleted = true;
  RETURN_IF_ERROR(Load(transaction, of_members, &input.members));
  storage::Filter of_tutors;
  of_tutors.deleted = true;
  RETURN_IF_ERROR(Load(transaction, of_tutors, &input.tutors));
  return input;
}

absl::StatusOr<domain::BalanceInput> ReadBalance(CallContext& context, const v1::GetBalanceRequest& request,
                                                 const domain::Period& period, Unknown unknown) {
  absl::StatusOr<domain::BalanceInput> input;
  absl::Status status = context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) {
    input = LoadBalance(transaction, request, period, unknown, context.now);
    return input.status();
  });
  if (!status.ok()) return status;
  return input;
}

}  // namespace tutorat::api
