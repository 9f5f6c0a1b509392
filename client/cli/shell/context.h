#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client/lib/client.h"
#include "client/lib/error.h"
#include "client/text/language.h"

// Only named: CLI11 is all headers, and costs whatever file includes it several seconds of compiling. What nouns want
// of it is in options.h; options, help, completion, usage_error and program alone include it.
namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tutorat::cli {

// kHtml: of reports only.
enum class OutputFormat { kTable, kCsv, kJson, kMarkdown, kHtml };

// Exit codes of the program; scripts hold on to them.
inline constexpr int kExitDone = 0;
inline constexpr int kExitOther = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitNotFound = 3;
inline constexpr int kExitRefused = 4;
inline constexpr int kExitNotAllowed = 5;
inline constexpr int kExitConflict = 6;
inline constexpr int kExitUnreachable = 7;

// What a command comes to: an exit code, when it has said everything, or what is yet to be said with Context::Fail.
using Exit = absl::StatusOr<int>;

// The reason of an error that means kExitUsage.
inline constexpr char kWrongUse[] = "USAGE";

// What every command is given: the global options, the way to the server, where to write. One per run of the program.
class Context {
 public:
  Context(std::ostream& output, std::ostream& errors);
  ~Context();

  // Global options; final once a command runs.
  std::string server = "127.0.0.1:50051";
  OutputFormat format = OutputFormat::kTable;
  // Chosen before the command line is parsed, so that its help speaks it too.
  format::Language language = format::Language::kEnglish;
  // By --lang, TUTORAT_LANG or the file, not by the locale. Balance tables are French unless a language was chosen.
  bool language_chosen = false;
  // The tutor who types: display name or e-mail. Empty when not configured.
  std::string me;
  std::optional<absl::Duration> timeout;
  std::string outbox_path;
  // How the server is reached: see client::Options.
  bool tls = false;
  std::string ca_file;
  std::string certificate_file;
  std::string key_file;
  // A file with the token, by flag, variable or the file; where a flag says so, it is stronger than TUTORAT_TOKEN.
  std::string token_file;
  bool token_file_typed = false;

  // Of the terminal, in columns; 0 when standard output is none, which means: no wrapping.
  int width = 0;
  // The same of the one that shows what goes to `err`.
  int error_width = 0;
  bool output_is_terminal = false;
  bool errors_are_terminal = false;
  bool input_is_terminal = false;
  // On `err`; never when NO_COLOR is set.
  bool colour = false;

  std::ostream& out;
  std::ostream& err;

  // The one of the two texts that is in the user's language.
  absl::string_view Text(absl::string_view french, absl::string_view english) const {
    return language == format::Language::kFrench ? french : english;
  }

  // Made with the first use, after which on_connected is called once. Signs in with the token that credentials.h finds.
  client::Client& Server();
  // What is to be done with the server before the command's own calls.
  std::function<void(Context&)> on_connected;
  // What to make a client of, without a token.
  client::Options ServerOptions() const;
  // Where the token that Server() sends was found; empty when there is none.
  const std::string& token_source() const { return token_source_; }

  // What to say of an error: the server's own words, or others where these are missing or do not say what to do.
  std::string Explain(const client::Error& error) const;
  // Writes what is wrong to `err`, as a line or, with --format json, as one JSON object. Returns the exit code it
  // means.
  int Fail(const absl::Status& status);
  // The same, with words and an exit code of the caller's.
  int FailAs(const client::Error& error, absl::string_view message, int exit_code);
  // The same for a command line that cannot be understood.
  int FailUsage(absl::string_view message);
  // A line on `err` about something odd that did not stop the command.
  void Warn(absl::string_view message);

  // What the verb that was typed does; set by OnRun (options.h), run by main once everything is parsed.
  std::function<Exit()> command;
  // Whether it takes --format html.
  bool command_takes_html = false;

 private:
  // A line on `err` that begins with `label`, painted; wrapped at words.
  void WriteMessage(absl::string_view label, const char* colour_code, absl::string_view line);

  std::unique_ptr<client::Client> client_;
  std::string token_source_;
};

}  // namespace tutorat::cli
