#include "client/cli/shell/resolve.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/resource.h"
#include "client/lib/list.h"
#include "proto/fold.h"
#include "proto/natural_order.h"
#include "proto/people_words.h"
#include "proto/status_macros.h"
#include "tutorat/v1/theme.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;

// The person that `text` names; `what` is what such a person is called.
template <typename Person, typename People>
absl::StatusOr<Person> FindPerson(Context& context, const People& people, const std::string& text, Deleted deleted,
                                  absl::string_view what) {
  const std::string wanted = contract::FoldName(text);
  std::vector<const Person*> found;
  for (const Person& person : people) {
    if (person.has_delete_time() != (deleted == Deleted::kOnly)) continue;
    if (person.name() == text || contract::FoldName(person.display_name()) == wanted ||
        (!person.email().empty() && contract::FoldName(person.email()) == wanted)) {
      found.push_back(&person);
    }
  }
  if (found.size() == 1) return *found.front();
  if (found.empty()) {
    return absl::NotFoundError(Say(context.language, "$0 inconnu : « $1 » ; vérifier l'orthographe, ou le créer",
                                   "unknown $0: \"$1\"; check the spelling, or create it", what, text));
  }
  const std::string choices = absl::StrJoin(found, ", ", [](std::string* line, const Person* person) {
    absl::StrAppend(line, person->email().empty() ? person->name() : person->email());
  });
  return absl::InvalidArgumentError(Say(context.language, "« $0 » désigne plusieurs personnes ; écrire $1",
                                        "\"$0\" names several people; write $1", text, choices));
}

std::string NameOfCode(absl::string_view collection, const std::string& code) {
  return absl::StrCat(collection, absl::AsciiStrToLower(absl::StripPrefix(code, collection)));
}

constexpr char kWaves[] = "waves/";

std::string JoinInOrder(std::vector<std::string> codes, absl::string_view separator) {
  std::sort(codes.begin(), codes.end(),
            [](const std::string& a, const std::string& b) { return contract::CompareNaturally(a, b) < 0; });
  return absl::StrJoin(codes, separator);
}

std::string Codes(const v1::ListWavesResponse& waves) {
  std::vector<std::string> codes;
  for (const v1::Wave& one : waves.waves()) codes.push_back(one.code());
  return JoinInOrder(std::move(codes), ", ");
}

absl::Status NoWave(const Context& context) {
  return absl::NotFoundError(Say(context.language, "le serveur n'a pas encore de vague ; « tutorat wave create V6 »",
                                 "the server has no wave yet; \"tutorat wave create V6\""));
}

}  // namespace

absl::StatusOr<std::string> ResolveWave(Context& context, const std::string& wave) {
  if (!wave.empty()) {
    const absl::string_view code = absl::StripPrefix(wave, kWaves);
    if (std::none_of(code.begin(), code.end(), absl::ascii_islower)) return absl::StrCat(kWaves, code);
    absl::StatusOr<std::string> found = FindWave(context, wave);
    return absl::IsNotFound(found.status()) ? absl::StrCat(kWaves, code) : found;
  }
  ASSIGN_OR_RETURN(const auto waves, client::ListAll<v1::ListWavesResponse>(context.Server(), v1::ListWavesRequest()));
  if (waves.waves_size() == 1) return waves.waves(0).name();
  if (waves.waves().empty()) return NoWave(context);
  return absl::InvalidArgumentError(Say(context.language, "plusieurs vagues ; dire laquelle par --wave : $0",
                                        "several waves; say which by --wave: $0", Codes(waves)));
}

absl::StatusOr<std::string> FindWave(Context& context, const std::string& wave) {
  ASSIGN_OR_RETURN(const auto waves, client::ListAll<v1::ListWavesResponse>(context.Server(), v1::ListWavesRequest()));
  const absl::string_view code = absl::StripPrefix(wave, kWaves);
  const v1::Wave* found = nullptr;
  for (const v1::Wave& one : waves.waves()) {
    if (one.code() == code || (found == nullptr && absl::EqualsIgnoreCase(one.code(), code))) found = &one;
  }
  if (found != nullptr) return found->name();
  if (waves.waves().empty()) return NoWave(context);
  return absl::NotFoundError(Say(context.language, "--wave : la vague « $0 » n'existe pas ; écrire $1",
                                 "--wave: there is no wave \"$0\"; write $1", code, Codes(waves)));
}

absl::StatusOr<std::string> WaveAsTyped(Context& context, const std::string& wave) {
  if (wave.empty()) return wave;
  ASSIGN_OR_RETURN(const std::string name, ResolveWave(context, wave));
  return std::string(absl::StripPrefix(name, kWaves));
}

absl::StatusOr<std::string> ResolveGroup(Context& context, const std::string& group, const std::string& wave) {
  absl::StatusOr<std::string> name = NameGroup(context, group, wave);
  const auto words = contract::ParseGroupWords(group);
  if (name.ok() || !wave.empty() || !words || !words->wave.empty()) return name;
  if (!absl::IsInvalidArgument(name.status())) return name;
  ASSIGN_OR_RETURN(const auto groups,
                   client::ListAll<v1::ListGroupsResponse>(context.Server(), v1::ListGroupsRequest()));
  std::vector<std::string> labels;
  for (const v1::Group& one : groups.groups()) {
    if (one.number() != words->number) continue;
    labels.push_back(GroupLabel(one));
    name = absl::StrCat(one.wave(), "/groups/", one.number());
  }
  if (labels.size() == 1) return name;
  if (labels.empty()) {
    return absl::NotFoundError(Say(context.language, "--group : aucun groupe $0 ; voir « tutorat group list »",
                                   "--group: there is no group $0; see \"tutorat group list\"", group));
  }
  return absl::InvalidArgumentError(Say(context.language, "--group : plusieurs vagues ont un groupe $0 ; écrire $1",
                                        "--group: several waves have a group $0; write $1", group,
                                        JoinInOrder(labels, context.Text(" ou ", " or "))));
}

absl::StatusOr<std::string> NameGroup(Context& context, const std::string& group, const std::string& wave) {
  if (absl::StartsWith(group, "groups/") || absl::StartsWith(group, kWaves)) return group;
  const auto words = contract::ParseGroupWords(group);
  if (!words) {
    return absl::InvalidArgumentError(Say(context.language, "« $0 » n'est pas un groupe ; écrire son numéro, ou V6/4",
                                          "\"$0\" is no group; write its number, or V6/4", group));
  }
  ASSIGN_OR_RETURN(const std::string parent, ResolveWave(context, words->wave.empty() ? wave : words->wave));
  return absl::StrCat(parent, "/groups/", words->number);
}

absl::StatusOr<v1::Tutor> FindTutor(Context& context, const std::string& tutor, Deleted deleted) {
  ASSIGN_OR_RETURN(const auto tutors,
                   ListResources<v1::ListTutorsResponse, v1::ListTutorsRequest>(context, deleted == Deleted::kOnly));
  return FindPerson<v1::Tutor>(context, tutors.tutors(), tutor, deleted, context.Text("tuteur", "tutor"));
}

absl::StatusOr<v1::Member> FindMember(Context& context, const std::string& group, const std::string& member,
                                      Deleted deleted) {
  v1::ListMembersRequest request;
  request.set_group(group);
  request.set_show_deleted(deleted == Deleted::kOnly);
  ASSIGN_OR_RETURN(const auto members, client::ListAll<v1::ListMembersResponse>(context.Server(), request));
  return FindPerson<v1::Member>(context, members.members(), member, deleted, context.Text("auditeur", "member"));
}

absl::StatusOr<v1::Account> FindAccount(Context& context, const std::string& account, Deleted deleted) {
  ASSIGN_OR_RETURN(const auto accounts, ListResources<v1::ListAccountsResponse, v1::ListAccountsRequest>(
                                            context, deleted == Deleted::kOnly));
  return FindPerson<v1::Account>(context, accounts.accounts(), account, deleted, context.Text("compte", "account"));
}

std::string ResolveEstablishment(const std::string& uai) {
  if (uai.empty() || absl::StartsWith(uai, "establishments/")) return uai;
  return absl::StrCat("establishments/", absl::AsciiStrToUpper(uai));
}

std::string ThemeName(const std::string& code) { return NameOfCode("themes/", code); }

std::string ProgrammeName(const std::string& code) { return NameOfCode("programmes/", code); }

std::string SchoolCalendarName(const std::string& code) { return NameOfCode("schoolCalendars/", code); }

std::string ShortId(const std::string& name) {
  constexpr std::size_t kShown = 6;
  return name.substr(name.size() - std::min(name.size(), kShown));
}

bool MayMean(const std::string& typed, absl::string_view collection, const std::string& name) {
  return absl::StartsWith(name, absl::StrCat(collection, typed)) || absl::EndsWith(name, typed);
}

std::string GroupLabel(const v1::Group& group) {
  return absl::StrCat(absl::StripPrefix(group.wave(), "waves/"), "/", group.number());
}

std::string Labels::Of(const std::string& name) const {
  const auto found = labels_.find(name);
  return found == labels_.end() ? name : found->second;
}

absl::StatusOr<Labels> ListGroupLabels(Context& context) {
  ASSIGN_OR_RETURN(const auto groups, ListResources<v1::ListGroupsResponse, v1::ListGroupsRequest>(context, true));
  return Labels(groups.groups(), GroupLabel);
}

absl::StatusOr<Labels> ListTutorNames(Context& context) {
  ASSIGN_OR_RETURN(const auto tutors, ListResources<v1::ListTutorsResponse, v1::ListTutorsRequest>(context, true));
  return Labels(tutors.tutors(), [](const v1::Tutor& tutor) { return tutor.display_name(); });
}

absl::StatusOr<Labels> ListThemeLabels(Context& context) {
  ASSIGN_OR_RETURN(const auto themes, ListResources<v1::ListThemesResponse, v1::ListThemesRequest>(context, true));
  return Labels(themes.themes(), [&context](const v1::Theme& theme) {
    const bool english = context.language == format::Language::kEnglish && !theme.label_en().empty();
    return english ? theme.label_en() : theme.label();
  });
}

absl::StatusOr<Labels> ListAccountNames(Context& context) {
  ASSIGN_OR_RETURN(const auto accounts,
                   ListResources<v1::ListAccountsResponse, v1::ListAccountsRequest>(context, true));
  return Labels(accounts.accounts(), [](const v1::Account& account) { return account.display_name(); });
}

void AddGroupOptions(CLI::App* verb, Context& context, GroupOptions& options) {
  AddText(verb, "--group,-g", options.group, "N",
          context.Text("Groupe : son numéro, ou V6/4", "Group: its number, or V6/4"));
  AddWaveOption(verb, context, options.wave);
}

void AddWaveOption(CLI::App* verb, Context& context, std::string& wave) {
  AddText(verb, "--wave,-w", wave, context.Text("VAGUE", "WAVE"),
          context.Text("Vague, par exemple V6 ; inutile s'il n'y en a qu'une",
                       "Wave, for example V6; not needed where there is only one"));
}

}  // namespace tutorat::cli
