#include "client/cli/session/session_filter.h"

#include <utility>

#include "client/cli/session/record_sorter.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/lib/list.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

absl::StatusOr<v1::ListSessionRecordsRequest> MakeListRequest(Context& context, const SessionFilter& filter) {
  v1::ListSessionRecordsRequest request;
  // What can be wrong without asking the server comes first.
  for (const std::string& word : filter.states) {
    ASSIGN_OR_RETURN(const auto state, ParseChoice<v1::SessionState>(context, "--state", word));
    request.add_states(state);
  }
  RETURN_IF_ERROR(SetPeriodDays(context, {.from = filter.from, .to = filter.to}, request));
  if (!filter.where.group.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_group(), ResolveGroup(context, filter.where.group, filter.where.wave));
  } else if (!filter.where.wave.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_wave(), FindWave(context, filter.where.wave));
  }
  if (!filter.tutor.empty()) {
    ASSIGN_OR_RETURN(const v1::Tutor tutor, FindTutor(context, filter.tutor));
    request.set_tutor(tutor.name());
  }
  return request;
}

}  // namespace

void AddSessionFilter(CLI::App* verb, Context& context, SessionFilter& filter) {
  AddGroupOptions(verb, context, filter.where);
  AddText(verb, "--tutor", filter.tutor, context.Text("TUTEUR", "TUTOR"),
          context.Text("Tenues par : nom ou adresse électronique", "Held by: name or e-mail"));
  AddText(verb, "--from", filter.from, "DATE", context.Text("Premier jour", "First day"));
  AddText(verb, "--to", filter.to, "DATE", context.Text("Dernier jour, inclus", "Last day, included"));
  AddTexts(verb, "--state", filter.states, format::WordChoices<v1::SessionState>(context.language),
           context.Text("État ; répéter pour plusieurs", "State; repeat for more"));
}

absl::Status ForEachRecord(Context& context, const SessionFilter& filter, bool show_deleted,
                           const std::function<absl::Status(v1::NamedRecord record)>& use) {
  ASSIGN_OR_RETURN(v1::ListSessionRecordsRequest request, MakeListRequest(context, filter));
  request.set_show_deleted(show_deleted);
  const std::function<absl::Status(v1::ListSessionRecordsResponse&)> use_page =
      [&use](v1::ListSessionRecordsResponse& page) -> absl::Status {
    for (v1::NamedRecord& record : *page.mutable_records()) RETURN_IF_ERROR(use(std::move(record)));
    return absl::OkStatus();
  };
  return client::ForEachPage(context.Server(), std::move(request), use_page);
}

absl::StatusOr<std::vector<v1::NamedRecord>> ListRecords(Context& context, const SessionFilter& filter,
                                                         bool show_deleted) {
  std::vector<v1::NamedRecord> records;
  RETURN_IF_ERROR(ForEachRecord(context, filter, show_deleted, [&records](v1::NamedRecord record) {
    records.push_back(std::move(record));
    return absl::OkStatus();
  }));
  SortRecords(records);
  return records;
}

}  // namespace tutorat::cli
