#include "client/cli/issue/issue.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resource.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;
using Kind = v1::ParticipationIssue::Kind;

constexpr absl::string_view kIssues = "issues/";

// Where some of them are as meant, those: of what was resolved and came back, the one that is there.
std::vector<v1::IssueEntry> Narrow(std::vector<v1::IssueEntry> found, Meant meant) {
  if (meant == Meant::kAny) return found;
  std::vector<v1::IssueEntry> meant_ones;
  for (const v1::IssueEntry& entry : found) {
    if (IsActive(entry.state()) == (meant == Meant::kActive)) meant_ones.push_back(entry);
  }
  return meant_ones.empty() ? found : meant_ones;
}

absl::StatusOr<v1::GetIssueRegisterRequest> IssueRequest(Context& context, const IssueTarget& target) {
  v1::GetIssueRegisterRequest request;
  if (target.id.empty() && (target.where.group.empty() || target.kind.empty())) {
    return absl::InvalidArgumentError(
        std::string(context.Text("quel problème ? Donner la fin de son identifiant, ou --group et --issue",
                                 "which issue? Give the end of its id, or --group and --issue")));
  }
  if (!target.kind.empty()) {
    ASSIGN_OR_RETURN(const Kind kind, ParseChoice<Kind>(context, "--issue", target.kind));
    request.add_kinds(kind);
  }
  if (!target.where.group.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_group(), ResolveGroup(context, target.where.group, target.where.wave));
  } else {
    ASSIGN_OR_RETURN(*request.mutable_wave(), WaveAsTyped(context, target.where.wave));
  }
  return request;
}

}  // namespace

void AddIssueTarget(CLI::App* verb, Context& context, IssueTarget& target) {
  AddText(verb, "id", target.id, "ID",
          context.Text("Son identifiant, ou sa fin, comme dans la liste ; ou bien --group et --issue",
                       "Its id, or its end, as in the list; or else --group and --issue"));
  AddGroupOptions(verb, context, target.where);
  AddText(verb, "--issue", target.kind, format::WordChoices<Kind>(context.language),
          context.Text("Quel problème du groupe", "Which issue of the group"));
}

absl::StatusOr<v1::IssueEntry> FindIssue(Context& context, const IssueTarget& target, Meant meant) {
  ASSIGN_OR_RETURN(v1::GetIssueRegisterRequest request, IssueRequest(context, target));
  ASSIGN_OR_RETURN(const auto response, context.Server().Call<v1::GetIssueRegisterResponse>(std::move(request)));
  std::vector<v1::IssueEntry> found;
  for (const v1::IssueEntry& entry : response.issue_register().entries()) {
    if (MayMean(target.id, kIssues, entry.issue())) found.push_back(entry);
  }
  found = Narrow(std::move(found), meant);
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return absl::NotFoundError(
        std::string(context.Text("aucun problème ne répond à cela ; voir « tutorat issue list --state all »",
                                 "no such issue; see \"tutorat issue list --state all\"")));
  }
  constexpr std::size_t kShown = 5;
  const std::size_t count = found.size();
  found.resize(std::min(count, kShown));
  return absl::InvalidArgumentError(Say(
      context.language, "$0 problèmes répondent à cela ; donner l'identifiant : $1", "$0 issues match; give the id: $1",
      count, absl::StrJoin(found, ", ", [&context](std::string* line, const v1::IssueEntry& entry) {
        absl::StrAppend(line, ShortId(entry.issue()), " (", DescribeIssue(context, entry), ")");
      })));
}

absl::StatusOr<v1::Issue> ChangeIssue(Context& context, const std::string& name, v1::TransitionIssueRequest change) {
  ASSIGN_OR_RETURN(const v1::Issue issue, Get<v1::Issue>(context, name));
  change.set_name(name);
  change.set_etag(issue.etag());
  ASSIGN_OR_RETURN(auto response, context.Server().Call<v1::TransitionIssueResponse>(std::move(change)));
  return std::move(*response.mutable_issue());
}

std::string DescribeIssue(const Context& context, const v1::IssueEntry& entry) {
  return Say(context.language, "$0, groupe $1", "$0, group $1", format::Word(entry.kind(), context.language),
             absl::StrCat(absl::StripPrefix(entry.group().wave(), "waves/"), "/", entry.group().number()));
}

bool IsActive(v1::IssueState state) {
  return state == v1::ISSUE_STATE_OPEN || state == v1::ISSUE_STATE_EQUIPMENT_REQUESTED;
}

void AddIssue(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(app, "issue",
                           context.Text("Problèmes de participation, suivis de séance en séance",
                                        "Participation issues, followed from session to session"));
  AddIssueList(noun, context);
  AddIssueShow(noun, context);
  AddIssueChange(noun, context);
}

const RegisteredNoun kIssueNoun(140, &AddIssue);

}  // namespace tutorat::cli
