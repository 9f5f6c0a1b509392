#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cli/nouns.h"
#include "client/cli/options.h"
#include "client/cli/output_file.h"
#include "client/format/balance_print.h"
#include "client/format/cells.h"
#include "client/lib/json.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::cli {
namespace {

using format::Language;
using format::Say;

constexpr int kUsualMonths = 3;

struct BalanceOptions {
  std::string from;
  std::string months;
  std::string to;
  std::string wave;
  std::vector<std::string> groups;
  std::string output;
  bool excel = false;
};

void AddBalanceOptions(CLI::App* app, const Context& context, BalanceOptions& options) {
  AddText(app, "--from", options.from, context.Text("JOUR", "DAY"),
          context.Text("Premier jour de la période", "First day of the period"));
  AddText(app, "--months", options.months, "N",
          context.Text("Durée de la période, en mois (3)", "Length of the period, in months (3)"));
  AddText(app, "--to", options.to, context.Text("JOUR", "DAY"),
          context.Text("Au lieu de --months : le lendemain du dernier jour",
                       "Instead of --months: the day after the last one"));
  AddText(app, "--wave,-w", options.wave, context.Text("VAGUE", "WAVE"),
          context.Text("Une vague, par exemple V6 ; sans cela toutes", "One wave, for example V6; else all"));
  AddTexts(
      app, "--group,-g", options.groups, "N",
      context.Text("Un groupe, par son numéro ; répéter pour plusieurs", "A group, by its number; repeat for more"));
  AddText(app, "--output,-o", options.output, context.Text("FICHIER", "FILE"),
          context.Text("Écrire dans ce fichier plutôt qu'à l'écran", "Write to this file, not to the screen"));
  AddSwitch(app, "--excel", options.excel,
            context.Text("CSV pour tableur : « ; », BOM, CRLF, formules neutralisées",
                         "CSV for a spreadsheet: `;`, BOM, CRLF, formulas neutralised"));
}

absl::Status Wrong(absl::string_view option, const absl::Status& status) {
  return absl::InvalidArgumentError(absl::StrCat(option, " ", status.message()));
}

absl::StatusOr<v1::GetBalanceRequest> MakeRequest(const BalanceOptions& options, Language language) {
  v1::GetBalanceRequest request;
  if (options.from.empty()) {
    return absl::InvalidArgumentError(Say(language,
                                          "il manque --from, le premier jour de la période ; par exemple : $0",
                                          "--from is missing, the first day of the period; for example: $0",
                                          "tutorat balance --from 2023-11-10 --months 3"));
  }
  const absl::StatusOr<std::string> from = format::ParseDate(options.from, language);
  if (!from.ok()) return Wrong(absl::StrCat("--from ", options.from), from.status());
  request.set_from_date(*from);
  if (!options.to.empty() && !options.months.empty()) {
    return absl::InvalidArgumentError(Say(language, "--to et --months disent la même chose ; n'en garder qu'un",
                                          "--to and --months say the same; keep one of them"));
  }
  if (!options.to.empty()) {
    const absl::StatusOr<std::string> to = format::ParseDate(options.to, language);
    if (!to.ok()) return Wrong(absl::StrCat("--to ", options.to), to.status());
    request.set_to_date(*to);
  } else {
    int months = kUsualMonths;
    if (!options.months.empty() && (!absl::SimpleAtoi(options.months, &months) || months < 1)) {
      return absl::InvalidArgumentError(Say(language, "--months $0 : écrire un nombre de mois, à partir de 1",
                                            "--months $0: write a number of months, from 1", options.months));
    }
    request.set_months(months);
  }
  request.set_wave(options.wave);
  for (const std::string& group : options.groups) {
    int number = 0;
    if (!absl::SimpleAtoi(group, &number)) {
      return absl::InvalidArgumentError(Say(language, "--group $0 : écrire un numéro de groupe, par exemple 4",
                                            "--group $0: write the number of a group, for example 4", group));
    }
    request.add_group_numbers(number);
  }
  return request;
}

std::string Print(const v1::GetBalanceResponse& response, OutputFormat format, const BalanceOptions& options,
                  const Context& context) {
  const Language language = context.language_chosen ? context.language : Language::kFrench;
  switch (format) {
    case OutputFormat::kCsv:
      return format::BalanceCsv(response.balance(),
                                options.excel ? format::CsvStyle::kSpreadsheet : format::CsvStyle::kPlain);
    case OutputFormat::kJson:
      return absl::StrCat(client::JsonText(response), "\n");
    case OutputFormat::kMarkdown:
      return format::BalanceMarkdown(response.balance(), language);
    case OutputFormat::kTable:
      break;
  }
  // A file has no width to fit.
  const int width = options.output.empty() ? context.width : 0;
  return format::BalanceTable(response.balance(), language, {.width = width, .box = format::LocaleIsUtf8()});
}

int ShowBalance(Context& context, const BalanceOptions& options) {
  const OutputFormat format =
      options.excel && context.format == OutputFormat::kTable ? OutputFormat::kCsv : context.format;
  if (options.excel && format != OutputFormat::kCsv) {
    return context.FailUsage(
        Say(context.language, "--excel va avec --format csv seulement", "--excel goes with --format csv only"));
  }
  absl::StatusOr<v1::GetBalanceRequest> request = MakeRequest(options, context.language);
  if (!request.ok()) return context.FailUsage(std::string(request.status().message()));
  const absl::StatusOr<v1::GetBalanceResponse> response =
      context.Server().Call<v1::GetBalanceResponse>(*std::move(request));
  if (!response.ok()) return context.Fail(response.status());
  const std::string text = Print(*response, format, options, context);
  return WriteOutput(context, options.output, text);
}

}  // namespace

void AddBalance(CLI::App& app, Context& context) {
  // With and without its verb it takes the same options, each of its own, so that help is complete at both levels.
  const auto options = std::make_shared<BalanceOptions>();
  const auto show_options = std::make_shared<BalanceOptions>();
  CLI::App* balance = AddNoun(app, "balance",
                              context.Text("Bilan des tutorats : séances et thèmes par groupe, et observations",
                                           "Balance of the tutorats: sessions and themes by group, and observations"),
                              Verb::kOptional);
  CLI::App* show =
      AddVerb(balance, "show", context.Text("Afficher le bilan d'une période", "Show the balance of a period"));
  AddBalanceOptions(balance, context, *options);
  AddBalanceOptions(show, context, *show_options);
  OnRun(balance, context, [&context, show, options, show_options] {
    return ShowBalance(context, IsTyped(*show) ? *show_options : *options);
  });
}

}  // namespace tutorat::cli
