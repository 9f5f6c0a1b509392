#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/issue/issue.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/parse.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;

struct Change {
  IssueTarget target;
  std::string date;
  std::string by;
  std::string reason;
};

struct StateVerb {
  const char* name;
  v1::IssueState state;
  // Which of several issues of a group and kind it may be about.
  Meant meant;
  const char* french;
  const char* english;
};

constexpr StateVerb kVerbs[] = {
    {"request", v1::ISSUE_STATE_EQUIPMENT_REQUESTED, Meant::kActive, "Noter qu'un équipement est demandé, et à qui",
     "Note that equipment is requested, and of whom"},
    {"resolve", v1::ISSUE_STATE_RESOLVED, Meant::kActive, "Noter qu'il est résolu", "Note that it is resolved"},
    {"drop", v1::ISSUE_STATE_DROPPED, Meant::kActive, "Ne plus le suivre, en disant pourquoi",
     "Follow it no more, and say why"},
    {"reopen", v1::ISSUE_STATE_OPEN, Meant::kClosed, "Le rouvrir", "Open it again"},
};

Exit ChangeState(Context& context, const StateVerb& verb, const Change& change) {
  v1::TransitionIssueRequest request;
  request.set_state(verb.state);
  request.set_actor(change.by);
  request.set_reason(change.reason);
  ASSIGN_OR_RETURN(*request.mutable_date(), ParseDayIfAny(context, "--date", change.date));
  ASSIGN_OR_RETURN(const v1::IssueEntry entry, FindIssue(context, change.target, verb.meant));
  const std::string wanted_date = request.date();
  ASSIGN_OR_RETURN(const v1::Issue issue, ChangeIssue(context, entry.issue(), std::move(request)));
  const std::string what = absl::StrCat(DescribeIssue(context, entry), " (", ShortId(entry.issue()), ")");
  const std::string state = format::Word(verb.state, context.language);
  return PrintDone(
      context,
      wanted_date.empty()
          ? Say(context.language, "Noté : $0 : $1 à partir d'aujourd'hui", "Noted: $0: $1 from today on", what, state)
          : Say(context.language, "Noté : $0 : $1 à partir du $2", "Noted: $0: $1 from $2 on", what, state,
                DayForPeople(context, wanted_date)),
      issue);
}

}  // namespace

void AddIssueChange(CLI::App* noun, Context& context) {
  for (const StateVerb& verb : kVerbs) {
    auto change = std::make_shared<Change>();
    CLI::App* app = AddVerb(noun, verb.name, context.Text(verb.french, verb.english));
    AddIssueTarget(app, context, change->target);
    AddText(app, "--date", change->date, context.Text("JOUR", "DAY"),
            context.Text("À partir de ce jour ; sans cela aujourd'hui", "From that day on; else today"));
    CLI::Option* by = AddText(app, "--by", change->by, context.Text("QUI", "WHO"),
                              context.Text("Qui agit : une personne ou un service", "Who acts: a person or a service"));
    CLI::Option* reason =
        AddText(app, "--reason", change->reason, context.Text("TEXTE", "TEXT"), context.Text("Pourquoi", "Why"));
    if (verb.state == v1::ISSUE_STATE_EQUIPMENT_REQUESTED) Require(by);
    if (verb.state == v1::ISSUE_STATE_DROPPED) Require(reason);
    OnRun(app, context, [&context, &verb, change] { return ChangeState(context, verb, *change); });
  }
}

}  // namespace tutorat::cli
