#ifndef TUTORAT_CLIENT_CLI_SESSION_INPUT_H_
#define TUTORAT_CLIENT_CLI_SESSION_INPUT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/resolve.h"
#include "tutorat/v1/session_record.pb.h"

namespace CLI {
class App;
}  // namespace CLI

namespace tutorat::cli {

// The flags that describe a session, as typed.
struct SessionInput {
  // The flag of `date`: where --date tells which session is meant, another one moves it.
  std::string date_flag = "--date";
  std::string date;
  std::string start;
  std::string duration;
  std::string end;
  std::string zone;
  std::vector<std::string> themes;
  std::vector<std::string> asked;
  std::vector<std::string> take;
  std::vector<std::string> drop;
  std::string present;
  std::string late;
  std::string excused;
  std::string absent;
  std::string others;
  std::string expected;
  std::vector<std::string> guests;
  std::vector<std::string> issues;
  std::string affected;
  std::string impact;
  std::string appreciation;
  std::string note;
  std::string link;
  std::string tutor;
  bool another = false;
};

// Adds the flags of day, hour, tutor and themes, which a planned session has too, and --another.
void AddPlanFlags(CLI::App* verb, Context& context, SessionInput& input);
// --zone: of a session that is yet to be stored.
void AddZoneFlag(CLI::App* verb, Context& context, SessionInput& input);
// --take, --drop: what becomes of suggested themes.
void AddAgendaFlags(CLI::App* verb, Context& context, SessionInput& input);
// Adds the flags of attendance and appreciation.
void AddOutcomeFlags(CLI::App* verb, Context& context, SessionInput& input);
// --issue, --affected, --impact.
void AddIssueFlags(CLI::App* verb, Context& context, SessionInput& input);

// Sets what was given, and nothing else. `record` may hold what was there before: --end counts from its start.
// INVALID_ARGUMENT names the flag.
absl::Status ReadInput(const Context& context, const SessionInput& input, v1::SessionRecord& record);

// What a kind and a weight are called to who typed them: flags, or questions.
struct IssueNames {
  absl::string_view issue = "--issue";
  absl::string_view impact = "--impact";
};
// Issues of the kinds in `words`, separated by `|` or commas, each with `affected` and `impact`, which may be empty.
absl::Status ReadIssues(const Context& context, const std::vector<std::string>& words, const std::string& affected,
                        const std::string& impact, v1::SessionRecord& record, const IssueNames& names = {});

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_SESSION_INPUT_H_
