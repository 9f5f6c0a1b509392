#include "client/cli/session/session_interview.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cli/session/group_habits.h"
#include "client/cli/session/session.h"
#include "client/cli/session/session_issues.h"
#include "client/cli/session/session_questions.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/prompter.h"
#include "client/cli/shell/resolve.h"
#include "client/lib/list.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;

class Interview {
 public:
  Interview(Context& context, v1::SessionRecord& record, std::vector<v1::IssueEntry>* resolved)
      : context_(context),
        record_(record),
        resolved_(resolved),
        held_(record.state() == v1::SESSION_STATE_HELD),
        prompter_(context) {}

  absl::Status Run() {
    RETURN_IF_ERROR(Greet());
    for (const Question& question : Questions()) {
      const bool answered = std::any_of(question.fields.begin(), question.fields.end(),
                                        [this](const std::string& field) { return Gives(record_, field); });
      if (!answered) RETURN_IF_ERROR(question.ask());
    }
    RETURN_IF_ERROR(CheckWithServer());
    return AskConsent(context_, prompter_, record_);
  }

 private:
  struct Question {
    // Fields of the record, one of which answers it. The first is what the server refuses.
    std::vector<std::string> fields;
    std::function<absl::Status()> ask;
  };

  std::vector<Question> Questions() {
    std::vector<Question> questions = {
        {{"group"}, [this] { return AskGroup(); }},
        {{"date"}, [this] { return AskDate(); }},
        {{"start"}, [this] { return AskStart(); }},
        {{"duration_minutes"}, [this] { return AskDuration(); }},
        {{"themes"}, [this] { return AskThemes(context_, prompter_, record_); }},
    };
    if (held_) {
      questions.push_back(
          {{"present", "late", "excused", "absent", "expected"}, [this] { return AskForAttendance(); }});
      questions.push_back({{"issues"}, [this] { return AskForIssues(); }});
      questions.push_back({{"appreciation"}, [this] { return AskAppreciation(context_, prompter_, record_); }});
    }
    questions.push_back({{"requested_themes"}, [this] { return AskRequests(context_, prompter_, record_); }});
    return questions;
  }

  absl::Status Greet() {
    absl::StatusOr<v1::ListGroupsResponse> groups =
        client::ListAll<v1::ListGroupsResponse>(context_.Server(), v1::ListGroupsRequest());
    online_ = groups.ok();
    if (!online_ && !client::IsTemporary(groups.status())) return groups.status();
    if (online_) groups_ = *std::move(groups);
    context_.out << context_.Text("Entrée accepte ce qui est entre crochets ; Ctrl-D abandonne.\n",
                                  "Enter accepts what is in brackets; Ctrl-D gives up.\n");
    if (!online_) {
      context_.out << context_.Text("Le serveur n'est pas joignable : la séance sera gardée et partira plus tard.\n",
                                    "The server cannot be reached: the session will be kept, and leaves later.\n");
    }
    return online_ ? CheckWhatIsGiven() : absl::OkStatus();
  }

  // A group or tutor that the server does not know is said before the tutor answers anything.
  absl::Status CheckWhatIsGiven() {
    if (!record_.group().empty()) {
      RETURN_IF_ERROR(SetGroup(record_.group()));
    }
    return record_.tutor().empty() ? absl::OkStatus() : FindTutor(context_, record_.tutor()).status();
  }

  absl::Status AskGroup() {
    std::string usual;
    if (online_) {
      ASSIGN_OR_RETURN(usual, GroupOfTutor(context_, groups_, context_.me));
      // A tutor sees no other group than those that are theirs.
      if (usual.empty() && groups_.groups_size() == 1) usual = GroupLabel(groups_.groups(0));
    }
    return prompter_.Ask(context_.Text("Groupe", "Group"), usual,
                         [this](const std::string& answer) { return SetGroup(answer); });
  }

  absl::Status SetGroup(const std::string& answer) {
    record_.set_group(answer);
    if (!online_) return absl::OkStatus();
    ASSIGN_OR_RETURN(const v1::Group group, FindGroup(answer));
    group_ = group.name();
    record_.set_group(absl::StrCat(group.number()));
    record_.set_wave(std::string(absl::StripPrefix(group.wave(), "waves/")));
    return absl::OkStatus();
  }

  absl::StatusOr<v1::Group> FindGroup(const std::string& answer) const {
    const std::string wave = absl::StrCat("waves/", absl::StripPrefix(record_.wave(), "waves/"));
    std::vector<std::string> all;
    std::vector<v1::Group> found;
    for (const v1::Group& group : groups_.groups()) {
      all.push_back(GroupLabel(group));
      const std::string number = absl::StrCat(group.number());
      const bool by_number = answer == number && (record_.wave().empty() || group.wave() == wave);
      if (by_number || answer == all.back() || answer == group.name() ||
          answer == absl::StrCat(group.wave(), "/groups/", number)) {
        found.push_back(group);
      }
    }
    if (found.size() == 1) return found.front();
    if (found.size() > 1) {
      return absl::InvalidArgumentError(Say(
          context_.language, "plusieurs vagues ont ce groupe ; écrire $0", "several waves have this group; write $0",
          absl::StrJoin(found, ", ",
                        [](std::string* line, const v1::Group& group) { absl::StrAppend(line, GroupLabel(group)); })));
    }
    constexpr std::size_t kShown = 20;
    if (all.size() > kShown) {
      all.resize(kShown);
      all.emplace_back("...");
    }
    return absl::NotFoundError(Say(context_.language, "le serveur n'a pas ce groupe ; il a $0",
                                   "the server has no such group; it has $0", absl::StrJoin(all, ", ")));
  }

  absl::Status AskDate() {
    ASSIGN_OR_RETURN(const std::string today, ParseDay(context_, "", "today"));
    return AskField(context_, prompter_, "Date", DayForPeople(context_, today), "date", "date", record_);
  }

  absl::Status AskStart() {
    RETURN_IF_ERROR(LearnHabit());
    return AskField(context_, prompter_, context_.Text("Début", "Start"), habit_.start, context_.Text("début", "start"),
                    "start", record_);
  }

  absl::Status AskDuration() {
    RETURN_IF_ERROR(LearnHabit());
    return AskField(context_, prompter_, context_.Text("Durée", "Length"), DescribeMinutes(habit_.minutes),
                    context_.Text("durée", "length"), "duration_minutes", record_);
  }

  absl::Status AskForIssues() {
    RETURN_IF_ERROR(AskForOpenIssues());
    RETURN_IF_ERROR(AskIssues(context_, prompter_, record_));
    AddStill(still_, record_);
    return absl::OkStatus();
  }

  // Those that the group had. Once: where the server takes no issue of the record, they are told by hand.
  absl::Status AskForOpenIssues() {
    still_.clear();
    if (!online_ || resolved_ == nullptr || open_asked_) return absl::OkStatus();
    open_asked_ = true;
    const absl::StatusOr<std::vector<OpenIssue>> open = FetchOpenIssues(context_, record_);
    if (!open.ok()) return client::IsTemporary(open.status()) ? absl::OkStatus() : open.status();
    return AskOpenIssues(context_, prompter_, *open, &still_, resolved_);
  }

  absl::Status AskForAttendance() {
    std::optional<std::vector<std::string>> members;
    if (online_) {
      absl::StatusOr<std::vector<std::string>> on_that_day = MembersOn(context_, group_, record_.date());
      if (!on_that_day.ok() && !client::IsTemporary(on_that_day.status())) return on_that_day.status();
      if (on_that_day.ok()) members = *std::move(on_that_day);
    }
    return AskAttendance(context_, prompter_, members, record_);
  }

  // The server's rules, before the tutor is asked for a yes: what it refuses is asked again.
  absl::Status CheckWithServer() {
    while (online_) {
      v1::RecordSessionRequest request;
      *request.mutable_record() = record_;
      request.set_validate_only(true);
      absl::Status status = context_.Server().Call<v1::RecordSessionResponse>(request).status();
      if (status.ok() || client::IsTemporary(status)) return absl::OkStatus();
      bool asked = false;
      for (const client::Violation& violation : client::ReadError(status).violations) {
        for (const Question& question : Questions()) {
          if (!absl::StartsWith(violation.field, "record." + question.fields.front())) continue;
          context_.out << "  " << violation.description << "\n";
          RETURN_IF_ERROR(question.ask());
          asked = true;
        }
      }
      if (!asked) return status;
    }
    return absl::OkStatus();
  }

  absl::Status LearnHabit() {
    if (habit_known_ || !online_) return absl::OkStatus();
    absl::StatusOr<Habit> habit = HabitOfGroup(context_, group_);
    if (!habit.ok() && !client::IsTemporary(habit.status())) return habit.status();
    if (habit.ok()) habit_ = *std::move(habit);
    habit_known_ = true;
    return absl::OkStatus();
  }

  Context& context_;
  v1::SessionRecord& record_;
  std::vector<v1::IssueEntry>* const resolved_;
  const bool held_;
  Prompter prompter_;
  bool online_ = false;
  bool habit_known_ = false;
  bool open_asked_ = false;
  std::vector<v1::RecordedIssue> still_;
  Habit habit_;
  v1::ListGroupsResponse groups_;
  std::string group_;  // by resource name, once it is known
};

}  // namespace

absl::Status InterviewTutor(Context& context, v1::SessionRecord& record, std::vector<v1::IssueEntry>* resolved) {
  return Interview(context, record, resolved).Run();
}

}  // namespace tutorat::cli
