#include "client/cli/directory/group_tutor.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;

struct TutorChange {
  Target group;
  std::string tutor;
  std::string from;
  std::string until;
  bool remove = false;
};

absl::StatusOr<v1::TutorAssignment> ReadAssignment(Context& context, const TutorChange& options,
                                                   const std::string& tutor) {
  v1::TutorAssignment assignment;
  assignment.set_tutor(tutor);
  RETURN_IF_ERROR(
      SetPeriodDays(context, {.from = options.from, .to_flag = "--until", .to = options.until}, assignment));
  return assignment;
}

// Takes all assignments of the tutor away. NOT_FOUND when there is none.
absl::Status Remove(const Context& context, const v1::Tutor& tutor, v1::Group& group) {
  auto& assignments = *group.mutable_tutor_assignments();
  const auto kept = std::remove_if(assignments.begin(), assignments.end(),
                                   [&tutor](const v1::TutorAssignment& one) { return one.tutor() == tutor.name(); });
  if (kept == assignments.end()) {
    return absl::NotFoundError(Say(context.language, "$0 n'est pas tuteur du groupe $1 ; voir tutorat group show $1",
                                   "$0 is no tutor of group $1; see tutorat group show $1", tutor.display_name(),
                                   GroupLabel(group)));
  }
  assignments.erase(kept, assignments.end());
  return absl::OkStatus();
}

Exit ChangeTutor(Context& context, const Noun<v1::Group>& rules, const TutorChange& options) {
  ASSIGN_OR_RETURN(v1::Group group, rules.find(options.group, Deleted::kNo));
  ASSIGN_OR_RETURN(const v1::Tutor tutor, FindTutor(context, options.tutor));
  if (options.remove) {
    RETURN_IF_ERROR(Remove(context, tutor, group));
  } else {
    ASSIGN_OR_RETURN(*group.add_tutor_assignments(), ReadAssignment(context, options, tutor.name()));
    std::stable_sort(group.mutable_tutor_assignments()->begin(), group.mutable_tutor_assignments()->end(),
                     [](const v1::TutorAssignment& one, const v1::TutorAssignment& other) {
                       return one.from_date() < other.from_date();
                     });
  }
  RETURN_IF_ERROR(CallUpdate(context, {"tutor_assignments"}, group));
  return PrintDone(context,
                   options.remove ? Say(context.language, "Groupe $0 : $1 n'en est plus le tuteur",
                                        "Group $0: $1 leads it no more", GroupLabel(group), tutor.display_name())
                                  : Say(context.language, "Groupe $0 : tuteur $1", "Group $0: tutor $1",
                                        GroupLabel(group), tutor.display_name()),
                   group);
}

}  // namespace

void AddGroupTutor(CLI::App* noun, Context& context, const std::shared_ptr<Noun<v1::Group>>& rules) {
  auto options = std::make_shared<TutorChange>();
  CLI::App* verb = AddVerb(noun, "tutor",
                           context.Text("Confier le groupe à un tuteur, définitivement ou temporairement",
                                        "Give the group a tutor, for good or for a time"));
  rules->add(verb, options->group);
  Require(AddText(verb, "tutor", options->tutor, context.Text("TUTEUR", "TUTOR"),
                  context.Text("Nom ou adresse électronique", "Name or e-mail")));
  AddText(verb, "--from", options->from, "DATE",
          context.Text("Premier jour ; sans lui, depuis le début", "First day; without it, from the start"));
  AddText(verb, "--until", options->until, "DATE",
          context.Text("Dernier jour, inclus ; sans lui, définitivement", "Last day, included; without it, for good"));
  AddSwitch(verb, "--remove", options->remove,
            context.Text("Ôter ce tuteur du groupe", "Take this tutor from the group"));
  OnRun(verb, context, [&context, rules, options] { return ChangeTutor(context, *rules, *options); });
}

std::string CurrentTutor(const v1::Group& group) {
  const std::string today = absl::FormatCivilTime(absl::ToCivilDay(absl::Now(), absl::LocalTimeZone()));
  std::string tutor;
  // In order of their first day: the last one that holds leads.
  for (const v1::TutorAssignment& one : group.tutor_assignments()) {
    if (one.from_date() <= today && (one.to_date().empty() || today < one.to_date())) tutor = one.tutor();
  }
  return tutor;
}

std::string DescribeAssignment(const Context& context, const Labels& tutors, const v1::TutorAssignment& assignment) {
  std::string text = tutors.Of(assignment.tutor());
  if (!assignment.from_date().empty()) {
    absl::StrAppend(&text, context.Text(", du ", ", from "), DayForPeople(context, assignment.from_date()));
  }
  if (!assignment.to_date().empty()) {
    absl::StrAppend(&text, assignment.from_date().empty() ? ", " : " ", context.Text("au ", "until "),
                    DayForPeople(context, ShiftDay(assignment.to_date(), -1)));
  }
  return text;
}

}  // namespace tutorat::cli
