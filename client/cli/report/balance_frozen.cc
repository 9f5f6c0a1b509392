#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "client/cli/report/balance.h"
#include "client/cli/report/period_options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/resource.h"
#include "client/lib/list.h"
#include "client/lib/sha256.h"
#include "client/text/figures.h"
#include "proto/status_macros.h"
#include "tutorat/v1/balance_diff.pb.h"
#include "tutorat/v1/freeze.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;

constexpr absl::string_view kFrozenBalances = "frozenBalances/";
constexpr size_t kIdLength = 26;
// Enough of a SHA-256 to tell balances apart at a glance.
constexpr size_t kShortHash = 12;

absl::StatusOr<v1::ListFrozenBalancesResponse> ListAll(Context& context, const std::string& wave) {
  v1::ListFrozenBalancesRequest request;
  if (!wave.empty()) request.set_wave(absl::StrCat(absl::StartsWith(wave, "waves/") ? "" : "waves/", wave));
  return client::ListAll<v1::ListFrozenBalancesResponse>(context.Server(), request);
}

// The name of the one that `id` means: its name, its id, or the beginning or end of that.
absl::StatusOr<std::string> FindName(Context& context, const std::string& id) {
  if (absl::StartsWith(id, kFrozenBalances)) return id;
  if (id.size() == kIdLength) return absl::StrCat(kFrozenBalances, id);
  ASSIGN_OR_RETURN(const auto all, ListAll(context, ""));
  std::vector<std::string> found;
  for (const v1::FrozenBalance& frozen : all.frozen_balances()) {
    if (MayMean(id, kFrozenBalances, frozen.name())) found.push_back(frozen.name());
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return absl::NotFoundError(Say(context.language, "aucun bilan figé $0 ; voir « tutorat balance list »",
                                   "no frozen balance $0; see \"tutorat balance list\"", id));
  }
  constexpr size_t kShown = 5;
  if (found.size() > kShown) found.resize(kShown);
  return absl::InvalidArgumentError(Say(context.language, "plusieurs bilans figés répondent à $0 ; choisir : $1",
                                        "several frozen balances match $0; choose: $1", id,
                                        absl::StrJoin(found, ", ")));
}

absl::StatusOr<v1::FrozenBalance> FindFrozen(Context& context, const std::string& id) {
  ASSIGN_OR_RETURN(const std::string name, FindName(context, id));
  return Get<v1::FrozenBalance>(context, name);
}

std::string ContentOf(const v1::FrozenBalance& frozen) { return absl::StrJoin(frozen.content(), ""); }

// DATA_LOSS when the content is not what was frozen.
absl::Status Verify(const Context& context, const v1::FrozenBalance& frozen) {
  if (frozen.sha256().empty()) {
    return absl::FailedPreconditionError(
        Say(context.language,
            "le contenu de $0 n'est pas communiqué en entier aux lecteurs : un coordinateur peut le vérifier",
            "the content of $0 is not told to readers in full: a coordinator can verify it", frozen.name()));
  }
  const std::string now = client::Sha256(ContentOf(frozen));
  if (now == frozen.sha256()) return absl::OkStatus();
  return absl::DataLossError(Say(
      context.language,
      "$0 n'est plus ce qui a été figé : le SHA-256 de son contenu est $1 et non $2 ; le reprendre d'une sauvegarde",
      "$0 is no longer what was frozen: the SHA-256 of its content is $1, not $2; restore it from a backup",
      frozen.name(), now, frozen.sha256()));
}

struct FreezeOptions {
  PeriodOptions period;
  std::string label;
};

Exit Freeze(Context& context, const FreezeOptions& options) {
  v1::FreezeBalanceRequest request;
  RETURN_IF_ERROR(SetPeriod(context, options.period, "tutorat balance freeze", request));
  request.set_label(options.label);
  request.set_frozen_by(context.me);
  ASSIGN_OR_RETURN(const auto response, context.Server().Call<v1::FreezeBalanceResponse>(std::move(request)));
  if (context.me.empty()) {
    context.Warn(context.Text("ce bilan ne dit pas qui l'a figé ; --me NOM ou TUTORAT_ME le dira la prochaine fois",
                              "this balance does not say who froze it; --me NAME or TUTORAT_ME will, the next time"));
  }
  const v1::FrozenBalance& frozen = response.frozen_balance();
  const std::string period = format::PeriodText(frozen.from_date(), frozen.to_date(), context.language);
  return PrintDone(context,
                   Say(context.language, "Figé : bilan $0, identifiant $1, SHA-256 $2",
                       "Frozen: balance $0, id $1, SHA-256 $2", period, ShortId(frozen.name()), frozen.sha256()),
                   frozen);
}

struct ListingOptions {
  std::string wave;
  ListOptions list;
};

// `whole`: the hash too, which a table shortens.
Details DescribeFrozen(const Context& context, const v1::FrozenBalance& frozen, bool csv, bool whole) {
  Details details = {
      {{csv ? "name" : "id", "ID"}, csv ? frozen.name() : ShortId(frozen.name())},
      {{"frozen_time", context.Text("FIGÉ LE", "FROZEN ON")},
       csv ? absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(frozen.create_time().seconds()),
                              absl::UTCTimeZone())
           : ShownTime(context, frozen.create_time())},
      {{"frozen_by", context.Text("PAR", "BY")}, frozen.frozen_by()},
      {{"label", context.Text("LIBELLÉ", "LABEL")}, frozen.label()},
  };
  if (csv) {
    details.push_back({{"from_date", context.Text("DU", "FROM")}, frozen.from_date()});
    details.push_back({{"to_date", context.Text("AVANT LE", "BEFORE")}, frozen.to_date()});
  } else {
    details.push_back({{"period", context.Text("PÉRIODE", "PERIOD")},
                       format::PeriodText(frozen.from_date(), frozen.to_date(), context.language)});
  }
  details.push_back({{"wave", context.Text("VAGUE", "WAVE")}, std::string(format::WaveCode(frozen.wave()))});
  details.push_back(
      {{"sha256", "SHA-256"}, whole ? frozen.sha256() : absl::StrCat(frozen.sha256().substr(0, kShortHash), "…")});
  return details;
}

Exit ListFrozen(Context& context, const ListingOptions& options) {
  ASSIGN_OR_RETURN(const auto response, ListAll(context, options.wave));
  const bool csv = context.format == OutputFormat::kCsv;
  return PrintResources<v1::FrozenBalance>(
      context, options.list, response, response.frozen_balances(),
      [&](const v1::FrozenBalance& frozen) { return DescribeFrozen(context, frozen, csv, csv || options.list.excel); });
}

Exit VerifyOne(Context& context, const std::string& id) {
  ASSIGN_OR_RETURN(const v1::FrozenBalance frozen, FindFrozen(context, id));
  RETURN_IF_ERROR(Verify(context, frozen));
  v1::FrozenBalance shown = frozen;
  shown.clear_content();
  return PrintDone(context,
                   Say(context.language, "Conforme : $0 est tel qu'il a été figé, SHA-256 $1",
                       "Intact: $0 is as it was frozen, SHA-256 $1", frozen.name(), frozen.sha256()),
                   shown);
}

struct DiffOptions {
  std::string id;
  std::string other;
  ReportPrint print = {.for_committee = true};
};

Exit Diff(Context& context, const DiffOptions& options) {
  v1::DiffBalancesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), FindName(context, options.id));
  if (!options.other.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_other(), FindName(context, options.other));
  }
  return PrintReport<v1::DiffBalancesResponse>(context, options.print, std::move(request));
}

std::string IdHelp(const Context& context) {
  return std::string(context.Text("Bilan figé : son identifiant ou sa fin, comme dans la liste",
                                  "Frozen balance: its id or the end of it, as in the list"));
}

}  // namespace

Exit ShowFrozen(Context& context, const std::string& id, const ReportPrint& print) {
  ASSIGN_OR_RETURN(const OutputFormat format, ReportFormat(context, print));
  ASSIGN_OR_RETURN(const v1::FrozenBalance frozen, FindFrozen(context, id));
  // Without its hash it is as a reader gets it.
  const bool whole = !frozen.sha256().empty();
  if (absl::Status intact = Verify(context, frozen); whole && !intact.ok()) return intact;
  if (format == OutputFormat::kJson) return WriteOutput(context, print.output, ContentOf(frozen));
  v1::GetFrozenBalanceRequest request;
  request.set_name(frozen.name());
  return PrintReport<v1::GetFrozenBalanceResponse>(context, print, std::move(request));
}

void AddBalanceFreeze(CLI::App* noun, Context& context) {
  const auto options = std::make_shared<FreezeOptions>();
  CLI::App* verb = AddVerb(noun, "freeze",
                           context.Text("Figer le bilan d'une période : le garder tel quel, avec son SHA-256",
                                        "Freeze the balance of a period: keep it as it is, with its SHA-256"));
  AddPeriodOptions(verb, context, options->period);
  AddText(
      verb, "--label", options->label, context.Text("TEXTE", "TEXT"),
      context.Text("Son libellé, par exemple « comité du 19/02/2024 »", "Its label, for example \"committee, May\""));
  OnRun(verb, context, [&context, options] { return Freeze(context, *options); });
}

void AddBalanceList(CLI::App* noun, Context& context) {
  const auto options = std::make_shared<ListingOptions>();
  CLI::App* verb = AddVerb(noun, "list", context.Text("Lister les bilans figés", "List the frozen balances"));
  AddText(verb, "--wave,-w", options->wave, context.Text("VAGUE", "WAVE"),
          context.Text("Ceux d'une vague, par exemple V6", "Those of one wave, for example V6"));
  AddFileOptions(verb, context, options->list.output, options->list.excel);
  OnRun(verb, context, [&context, options] { return ListFrozen(context, *options); });
}

void AddBalanceVerify(CLI::App* noun, Context& context) {
  const auto id = std::make_shared<std::string>();
  CLI::App* verb = AddVerb(
      noun, "verify", context.Text("Recalculer le SHA-256 d'un bilan figé", "Recompute a frozen balance's SHA-256"));
  Require(AddText(verb, "id", *id, "ID", IdHelp(context)));
  OnRun(verb, context, [&context, id] { return VerifyOne(context, *id); });
}

void AddBalanceDiff(CLI::App* noun, Context& context) {
  const auto options = std::make_shared<DiffOptions>();
  CLI::App* verb =
      AddVerb(noun, "diff",
              context.Text("Ce qui a changé depuis un bilan figé : séances nouvelles, retirées, corrigées ; chiffres",
                           "What has changed since a balance was frozen: sessions new, removed, corrected; figures"));
  Require(AddText(verb, "id", options->id, "ID", IdHelp(context)));
  AddText(
      verb, "other", options->other, "ID",
      context.Text("Un autre, figé après ; sans cela le bilan de maintenant", "Another one, frozen later; else now"));
  AddReportPrint(verb, context, options->print);
  OnReport(verb, context, [&context, options] { return Diff(context, *options); });
}

}  // namespace tutorat::cli
