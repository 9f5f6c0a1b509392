#include <google/protobuf/util/json_util.h>

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/report/balance.h"
#include "client/cli/report/period_options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/resource.h"
#include "client/lib/json.h"
#include "client/lib/list.h"
#include "client/lib/sha256.h"
#include "client/report/balance_diff_print.h"
#include "client/report/balance_print.h"
#include "client/report/frozen_print.h"
#include "client/text/figures.h"
#include "client/text/width.h"
#include "tutorat/v1/balance_diff.pb.h"
#include "tutorat/v1/freeze.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"

namespace tutorat::cli {
namespace {

using format::Language;
using format::Say;

constexpr absl::string_view kFrozenBalances = "frozenBalances/";
constexpr size_t kIdLength = 26;

absl::StatusOr<v1::ListFrozenBalancesResponse> ListAll(Context& context, const std::string& wave) {
  v1::ListFrozenBalancesRequest request;
  if (!wave.empty()) request.set_wave(absl::StrCat(absl::StartsWith(wave, "waves/") ? "" : "waves/", wave));
  return client::ListAll<v1::ListFrozenBalancesResponse>(context.Server(), request);
}

// The name of the one that `id` means: its name, its id, or the beginning or end of that.
absl::StatusOr<std::string> FindName(Context& context, const std::string& id) {
  if (absl::StartsWith(id, kFrozenBalances)) return id;
  if (id.size() == kIdLength) return absl::StrCat(kFrozenBalances, id);
  const auto all = ListAll(context, "");
  if (!all.ok()) return all.status();
  std::vector<std::string> found;
  for (const v1::FrozenBalance& frozen : all->frozen_balances()) {
    if (absl::StartsWith(frozen.name(), absl::StrCat(kFrozenBalances, id)) || absl::EndsWith(frozen.name(), id)) {
      found.push_back(frozen.name());
    }
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
  const absl::StatusOr<std::string> name = FindName(context, id);
  if (!name.ok()) return name.status();
  return Get<v1::FrozenBalance>(context, *name);
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

int Freeze(Context& context, const FreezeOptions& options) {
  if (const std::string problem = PeriodUsage(context, options.period, "tutorat balance freeze"); !problem.empty()) {
    return context.FailUsage(problem);
  }
  v1::FreezeBalanceRequest request;
  if (absl::Status status = SetPeriod(context, options.period, request); !status.ok()) return context.Fail(status);
  request.set_label(options.label);
  request.set_frozen_by(context.me);
  const auto response = context.Server().Call<v1::FreezeBalanceResponse>(std::move(request));
  if (!response.ok()) return context.Fail(response.status());
  if (context.me.empty()) {
    context.Warn(context.Text("ce bilan ne dit pas qui l'a figé ; --me NOM ou TUTORAT_ME le dira la prochaine fois",
                              "this balance does not say who froze it; --me NAME or TUTORAT_ME will, the next time"));
  }
  const v1::FrozenBalance& frozen = response->frozen_balance();
  const std::string period = format::PeriodText(frozen.from_date(), frozen.to_date(), context.language);
  return PrintDone(context,
                   Say(context.language, "Figé : bilan $0, identifiant $1, SHA-256 $2",
                       "Frozen: balance $0, id $1, SHA-256 $2", period, format::FrozenId(frozen), frozen.sha256()),
                   frozen);
}

struct ListingOptions {
  std::string wave;
  BalancePrint print;
};

int ListFrozen(Context& context, const ListingOptions& options) {
  const absl::StatusOr<OutputFormat> format = ReadFormat(context, options.print);
  if (!format.ok()) return context.FailUsage(std::string(format.status().message()));
  const auto response = ListAll(context, options.wave);
  if (!response.ok()) return context.Fail(response.status());
  const std::vector<v1::FrozenBalance> balances(response->frozen_balances().begin(), response->frozen_balances().end());
  if (balances.empty() && *format == OutputFormat::kTable) {
    context.err << context.Text("Rien à afficher.\n", "Nothing to show.\n");
    return kExitDone;
  }
  return PrintForms(context, options.print, *format,
                    {[&](Language language, const format::TableStyle& style) {
                       return format::RenderTable(format::FrozenTable(balances, language), style);
                     },
                     [&](Language language) { return format::RenderMarkdown(format::FrozenTable(balances, language)); },
                     [&](format::CsvStyle style, Language) { return format::FrozenCsv(balances, style); },
                     [&] { return absl::StrCat(client::JsonText(*response), "\n"); }});
}

struct VerifyOptions {
  std::string id;
};

int VerifyOne(Context& context, const std::string& id) {
  const absl::StatusOr<v1::FrozenBalance> frozen = FindFrozen(context, id);
  if (!frozen.ok()) return context.Fail(frozen.status());
  if (absl::Status intact = Verify(context, *frozen); !intact.ok()) return context.Fail(intact);
  v1::FrozenBalance shown = *frozen;
  shown.clear_content();
  return PrintDone(context,
                   Say(context.language, "Conforme : $0 est tel qu'il a été figé, SHA-256 $1",
                       "Intact: $0 is as it was frozen, SHA-256 $1", frozen->name(), frozen->sha256()),
                   shown);
}

struct DiffOptions {
  std::string id;
  std::string other;
  BalancePrint print;
};

int Diff(Context& context, const DiffOptions& options) {
  const absl::StatusOr<OutputFormat> format = ReadFormat(context, options.print);
  if (!format.ok()) return context.FailUsage(std::string(format.status().message()));
  v1::DiffBalancesRequest request;
  const absl::StatusOr<std::string> name = FindName(context, options.id);
  if (!name.ok()) return context.Fail(name.status());
  request.set_name(*name);
  if (!options.other.empty()) {
    const absl::StatusOr<std::string> other = FindName(context, options.other);
    if (!other.ok()) return context.Fail(other.status());
    request.set_other(*other);
  }
  const auto response = context.Server().Call<v1::DiffBalancesResponse>(request);
  if (!response.ok()) return context.Fail(response.status());
  const v1::BalanceDiff& diff = response->diff();
  return PrintForms(
      context, options.print, *format,
      {[&](Language language, const format::TableStyle& style) { return format::DiffTable(diff, language, style); },
       [&](Language language) { return format::DiffMarkdown(diff, language); },
       [&](format::CsvStyle style, Language) { return format::DiffCsv(diff, style); },
       [&] { return absl::StrCat(client::JsonText(*response), "\n"); }});
}

std::string IdHelp(const Context& context) {
  return std::string(context.Text("Bilan figé : son identifiant ou sa fin, comme dans la liste",
                                  "Frozen balance: its id or the end of it, as in the list"));
}

}  // namespace

int ShowFrozen(Context& context, const std::string& id, const BalancePrint& print) {
  const absl::StatusOr<OutputFormat> format = ReadFormat(context, print);
  if (!format.ok()) return context.FailUsage(std::string(format.status().message()));
  const absl::StatusOr<v1::FrozenBalance> frozen = FindFrozen(context, id);
  if (!frozen.ok()) return context.Fail(frozen.status());
  // Without its hash it is as a reader gets it.
  const bool whole = !frozen->sha256().empty();
  if (absl::Status intact = Verify(context, *frozen); whole && !intact.ok()) return context.Fail(intact);
  v1::Balance balance;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // of a newer server
  if (!google::protobuf::util::JsonStringToMessage(ContentOf(*frozen), &balance, options).ok()) {
    return context.Fail(absl::DataLossError(Say(context.language, "le contenu de $0 n'est pas un bilan",
                                                "the content of $0 is no balance", frozen->name())));
  }
  return PrintForms(
      context, print, *format,
      {[&](Language language, const format::TableStyle& style) {
         std::string text = absl::StrCat(format::BalanceTable(balance, language, style), "\n");
         for (const std::string& sentence : format::FrozenSentences(*frozen, language)) {
           absl::StrAppend(&text, absl::StrJoin(format::Wrap(sentence, style.width, 2), "\n"), "\n");
         }
         return text;
       },
       [&](Language language) {
         return absl::StrCat(format::BalanceMarkdown(balance, language), "- ",
                             absl::StrJoin(format::FrozenSentences(*frozen, language), "\n- "), "\n");
       },
       [&](format::CsvStyle style, Language language) { return format::BalanceCsv(balance, style, language); },
       [&] { return ContentOf(*frozen); }});
}

BalanceVerb AddBalanceFreeze(CLI::App* noun, Context& context) {
  const auto options = std::make_shared<FreezeOptions>();
  CLI::App* verb = AddVerb(noun, "freeze",
                           context.Text("Figer le bilan d'une période : le garder tel quel, avec son SHA-256",
                                        "Freeze the balance of a period: keep it as it is, with its SHA-256"));
  AddPeriodOptions(verb, context, options->period);
  AddText(
      verb, "--label", options->label, context.Text("TEXTE", "TEXT"),
      context.Text("Son libellé, par exemple « comité du 19/02/2024 »", "Its label, for example \"committee, May\""));
  return {verb, [&context, options] { return Freeze(context, *options); }};
}

BalanceVerb AddBalanceList(CLI::App* noun, Context& context) {
  const auto options = std::make_shared<ListingOptions>();
  CLI::App* verb = AddVerb(noun, "list", context.Text("Lister les bilans figés", "List the frozen balances"));
  AddText(verb, "--wave,-w", options->wave, context.Text("VAGUE", "WAVE"),
          context.Text("Ceux d'une vague, par exemple V6", "Those of one wave, for example V6"));
  AddPrint(verb, context, options->print);
  return {verb, [&context, options] { return ListFrozen(context, *options); }};
}

BalanceVerb AddBalanceVerify(CLI::App* noun, Context& context) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App* verb = AddVerb(
      noun, "verify", context.Text("Recalculer le SHA-256 d'un bilan figé", "Recompute a frozen balance's SHA-256"));
  Require(AddText(verb, "id", options->id, "ID", IdHelp(context)));
  return {verb, [&context, options] { return VerifyOne(context, options->id); }};
}

BalanceVerb AddBalanceDiff(CLI::App* noun, Context& context) {
  const auto options = std::make_shared<DiffOptions>();
  CLI::App* verb =
      AddVerb(noun, "diff",
              context.Text("Ce qui a changé depuis un bilan figé : séances nouvelles, retirées, corrigées ; chiffres",
                           "What has changed since a balance was frozen: sessions new, removed, corrected; figures"));
  Require(AddText(verb, "id", options->id, "ID", IdHelp(context)));
  AddText(
      verb, "other", options->other, "ID",
      context.Text("Un autre, figé après ; sans cela le bilan de maintenant", "Another one, frozen later; else now"));
  AddPrint(verb, context, options->print);
  return {verb, [&context, options] { return Diff(context, *options); }};
}

}  // namespace tutorat::cli
