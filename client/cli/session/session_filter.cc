#include "client/cli/session/session_filter.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/numbers.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/lib/list.h"

namespace tutorat::cli {

void AddSessionFilter(CLI::App* verb, Context& context, SessionFilter& filter) {
  AddGroupOptions(verb, context, filter.where);
  AddText(verb, "--tutor", filter.tutor, context.Text("TUTEUR", "TUTOR"),
          context.Text("Tenues par : nom ou adresse électronique", "Held by: name or e-mail"));
  AddText(verb, "--from", filter.from, "DATE", context.Text("Premier jour", "First day"));
  AddText(verb, "--to", filter.to, "DATE", context.Text("Lendemain du dernier jour", "Day after the last one"));
  AddTexts(verb, "--state", filter.states, format::WordChoices<v1::SessionState>(context.language),
           context.Text("État ; répéter pour plusieurs", "State; repeat for more"));
}

absl::StatusOr<v1::ListSessionRecordsRequest> MakeListRequest(Context& context, const SessionFilter& filter) {
  v1::ListSessionRecordsRequest request;
  // What can be wrong without asking the server comes first.
  for (const std::string& word : filter.states) {
    const auto state = ParseChoice<v1::SessionState>(context, "--state", word);
    if (!state.ok()) return state.status();
    request.add_states(*state);
  }
  if (!filter.from.empty()) {
    absl::StatusOr<std::string> date = ParseDay(context, "--from", filter.from);
    if (!date.ok()) return date.status();
    request.set_from_date(*std::move(date));
  }
  if (!filter.to.empty()) {
    absl::StatusOr<std::string> date = ParseDay(context, "--to", filter.to);
    if (!date.ok()) return date.status();
    request.set_to_date(*std::move(date));
  }
  if (absl::Status order = CheckOrder(context, request.from_date(), request.to_date()); !order.ok()) return order;
  if (!filter.where.group.empty()) {
    absl::StatusOr<std::string> group = ResolveGroup(context, filter.where.group, filter.where.wave);
    if (!group.ok()) return group.status();
    request.set_group(*std::move(group));
  } else if (!filter.where.wave.empty()) {
    absl::StatusOr<std::string> wave = FindWave(context, filter.where.wave);
    if (!wave.ok()) return wave.status();
    request.set_wave(*std::move(wave));
  }
  if (!filter.tutor.empty()) {
    const absl::StatusOr<v1::Tutor> tutor = FindTutor(context, filter.tutor);
    if (!tutor.ok()) return tutor.status();
    request.set_tutor(tutor->name());
  }
  return request;
}

absl::StatusOr<std::vector<v1::NamedRecord>> ListRecords(Context& context, v1::ListSessionRecordsRequest request) {
  auto listed = client::ListAll<v1::ListSessionRecordsResponse>(context.Server(), std::move(request));
  if (!listed.ok()) return listed.status();
  std::vector<v1::NamedRecord> records(listed->records().begin(), listed->records().end());
  const auto key = [](const v1::NamedRecord& one) {
    int number = 0;
    if (!absl::SimpleAtoi(one.record().group(), &number)) number = 0;
    return std::tuple(one.session().start_time().seconds(), one.session().start_time().nanos(), one.record().wave(),
                      number, one.session().themes(), one.session().name());
  };
  std::sort(records.begin(), records.end(),
            [&key](const v1::NamedRecord& a, const v1::NamedRecord& b) { return key(a) < key(b); });
  return records;
}

}  // namespace tutorat::cli
