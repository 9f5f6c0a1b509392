#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cli/issue/issue.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/report_output.h"
#include "client/cli/shell/resource.h"
#include "proto/fold.h"
#include "proto/status_macros.h"
#include "tutorat/v1/issue_register.pb.h"

namespace tutorat::cli {
namespace {

using Kind = v1::ParticipationIssue::Kind;

struct RegisterFilter {
  std::string as_of;
  GroupOptions where;
  std::vector<std::string> states;
  std::vector<std::string> kinds;
};

std::string AffectedText(const v1::IssueEntry& entry, format::Language language) {
  if (entry.withheld()) return std::string(format::Choose(language, "non communiqué", "withheld"));
  return entry.has_affected_count() ? absl::StrCat(entry.affected_count()) : "";
}

// Both languages' `all`.
bool IsAll(const std::string& word) {
  const std::string folded = contract::FoldName(word);
  return folded == "all" || folded == "tous";
}

absl::StatusOr<v1::GetIssueRegisterRequest> RegisterRequest(Context& context, const RegisterFilter& filter) {
  v1::GetIssueRegisterRequest request;
  ASSIGN_OR_RETURN(*request.mutable_as_of_date(), ParseDayIfAny(context, "--as-of", filter.as_of));
  bool all = false;
  for (const std::string& word : filter.states) {
    all = all || IsAll(word);
    if (IsAll(word)) continue;
    ASSIGN_OR_RETURN(const auto state, ParseChoice<v1::IssueState>(context, "--state", word));
    request.add_states(state);
  }
  if (all) request.clear_states();
  if (filter.states.empty()) {
    request.add_states(v1::ISSUE_STATE_OPEN);
    request.add_states(v1::ISSUE_STATE_EQUIPMENT_REQUESTED);
  }
  for (const std::string& word : filter.kinds) {
    ASSIGN_OR_RETURN(const Kind kind, ParseChoice<Kind>(context, "--issue", word));
    request.add_kinds(kind);
  }
  if (!filter.where.group.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_group(), ResolveGroup(context, filter.where.group, filter.where.wave));
  } else {
    ASSIGN_OR_RETURN(*request.mutable_wave(), WaveAsTyped(context, filter.where.wave));
  }
  return request;
}

Exit ListRegister(Context& context, const RegisterFilter& filter, const ReportPrint& print) {
  ASSIGN_OR_RETURN(v1::GetIssueRegisterRequest request, RegisterRequest(context, filter));
  return PrintReport<v1::GetIssueRegisterResponse>(context, print, std::move(request));
}

// A line for what became of it on a day: `résolu (DRASI) : casques livrés`.
std::string Became(const Context& context, const v1::IssueTransition& transition) {
  return absl::StrCat(format::Word(transition.state(), context.language),
                      transition.actor().empty() ? "" : absl::StrCat(" (", transition.actor(), ")"),
                      transition.reason().empty() ? "" : absl::StrCat(context.Text(" : ", ": "), transition.reason()));
}

Exit ShowIssue(Context& context, const IssueTarget& target) {
  ASSIGN_OR_RETURN(const v1::IssueEntry entry, FindIssue(context, target, Meant::kAny));
  ASSIGN_OR_RETURN(const v1::Issue issue, Get<v1::Issue>(context, entry.issue()));
  const bool csv = context.format == OutputFormat::kCsv;
  const format::Language language = csv ? format::Language::kEnglish : context.language;
  Details details = {{{"group", context.Text("GROUPE", "GROUP")},
                      absl::StrCat(absl::StripPrefix(entry.group().wave(), "waves/"), "/", entry.group().number())},
                     {{"issue", context.Text("PROBLÈME", "ISSUE")}, format::Word(entry.kind(), language)},
                     {{"affected", context.Text("TOUCHÉS", "AFFECTED")}, AffectedText(entry, language)},
                     {{"first_seen", context.Text("DEPUIS", "SINCE")}, ShownDay(context, entry.first_date())},
                     {{"last_seen", context.Text("VU LE", "LAST SEEN")}, ShownDay(context, entry.last_date())},
                     {{"impact", context.Text("POIDS", "IMPACT")}, format::Word(entry.impact(), language)},
                     {{"state", context.Text("ÉTAT", "STATE")}, format::Word(entry.state(), language)},
                     {{"actor", context.Text("QUI AGIT", "WHO ACTS")}, entry.actor()},
                     {{"id", "ID"}, csv ? entry.issue() : ShortId(entry.issue())},
                     {{"sessions", context.Text("SÉANCES", "SESSIONS")}, absl::StrCat(entry.session_count())}};
  if (csv) {
    details.insert(details.end(), {{{"state_date", ""}, entry.state_date()},
                                   {{"reason", ""}, entry.reason()},
                                   {{"first_session", ""}, entry.first_session()},
                                   {{"last_session", ""}, entry.last_session()}});
  } else {
    details.push_back(
        {{"transitions", context.Text("SUIVI", "HISTORY")},
         absl::StrJoin(issue.transitions(), "\n", [&context](std::string* lines, const v1::IssueTransition& one) {
           absl::StrAppend(lines, DayForPeople(context, one.date()), " ", Became(context, one));
         })});
  }
  return PrintDetails(context, details, issue);
}

}  // namespace

void AddIssueList(CLI::App* noun, Context& context) {
  auto filter = std::make_shared<RegisterFilter>();
  auto print = std::make_shared<ReportPrint>();
  CLI::App* list = AddVerb(noun, "list",
                           context.Text("Le registre : ce qui est ouvert, depuis quand, qui agit ; et le constat",
                                        "The register: what is open, since when, who acts; and what it comes to"));
  AddText(list, "--as-of", filter->as_of, context.Text("JOUR", "DAY"),
          context.Text("Tel qu'il était ce jour-là ; sans cela aujourd'hui", "As it was on that day; else today"));
  AddGroupOptions(list, context, filter->where);
  AddTexts(list, "--state", filter->states,
           absl::StrCat(format::WordChoices<v1::IssueState>(context.language), context.Text("|tous", "|all")),
           context.Text("État ; répéter pour plusieurs ; sans cela ouvert et demandé",
                        "State; repeat for more; else open and requested"));
  AddTexts(list, "--issue", filter->kinds, format::WordChoices<Kind>(context.language),
           context.Text("Ce problème seulement ; répéter pour plusieurs", "This issue only; repeat for more"));
  AddReportPrint(list, context, *print);
  OnReport(list, context, [&context, filter, print] { return ListRegister(context, *filter, *print); });
}

void AddIssueShow(CLI::App* noun, Context& context) {
  auto target = std::make_shared<IssueTarget>();
  CLI::App* show =
      AddVerb(noun, "show", context.Text("Montrer un problème et son suivi", "Show an issue and its history"));
  AddIssueTarget(show, context, *target);
  OnRun(show, context, [&context, target] { return ShowIssue(context, *target); });
}

}  // namespace tutorat::cli
