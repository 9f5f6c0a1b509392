#include "server/handlers/reports/balance_input.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/domain/base/local_time.h"
#include "server/handlers/resources/list_filter.h"
#include "server/handlers/resources/live.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
absl::StatusOr<v1::Balance> LoadBalance(storage::ReadTransaction& transaction, const v1::GetBalanceRequest& request,
                                        const domain::Period& period, Unknown unknown, absl::Time now) {
  domain::BalanceFrame frame{period, WaveName(request.wave()), now, {}};
  if (unknown == Unknown::kRefuse) {
    RETURN_IF_ERROR(CheckLive<v1::Wave>(transaction, frame.wave));
  }
  const bool all_groups = request.group_numbers().empty();
  const storage::Filter of_wave = storage::Filter().Is("wave", frame.wave);
  storage::Filter of_groups = of_wave;
  if (!all_groups) of_groups.In("number", request.group_numbers());
  RETURN_IF_ERROR(Load(transaction, of_groups, &frame.groups));
  if (unknown == Unknown::kRefuse) {
    RETURN_IF_ERROR(CheckGroupNumbers(request.group_numbers(), frame.groups));
  }
  storage::Filter of_members = of_wave;
  if (!all_groups) {
    std::vector<std::string> names;
    for (const v1::Group& group : frame.groups) names.push_back(group.name());
    of_members.In("group", names);
  }
  storage::Filter of_sessions = of_members;
  of_sessions.AtLeast("local_date", domain::FormatDate(period.from));
  of_sessions.Below("local_date", domain::FormatDate(period.to));
  of_members.deleted = true;
  storage::Filter of_tutors;
  of_tutors.deleted = true;

  domain::BalanceComputation balance(frame);
  RETURN_IF_ERROR(transaction.ForEach<v1::Member>(of_members, {{"join_date", "leave_date"}, {}},
                                                  [&](const v1::Member& member) { balance.AddMember(member); }));
  RETURN_IF_ERROR(transaction.ForEach<v1::Tutor>(of_tutors, {{"display_name"}, {}},
                                                 [&](const v1::Tutor& tutor) { balance.AddTutor(tutor); }));
  RETURN_IF_ERROR(transaction.ForEach<v1::Session>(
      of_sessions, {domain::BalanceComputation::SessionFields(), {"group", "local_date"}},
      [&](const v1::Session& session) { balance.AddSession(session); }));
  v1::Balance out = balance.Finish();
  *out.mutable_group_numbers() = request.group_numbers();
  return out;
}

absl::StatusOr<v1::Balance> ReadBalance(CallContext& context, const v1::GetBalanceRequest& request,
                                        const domain::Period& period, Unknown unknown) {
  absl::StatusOr<v1::Balance> balance;
  absl::Status status = context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) {
    balance = LoadBalance(transaction, request, period, unknown, context.now);
    return balance.status();
  });
  if (!status.ok()) return status;
  return balance;
}

}  // namespace tutorat::api
