
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/cli/directory/people_import.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/standard_verbs.h"
#include "client/lib/list.h"
#include "proto/natural_order.h"
#include "proto/status_macros.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"

namespace tutorat::cli {
namespace {

// `group`: as people call it.
Details DescribeMember(const Context& context, const v1::Member& member, const std::string& group) {
  return {{{"group", context.Text("GROUPE", "GROUP")}, group},
          {{"display_name", context.Text("AUDITEUR", "MEMBER")}, member.display_name()},
          {{"email", context.Text("ADRESSE", "E-MAIL")}, member.email()},
          {{"establishment", context.Text("ÉTABLISSEMENT", "ESTABLISHMENT")},
           std::string(absl::StripPrefix(member.establishment(), "establishments/"))},
          {{"join_date", context.Text("ARRIVÉE", "JOINED")}, ShownDay(context, member.join_date())},
          {{"leave_date", context.Text("DÉPART", "LEFT")}, ShownDay(context, member.leave_date())}};
}

Exit ListMembers(Context& context, const GroupOptions& where, const ListOptions& options) {
  v1::ListMembersRequest request;
  request.set_show_deleted(options.show_deleted);
  if (!where.group.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_group(), ResolveGroup(context, where.group, where.wave));
  } else if (!where.wave.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_wave(), FindWave(context, where.wave));
  }
  ASSIGN_OR_RETURN(auto members, client::ListAll<v1::ListMembersResponse>(context.Server(), request));
  ASSIGN_OR_RETURN(const Labels labels, ListGroupLabels(context));
  std::stable_sort(members.mutable_members()->begin(), members.mutable_members()->end(),
                   [&labels](const v1::Member& one, const v1::Member& other) {
                     return contract::CompareNaturally(labels.Of(one.group()), labels.Of(other.group())) < 0;
                   });
  return PrintResources<v1::Member>(context, options, members, members.members(), [&](const v1::Member& member) {
    return DescribeMember(context, member, labels.Of(member.group()));
  });
}

Exit ShowMember(Context& context, const v1::Member& member) {
  ASSIGN_OR_RETURN(const v1::Group group, Get<v1::Group>(context, member.group()));
  return PrintDetails(context, DescribeMember(context, member, GroupLabel(group)), member);
}

void AddFields(CLI::App* verb, const Context& context, FieldOptions& fields) {
  fields.Add(verb, "--email", "email", context.Text("ADRESSE", "E-MAIL"),
             context.Text("Adresse électronique", "E-mail address"));
  fields.Add(verb, "--establishment", "establishment", "UAI", context.Text("Son établissement", "Their establishment"),
             FieldOptions::Kind::kEstablishment);
  fields.Add(verb, "--joined", "join_date", "DATE",
             context.Text("Premier jour dans le groupe", "First day in the group"), FieldOptions::Kind::kDate);
  fields.Add(verb, "--left", "leave_date", "DATE",
             context.Text("Jour du départ : le premier où il n'est plus du groupe, le dernier est la veille",
                          "Day of leaving: the first as a member no more, the last one is the day before"),
             FieldOptions::Kind::kDate);
}

}  // namespace

void AddMember(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(app, "member", context.Text("Auditeurs des groupes", "Members of groups"));
  auto rules = std::make_shared<Noun<v1::Member>>();
  rules->add = [&context](CLI::App* verb, Target& target) {
    Require(AddText(verb, "member", target.text, context.Text("AUDITEUR", "MEMBER"),
                    context.Text("Nom, adresse électronique ou members/ID", "Name, e-mail or members/ID")));
    Require(AddText(verb, "--group,-g", target.group, "N",
                    context.Text("Groupe : son numéro, ou V6/4", "Group: its number, or V6/4")));
    AddWaveOption(verb, context, target.wave);
  };
  rules->find = [&context](const Target& target, Deleted deleted) -> absl::StatusOr<v1::Member> {
    ASSIGN_OR_RETURN(const std::string group, ResolveGroup(context, target.group, target.wave));
    return FindMember(context, group, target.text, deleted);
  };
  rules->label = [&context](const v1::Member& member) {
    return absl::StrCat(context.Text("auditeur ", "member "), member.display_name());
  };
  rules->show = [&context](const v1::Member& member) { return ShowMember(context, member); };

  auto where = std::make_shared<GroupOptions>();
  auto options = std::make_shared<ListOptions>();
  CLI::App* list = AddVerb(noun, "list", context.Text("Lister", "List"));
  AddGroupOptions(list, context, *where);
  AddListOptions(list, context, *options);
  OnRun(list, context, [&context, where, options] { return ListMembers(context, *where, *options); });

  AddCreate<v1::Member>(
      noun, context, rules, [&context](CLI::App* verb, FieldOptions& fields) { AddFields(verb, context, fields); },
      [&context](const Target& target) -> absl::StatusOr<v1::Member> {
        ASSIGN_OR_RETURN(const std::string group, ResolveGroup(context, target.group, target.wave));
        v1::Member member;
        member.set_group(group);
        member.set_display_name(target.text);
        return member;
      });
  AddEdit<v1::Member>(noun, context, rules, [&context](CLI::App* verb, FieldOptions& fields) {
    fields.Add(verb, "--name", "display_name", context.Text("NOM", "NAME"), context.Text("Nouveau nom", "New name"));
    AddFields(verb, context, fields);
  });
  AddStandardVerbs<v1::Member>(noun, context, rules);
  AddMemberImport(noun, context);
}

const RegisteredNoun kMemberNoun(110, &AddMember);

}  // namespace tutorat::cli
