#include "client/cli/report/balance.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/report/period_options.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/output_file.h"
#include "client/lib/json.h"
#include "client/report/balance_print.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::cli {
namespace {

using format::Language;
using format::Say;

int ShowBalance(Context& context, const PeriodOptions& period, const BalancePrint& print) {
  const absl::StatusOr<OutputFormat> format = ReadFormat(context, print);
  if (!format.ok()) return context.FailUsage(std::string(format.status().message()));
  if (const std::string problem = PeriodUsage(context, period, "tutorat balance"); !problem.empty()) {
    return context.FailUsage(problem);
  }
  v1::GetBalanceRequest request;
  if (absl::Status status = SetPeriod(context, period, request); !status.ok()) return context.Fail(status);
  const absl::StatusOr<v1::GetBalanceResponse> response =
      context.Server().Call<v1::GetBalanceResponse>(std::move(request));
  if (!response.ok()) return context.Fail(response.status());
  const v1::Balance& balance = response->balance();
  return PrintForms(
      context, print, *format,
      {[&](Language language, const format::TableStyle& style) {
         return format::BalanceTable(balance, language, style);
       },
       [&](Language language) { return format::BalanceMarkdown(balance, language); },
       [&](format::CsvStyle style, Language language) { return format::BalanceCsv(balance, style, language); },
       [&] { return absl::StrCat(client::JsonText(*response), "\n"); }});
}

struct ShowOptions {
  std::string id;
  PeriodOptions period;
  BalancePrint print;
};

BalanceVerb AddBalanceShow(CLI::App* noun, Context& context) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App* verb =
      AddVerb(noun, "show", context.Text("Afficher le bilan d'une période", "Show the balance of a period"));
  AddText(verb, "id", options->id, "ID",
          context.Text("Au lieu d'une période : un bilan figé, par son identifiant ou sa fin, comme dans la liste",
                       "Instead of a period: a frozen balance, by its id or the end of it, as in the list"));
  AddPeriodOptions(verb, context, options->period);
  AddPrint(verb, context, options->print);
  return {verb, [&context, options] {
            if (options->id.empty()) return ShowBalance(context, options->period, options->print);
            const PeriodOptions& period = options->period;
            if (!period.from.empty() || !period.months.empty() || !period.to.empty() || !period.wave.empty() ||
                !period.groups.empty()) {
              return context.FailUsage(
                  context.Text("un bilan figé a sa période, sa vague et ses groupes ; donner son identifiant seul",
                               "a frozen balance has its period, wave and groups; give its id alone"));
            }
            return ShowFrozen(context, options->id, options->print);
          }};
}

}  // namespace

void AddPrint(CLI::App* verb, const Context& context, BalancePrint& print) {
  AddText(verb, "--output,-o", print.output, context.Text("FICHIER", "FILE"),
          context.Text("Écrire dans ce fichier plutôt qu'à l'écran", "Write to this file, not to the screen"));
  AddSwitch(verb, "--excel", print.excel,
            context.Text("CSV pour tableur : « ; », BOM, CRLF, formules neutralisées",
                         "CSV for a spreadsheet: `;`, BOM, CRLF, formulas neutralised"));
}

absl::StatusOr<OutputFormat> ReadFormat(const Context& context, const BalancePrint& print) {
  if (!print.excel || context.format == OutputFormat::kCsv) return context.format;
  if (context.format == OutputFormat::kTable) return OutputFormat::kCsv;
  return absl::InvalidArgumentError(
      Say(context.language, "--excel va avec --format csv seulement", "--excel goes with --format csv only"));
}

int PrintForms(Context& context, const BalancePrint& print, OutputFormat format, const BalanceForms& forms) {
  const Language language = context.language_chosen ? context.language : Language::kFrench;
  std::string text;
  switch (format) {
    case OutputFormat::kCsv:
      text = forms.csv(print.excel ? format::CsvStyle::kSpreadsheet : format::CsvStyle::kPlain, language);
      break;
    case OutputFormat::kJson:
      text = forms.json();
      break;
    case OutputFormat::kMarkdown:
      text = forms.markdown(language);
      break;
    case OutputFormat::kTable:
      // A file has no width to fit.
      text = forms.table(language, {.width = print.output.empty() ? context.width : 0, .box = format::LocaleIsUtf8()});
      break;
  }
  return WriteOutput(context, print.output, text);
}

void AddBalance(CLI::App& app, Context& context) {
  // With and without its verb it takes the same options, each of its own, so that help is complete at both levels.
  const auto period = std::make_shared<PeriodOptions>();
  const auto print = std::make_shared<BalancePrint>();
  CLI::App* balance = AddNoun(app, "balance",
                              context.Text("Bilan des tutorats : séances et thèmes par groupe, et observations",
                                           "Balance of the tutorats: sessions and themes by group, and observations"),
                              Verb::kOptional);
  const std::vector<BalanceVerb> verbs = {AddBalanceShow(balance, context), AddBalanceFreeze(balance, context),
                                          AddBalanceList(balance, context), AddBalanceVerify(balance, context),
                                          AddBalanceDiff(balance, context), AddBalanceCompare(balance, context)};
  AddPeriodOptions(balance, context, *period);
  AddPrint(balance, context, *print);
  OnRun(balance, context, [&context, period, print, verbs] {
    for (const BalanceVerb& verb : verbs) {
      if (IsTyped(*verb.app)) return verb.run();
    }
    return ShowBalance(context, *period, *print);
  });
}

const RegisteredNoun kBalanceNoun(20, &AddBalance);

}  // namespace tutorat::cli
