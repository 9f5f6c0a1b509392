#include "client/cli/session_interview.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/cli/group_facts.h"
#include "client/cli/parse.h"
#include "client/cli/prompter.h"
#include "client/cli/resolve.h"
#include "client/cli/session.h"
#include "client/cli/session_input.h"
#include "client/format/fold.h"
#include "client/format/width.h"
#include "client/lib/list.h"

namespace tutorat::cli {
namespace {

using format::Fold;
using format::Say;

class Interview {
 public:
  Interview(Context& context, v1::SessionRecord& record)
      : context_(context), record_(record), held_(record.state() == v1::SESSION_STATE_HELD), prompter_(context) {}

  absl::Status Run() {
    if (absl::Status status = Greet(); !status.ok()) return status;
    for (const Question& question : Questions()) {
      if (!(this->*question.is_answered)()) {
        if (absl::Status status = (this->*question.ask)(); !status.ok()) return status;
      }
    }
    if (absl::Status status = CheckWithServer(); !status.ok()) return status;
    return Confirm();
  }

 private:
  struct Question {
    // What the server calls the field, without `record.`.
    std::string field;
    bool (Interview::*is_answered)() const;
    absl::Status (Interview::*ask)();
  };

  std::vector<Question> Questions() const {
    std::vector<Question> questions = {{"group", &Interview::HasGroup, &Interview::AskGroup},
                                       {"date", &Interview::HasDate, &Interview::AskDate},
                                       {"start", &Interview::HasStart, &Interview::AskStart},
                                       {"duration_minutes", &Interview::HasDuration, &Interview::AskDuration},
                                       {"themes", &Interview::HasThemes, &Interview::AskThemes}};
    if (held_) {
      questions.push_back({"present", &Interview::HasAttendance, &Interview::AskAttendance});
      questions.push_back({"issues", &Interview::HasIssues, &Interview::AskIssues});
      questions.push_back({"appreciation", &Interview::HasAppreciation, &Interview::AskAppreciation});
    }
    return questions;
  }

  bool HasGroup() const { return !record_.group().empty(); }
  bool HasDate() const { return !record_.date().empty(); }
  bool HasStart() const { return !record_.start().empty(); }
  bool HasDuration() const { return record_.has_duration_minutes(); }
  bool HasThemes() const { return !record_.themes().empty(); }
  bool HasAttendance() const {
    return record_.has_present() || record_.has_late() || record_.has_excused() || record_.has_absent() ||
           record_.has_expected();
  }
  bool HasIssues() const { return record_.issues_size() > 0; }
  bool HasAppreciation() const { return record_.appreciation() != v1::APPRECIATION_UNSPECIFIED; }

  absl::Status Greet() {
    absl::StatusOr<v1::ListGroupsResponse> groups =
        client::ListAll<v1::ListGroupsResponse>(context_.Server(), v1::ListGroupsRequest());
    online_ = groups.ok();
    if (online_) groups_ = *std::move(groups);
    if (!online_ && !client::IsTemporary(groups.status())) return groups.status();
    context_.out << context_.Text("Entrée accepte ce qui est entre crochets ; Ctrl-D abandonne.\n",
                                  "Enter accepts what is in brackets; Ctrl-D gives up.\n");
    if (!online_) {
      context_.out << context_.Text("Le serveur n'est pas joignable : la séance sera gardée et partira plus tard.\n",
                                    "The server cannot be reached: the session will be kept, and leaves later.\n");
    }
    return absl::OkStatus();
  }

  absl::Status AskGroup() {
    std::string usual;
    if (online_) {
      absl::StatusOr<std::string> group = GroupOfTutor(context_, groups_, context_.me);
      if (!group.ok()) return group.status();
      usual = *std::move(group);
    }
    return prompter_.Ask(context_.Text("Groupe", "Group"), usual,
                         [this](const std::string& answer) { return SetGroup(answer); });
  }

  absl::Status SetGroup(const std::string& answer) {
    GroupOptions typed{answer, record_.wave()};
    SplitGroup(typed);
    if (online_) {
      std::vector<std::string> found;
      for (const v1::Group& group : groups_.groups()) {
        const bool in_wave =
            typed.wave.empty() || group.wave() == absl::StrCat("waves/", typed.wave) || group.wave() == typed.wave;
        if (in_wave && absl::StrCat(group.number()) == typed.group) found.push_back(GroupLabel(group));
      }
      if (found.size() > 1) {
        return absl::InvalidArgumentError(Say(context_.language, "plusieurs vagues ont ce groupe ; écrire $0",
                                              "several waves have this group; write $0", absl::StrJoin(found, ", ")));
      }
      if (found.empty()) {
        return absl::InvalidArgumentError(
            Say(context_.language, "le serveur n'a pas ce groupe ; il a $0", "the server has no such group; it has $0",
                absl::StrJoin(groups_.groups(), ", ", [](std::string* labels, const v1::Group& group) {
                  absl::StrAppend(labels, GroupLabel(group));
                })));
      }
      typed = {found.front(), ""};
      SplitGroup(typed);
    } else if (int number = 0; !absl::SimpleAtoi(typed.group, &number)) {
      return absl::InvalidArgumentError(
          context_.Text("écrire le numéro du groupe, ou V6/4", "write the group's number, or V6/4"));
    }
    record_.set_group(typed.group);
    record_.set_wave(typed.wave);
    return absl::OkStatus();
  }

  absl::Status AskDate() {
    const absl::StatusOr<std::string> today = ParseDay(context_, "", "today");
    return prompter_.Ask("Date", DayForPeople(context_, *today), [this](const std::string& answer) {
      absl::StatusOr<std::string> date = ParseDay(context_, "date", answer);
      if (date.ok()) record_.set_date(*std::move(date));
      return date.status();
    });
  }

  absl::Status AskStart() {
    if (absl::Status status = LearnHabit(); !status.ok()) return status;
    return prompter_.Ask(context_.Text("Début", "Start"), habit_.start, [this](const std::string& answer) {
      absl::StatusOr<std::string> start = ParseHour(context_, context_.Text("début", "start"), answer);
      if (start.ok()) record_.set_start(*std::move(start));
      return start.status();
    });
  }

  absl::Status AskDuration() {
    if (absl::Status status = LearnHabit(); !status.ok()) return status;
    return prompter_.Ask(
        context_.Text("Durée", "Length"), DescribeMinutes(habit_.minutes), [this](const std::string& answer) {
          const absl::StatusOr<int> minutes = ParseLength(context_, context_.Text("durée", "length"), answer);
          if (minutes.ok()) record_.set_duration_minutes(*minutes);
          return minutes.status();
        });
  }

  absl::Status AskThemes() {
    return prompter_.Ask(
        held_ ? context_.Text("Thèmes abordés, avec vos mots", "Themes covered, in your own words")
              : context_.Text("Thèmes prévus (Entrée : aucun)", "Planned themes (Enter: none)"),
        "", [this](const std::string& answer) {
          if (answer.empty() && held_) {
            return absl::InvalidArgumentError(context_.Text("écrire au moins un mot", "write a word at least"));
          }
          record_.set_themes(answer);
          return absl::OkStatus();
        });
  }

  absl::Status AskAttendance() {
    for (v1::People* people : {record_.mutable_present(), record_.mutable_absent(), record_.mutable_excused()}) {
      people->Clear();
    }
    std::vector<std::string> members;
    if (online_) {
      absl::StatusOr<std::vector<std::string>> on_that_day = MembersOn(context_, GroupName(), record_.date());
      if (!on_that_day.ok()) return on_that_day.status();
      members = *std::move(on_that_day);
    }
    absl::Status status = members.empty() ? AskHeadCount() : AskAbsent(members);
    for (const auto& [has, clear] : {std::pair(&v1::SessionRecord::present, &v1::SessionRecord::clear_present),
                                     std::pair(&v1::SessionRecord::absent, &v1::SessionRecord::clear_absent),
                                     std::pair(&v1::SessionRecord::excused, &v1::SessionRecord::clear_excused)}) {
      const v1::People& people = (record_.*has)();
      if (!people.has_count() && people.names().empty()) (record_.*clear)();
    }
    return status;
  }

  absl::Status AskHeadCount() {
    absl::Status status = prompter_.Ask(
        context_.Text("Présents : combien, ou des noms séparés par | (Entrée : non noté)",
                      "Present: how many, or names separated by | (Enter: not noted)"),
        "", [this](const std::string& answer) {
          absl::StatusOr<v1::People> people = ParsePeople(context_, context_.Text("présents", "present"), answer);
          if (people.ok()) *record_.mutable_present() = *std::move(people);
          return people.status();
        });
    if (!status.ok() || !record_.present().has_count()) return status;
    return prompter_.Ask(
        context_.Text("Combien étaient attendus (Entrée : non noté)", "How many were expected (Enter: not noted)"), "",
        [this](const std::string& answer) {
          if (answer.empty()) return absl::OkStatus();
          const absl::StatusOr<int> expected = ParseNumber(context_, context_.Text("attendus", "expected"), answer);
          if (expected.ok()) record_.set_expected(*expected);
          return expected.status();
        });
  }

  absl::Status AskAbsent(const std::vector<std::string>& members) {
    std::vector<std::string> numbered;
    for (const std::string& member : members) numbered.push_back(absl::StrCat(numbered.size() + 1, " ", member));
    const std::string line = absl::StrCat(context_.Text("Auditeurs : ", "Members: "), absl::StrJoin(numbered, ", "));
    context_.out << absl::StrJoin(format::Wrap(line, context_.width, 2), "\n") << "\n";
    std::vector<std::string> absent;
    bool noted = true;
    absl::Status status = prompter_.Ask(context_.Text("Absents : numéros ou noms (Entrée : aucun ; - : non noté)",
                                                      "Absent: numbers or names (Enter: none; -: not noted)"),
                                        "", [&](const std::string& answer) {
                                          noted = answer != "-";
                                          return noted ? ReadMembers(answer, members, absent) : absl::OkStatus();
                                        });
    if (!status.ok() || !noted) return status;
    std::vector<std::string> excused;
    if (!absent.empty()) {
      status = prompter_.Ask(context_.Text("Parmi eux, excusés (Entrée : aucun)", "Excused among them (Enter: none)"),
                             "", [&](const std::string& answer) { return ReadMembers(answer, members, excused); });
      if (!status.ok()) return status;
    }
    const auto is_in = [](const std::vector<std::string>& names, const std::string& name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const std::string& member : members) {
      v1::People* people = is_in(excused, member)  ? record_.mutable_excused()
                           : is_in(absent, member) ? record_.mutable_absent()
                                                   : record_.mutable_present();
      people->add_names(member);
    }
    return absl::OkStatus();
  }

  // Numbers of the list, names, or parts of names that only one member has; separated by commas or bars.
  absl::Status ReadMembers(const std::string& answer, const std::vector<std::string>& members,
                           std::vector<std::string>& chosen) const {
    chosen.clear();
    for (const absl::string_view part : absl::StrSplit(answer, absl::ByAnyChar(",;|"), absl::SkipWhitespace())) {
      std::size_t number = 0;
      std::vector<std::string> found;
      if (absl::SimpleAtoi(part, &number)) {
        if (number >= 1 && number <= members.size()) found.push_back(members[number - 1]);
      } else {
        for (const std::string& member : members) {
          if (Fold(member) == Fold(part)) found = {member};
          if (Fold(member) == Fold(part)) break;
          if (absl::StrContains(Fold(member), Fold(part))) found.push_back(member);
        }
      }
      if (found.size() != 1) {
        return absl::InvalidArgumentError(Say(context_.language,
                                              "« $0 » : écrire un numéro de la liste, ou un nom entier",
                                              "\"$0\": write a number of the list, or a whole name", part));
      }
      chosen.push_back(found.front());
    }
    return absl::OkStatus();
  }

  absl::Status AskIssues() {
    using Kind = v1::ParticipationIssue::Kind;
    using Impact = v1::ParticipationIssue::Impact;
    std::vector<std::string> words;
    absl::Status status = prompter_.Ask(
        absl::StrCat(context_.Text("Problèmes : ", "Issues: "), format::WordChoices<Kind>(context_.language),
                     context_.Text(" (Entrée : aucun)", " (Enter: none)")),
        "", [&](const std::string& answer) {
          record_.clear_issues();
          words = {answer};
          return ReadIssues(context_, words, "", "", record_);
        });
    if (!status.ok() || record_.issues().empty()) return status;
    return prompter_.Ask(absl::StrCat(context_.Text("Poids sur la dynamique : ", "Weight on dynamism: "),
                                      format::WordChoices<Impact>(context_.language),
                                      context_.Text(" (Entrée : non dit)", " (Enter: not said)")),
                         "", [&](const std::string& answer) {
                           record_.clear_issues();
                           return ReadIssues(context_, words, "", answer, record_);
                         });
  }

  absl::Status AskAppreciation() {
    return prompter_.Ask(absl::StrCat(context_.Text("Évolution du groupe : ", "The group's progress: "),
                                      format::WordChoices<v1::Appreciation>(context_.language),
                                      context_.Text(" (Entrée : non dite)", " (Enter: not said)")),
                         "", [this](const std::string& answer) {
                           if (answer.empty()) return absl::OkStatus();
                           const auto appreciation =
                               ParseChoice<v1::Appreciation>(context_, context_.Text("évolution", "progress"), answer);
                           if (appreciation.ok()) record_.set_appreciation(*appreciation);
                           return appreciation.status();
                         });
  }

  // The server's rules, before the tutor is asked for a yes: what it refuses is asked again.
  absl::Status CheckWithServer() {
    while (online_) {
      v1::RecordSessionRequest request;
      *request.mutable_record() = record_;
      request.set_validate_only(true);
      const absl::Status status = context_.Server().Call<v1::RecordSessionResponse>(request).status();
      if (status.ok() || client::IsTemporary(status)) return absl::OkStatus();
      bool asked = false;
      for (const client::Violation& violation : client::ReadError(status).violations) {
        for (const Question& question : Questions()) {
          if (!absl::StartsWith(violation.field, "record." + question.field)) continue;
          context_.out << "  " << violation.description << "\n";
          if (absl::Status answer = (this->*question.ask)(); !answer.ok()) return answer;
          asked = true;
        }
      }
      if (!asked) return status;
    }
    return absl::OkStatus();
  }

  absl::Status Confirm() {
    context_.out << "\n"
                 << absl::StrJoin(format::Wrap(absl::StrCat(context_.Text("Groupe ", "Group "),
                                                            DescribeRecord(context_, record_)),
                                               context_.width, 2),
                                  "\n")
                 << "\n";
    if (const std::string attendance = DescribeAttendance(record_); !attendance.empty()) {
      context_.out << context_.Text("Présents : ", "Present: ") << attendance;
      std::vector<std::string> missing(record_.absent().names().begin(), record_.absent().names().end());
      missing.insert(missing.end(), record_.excused().names().begin(), record_.excused().names().end());
      if (!missing.empty()) context_.out << context_.Text(" ; sans ", "; without ") << absl::StrJoin(missing, ", ");
      context_.out << "\n";
    }
    bool agreed = true;
    absl::Status status =
        prompter_.Ask(context_.Text("Enregistrer ?", "Record it?"), std::string(context_.Text("oui", "yes")),
                      [&](const std::string& answer) {
                        const std::string folded = Fold(answer);
                        agreed = folded == "oui" || folded == "o" || folded == "yes" || folded == "y";
                        if (agreed || folded == "non" || folded == "no" || folded == "n") return absl::OkStatus();
                        return absl::InvalidArgumentError(context_.Text("répondre oui ou non", "answer yes or no"));
                      });
    if (status.ok() && !agreed) {
      return absl::CancelledError(context_.Text("Abandonné : rien n'est enregistré.", "Given up: nothing is stored."));
    }
    return status;
  }

  std::string GroupName() const {
    return record_.wave().empty()
               ? record_.group()
               : absl::StrCat("waves/", absl::StripPrefix(record_.wave(), "waves/"), "/groups/", record_.group());
  }

  absl::Status LearnHabit() {
    if (habit_known_ || !online_) return absl::OkStatus();
    absl::StatusOr<Habit> habit = HabitOfGroup(context_, GroupName());
    if (!habit.ok()) return habit.status();
    habit_ = *std::move(habit);
    habit_known_ = true;
    return absl::OkStatus();
  }

  Context& context_;
  v1::SessionRecord& record_;
  const bool held_;
  Prompter prompter_;
  bool online_ = false;
  bool habit_known_ = false;
  Habit habit_;
  v1::ListGroupsResponse groups_;
};

}  // namespace

absl::Status InterviewTutor(Context& context, v1::SessionRecord& record) { return Interview(context, record).Run(); }

}  // namespace tutorat::cli
