#include "client/cli/context.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "client/cli/credentials.h"
#include "client/cli/session.h"
#include "client/cli/text.h"
#include "client/lib/json.h"
#include "client/lib/outbox.h"

namespace tutorat::cli {
namespace {

using client::Error;
using client::Violation;
using format::Say;

constexpr char kRed[] = "31";
constexpr char kYellow[] = "33";

int TerminalWidth() {
  int columns = 0;
  if (const char* variable = std::getenv("COLUMNS"); variable != nullptr && absl::SimpleAtoi(variable, &columns)) {
    return std::max(columns, 0);
  }
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
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

// What to say where the server's own words are missing or do not say what to do.
std::string Explain(const Error& error, const Context& context) {
  if (!error.violations.empty()) {
    return absl::StrJoin(error.violations, " ; ", [](std::string* line, const Violation& violation) {
      absl::StrAppend(line, FieldForPeople(violation.field), ": ", violation.description);
    });
  }
  if (error.reason == "ETAG_MISMATCH") {
    return absl::StrCat(error.message, context.Text(" ; relancer la commande", "; run the command again"));
  }
  if (std::string remedy = ExplainSignIn(error, context); !remedy.empty()) return remedy;
  if (std::string remedy = ExplainTls(error, context); !remedy.empty()) return remedy;
  if (!error.reason.empty()) return error.message;
  switch (error.code) {
    case absl::StatusCode::kUnavailable:
      return Say(context.language, "le serveur $0 ne répond pas ; vérifier --server, ou lancer « tutoratd serve »",
                 "the server $0 does not answer; check --server, or start \"tutoratd serve\"", context.server);
    case absl::StatusCode::kDeadlineExceeded:
      return Say(context.language, "le serveur $0 n'a pas répondu à temps ; réessayer, ou augmenter --timeout",
                 "the server $0 did not answer in time; try again, or increase --timeout", context.server);
    case absl::StatusCode::kUnimplemented:
      return Say(context.language, "le serveur $0 ne connaît pas cette commande ; comparer sa version à celle-ci ($1)",
                 "the server $0 does not know this command; compare its version with this one ($1)", context.server,
                 TUTORAT_VERSION);
    default:
      return error.message;
  }
}

// Which session the server does not take, why, and how to send it again: the line moved aside is not sent any more.
std::string DescribeRefused(const client::OutboxReport::Refused& refused, const std::string& path,
                            const Context& context) {
  const std::string why = Explain(client::ReadError(refused.why), context);
  if (refused.record.group().empty()) {
    return Say(context.language, "ligne en attente illisible, mise dans $0", "unreadable waiting line, moved to $0",
               path);
  }
  return Say(
      context.language,
      "séance en attente refusée, groupe $0 : $1 ; tout ce qui en était noté est dans $2 ; la corriger et la "
      "renvoyer par « tutorat session record --group $3 --date $4 »",
      "waiting session refused, group $0: $1; all that was noted of it is in $2; correct it and send it again by "
      "\"tutorat session record --group $3 --date $4\"",
      DescribeRecord(context, refused.record), why, path,
      absl::StrCat(refused.record.wave().empty() ? "" : absl::StrCat(refused.record.wave(), "/"),
                   refused.record.group()),
      refused.record.date());
}

}  // namespace

Context::Context(std::ostream& output, std::ostream& errors) : out(output), err(errors) {
  output_is_terminal = isatty(STDOUT_FILENO) != 0;
  errors_are_terminal = isatty(STDERR_FILENO) != 0;
  input_is_terminal = isatty(STDIN_FILENO) != 0;
  width = TerminalWidth();
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
    SendOutbox();
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

void Context::SendOutbox() {
  if (outbox_path.empty()) return;
  const client::Outbox outbox(outbox_path);
  const absl::StatusOr<client::OutboxReport> report =
      outbox.Send(server,
                  [this](const v1::RecordSessionRequest& request,
                         client::Outbox::Age age) -> absl::StatusOr<v1::RecordSessionResponse> {
                    if (age == client::Outbox::Age::kLong) {
                      const auto stored = FindStored(*this, request.record());
                      if (!stored.ok()) return stored.status();
                      if (stored->has_value()) {
                        v1::RecordSessionResponse response;
                        *response.mutable_session() = **stored;
                        return response;
                      }
                    }
                    // The command itself will wait for a server that is away; this does not make it wait twice.
                    client::Options options = client_->options();
                    options.patience = absl::ZeroDuration();
                    client::Client client(options);
                    return client.Call<v1::RecordSessionResponse>(request);
                  });
  if (!report.ok()) {
    Warn(Say(language, "séances en attente illisibles : $0", "waiting sessions cannot be read: $0",
             std::string(report.status().message())));
    return;
  }
  if (!report->sent.empty()) {
    err << Say(language, "Séances en attente, envoyées : $0\n", "Waiting sessions, sent: $0\n", report->sent.size());
  }
  for (const client::OutboxReport::Sent& sent : report->sent) {
    for (const v1::Warning& warning : sent.response.warnings()) {
      Warn(Say(language, "séance envoyée du groupe $0 : $1", "session sent, of group $0: $1",
               DescribeRecord(*this, sent.record), warning.message()));
    }
  }
  for (const client::OutboxReport::Refused& refused : report->refusals) {
    Warn(DescribeRefused(refused, outbox.RejectedPath(), *this));
  }
  if (report->waiting > 0) {
    Warn(Say(language, "séances qui attendent encore : $0 ($1) ; $2", "sessions still waiting: $0 ($1); $2",
             report->waiting, outbox_path, Explain(client::ReadError(report->why_waiting), *this)));
  }
}

int Context::Fail(const absl::Status& status) {
  const Error error = client::ReadError(status);
  return FailAs(error, Explain(error, *this), ExitCode(error));
}

int Context::FailUsage(absl::string_view message) {
  Error error;
  error.code = absl::StatusCode::kInvalidArgument;
  error.reason = kWrongUse;
  return FailAs(error, message, kExitUsage);
}

void Context::Warn(absl::string_view message) {
  err << Paint(colour, kYellow, Text("attention : ", "warning: ")) << OneLine(message) << "\n";
}

int Context::FailAs(const Error& error, absl::string_view message, int exit_code) {
  const std::string line = OneLine(message);
  if (format != OutputFormat::kJson) {
    err << Paint(colour, kRed, Text("tutorat : ", "tutorat: ")) << line << "\n";
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
