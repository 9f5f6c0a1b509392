#include "client/cli/balance.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cli/nouns.h"
#include "client/cli/output_file.h"
#include "client/format/balance_print.h"
#include "client/format/cells.h"
#include "client/lib/json.h"

namespace tutorat::cli {
namespace {

using format::Language;
using format::Say;

constexpr int kUsualMonths = 3;

int ShowBalance(Context& context, const BalanceQuestion& question, const BalancePrint& print) {
  const absl::StatusOr<OutputFormat> format = ReadFormat(context, print);
  if (!format.ok()) return context.FailUsage(std::string(format.status().message()));
  absl::StatusOr<v1::GetBalanceRequest> request = ReadQuestion(question, context.language);
  if (!request.ok()) return context.FailUsage(std::string(request.status().message()));
  const absl::StatusOr<v1::GetBalanceResponse> response =
      context.Server().Call<v1::GetBalanceResponse>(*std::move(request));
  if (!response.ok()) return context.Fail(response.status());
  const v1::Balance& balance = response->balance();
  return PrintForms(context, print, *format,
                    {[&](Language language, const format::TableStyle& style) {
                       return format::BalanceTable(balance, language, style);
                     },
                     [&](Language language) { return format::BalanceMarkdown(balance, language); },
                     [&](format::CsvStyle style) { return format::BalanceCsv(balance, style); },
                     [&] { return absl::StrCat(client::JsonText(*response), "\n"); }});
}

struct ShowOptions {
  std::string id;
  BalanceQuestion question;
  BalancePrint print;
};

BalanceVerb AddBalanceShow(CLI::App* noun, Context& context) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App* verb =
      AddVerb(noun, "show", context.Text("Afficher le bilan d'une période", "Show the balance of a period"));
  AddText(verb, "id", options->id, "ID",
          context.Text("Au lieu d'une période : un bilan figé, par son identifiant ou sa fin, comme dans la liste",
                       "Instead of a period: a frozen balance, by its id or the end of it, as in the list"));
  AddQuestion(verb, context, options->question);
  AddPrint(verb, context, options->print);
  return {verb, [&context, options] {
            if (options->id.empty()) return ShowBalance(context, options->question, options->print);
            const BalanceQuestion& question = options->question;
            if (!question.from.empty() || !question.months.empty() || !question.to.empty() || !question.wave.empty() ||
                !question.groups.empty()) {
              return context.FailUsage(
                  context.Text("un bilan figé a sa période, sa vague et ses groupes ; donner son identifiant seul",
                               "a frozen balance has its period, wave and groups; give its id alone"));
            }
            return ShowFrozen(context, options->id, options->print);
          }};
}

}  // namespace

void AddQuestion(CLI::App* verb, const Context& context, BalanceQuestion& question) {
  AddText(verb, "--from", question.from, context.Text("JOUR", "DAY"),
          context.Text("Premier jour de la période", "First day of the period"));
  AddText(verb, "--months", question.months, "N",
          context.Text("Durée de la période, en mois (3)", "Length of the period, in months (3)"));
  AddText(verb, "--to", question.to, context.Text("JOUR", "DAY"),
          context.Text("Au lieu de --months : le lendemain du dernier jour",
                       "Instead of --months: the day after the last one"));
  AddText(verb, "--wave,-w", question.wave, context.Text("VAGUE", "WAVE"),
          context.Text("Une vague, par exemple V6 ; sans cela toutes", "One wave, for example V6; else all"));
  AddTexts(
      verb, "--group,-g", question.groups, "N",
      context.Text("Un groupe, par son numéro ; répéter pour plusieurs", "A group, by its number; repeat for more"));
}

absl::StatusOr<std::string> ReadDay(absl::string_view flag, const std::string& text, Language language) {
  absl::StatusOr<std::string> day = format::ParseDate(text, language);
  if (day.ok()) return day;
  return absl::InvalidArgumentError(absl::StrCat(flag, " ", text, " ", day.status().message()));
}

absl::StatusOr<int> ReadMonths(const std::string& text, Language language) {
  int months = kUsualMonths;
  if (text.empty() || (absl::SimpleAtoi(text, &months) && months >= 1)) return months;
  return absl::InvalidArgumentError(Say(language, "--months $0 : écrire un nombre de mois, à partir de 1",
                                        "--months $0: write a number of months, from 1", text));
}

absl::StatusOr<v1::GetBalanceRequest> ReadQuestion(const BalanceQuestion& question, Language language) {
  v1::GetBalanceRequest request;
  if (question.from.empty()) {
    return absl::InvalidArgumentError(Say(language,
                                          "il manque --from, le premier jour de la période ; par exemple : $0",
                                          "--from is missing, the first day of the period; for example: $0",
                                          "tutorat balance --from 2023-11-10 --months 3"));
  }
  const absl::StatusOr<std::string> from = ReadDay("--from", question.from, language);
  if (!from.ok()) return from.status();
  request.set_from_date(*from);
  if (!question.to.empty() && !question.months.empty()) {
    return absl::InvalidArgumentError(Say(language, "--to et --months disent la même chose ; n'en garder qu'un",
                                          "--to and --months say the same; keep one of them"));
  }
  if (!question.to.empty()) {
    const absl::StatusOr<std::string> to = ReadDay("--to", question.to, language);
    if (!to.ok()) return to.status();
    request.set_to_date(*to);
  } else {
    const absl::StatusOr<int> months = ReadMonths(question.months, language);
    if (!months.ok()) return months.status();
    request.set_months(*months);
  }
  request.set_wave(question.wave);
  for (const std::string& group : question.groups) {
    int number = 0;
    if (!absl::SimpleAtoi(group, &number)) {
      return absl::InvalidArgumentError(Say(language, "--group $0 : écrire un numéro de groupe, par exemple 4",
                                            "--group $0: write the number of a group, for example 4", group));
    }
    request.add_group_numbers(number);
  }
  return request;
}

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
      text = forms.csv(print.excel ? format::CsvStyle::kSpreadsheet : format::CsvStyle::kPlain);
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
  const auto question = std::make_shared<BalanceQuestion>();
  const auto print = std::make_shared<BalancePrint>();
  CLI::App* balance = AddNoun(app, "balance",
                              context.Text("Bilan des tutorats : séances et thèmes par groupe, et observations",
                                           "Balance of the tutorats: sessions and themes by group, and observations"),
                              Verb::kOptional);
  const std::vector<BalanceVerb> verbs = {AddBalanceShow(balance, context), AddBalanceFreeze(balance, context),
                                          AddBalanceList(balance, context), AddBalanceVerify(balance, context),
                                          AddBalanceDiff(balance, context), AddBalanceCompare(balance, context)};
  AddQuestion(balance, context, *question);
  AddPrint(balance, context, *print);
  OnRun(balance, context, [&context, question, print, verbs] {
    for (const BalanceVerb& verb : verbs) {
      if (IsTyped(*verb.app)) return verb.run();
    }
    return ShowBalance(context, *question, *print);
  });
}

}  // namespace tutorat::cli
