#include "server/handlers/reports/balance_input.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"
#include "server/handlers/resources/list_filter.h"
#include "server/storage/errors.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
absl::StatusOr<domain::BalanceInput> LoadBalance(storage::ReadTransaction& transaction,
                                                 const v1::GetBalanceRequest& request, const domain::Period& period,
                                                 Unknown unknown, absl::Time now) {
  domain::BalanceInput input;
  input.period = period;
  input.wave = WaveName(request.wave());
  input.snapshot_time = now;
  if (unknown == Unknown::kRefuse && !input.wave.empty()) {
    if (absl::Status known = CheckWave(transaction, input.wave); !known.ok()) return known;
  }
  storage::Filter of_groups;
  of_groups.wave = input.wave;
  of_groups.numbers.assign(request.group_numbers().begin(), request.group_numbers().end());
  if (absl::Status loaded = Load(transaction, of_groups, &input.groups); !loaded.ok()) return loaded;
  if (unknown == Unknown::kRefuse) {
    if (absl::Status known = CheckGroupNumbers(request.group_numbers(), input.groups); !known.ok()) return known;
  }
  storage::Filter of_sessions;
  of_sessions.wave = input.wave;
  if (request.group_numbers_size() > 0) {
    of_sessions.groups.emplace();
    for (const v1::Group& group : input.groups) of_sessions.groups->push_back(group.name());
  }
  of_sessions.from_date = domain::FormatDate(period.from);
  of_sessions.to_date = domain::FormatDate(period.to);
  if (absl::Status loaded = Load(transaction, of_sessions, &input.sessions); !loaded.ok()) return loaded;
  storage::Filter of_members;
  of_members.wave = input.wave;
  of_members.groups = of_sessions.groups;
  of_members.deleted = true;
  if (absl::Status loaded = Load(transaction, of_members, &input.members); !loaded.ok()) return loaded;
  storage::Filter of_tutors;
  of_tutors.deleted = true;
  if (absl::Status loaded = Load(transaction, of_tutors, &input.tutors); !loaded.ok()) return loaded;
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

absl::Status CheckWave(storage::ReadTransaction& transaction, const std::string& wave) {
  const auto found = transaction.Get<v1::Wave>(wave);
  if (!found.ok()) return found.status();
  return found->has_delete_time() ? storage::NotFound(v1::Wave::descriptor(), wave) : absl::OkStatus();
}

}  // namespace tutorat::api
