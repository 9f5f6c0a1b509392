#include "server/api/report_service.h"

#include "server/api/lookup.h"
#include "server/domain/balance.h"
#include "server/domain/local_time.h"
#include "server/storage/errors.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
namespace {

template <class Resource>
absl::Status Load(storage::ReadTransaction& transaction, const storage::Filter& filter, std::vector<Resource>* out) {
  auto found = transaction.List<Resource>(filter);
  if (!found.ok()) return found.status();
  *out = *std::move(found);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::GetBalanceResponse> GetBalance(CallContext& context, const v1::GetBalanceRequest& request) {
  domain::BalanceInput input;
  const auto period = domain::PeriodOf(request);
  if (!period.ok()) return period.status();
  input.period = *period;
  input.wave = WaveName(request.wave());
  input.snapshot_time = context.now;
  absl::Status status =
      context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
        if (!input.wave.empty()) {
          const auto wave = transaction.Get<v1::Wave>(input.wave);
          if (!wave.ok()) return wave.status();
          if (wave->has_delete_time()) return storage::NotFound(v1::Wave::descriptor(), input.wave);
        }
        storage::Filter of_groups;
        of_groups.wave = input.wave;
        of_groups.numbers.assign(request.group_numbers().begin(), request.group_numbers().end());
        if (absl::Status loaded = Load(transaction, of_groups, &input.groups); !loaded.ok()) return loaded;
        if (absl::Status known = CheckGroupNumbers(request.group_numbers(), input.groups); !known.ok()) return known;
        storage::Filter of_sessions;
        of_sessions.wave = input.wave;
        of_sessions.from_date = domain::FormatDate(input.period.from);
        of_sessions.to_date = domain::FormatDate(input.period.to);
        if (absl::Status loaded = Load(transaction, of_sessions, &input.sessions); !loaded.ok()) return loaded;
        storage::Filter of_members;
        of_members.wave = input.wave;
        of_members.deleted = true;
        if (absl::Status loaded = Load(transaction, of_members, &input.members); !loaded.ok()) return loaded;
        storage::Filter of_tutors;
        of_tutors.deleted = true;
        return Load(transaction, of_tutors, &input.tutors);
      });
  if (!status.ok()) return status;
  v1::GetBalanceResponse response;
  *response.mutable_balance() = domain::ComputeBalance(input);
  return response;
}

}  // namespace tutorat::api
