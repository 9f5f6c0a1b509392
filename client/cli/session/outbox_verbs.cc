#include <algorithm>
#include <memory>
#include <ostream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cli/session/session.h"
#include "client/cli/session/waiting.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/parse.h"
#include "client/lib/outbox.h"
#include "client/text/width.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using client::OutboxEntry;
using format::Say;

struct DropOptions {
  std::string id;
  bool all = false;
  bool yes = false;
};

absl::StatusOr<std::vector<OutboxEntry>> ListEntries(const Context& context) {
  if (context.outbox_path.empty()) return std::vector<OutboxEntry>();
  return client::Outbox(context.outbox_path).List();
}

std::string GroupOf(const OutboxEntry& entry) {
  const v1::SessionRecord& record = entry.request.record();
  return absl::StrCat(record.wave().empty() ? "" : absl::StrCat(absl::StripPrefix(record.wave(), "waves/"), "/"),
                      record.group());
}

std::string StateOf(const OutboxEntry& entry, format::Language language) {
  if (entry.request.request_id().empty()) return Say(language, "illisible", "unreadable");
  return entry.refused ? Say(language, "refusée", "refused") : Say(language, "en attente", "waiting");
}

Details DescribeEntry(const Context& context, const OutboxEntry& entry) {
  const v1::SessionRecord& record = entry.request.record();
  return {{{"date", "DATE"}, ShownDay(context, record.date())},
          {{"group", context.Text("GROUPE", "GROUP")}, GroupOf(entry)},
          {{"themes", context.Text("THÈMES", "THEMES")}, record.themes()},
          {{"state", context.Text("ÉTAT", "STATE")},
           StateOf(entry, context.format == OutputFormat::kCsv ? format::Language::kEnglish : context.language)},
          {{"why", context.Text("POURQUOI", "WHY")}, entry.why},
          {{"server", context.Text("SERVEUR", "SERVER"), format::Align::kLeft, 1}, entry.server},
          {{"id", "ID"}, WaitingId(entry.request.request_id())}};
}

// As the files have it; a line that is no JSON is left out.
google::protobuf::Struct JsonOf(const std::vector<OutboxEntry>& entries) {
  google::protobuf::Struct whole;
  auto& sessions = *(*whole.mutable_fields())["sessions"].mutable_list_value();
  for (const OutboxEntry& entry : entries) {
    google::protobuf::Struct one;
    if (!google::protobuf::util::JsonStringToMessage(entry.line, &one).ok()) continue;
    *sessions.add_values()->mutable_struct_value() = std::move(one);
  }
  return whole;
}

Exit ListOutbox(Context& context, const ListOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<OutboxEntry> entries, ListEntries(context));
  if (entries.empty() && context.format == OutputFormat::kTable && !options.excel) {
    return PrintDone(context, context.Text("Aucune séance n'attend.", "No session is waiting."), JsonOf(entries));
  }
  return PrintResources<OutboxEntry>(context, options, JsonOf(entries), entries,
                                     [&context](const OutboxEntry& entry) { return DescribeEntry(context, entry); });
}

Exit SendOutbox(Context& context) {
  const auto is_waiting = [](const OutboxEntry& entry) { return !entry.refused; };
  ASSIGN_OR_RETURN(const std::vector<OutboxEntry> before, ListEntries(context));
  if (std::none_of(before.begin(), before.end(), is_waiting)) {
    return PrintDone(context, context.Text("Aucune séance n'attend.", "No session is waiting."), JsonOf({}));
  }
  // The first use of the server sends what waits for it, and tells.
  context.Server();
  ASSIGN_OR_RETURN(const std::vector<OutboxEntry> after, ListEntries(context));
  const auto elsewhere = std::find_if(after.begin(), after.end(), [&](const OutboxEntry& entry) {
    return is_waiting(entry) && entry.server != context.server;
  });
  if (elsewhere != after.end()) {
    context.Warn(Say(context.language, "des séances attendent un autre serveur : tutorat outbox send --server $0",
                     "sessions wait for another server: tutorat outbox send --server $0", elsewhere->server));
  }
  return std::any_of(after.begin(), after.end(), is_waiting) ? kExitUnreachable : kExitDone;
}

absl::StatusOr<OutboxEntry> FindEntry(const Context& context, const std::vector<OutboxEntry>& entries,
                                      const std::string& id) {
  std::vector<OutboxEntry> found;
  for (const OutboxEntry& entry : entries) {
    if (!id.empty() && absl::EndsWith(entry.request.request_id(), id)) found.push_back(entry);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return absl::NotFoundError(Say(context.language, "rien n'attend sous $0 ; voir « tutorat outbox list »",
                                   "nothing waits as $0; see \"tutorat outbox list\"", id));
  }
  return absl::InvalidArgumentError(Say(context.language,
                                        "plusieurs séances en attente finissent par $0 ; en taper plus",
                                        "several waiting sessions end in $0; type more of it", id));
}

Exit DropFromOutbox(Context& context, const DropOptions& options) {
  if (options.id.empty() != options.all) {
    return context.FailUsage(context.Text("laquelle ôter ? Donner un identifiant de « tutorat outbox list », ou --all",
                                          "which one? Give an id of \"tutorat outbox list\", or --all"));
  }
  ASSIGN_OR_RETURN(std::vector<OutboxEntry> entries, ListEntries(context));
  if (!options.all) {
    ASSIGN_OR_RETURN(OutboxEntry entry, FindEntry(context, entries, options.id));
    entries = {std::move(entry)};
  }
  const std::string which = absl::StrJoin(entries, " ; ", [&context](std::string* list, const OutboxEntry& entry) {
    absl::StrAppend(list, entry.request.request_id().empty() ? StateOf(entry, context.language)
                                                             : DescribeRecord(context, entry.request.record()));
  });
  if (entries.empty()) {
    return PrintDone(context, context.Text("Aucune séance n'attend.", "No session is waiting."), JsonOf({}));
  }
  if (!options.yes) {
    return context.FailUsage(Say(context.language,
                                 "rien n'est ôté ; ce serait pour de bon : $0 ; si oui, ajouter --yes",
                                 "nothing is dropped; it would be for good: $0; if so, add --yes", which));
  }
  RETURN_IF_ERROR(client::Outbox(context.outbox_path).Drop(entries));
  return PrintDone(context, Say(context.language, "Ôté de la boîte d'envoi : $0", "Dropped from the outbox: $0", which),
                   JsonOf(entries));
}

Exit EditEntry(Context& context, const std::string& id) {
  ASSIGN_OR_RETURN(const std::vector<OutboxEntry> entries, ListEntries(context));
  ASSIGN_OR_RETURN(const OutboxEntry entry, FindEntry(context, entries, id));
  if (!entry.why.empty()) context.Warn(entry.why);
  context.err << context.Text("Corriger cette commande et la lancer :\n", "Correct this command and run it:\n");
  context.out << format::Printable(CommandAgain(context, entry)) << "\n";
  return kExitDone;
}

}  // namespace

void AddOutbox(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(app, "outbox",
                           context.Text("Séances enregistrées sans serveur : ce qui attend, ce qui a été refusé",
                                        "Sessions recorded without a server: what waits, what was refused"));
  auto list_options = std::make_shared<ListOptions>();
  CLI::App* list = AddVerb(noun, "list", context.Text("Lister", "List"));
  AddExcel(list, context, list_options->excel);
  OnRun(list, context, [&context, list_options] { return ListOutbox(context, *list_options); });

  CLI::App* send = AddVerb(noun, "send", context.Text("Envoyer maintenant ce qui attend", "Send what waits now"));
  OnRun(send, context, [&context] { return SendOutbox(context); });

  auto drop_options = std::make_shared<DropOptions>();
  CLI::App* drop = AddVerb(noun, "drop", context.Text("Ôter pour de bon, sans l'envoyer", "Drop for good, unsent"));
  AddText(drop, "id", drop_options->id, "ID", context.Text("De « outbox list »", "Of \"outbox list\""));
  AddSwitch(drop, "--all", drop_options->all, context.Text("Tout ce qui attend ou a été refusé", "All of it"));
  AddSwitch(drop, "--yes", drop_options->yes, context.Text("Oui, pour de bon", "Yes, for good"));
  OnRun(drop, context, [&context, drop_options] { return DropFromOutbox(context, *drop_options); });

  auto id = std::make_shared<std::string>();
  CLI::App* edit = AddVerb(noun, "edit",
                           context.Text("La commande entière qui l'enregistre, à corriger et à relancer",
                                        "The whole command that records it, to be corrected and run"));
  Require(AddText(edit, "id", *id, "ID", context.Text("De « outbox list »", "Of \"outbox list\"")));
  OnRun(edit, context, [&context, id] { return EditEntry(context, *id); });
}

const RegisteredNoun kOutboxNoun(75, &AddOutbox);

}  // namespace tutorat::cli
