#include "server/api/balance_input.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/api/lookup.h"
#include "server/domain/local_time.h"
#include "server/storage/errors.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
namespace {

// A number that no group has would silently be missing from the table.
absl::Status CheckNumbers(const v1::GetBalanceRequest& request, const std::vector<v1::Group>& groups) {
  std::vector<domain::Violation> violations;
  for (int i = 0; i < request.group_numbers_size(); ++i) {
    const int number = request.group_numbers(i);
    if (std::any_of(groups.begin(), groups.end(), [&](const v1::Group& group) { return group.number() == number; })) {
      continue;
    }
    violations.push_back(
        {absl::StrCat("group_numbers[", i, "]"),
         "GROUP_NOT_FOUND",
         {absl::StrCat("no group has the number ", number, ": list the groups, or leave it out"),
          absl::StrCat("aucun groupe n'a le numéro ", number, " : lister les groupes, ou le retirer")}});
  }
  return domain::InvalidFields(violations);
}

template <class Resource>
absl::Status Load(storage::ReadTransaction& transaction, const storage::Filter& filter, std::vector<Resource>* out) {
  auto found = transaction.List<Resource>(filter);
  if (!found.ok()) return found.status();
  *out = *std::move(found);
  return absl::OkStatus();
}

}  // namespace

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
    if (absl::Status known = CheckNumbers(request, input.groups); !known.ok()) return known;
  }
  storage::Filter of_sessions;
  of_sessions.wave = input.wave;
  of_sessions.from_date = domain::FormatDate(period.from);
  of_sessions.to_date = domain::FormatDate(period.to);
  if (absl::Status loaded = Load(transaction, of_sessions, &input.sessions); !loaded.ok()) return loaded;
  storage::Filter of_members;
  of_members.wave = input.wave;
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
