#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/cli/directory/group_tutor.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/standard_verbs.h"
#include "client/lib/list.h"
#include "proto/natural_order.h"
#include "proto/status_macros.h"
#include "tutorat/v1/group.pb.h"

namespace tutorat::cli {
namespace {

Exit ListGroups(Context& context, const std::string& wave, const ListOptions& options) {
  v1::ListGroupsRequest request;
  request.set_show_deleted(options.show_deleted);
  if (!wave.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_wave(), FindWave(context, wave));
  }
  ASSIGN_OR_RETURN(auto groups, client::ListAll<v1::ListGroupsResponse>(context.Server(), request));
  ASSIGN_OR_RETURN(const Labels tutors, ListTutorNames(context));
  std::sort(groups.mutable_groups()->begin(), groups.mutable_groups()->end(),
            [](const v1::Group& one, const v1::Group& other) {
              return std::pair(contract::Natural{one.wave()}, one.number()) <
                     std::pair(contract::Natural{other.wave()}, other.number());
            });
  return PrintResources<v1::Group>(context, options, groups, groups.groups(), [&](const v1::Group& group) -> Details {
    return {{{"wave", context.Text("VAGUE", "WAVE")}, std::string(absl::StripPrefix(group.wave(), "waves/"))},
            {{"group", context.Text("GROUPE", "GROUP"), format::Align::kRight}, absl::StrCat(group.number())},
            {{"label", context.Text("INTITULÉ", "LABEL")}, group.label()},
            {{"tutor", context.Text("TUTEUR", "TUTOR")}, tutors.Of(CurrentTutor(group))}};
  });
}

Exit ShowGroup(Context& context, const v1::Group& group) {
  ASSIGN_OR_RETURN(const Labels tutors, ListTutorNames(context));
  v1::ListMembersRequest request;
  request.set_group(group.name());
  ASSIGN_OR_RETURN(const auto members, client::ListAll<v1::ListMembersResponse>(context.Server(), request));
  const std::string names = absl::StrJoin(members.members(), "\n", [](std::string* lines, const v1::Member& member) {
    absl::StrAppend(lines, member.display_name());
  });
  const std::string assignments =
      absl::StrJoin(group.tutor_assignments(), "\n", [&](std::string* lines, const v1::TutorAssignment& assignment) {
        absl::StrAppend(lines, DescribeAssignment(context, tutors, assignment));
      });
  return PrintDetails(context,
                      {{{"group", context.Text("GROUPE", "GROUP")}, GroupLabel(group)},
                       {{"label", context.Text("INTITULÉ", "LABEL")}, group.label()},
                       {{"start_date", context.Text("DÉBUT", "START")}, ShownDay(context, group.start_date())},
                       {{"tutors", context.Text("TUTEURS", "TUTORS")}, assignments},
                       {{"members", context.Text("AUDITEURS", "MEMBERS")}, names}},
                      group);
}

absl::StatusOr<v1::Group> Begin(Context& context, const Target& target) {
  ASSIGN_OR_RETURN(const std::string name, NameGroup(context, target.text, target.wave));
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  v1::Group group;
  int number = 0;
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[3], &number)) {
    return WrongValue(context, context.Text("GROUPE", "GROUP"), target.text,
                      context.Text("n'est pas un numéro de groupe ; écrire par exemple 4",
                                   "is no group number; write for example 4"));
  }
  group.set_wave(absl::StrCat("waves/", parts[1]));
  group.set_number(number);
  return group;
}

}  // namespace

void AddGroup(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(app, "group", context.Text("Groupes de tutorat", "Tutoring groups"));
  auto rules = std::make_shared<Noun<v1::Group>>();
  rules->add = [&context](CLI::App* verb, Target& target) {
    Require(AddText(verb, "number", target.text, context.Text("GROUPE", "GROUP"),
                    context.Text("Son numéro, ou V6/4", "Its number, or V6/4")));
    AddWaveOption(verb, context, target.wave);
  };
  rules->find = [&context](const Target& target, Deleted deleted) -> absl::StatusOr<v1::Group> {
    ASSIGN_OR_RETURN(const std::string name, deleted == Deleted::kNo ? ResolveGroup(context, target.text, target.wave)
                                                                     : NameGroup(context, target.text, target.wave));
    return Named<v1::Group>(context, name, deleted);
  };
  rules->label = [&context](const v1::Group& group) {
    return absl::StrCat(context.Text("groupe ", "group "), GroupLabel(group));
  };
  rules->show = [&context](const v1::Group& group) { return ShowGroup(context, group); };

  auto wave = std::make_shared<std::string>();
  auto options = std::make_shared<ListOptions>();
  CLI::App* list = AddVerb(noun, "list", context.Text("Lister", "List"));
  AddWaveOption(list, context, *wave);
  AddListOptions(list, context, *options);
  OnRun(list, context, [&context, wave, options] { return ListGroups(context, *wave, *options); });

  const auto add_fields = [&context](CLI::App* verb, FieldOptions& fields) {
    fields.Add(verb, "--label", "label", context.Text("TEXTE", "TEXT"), context.Text("Intitulé", "Label"));
    fields.Add(verb, "--start-date", "start_date", context.Text("JOUR", "DAY"),
               context.Text("Premier jour de son tutorat ; sans lui, celui de sa première séance",
                            "First day of its tutoring; else that of its first session"),
               FieldOptions::Kind::kDate);
  };
  AddCreate<v1::Group>(noun, context, rules, add_fields,
                       [&context](const Target& target) { return Begin(context, target); });
  AddEdit<v1::Group>(noun, context, rules, add_fields);
  AddGroupTutor(noun, context, rules);
  AddStandardVerbs<v1::Group>(noun, context, rules);
}

const RegisteredNoun kGroupNoun(100, &AddGroup);

}  // namespace tutorat::cli
