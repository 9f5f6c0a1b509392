#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resolve.h"
#include "client/cli/shell/resource.h"
#include "client/lib/list.h"
#include "client/report/audit_print.h"
#include "proto/status_macros.h"
#include "tutorat/v1/audit.pb.h"

namespace tutorat::cli {
namespace {

struct AuditFilter {
  std::string resource;
  std::string account;
  std::string from;
  std::string to;
  ListOptions list;
};

// To the second, or to the microsecond in csv, where programs compare.
std::string AuditTime(const Context& context, const google::protobuf::Timestamp& time) {
  const absl::Time instant = absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
  if (context.format == OutputFormat::kCsv) return absl::FormatTime(absl::RFC3339_full, instant, absl::UTCTimeZone());
  return absl::StrCat(ShownDayOf(context, time), absl::FormatTime(" %H:%M:%S", instant, absl::LocalTimeZone()));
}

// Who acts without an account in the register: what is typed is its name.
bool IsActorName(const std::string& text) {
  return text == "server" || text == "tutoratd" || absl::StartsWith(text, "accounts/") ||
         absl::StartsWith(text, "subjects/");
}

absl::StatusOr<std::string> ResolveActor(Context& context, const std::string& text) {
  if (IsActorName(text)) return text;
  absl::StatusOr<v1::Account> account = FindAccount(context, text);
  // A deleted account's deeds stay.
  if (absl::IsNotFound(account.status())) account = FindAccount(context, text, Deleted::kOnly);
  if (!account.ok()) return account.status();
  return account->name();
}

absl::StatusOr<v1::ListAuditEntriesRequest> MakeAuditRequest(Context& context, const AuditFilter& filter) {
  v1::ListAuditEntriesRequest request;
  request.set_resource(filter.resource);
  RETURN_IF_ERROR(SetPeriodDays(context, {.from = filter.from, .to = filter.to}, request));
  if (!filter.account.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_account(), ResolveActor(context, filter.account));
  }
  return request;
}

// By the beginning or the end of the id, as lists show it. An administrator sees no other list than this one to look
// it up in.
absl::StatusOr<v1::ListAuditEntriesResponse> ListByShortId(Context& context, v1::ListAuditEntriesRequest request) {
  const std::string typed = request.resource();
  const std::size_t slash = typed.find('/');
  if (slash == std::string::npos || slash + 1 == typed.size()) return v1::ListAuditEntriesResponse();
  request.clear_resource();
  ASSIGN_OR_RETURN(auto entries, client::ListAll<v1::ListAuditEntriesResponse>(context.Server(), request));
  std::set<std::string> resources;
  v1::ListAuditEntriesResponse found;
  for (v1::AuditEntry& entry : *entries.mutable_audit_entries()) {
    const std::string& resource = entry.resource();
    const bool meant = absl::StartsWith(resource, typed) || (absl::StartsWith(resource, typed.substr(0, slash + 1)) &&
                                                             absl::EndsWith(resource, typed.substr(slash + 1)));
    if (!meant) continue;
    resources.insert(resource);
    *found.add_audit_entries() = std::move(entry);
  }
  if (resources.size() <= 1) return found;
  return WrongValue(context, "--resource", typed,
                    format::Say(context.language, "désigne plusieurs ressources ; écrire $0",
                                "means several resources; write $0", absl::StrJoin(resources, ", ")));
}

Exit ListAudit(Context& context, const AuditFilter& filter) {
  ASSIGN_OR_RETURN(const auto request, MakeAuditRequest(context, filter));
  auto entries = client::ListAll<v1::ListAuditEntriesResponse>(context.Server(), request);
  if (entries.ok() && entries->audit_entries().empty()) entries = ListByShortId(context, request);
  if (!entries.ok()) return entries.status();
  ASSIGN_OR_RETURN(const Labels accounts, ListAccountNames(context));
  return PrintResources<v1::AuditEntry>(
      context, filter.list, *entries, entries->audit_entries(), [&](const v1::AuditEntry& entry) -> Details {
        return {{{"number", context.Text("N°", "NO."), format::Align::kRight}, format::AuditNumber(entry.name())},
                {{"create_time", context.Text("QUAND", "WHEN")}, AuditTime(context, entry.create_time())},
                {{"account", context.Text("QUI", "WHO")}, accounts.Of(entry.account())},
                {{"action", "ACTION", format::Align::kLeft, 1}, format::Word(entry.action(), context.language)},
                {{"resource", context.Text("RESSOURCE", "RESOURCE")}, entry.resource()},
                {{"fields", context.Text("CHAMPS", "FIELDS"), format::Align::kLeft, 2},
                 absl::StrJoin(entry.changes(), ", ", [](std::string* text, const v1::AuditChange& change) {
                   text->append(change.field());
                 })}};
      });
}

Exit ShowAudit(Context& context, const std::string& number) {
  ASSIGN_OR_RETURN(const v1::AuditEntry entry, Get<v1::AuditEntry>(context, format::AuditName(number)));
  ASSIGN_OR_RETURN(const Labels accounts, ListAccountNames(context));
  const std::string label = accounts.Of(entry.account());
  const std::string changes =
      absl::StrJoin(entry.changes(), "\n", [&context](std::string* lines, const v1::AuditChange& change) {
        absl::StrAppend(lines, format::DescribeChange(change, context.language));
      });
  return PrintDetails(context,
                      {{{"number", context.Text("N°", "NO.")}, format::AuditNumber(entry.name())},
                       {{"create_time", context.Text("QUAND", "WHEN")}, AuditTime(context, entry.create_time())},
                       {{"account", context.Text("QUI", "WHO")},
                        label == entry.account() ? label : absl::StrCat(label, " (", entry.account(), ")")},
                       {{"method", context.Text("MÉTHODE", "METHOD")}, entry.method()},
                       {{"request_id", context.Text("REQUÊTE", "REQUEST")}, entry.request_id()},
                       {{"action", "ACTION"}, format::Word(entry.action(), context.language)},
                       {{"resource", context.Text("RESSOURCE", "RESOURCE")}, entry.resource()},
                       {{"changes", context.Text("CHANGEMENTS", "CHANGES")}, changes},
                       {{"hash", context.Text("EMPREINTE", "HASH")}, entry.hash()}},
                      entry);
}

}  // namespace

void AddAudit(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(app, "audit", context.Text("Qui a changé quoi, et quand", "Who changed what, and when"));
  auto filter = std::make_shared<AuditFilter>();
  CLI::App* list = AddVerb(noun, "list", context.Text("Lister", "List"));
  AddText(list, "--resource", filter->resource, context.Text("NOM", "NAME"),
          context.Text("D'une seule ressource, par exemple sessions/ID", "Of one resource, for example sessions/ID"));
  AddText(list, "--account", filter->account, context.Text("COMPTE", "ACCOUNT"),
          context.Text("Par ce compte : nom, adresse électronique, accounts/ID ou subjects/ID ; server, tutoratd",
                       "By this account: name, e-mail, accounts/ID or subjects/ID; server, tutoratd"));
  AddText(list, "--from", filter->from, context.Text("JOUR", "DAY"), context.Text("Premier jour", "First day"));
  AddText(list, "--to", filter->to, context.Text("JOUR", "DAY"),
          context.Text("Dernier jour, inclus", "Last day, included"));
  AddExcel(list, context, filter->list.excel);
  OnRun(list, context, [&context, filter] { return ListAudit(context, *filter); });

  auto number = std::make_shared<std::string>();
  CLI::App* show = AddVerb(
      noun, "show", context.Text("Montrer : chaque champ, avant et après", "Show: each field, before and after"));
  Require(AddText(show, "number", *number, "ID",
                  context.Text("Son numéro, de « audit list »", "Its number, from \"audit list\"")));
  OnRun(show, context, [&context, number] { return ShowAudit(context, *number); });
}

const RegisteredNoun kAuditNoun(180, &AddAudit);

}  // namespace tutorat::cli
