#include <algorithm>
#include <memory>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "client/cli/issue/issue.h"
#include "client/cli/session/session.h"
#include "client/cli/session/session_filter.h"
#include "client/cli/session/session_input.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resource.h"
#include "client/lib/list.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using Kind = v1::ParticipationIssue::Kind;
using Impact = v1::ParticipationIssue::Impact;

struct Filter {
  SessionFilter sessions;
  std::vector<std::string> kinds;
  std::string impact;
};

std::vector<Column> SightingColumns(const Context& context) {
  return {{"date", "DATE"},
          {"group", context.Text("GROUPE", "GROUP")},
          {"issue", context.Text("PROBLÈME", "ISSUE")},
          {"affected", context.Text("TOUCHÉS", "AFFECTED")},
          {"impact", context.Text("POIDS", "IMPACT")},
          {"note", context.Text("REMARQUE", "REMARK")},
          {"session", context.Text("SÉANCE", "SESSION")}};
}

struct Wanted {
  std::vector<Kind> kinds;
  Impact impact = v1::ParticipationIssue::IMPACT_UNSPECIFIED;

  bool Accepts(const v1::RecordedIssue& issue) const {
    return (kinds.empty() || std::find(kinds.begin(), kinds.end(), issue.kind()) != kinds.end()) &&
           (impact == v1::ParticipationIssue::IMPACT_UNSPECIFIED || issue.impact() == impact);
  }
};

absl::StatusOr<Wanted> ReadWanted(const Context& context, const Filter& filter) {
  Wanted wanted;
  for (const std::string& word : filter.kinds) {
    ASSIGN_OR_RETURN(const Kind kind, ParseChoice<Kind>(context, "--issue", word));
    wanted.kinds.push_back(kind);
  }
  if (!filter.impact.empty()) {
    ASSIGN_OR_RETURN(const Impact impact, ParseChoice<Impact>(context, "--impact", filter.impact));
    wanted.impact = impact;
  }
  return wanted;
}

Exit ListSightings(Context& context, const Filter& filter, const ListOptions& options) {
  ASSIGN_OR_RETURN(const Wanted wanted, ReadWanted(context, filter));
  ASSIGN_OR_RETURN(const auto records, ListRecords(context, filter.sessions, options.show_deleted));

  const bool csv = context.format == OutputFormat::kCsv;
  const format::Language language = csv ? format::Language::kEnglish : context.language;
  std::vector<std::vector<std::string>> rows;
  // As json: the sessions that have such an issue.
  v1::ListSessionsResponse shown;
  for (const v1::NamedRecord& one : records) {
    const v1::Session& session = one.session();
    const v1::SessionRecord& record = one.record();
    const std::size_t before = rows.size();
    for (const v1::RecordedIssue& issue : record.issues()) {
      if (!wanted.Accepts(issue)) continue;
      rows.push_back({ShownDay(context, record.date()), absl::StrCat(record.wave(), "/", record.group()),
                      format::Word(issue.kind(), language),
                      csv ? format::WritePeople(issue.affected()) : JoinPeople(issue.affected()),
                      format::Word(issue.impact(), language), issue.note(),
                      csv ? session.name() : ShortId(session.name())});
    }
    if (rows.size() > before) *shown.add_sessions() = session;
  }
  return PrintList(context, options, SightingColumns(context), std::move(rows), shown);
}

Exit Add(Context& context, const SessionTarget& target, const SessionInput& input) {
  v1::SessionRecord added;
  RETURN_IF_ERROR(ReadIssues(context, input, added));
  ASSIGN_OR_RETURN(const v1::Session session, FindSession(context, target, Deleted::kNo));
  ASSIGN_OR_RETURN(const v1::GetSessionRecordResponse stored, GetRecord(context, session.name()));
  for (v1::RecordedIssue& issue : *added.mutable_issues()) issue.set_note(input.Of("notes"));
  v1::RecordSessionRequest request;
  request.set_session(session.name());
  request.set_etag(stored.etag());
  request.mutable_update_mask()->add_paths("issues");
  *request.mutable_record()->mutable_issues() = stored.record().issues();
  request.mutable_record()->mutable_issues()->MergeFrom(added.issues());
  ASSIGN_OR_RETURN(const auto response, CallRecord(context, request));
  return PrintDone(
      context,
      format::Say(context.language, "Noté : $0 problème(s), séance $1 du $2", "Noted: $0 issue(s), session $1 of $2",
                  added.issues_size(), ShortId(session.name()), DayForPeople(context, session.local_date())),
      response.session());
}

}  // namespace

void AddIssueSightings(CLI::App& app, Context& context) {
  CLI::App* noun = app.get_subcommand("issue");
  auto filter = std::make_shared<Filter>();
  auto options = std::make_shared<ListOptions>();
  CLI::App* list =
      AddVerb(noun, "sightings",
              context.Text("Lister ce que chaque séance a vu, par date", "List what each session saw, by date"));
  AddSessionFilter(list, context, filter->sessions);
  AddTexts(list, "--issue", filter->kinds, format::WordChoices<Kind>(context.language),
           context.Text("Ce problème seulement ; répéter pour plusieurs", "This issue only; repeat for more"));
  AddText(list, "--impact", filter->impact, format::WordChoices<Impact>(context.language),
          context.Text("Ce poids sur la dynamique seulement", "This weight on dynamism only"));
  AddListOptions(list, context, *options);
  OnRun(list, context, [&context, filter, options] { return ListSightings(context, *filter, *options); });

  auto target = std::make_shared<SessionTarget>();
  auto input = std::make_shared<SessionInput>();
  CLI::App* add = AddVerb(noun, "add", context.Text("Ajouter un problème à une séance", "Add an issue to a session"));
  AddSessionTarget(add, context, *target);
  AddFlags(add, context, FlagsOf::kIssues, *input);
  Require(add, "--issue");
  AddText(add, "--note", input->text["notes"], context.Text("TEXTE", "TEXT"), context.Text("Remarque", "Remark"));
  OnRun(add, context, [&context, target, input] { return Add(context, *target, *input); });
}

// After the noun `issue`, whose verbs they are.
const RegisteredNoun kIssueSightingsNoun(150, &AddIssueSightings);

}  // namespace tutorat::cli
