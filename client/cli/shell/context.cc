#include "client/cli/shell/context.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/shell/credentials.h"
#include "client/cli/shell/text.h"
#include "client/lib/json.h"
#include "client/text/width.h"

namespace tutorat::cli {
namespace {

using client::Error;
using client::Violation;
using format::Say;

constexpr char kRed[] = "31";
constexpr char kYellow[] = "33";
// Of the further lines of a message.
constexpr int kIndent = 2;

int TerminalWidth(int file) {
  int columns = 0;
  if (const char* variable = std::getenv("COLUMNS"); variable != nullptr && absl::SimpleAtoi(variable, &columns)) {
    return std::max(columns, 0);
  }
  winsize size{};
  return ioctl(file, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

std::string Paint(bool colour, const char* code, absl::string_view text) {
  return colour ? absl::StrCat("\x1b[", code, "m", text, "\x1b[0m") : std::string(text);
}

int ExitCode(const Error& error) {
  if (error.reason == kWrongUse) return kExitUsage;
  switch (error.code) {
    case absl::StatusCode::kNotFound:
      return kExitNotFound;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return kExitRefused;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return kExitNotAllowed;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      return kExitConflict;
    case absl::StatusCode::kFailedPrecondition:
      return error.reason == "SCHEMA_NOT_READY" ? kExitOther : kExitConflict;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
      return kExitUnreachable;
    default:
      return kExitOther;
  }
}

// Requests wrap what people know: record.themes and session.themes are themes to them.
absl::string_view FieldForPeople(absl::string_view path) {
  for (const absl::string_view wrapper :
       {"record.", "session.", "group.", "member.", "tutor.", "wave.", "establishment.", "account.", "token."}) {
    if (path.size() > wrapper.size() && path.substr(0, wrapper.size()) == wrapper) return path.substr(wrapper.size());
  }
  return path;
}

}  // namespace

Context::Context(std::ostream& output, std::ostream& errors) : out(output), err(errors) {
  output_is_terminal = isatty(STDOUT_FILENO) != 0;
  errors_are_terminal = isatty(STDERR_FILENO) != 0;
  input_is_terminal = isatty(STDIN_FILENO) != 0;
  width = TerminalWidth(STDOUT_FILENO);
  error_width = errors_are_terminal ? TerminalWidth(STDERR_FILENO) : 0;
  const char* no_colour = std::getenv("NO_COLOR");
  colour = errors_are_terminal && (no_colour == nullptr || *no_colour == '\0');
}

Context::~Context() = default;

client::Client& Context::Server() {
  if (client_ == nullptr) {
    client::Options options = ServerOptions();
    absl::StatusOr<Credential> credential = FindToken(*this);
    if (credential.ok()) {
      options.token = std::move(credential->token);
      token_source_ = std::move(credential->source);
    } else {
      options.token_error = credential.status();
    }
    client_ = std::make_unique<client::Client>(options);
    if (on_connected) on_connected(*this);
  }
  return *client_;
}

client::Options Context::ServerOptions() const {
  client::Options options;
  options.server = server;
  options.timeout = timeout;
  options.language = language == format::Language::kFrench ? "fr" : "en";
  options.tls = tls;
  options.ca_file = ca_file;
  options.certificate_file = certificate_file;
  options.key_file = key_file;
  return options;
}

std::string Context::Explain(const Error& error) const {
  if (!error.violations.empty()) {
    return absl::StrJoin(error.violations, " ; ", [](std::string* line, const Violation& violation) {
      absl::StrAppend(line, FieldForPeople(violation.field), ": ", violation.description);
    });
  }
  if (error.reason == "ETAG_MISMATCH") {
    return absl::StrCat(error.message, Text(" ; relancer la commande", "; run the command again"));
  }
  if (std::string remedy = ExplainSignIn(error, *this); !remedy.empty()) return remedy;
  if (std::string remedy = ExplainTls(error, *this); !remedy.empty()) return remedy;
  if (!error.reason.empty()) return error.message;
  switch (error.code) {
    case absl::StatusCode::kUnavailable:
      return Say(language, "le serveur $0 ne répond pas ; vérifier --server, ou prévenir qui l'administre",
                 "the server $0 does not answer; check --server, or tell who administers it", server);
    case absl::StatusCode::kDeadlineExceeded:
      return Say(language, "le serveur $0 n'a pas répondu à temps ; réessayer, ou augmenter --timeout",
                 "the server $0 did not answer in time; try again, or increase --timeout", server);
    case absl::StatusCode::kUnimplemented:
      return Say(language, "le serveur $0 ne connaît pas cette commande ; comparer sa version à celle-ci ($1)",
                 "the server $0 does not know this command; compare its version with this one ($1)", server,
                 TUTORAT_VERSION);
    default:
      return error.message;
  }
}

int Context::Fail(const absl::Status& status) {
  const Error error = client::ReadError(status);
  return FailAs(error, Explain(error), ExitCode(error));
}

int Context::FailUsage(absl::string_view message) {
  Error error;
  error.code = absl::StatusCode::kInvalidArgument;
  error.reason = kWrongUse;
  return FailAs(error, message, kExitUsage);
}

void Context::WriteMessage(absl::string_view label, const char* colour_code, absl::string_view line) {
  const std::string text = absl::StrJoin(format::Wrap(absl::StrCat(label, line), error_width, kIndent), "\n");
  err << Paint(colour, colour_code, text.substr(0, label.size())) << text.substr(label.size()) << "\n";
}

void Context::Warn(absl::string_view message) {
  WriteMessage(Text("attention : ", "warning: "), kYellow, OneLine(message));
}

int Context::FailAs(const Error& error, absl::string_view message, int exit_code) {
  const std::string line = OneLine(message);
  if (format != OutputFormat::kJson) {
    WriteMessage(Text("tutorat : ", "tutorat: "), kRed, line);
    return exit_code;
  }
  const std::string violations =
      absl::StrJoin(error.violations, ",", [](std::string* json, const Violation& violation) {
        absl::StrAppend(json, "{\"field\":", client::JsonString(violation.field),
                        ",\"reason\":", client::JsonString(violation.reason),
                        ",\"description\":", client::JsonString(violation.description), "}");
      });
  // Programs tell errors apart by their reason: what has no finer one has its kind.
  const std::string code = absl::StatusCodeToString(error.code);
  err << absl::StrCat(
      "{\"error\":{\"code\":\"", code, "\",\"reason\":", client::JsonString(error.reason.empty() ? code : error.reason),
      ",\"message\":", client::JsonString(line), ",\"violations\":[", violations, "],\"exitCode\":", exit_code, "}}\n");
  return exit_code;
}

}  // namespace tutorat::cli
