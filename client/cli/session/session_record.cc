#include <memory>
#include <ostream>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/session/import.h"
#include "client/cli/session/session.h"
#include "client/cli/session/session_input.h"
#include "client/cli/session/session_interview.h"
#include "client/cli/session/session_issues.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resource.h"
#include "client/lib/outbox.h"
#include "client/text/words.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;

struct RecordOptions {
  GroupOptions where;
  SessionInput input;
  std::string request_id;
  std::string from_csv;
  bool still_open = false;
  std::vector<std::string> resolved;
  bool dry_run = false;
  v1::SessionState state = v1::SESSION_STATE_HELD;
};

std::vector<std::string> Missing(const v1::SessionRecord& record) {
  std::vector<std::string> flags;
  if (record.group().empty()) flags.emplace_back("--group");
  if (record.date().empty()) flags.emplace_back("--date");
  if (record.themes().empty() && record.state() == v1::SESSION_STATE_HELD) flags.emplace_back("--themes");
  return flags;
}

// What was stored, as people call it.
v1::SessionRecord Stored(Context& context, const v1::Session& session) {
  v1::SessionRecord record;
  const absl::StatusOr<v1::Group> group = Get<v1::Group>(context, session.group());
  record.set_group(group.ok() ? GroupLabel(*group) : session.group());
  record.set_date(session.local_date());
  record.set_start(session.local_clock());
  record.set_duration_minutes(static_cast<int>(session.duration().seconds() / 60));
  record.set_themes(session.themes());
  return record;
}

// Never lost: what the server cannot take now waits in a file.
int Keep(Context& context, const v1::RecordSessionRequest& request, const absl::Status& why) {
  if (context.outbox_path.empty()) return context.Fail(why);
  const client::Outbox outbox(context.outbox_path);
  if (absl::Status kept = outbox.Keep(context.server, request); !kept.ok()) {
    context.Warn(Say(context.language, "la séance n'a pas pu être gardée : $0", "the session could not be kept: $0",
                     std::string(kept.message())));
    return context.Fail(why);
  }
  client::Error error = client::ReadError(why);
  error.reason = "KEPT_IN_OUTBOX";
  if (!client::IsTemporary(why)) {
    return context.FailAs(error,
                          Say(context.language,
                              "le serveur $0 ne peut pas l'enregistrer pour l'instant ($1) ; séance gardée ($2), elle "
                              "partira avec la prochaine commande qui aboutit, par exemple « tutorat health »",
                              "the server $0 cannot record it for now ($1); session kept ($2), it leaves with the next "
                              "command that succeeds, for example \"tutorat health\"",
                              context.server, error.message, outbox.path()),
                          kExitUnreachable);
  }
  return context.FailAs(error,
                        Say(context.language,
                            "le serveur $0 n'est pas joignable ; séance gardée ($1), elle partira avec la prochaine "
                            "commande qui l'atteint, par exemple « tutorat health »",
                            "the server $0 cannot be reached; session kept ($1), it leaves with the next command that "
                            "reaches it, for example \"tutorat health\"",
                            context.server, outbox.path()),
                        kExitUnreachable);
}

// What --still-open and --resolved mean is known to the server only: there is nothing that could be kept for later.
absl::Status ApplyFlags(Context& context, const RecordOptions& options, v1::SessionRecord& record,
                        std::vector<v1::IssueEntry>* resolved) {
  if (!options.still_open && options.resolved.empty()) return absl::OkStatus();
  const absl::StatusOr<std::vector<OpenIssue>> open = FetchOpenIssues(context, record);
  if (client::IsTemporary(open.status())) {
    context.Warn(
        context.Text("--still-open et --resolved demandent le registre au serveur ; sans eux, la séance serait "
                     "gardée et partirait plus tard",
                     "--still-open and --resolved ask the server for the register; without them the session "
                     "would be kept, and leave later"));
  }
  if (!open.ok()) return open.status();
  return ApplyIssueFlags(context, options.still_open, options.resolved, *open, record, resolved);
}

int SendRecord(Context& context, const RecordOptions& options, const v1::SessionRecord& record,
               const std::vector<v1::IssueEntry>& resolved) {
  v1::RecordSessionRequest request;
  *request.mutable_record() = record;
  request.set_request_id(options.request_id.empty() ? client::NewRequestId() : options.request_id);
  request.set_validate_only(options.dry_run);
  const auto response = CallRecord(context, request);
  if (!response.ok()) {
    if (!client::MayStillBeStored(response.status()) || options.dry_run) return context.Fail(response.status());
    WarnUnresolved(context, resolved, record.date());
    return Keep(context, request, response.status());
  }
  const v1::Session& session = response->session();
  const std::string what = DescribeRecord(context, Stored(context, session));
  if (options.dry_run) {
    return PrintDone(context,
                     Say(context.language, "Rien n'est enregistré ; serait accepté : groupe $0",
                         "Nothing is stored; would be accepted: group $0", what),
                     *response);
  }
  const bool planned = session.state() == v1::SESSION_STATE_PLANNED;
  PrintDone(context,
            absl::StrCat(planned ? context.Text("Prévue : groupe ", "Planned: group ")
                                 : context.Text("Enregistrée : groupe ", "Recorded: group "),
                         what, " (", session.name(), ")"),
            *response);
  return ResolveIssues(context, resolved, record.date());
}

// Flags of one session, which the file of many says itself.
std::string OfNoUseWithFile(const CLI::App& verb) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : verb.get_options()) {
    const std::string flag = NameOf(*option);
    if (IsGiven(*option) && flag != "--from-csv" && flag != "--wave" && flag != "--dry-run") flags.push_back(flag);
  }
  return absl::StrJoin(flags, ", ");
}

Exit RecordFile(Context& context, const CLI::App& verb, const RecordOptions& options) {
  if (const std::string flags = OfNoUseWithFile(verb); !flags.empty()) {
    return context.FailUsage(
        Say(context.language, "--from-csv : le fichier dit tout de ses séances ; ôter $0, ou l'y écrire",
            "--from-csv: the file says all of its sessions; take away $0, or write it there", flags));
  }
  return RunImport(context, {options.from_csv, options.where.wave, !options.dry_run});
}

Exit Record(Context& context, const RecordOptions& options) {
  v1::SessionRecord record;
  record.set_group(options.where.group);
  record.set_wave(options.where.wave);
  record.set_state(options.state);
  record.set_tutor(context.me);
  RETURN_IF_ERROR(ReadInput(context, options.input, record));
  const bool day_is_told = !record.date().empty();
  const int minutes = record.duration_minutes();
  std::vector<v1::IssueEntry> resolved;
  if (const std::vector<std::string> missing = Missing(record); !missing.empty()) {
    if (!context.input_is_terminal || !context.output_is_terminal) {
      return context.FailUsage(Say(context.language, "il manque $0 ; dans un terminal, la commande le demanderait",
                                   "$0 missing; in a terminal the command would ask", absl::StrJoin(missing, ", ")));
    }
    const bool told = options.still_open || !options.resolved.empty();
    const absl::Status answered = InterviewTutor(context, record, told ? nullptr : &resolved);
    if (answered.code() == absl::StatusCode::kCancelled) {
      context.err << "\n" << answered.message() << "\n";
      return kExitOther;
    }
    if (!answered.ok()) return context.Fail(answered);
    if (!day_is_told && record.duration_minutes() == minutes) {
      RETURN_IF_ERROR(ReadEnd(context, options.input, record));
    }
  }
  RETURN_IF_ERROR(ApplyFlags(context, options, record, &resolved));
  return SendRecord(context, options, record, resolved);
}

void AddCommonFlags(CLI::App* verb, Context& context, RecordOptions& options) {
  AddText(verb, "--request-id", options.request_id, "ID",
          context.Text("Répété avec le même, rien ne s'enregistre deux fois",
                       "Repeated with the same, nothing is stored twice"));
  AddSwitch(verb, "--dry-run", options.dry_run, context.Text("Vérifier sans enregistrer", "Check, and store nothing"));
}

}  // namespace

void AddSessionRecord(CLI::App* noun, Context& context) {
  auto held = std::make_shared<RecordOptions>();
  CLI::App* record = AddVerb(noun, "record",
                             context.Text("Enregistrer une séance tenue ; demande ce qui manque. Seuls les absents "
                                          "nommés, les autres membres sont notés présents",
                                          "Record a session that was held; asks for what is missing. Where the absent "
                                          "alone are named, the other members are noted as present"));
  AddGroupOptions(record, context, held->where);
  AddFlags(record, context, FlagsOf::kPlan, held->input);
  AddFlags(record, context, FlagsOf::kZone, held->input);
  AddFlags(record, context, FlagsOf::kOutcome, held->input);
  AddFlags(record, context, FlagsOf::kIssues, held->input);
  AddSwitch(record, "--still-open", held->still_open,
            context.Text("Les problèmes ouverts du groupe sont toujours là : les noter comme la dernière fois",
                         "The group's open issues are still there: note them as the last time"));
  AddTexts(record, "--resolved", held->resolved, format::WordChoices<v1::ParticipationIssue::Kind>(context.language),
           context.Text("Ce problème est résolu à la date de la séance ; répéter pour plusieurs",
                        "This issue is resolved as of the session's day; repeat for more"));
  AddText(record, "--from-csv", held->from_csv, context.Text("FICHIER", "FILE"),
          context.Text("Plusieurs séances d'un coup, comme « tutorat import FICHIER --apply »",
                       "Many sessions at once, as \"tutorat import FILE --apply\""));
  AddCommonFlags(record, context, *held);
  OnRun(record, context, [&context, record, held] {
    return held->from_csv.empty() ? Record(context, *held) : RecordFile(context, *record, *held);
  });

  auto planned = std::make_shared<RecordOptions>();
  planned->state = v1::SESSION_STATE_PLANNED;
  CLI::App* plan = AddVerb(noun, "plan", context.Text("Prévoir une séance à venir", "Plan a session to come"));
  AddGroupOptions(plan, context, planned->where);
  AddFlags(plan, context, FlagsOf::kPlan, planned->input);
  AddFlags(plan, context, FlagsOf::kZone, planned->input);
  AddFlags(plan, context, FlagsOf::kAgenda, planned->input);
  AddCommonFlags(plan, context, *planned);
  OnRun(plan, context, [&context, planned] { return Record(context, *planned); });
}

}  // namespace tutorat::cli
