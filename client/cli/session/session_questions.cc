#include "client/cli/session/session_questions.h"

#include <algorithm>
#include <ostream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/cli/session/session.h"
#include "client/cli/session/session_input.h"
#include "client/cli/shell/parse.h"
#include "client/text/width.h"
#include "proto/fold.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;

using Names = std::vector<std::string>;

bool Contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The members that one word means: a number of the list, a name, or a part of names.
Names Meant(absl::string_view word, const Names& members) {
  if (std::size_t number = 0; absl::SimpleAtoi(word, &number)) {
    return number >= 1 && number <= members.size() ? Names{members[number - 1]} : Names{};
  }
  const std::string folded = contract::FoldName(word);
  Names found;
  for (const std::string& member : members) {
    if (contract::FoldName(member) == folded) return {member};
    if (absl::StrContains(contract::FoldName(member), folded)) found.push_back(member);
  }
  return found;
}

absl::Status ReadMembers(const Context& context, const std::string& answer, const Names& members, Names& chosen) {
  chosen.clear();
  for (const absl::string_view word : absl::StrSplit(answer, absl::ByAnyChar(",;|"), absl::SkipWhitespace())) {
    const Names found = Meant(word, members);
    if (found.size() != 1) {
      return absl::InvalidArgumentError(Say(context.language, "« $0 » : écrire un numéro de la liste, ou un nom entier",
                                            "\"$0\": write a number of the list, or a whole name", word));
    }
    chosen.push_back(found.front());
  }
  return absl::OkStatus();
}

// Names as they are typed. A number would be one of a list that only the server has, or a count: it is not guessed at.
absl::Status ReadNames(const Context& context, const std::string& answer, Names& names) {
  names.clear();
  for (const absl::string_view word : absl::StrSplit(answer, absl::ByAnyChar(",;|"), absl::SkipWhitespace())) {
    if (std::all_of(word.begin(), word.end(),
                    [](char c) { return absl::ascii_isdigit(c) || absl::ascii_isspace(c); })) {
      return absl::InvalidArgumentError(
          Say(context.language, "« $0 » : sans le serveur, pas de liste numérotée ; écrire des noms entiers",
              "\"$0\": without the server there is no numbered list; write whole names", word));
    }
    names.emplace_back(absl::StripAsciiWhitespace(word));
  }
  return absl::OkStatus();
}

absl::Status AskHeadCount(const Context& context, Prompter& prompter, v1::SessionRecord& record) {
  RETURN_IF_ERROR(prompter.Ask(
      context.Text("Présents : combien (Entrée : non noté)", "Present: how many (Enter: not noted)"), "",
      [&](const std::string& answer) {
        if (answer.empty()) return absl::OkStatus();
        ASSIGN_OR_RETURN(const int present, ParseNumber(context, context.Text("présents", "present"), answer));
        record.mutable_present()->set_count(present);
        return absl::OkStatus();
      }));
  if (!record.has_present()) return absl::OkStatus();
  return AskField(
      context, prompter,
      context.Text("Combien étaient attendus (Entrée : non noté)", "How many were expected (Enter: not noted)"), "",
      context.Text("attendus", "expected"), "expected", record);
}

// Asks who was not there, and who of them was excused. Without the list of members it is the same question, so that a
// name typed out of habit never makes the absent present.
absl::Status AskAbsent(Context& context, Prompter& prompter, const std::optional<Names>& members,
                       v1::SessionRecord& record) {
  absl::string_view question = context.Text("Absents : noms entiers séparés par | (Entrée : aucun ; - : non noté)",
                                            "Absent: whole names separated by | (Enter: none; -: not noted)");
  if (members.has_value()) {
    question = context.Text("Absents : numéros ou noms (Entrée : aucun ; - : non noté)",
                            "Absent: numbers or names (Enter: none; -: not noted)");
    Names numbered;
    for (const std::string& member : *members) numbered.push_back(absl::StrCat(numbered.size() + 1, " ", member));
    const std::string line = absl::StrCat(context.Text("Auditeurs : ", "Members: "), absl::StrJoin(numbered, ", "));
    context.out << absl::StrJoin(format::Wrap(line, context.width, 2), "\n") << "\n";
  }
  Names absent;
  bool noted = true;
  RETURN_IF_ERROR(prompter.Ask(question, "", [&](const std::string& answer) {
    noted = answer != "-";
    if (!noted) return absl::OkStatus();
    return members.has_value() ? ReadMembers(context, answer, *members, absent) : ReadNames(context, answer, absent);
  }));
  if (!noted) return absl::OkStatus();
  Names excused;
  if (!absent.empty()) {
    RETURN_IF_ERROR(
        prompter.Ask(context.Text("Parmi eux, excusés (Entrée : aucun)", "Excused among them (Enter: none)"), "",
                     [&](const std::string& answer) {
                       return ReadMembers(context, answer, members.has_value() ? *members : absent, excused);
                     }));
  }
  for (const std::string& name : members.has_value() ? *members : absent) {
    v1::People* people = Contains(excused, name)  ? record.mutable_excused()
                         : Contains(absent, name) ? record.mutable_absent()
                                                  : record.mutable_present();
    people->add_names(name);
  }
  return members.has_value() ? absl::OkStatus() : AskHeadCount(context, prompter, record);
}

}  // namespace

absl::Status AskField(const Context& context, Prompter& prompter, absl::string_view question, const std::string& usual,
                      absl::string_view name, const std::string& field, v1::SessionRecord& record) {
  return prompter.Ask(question, usual, [&](const std::string& answer) {
    record.GetReflection()->ClearField(&record, v1::SessionRecord::descriptor()->FindFieldByName(field));
    return answer.empty() ? absl::OkStatus() : ReadField(context, name, field, answer, record);
  });
}

absl::Status AskThemes(const Context& context, Prompter& prompter, v1::SessionRecord& record) {
  const bool held = record.state() == v1::SESSION_STATE_HELD;
  return prompter.Ask(
      held ? context.Text("Thèmes abordés, avec vos mots", "Themes covered, in your own words")
           : context.Text("Thèmes prévus (Entrée : aucun)", "Planned themes (Enter: none)"),
      "", [&](const std::string& answer) {
        if (answer.empty() && held) {
          return absl::InvalidArgumentError(context.Text("écrire au moins un mot", "write a word at least"));
        }
        record.set_themes(answer);
        return absl::OkStatus();
      });
}

absl::Status AskAttendance(Context& context, Prompter& prompter, const std::optional<Names>& members,
                           v1::SessionRecord& record) {
  record.clear_present();
  record.clear_late();
  record.clear_excused();
  record.clear_absent();
  record.clear_expected();
  const bool nobody = members.has_value() && members->empty();
  return nobody ? AskHeadCount(context, prompter, record) : AskAbsent(context, prompter, members, record);
}

absl::Status AskIssues(const Context& context, Prompter& prompter, v1::SessionRecord& record) {
  using Impact = v1::ParticipationIssue::Impact;
  const IssueNames names{context.Text("problèmes", "issues"), context.Text("poids", "weight")};
  Names words;
  absl::Status status = prompter.Ask(absl::StrCat(context.Text("Problèmes : ", "Issues: "),
                                                  format::WordChoices<v1::ParticipationIssue::Kind>(context.language),
                                                  context.Text(" (Entrée : aucun)", " (Enter: none)")),
                                     "", [&](const std::string& answer) {
                                       record.clear_issues();
                                       words = {answer};
                                       return ReadIssues(context, words, "", "", record, names);
                                     });
  if (!status.ok() || record.issues().empty()) return status;
  return prompter.Ask(absl::StrCat(context.Text("Poids sur la dynamique : ", "Weight on dynamism: "),
                                   format::WordChoices<Impact>(context.language),
                                   context.Text(" (Entrée : non dit)", " (Enter: not said)")),
                      "", [&](const std::string& answer) {
                        record.clear_issues();
                        return ReadIssues(context, words, "", answer, record, names);
                      });
}

absl::Status AskAppreciation(const Context& context, Prompter& prompter, v1::SessionRecord& record) {
  return AskField(context, prompter,
                  absl::StrCat(context.Text("Évolution du groupe : ", "The group's progress: "),
                               format::WordChoices<v1::Appreciation>(context.language),
                               context.Text(" (Entrée : non dite)", " (Enter: not said)")),
                  "", context.Text("évolution", "progress"), "appreciation", record);
}

absl::Status AskRequests(const Context& context, Prompter& prompter, v1::SessionRecord& record) {
  return AskField(context, prompter,
                  context.Text("Thèmes demandés pour la suite, avec leurs mots (Entrée : aucun)",
                               "Themes asked for next, in their words (Enter: none)"),
                  "", context.Text("demandés", "asked for"), "requested_themes", record);
}

absl::Status AskConsent(Context& context, Prompter& prompter, const v1::SessionRecord& record) {
  const std::string line = absl::StrCat(context.Text("Groupe ", "Group "), DescribeRecord(context, record));
  context.out << "\n" << absl::StrJoin(format::Wrap(line, context.width, 2), "\n") << "\n";
  if (const std::string attendance = DescribeTurnout(CountTurnout(record)); !attendance.empty()) {
    Names missing(record.absent().names().begin(), record.absent().names().end());
    missing.insert(missing.end(), record.excused().names().begin(), record.excused().names().end());
    context.out << context.Text("Présents : ", "Present: ") << attendance
                << (missing.empty() ? "" : context.Text(" ; sans ", "; without ")) << absl::StrJoin(missing, ", ")
                << "\n";
  }
  bool agreed = true;
  absl::Status status =
      prompter.Ask(context.Text("Enregistrer ?", "Record it?"), std::string(context.Text("oui", "yes")),
                   [&](const std::string& answer) {
                     const std::string folded = contract::FoldName(answer);
                     agreed = Contains({"oui", "o", "yes", "y"}, folded);
                     if (agreed || Contains({"non", "no", "n"}, folded)) return absl::OkStatus();
                     return absl::InvalidArgumentError(context.Text("répondre oui ou non", "answer yes or no"));
                   });
  return status.ok() && !agreed ? GivenUp(context) : status;
}

}  // namespace tutorat::cli
