#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/domain/base/local_time.h"
#include "server/domain/figures/coverage.h"
#include "server/domain/figures/theme_suggestions.h"
#include "server/handlers/resources/list_filter.h"
#include "server/handlers/resources/live.h"
#include "server/handlers/resources/theme_tagging.h"
#include "tutorat/v1/agenda.pb.h"
#include "tutorat/v1/coverage.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
namespace {

// The programme that the waves of all these groups have; empty where they have none, or not the same.
std::string CommonProgramme(const std::vector<v1::Wave>& waves, const std::vector<v1::Group>& groups) {
  std::set<std::string> of_groups;
  for (const v1::Group& group : groups) of_groups.insert(group.wave());
  std::set<std::string> programmes;
  for (const v1::Wave& wave : waves) {
    if (of_groups.count(wave.name()) > 0) programmes.insert(wave.programme());
  }
  return programmes.size() == 1 ? *programmes.begin() : "";
}

absl::Status LoadProgramme(storage::ReadTransaction& transaction, const std::string& name,
                           std::optional<v1::Programme>* out) {
  if (name.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(*out, GetLive<v1::Programme>(transaction, name));
  return absl::OkStatus();
}

absl::Status LoadCoverage(storage::ReadTransaction& transaction, const v1::GetCoverageRequest& request,
                          domain::CoverageInput* input) {
  RETURN_IF_ERROR(CheckLive<v1::Wave>(transaction, input->wave));
  const storage::Filter of_wave = storage::Filter().Is("wave", input->wave);
  storage::Filter of_groups = of_wave;
  if (!request.group_numbers().empty()) of_groups.In("number", request.group_numbers());
  RETURN_IF_ERROR(Load(transaction, of_groups, &input->groups));
  RETURN_IF_ERROR(CheckGroupNumbers(request.group_numbers(), input->groups));
  ASSIGN_OR_RETURN(const auto waves, transaction.List<v1::Wave>({}));
  const std::string programme =
      request.programme().empty() ? CommonProgramme(waves, input->groups)
                                  : absl::StrCat("programmes/", absl::StripPrefix(request.programme(), "programmes/"));
  RETURN_IF_ERROR(LoadProgramme(transaction, programme, &input->programme));
  storage::Filter of_sessions = of_wave;
  of_sessions.Below("local_date", domain::FormatDate(input->period.to)).In("state", {v1::SESSION_STATE_HELD});
  const storage::Selection looked_at{
      {"group", "state", "start_time", "local_date", "theme_mentions.state", "theme_mentions.theme"},
      {"group", "local_date"}};
  RETURN_IF_ERROR(transaction.ForEach<v1::Session>(
      of_sessions, looked_at, [&](const v1::Session& session) { input->sessions.push_back(session); }));
  return Load(transaction, {}, &input->themes);
}

absl::Status LoadAgenda(storage::ReadTransaction& transaction, const std::string& name, domain::AgendaInput* input) {
  ASSIGN_OR_RETURN(const auto canonical, CanonicalName(transaction, name));
  ASSIGN_OR_RETURN(auto group, GetLive<v1::Group>(transaction, canonical));
  input->group = std::move(group);
  ASSIGN_OR_RETURN(const auto wave, GetLive<v1::Wave>(transaction, input->group.wave()));
  RETURN_IF_ERROR(LoadProgramme(transaction, wave.programme(), &input->programme));
  ASSIGN_OR_RETURN(const auto thesaurus, ThesaurusOf(transaction));
  input->recognise = [compiled = thesaurus](const std::string& text, const std::string& date) {
    return compiled->Recognise(text, date);
  };
  storage::Filter filter;
  filter.Is("wave", wave.name());
  RETURN_IF_ERROR(Load(transaction, filter, &input->groups));
  filter.In("state", {v1::SESSION_STATE_HELD, v1::SESSION_STATE_PLANNED});
  RETURN_IF_ERROR(Load(transaction, filter, &input->sessions));
  return Load(transaction, {}, &input->themes);
}

absl::StatusOr<v1::GetCoverageResponse> GetCoverage(CallContext& context, const v1::GetCoverageRequest& request) {
  domain::CoverageInput input;
  ASSIGN_OR_RETURN(input.period, domain::PeriodOf(request.from_date(), request.months(), request.to_date(), ""));
  input.wave = WaveName(request.wave());
  input.snapshot_time = context.now;
  if (request.has_repeated_from()) input.repeated_from = request.repeated_from();
  absl::Status status = context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) {
    return LoadCoverage(transaction, request, &input);
  });
  if (!status.ok()) return status;
  v1::GetCoverageResponse response;
  *response.mutable_coverage() = domain::ComputeCoverage(input);
  return response;
}

absl::StatusOr<v1::SuggestThemesResponse> SuggestThemes(CallContext& context, const v1::SuggestThemesRequest& request) {
  domain::AgendaInput input;
  input.date = domain::DateOrToday(request.date(), context.now);
  if (request.limit() > 0) input.limit = request.limit();
  absl::Status status = context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) {
    return LoadAgenda(transaction, request.group(), &input);
  });
  if (!status.ok()) return status;
  v1::SuggestThemesResponse response;
  *response.mutable_agenda() = domain::SuggestThemes(input);
  return response;
}

const Registered<&GetCoverage> kGetCoverage;
const Registered<&SuggestThemes> kSuggestThemes;

}  // namespace
}  // namespace tutorat::api
