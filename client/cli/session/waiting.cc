#include "client/cli/session/waiting.h"

#include <algorithm>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/cli/session/session.h"
#include "client/cli/session/session_input.h"
#include "client/lib/error.h"
#include "client/text/width.h"

namespace tutorat::cli {
namespace {

using format::Say;

// Which session the server does not take, and why; then, on a line of its own, the command that says it again.
void WarnRefused(Context& context, const client::OutboxReport::Refused& refused, const std::string& path) {
  const std::string why = context.Explain(client::ReadError(refused.why));
  if (refused.record.group().empty()) {
    context.Warn(Say(context.language, "ligne en attente illisible, mise dans $0",
                     "unreadable waiting line, moved to $0", path));
    return;
  }
  context.Warn(Say(context.language,
                   "séance en attente refusée, groupe $0 : $1 ; tout ce qui en était noté est dans $2 (tutorat outbox "
                   "list) ; corriger cette commande et la relancer :",
                   "waiting session refused, group $0: $1; all that was noted of it is in $2 (tutorat outbox list); "
                   "correct this command and run it again:",
                   DescribeRecord(context, refused.record), why, path));
  client::OutboxEntry entry;
  *entry.request.mutable_record() = refused.record;
  entry.request.set_request_id(refused.request_id);
  entry.refused = true;
  context.err << "  " << format::Printable(CommandAgain(context, entry)) << "\n";
}

}  // namespace

std::string WaitingId(const std::string& request_id) {
  constexpr size_t kShown = 6;
  return request_id.substr(request_id.size() - std::min(request_id.size(), kShown));
}

std::string CommandAgain(const Context& context, const client::OutboxEntry& entry) {
  const std::string record = RecordCommand(context, entry.request.record());
  const std::string drop = absl::StrCat("tutorat outbox drop ", WaitingId(entry.request.request_id()), " --yes");
  return entry.refused ? absl::StrCat(record, " && ", drop) : absl::StrCat(drop, " && ", record);
}

void SendWaiting(Context& context) {
  if (context.outbox_path.empty()) return;
  const client::Outbox outbox(context.outbox_path);
  const absl::StatusOr<client::OutboxReport> report =
      outbox.Send(context.server,
                  [&context](const v1::RecordSessionRequest& request,
                             client::Outbox::Age age) -> absl::StatusOr<v1::RecordSessionResponse> {
                    // The command itself will wait for a server that is away; this does not make it wait twice.
                    client::Options options = context.Server().options();
                    options.patience = absl::ZeroDuration();
                    auto response = client::Client(options).Call<v1::RecordSessionResponse>(request);
                    // An earlier attempt stored it, whose answer the server has forgotten.
                    const bool stored = age == client::Outbox::Age::kLong &&
                                        client::ReadError(response.status()).reason == "SESSION_ALREADY_RECORDED";
                    return stored ? v1::RecordSessionResponse() : response;
                  });
  if (!report.ok()) {
    context.Warn(Say(context.language, "séances en attente illisibles : $0", "waiting sessions cannot be read: $0",
                     std::string(report.status().message())));
    return;
  }
  if (!report->sent.empty()) {
    context.err << Say(context.language, "Séances en attente, envoyées : $0\n", "Waiting sessions, sent: $0\n",
                       report->sent.size());
  }
  for (const client::OutboxReport::Sent& sent : report->sent) {
    for (const v1::Warning& warning : sent.response.warnings()) {
      context.Warn(Say(context.language, "séance envoyée du groupe $0 : $1", "session sent, of group $0: $1",
                       DescribeRecord(context, sent.record), warning.message()));
    }
  }
  for (const client::OutboxReport::Refused& refused : report->refusals) {
    WarnRefused(context, refused, outbox.RejectedPath());
  }
  if (report->waiting > 0) {
    context.Warn(Say(context.language, "séances qui attendent encore : $0 ($1) ; $2",
                     "sessions still waiting: $0 ($1); $2", report->waiting, context.outbox_path,
                     context.Explain(client::ReadError(report->why_waiting))));
  }
}

}  // namespace tutorat::cli
