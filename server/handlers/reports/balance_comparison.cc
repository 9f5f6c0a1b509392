#include "server/domain/figures/balance_comparison.h"

#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/domain/base/local_time.h"
#include "server/domain/figures/small_counts.h"
#include "server/handlers/reports/balance_input.h"
#include "server/handlers/resources/list_filter.h"
#include "server/handlers/resources/live.h"
#include "tutorat/v1/balance_comparison.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
namespace {

absl::StatusOr<domain::Period> PeriodOf(const v1::BalancePeriod& period, absl::string_view prefix) {
  return domain::PeriodOf(period.from_date(), period.months(), period.to_date(), prefix);
}

absl::StatusOr<domain::WaveInput> LoadWave(storage::ReadTransaction& transaction, const std::string& wave,
                                           absl::CivilDay as_of) {
  RETURN_IF_ERROR(CheckLive<v1::Wave>(transaction, wave));
  storage::Filter filter;
  filter.Is("wave", wave).items.emplace();
  ASSIGN_OR_RETURN(auto groups, transaction.List<v1::Group>(filter));
  filter.In("state", {v1::SESSION_STATE_HELD}).Below("local_date", domain::FormatDate(as_of + 1));
  ASSIGN_OR_RETURN(auto sessions, transaction.List<v1::Session>(filter));
  return domain::WaveInput{wave, std::move(groups), std::move(sessions)};
}

absl::StatusOr<v1::ComparePeriodsResponse> ComparePeriods(CallContext& context,
                                                          const v1::ComparePeriodsRequest& request) {
  ASSIGN_OR_RETURN(const auto first, PeriodOf(request.first(), "first."));
  ASSIGN_OR_RETURN(const auto second, PeriodOf(request.second(), "second."));
  v1::GetBalanceRequest question;
  question.set_wave(request.wave());
  v1::Balance balance_first;
  v1::Balance balance_second;
  absl::Status status =
      context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(balance_first, LoadBalance(transaction, question, first, Unknown::kRefuse, context.now));
        ASSIGN_OR_RETURN(balance_second, LoadBalance(transaction, question, second, Unknown::kRefuse, context.now));
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  if (context.role == v1::ROLE_READER) {
    const bool overlap = first.from < second.to && second.from < first.to;
    domain::SuppressSmallCounts(overlap ? domain::Periods::kOverlap : domain::Periods::kApart, &balance_first,
                                &balance_second);
  }
  v1::ComparePeriodsResponse response;
  *response.mutable_comparison() = domain::ComparePeriods(balance_first, balance_second);
  return response;
}

absl::StatusOr<v1::CompareWavesResponse> CompareWaves(CallContext& context, const v1::CompareWavesRequest& request) {
  const std::string waves[] = {WaveName(request.first()), WaveName(request.second())};
  if (waves[0] == waves[1]) {
    return domain::InvalidFields({{"second",
                                   "SAME_WAVE",
                                   {.en = "is the first wave again: name the one to compare it with",
                                    .fr = "est encore la première vague : nommer celle à laquelle la comparer"}}});
  }
  const absl::CivilDay as_of = domain::DateOrToday(request.as_of_date(), context.now);
  domain::WaveInput inputs[2];
  absl::Status status =
      context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
        for (int i = 0; i < 2; ++i) {
          ASSIGN_OR_RETURN(inputs[i], LoadWave(transaction, waves[i], as_of));
        }
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  v1::CompareWavesResponse response;
  *response.mutable_comparison() = domain::CompareWaves(inputs[0], inputs[1], request.weeks(), as_of);
  return response;
}

const Registered<&ComparePeriods> kComparePeriods;
const Registered<&CompareWaves> kCompareWaves;

}  // namespace
}  // namespace tutorat::api
