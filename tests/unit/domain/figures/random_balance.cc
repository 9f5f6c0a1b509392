#include "tests/unit/domain/figures/random_balance.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/domain/base/local_time.h"

namespace tutorat::tests {
namespace {

int Draw(std::mt19937& random, int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); }

constexpr absl::CivilDay kFrom(2023, 11, 10);
constexpr int kPeriodDays = 60;

}  // namespace

domain::BalanceInput RandomInput(std::mt19937& random) {
  domain::BalanceInput input;
  input.period = {kFrom, kFrom + kPeriodDays};
  const int groups = Draw(random, 0, 6);
  for (int i = 0; i < groups; ++i) {
    v1::Group& group = input.groups.emplace_back();
    group.set_name(absl::StrCat("groups/", i));
    group.set_wave(Draw(random, 0, 3) == 0 ? "waves/V7" : "waves/V6");
    group.set_number(i + 1);
  }
  const int sessions = groups == 0 ? 0 : Draw(random, 0, 20);
  for (int i = 0; i < sessions; ++i) {
    v1::Session& session = input.sessions.emplace_back();
    session.set_name(absl::StrFormat("sessions/%02d", i));
    Redraw(input, random, &session);
  }
  return input;
}

void Redraw(const domain::BalanceInput& input, std::mt19937& random, v1::Session* session) {
  const std::string name = session->name();
  session->Clear();
  session->set_name(name);
  session->set_group(absl::StrCat("groups/", Draw(random, 0, static_cast<int>(input.groups.size()))));  // one too many
  constexpr v1::SessionState kStates[] = {v1::SESSION_STATE_HELD, v1::SESSION_STATE_HELD, v1::SESSION_STATE_PLANNED,
                                          v1::SESSION_STATE_CANCELLED};
  session->set_state(kStates[Draw(random, 0, 3)]);
  session->set_local_date(domain::FormatDate(kFrom + Draw(random, -3, kPeriodDays + 3)));
  session->set_local_clock(Draw(random, 0, 1) == 0 ? "09:00" : "14:00");
  session->mutable_duration()->set_seconds(int64_t{60} * Draw(random, 1, 3) * 30);
  session->set_themes(Draw(random, 0, 1) == 0 ? "TIERS" : "EJ");
  if (Draw(random, 0, 2) > 0) {
    session->mutable_head_count()->set_present(Draw(random, 0, 3));
    session->mutable_head_count()->set_absent(Draw(random, 0, 1));
  }
  if (Draw(random, 0, 2) == 0) {
    auto* issue = session->add_participation_issues();
    issue->set_kind(static_cast<v1::ParticipationIssue::Kind>(Draw(random, 1, 6)));
    issue->set_impact(static_cast<v1::ParticipationIssue::Impact>(Draw(random, 0, 3)));
  }
  session->set_appreciation(static_cast<v1::Appreciation>(Draw(random, 0, 3)));
}

bool Counts(const domain::BalanceInput& input, const v1::Session& session) {
  return session.state() == v1::SESSION_STATE_HELD && session.local_date() >= domain::FormatDate(input.period.from) &&
         session.local_date() < domain::FormatDate(input.period.to) &&
         std::any_of(input.groups.begin(), input.groups.end(),
                     [&](const v1::Group& group) { return group.name() == session.group(); });
}

}  // namespace tutorat::tests
