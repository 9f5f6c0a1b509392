#include "client/cli/report/period_options.h"

#include "absl/strings/numbers.h"
#include "client/cli/shell/options.h"
#include "client/text/language.h"

namespace tutorat::cli {
namespace {

using format::Say;

constexpr int kUsualMonths = 3;

}  // namespace

void AddPeriodOptions(CLI::App* verb, const Context& context, PeriodOptions& options) {
  AddText(verb, "--from", options.from, context.Text("JOUR", "DAY"),
          context.Text("Premier jour de la période", "First day of the period"));
  AddText(verb, "--months", options.months, "N",
          context.Text("Durée de la période, en mois (3)", "Length of the period, in months (3)"));
  AddText(verb, "--to", options.to, context.Text("JOUR", "DAY"),
          context.Text("Au lieu de --months : dernier jour de la période, inclus",
                       "Instead of --months: last day of the period, included"));
  AddText(verb, "--wave,-w", options.wave, context.Text("VAGUE", "WAVE"),
          context.Text("Une vague, par exemple V6 ; sans cela toutes", "One wave, for example V6; else all"));
  AddTexts(
      verb, "--group,-g", options.groups, "N",
      context.Text("Un groupe, par son numéro ; répéter pour plusieurs", "A group, by its number; repeat for more"));
}

absl::Status CheckPeriod(const Context& context, const PeriodOptions& options, const std::string& command) {
  if (options.from.empty()) {
    return WrongUse(Say(context.language, "il manque --from, le premier jour de la période ; par exemple : $0 $1",
                        "--from is missing, the first day of the period; for example: $0 $1", command,
                        "--from 2023-11-10 --months 3"));
  }
  if (!options.to.empty() && !options.months.empty()) {
    return WrongUse(context.Text("--to et --months disent la même chose ; n'en garder qu'un",
                                 "--to and --months say the same; keep one of them"));
  }
  return absl::OkStatus();
}

absl::StatusOr<int> ParseMonths(const Context& context, const std::string& text) {
  int months = kUsualMonths;
  if (text.empty() || (absl::SimpleAtoi(text, &months) && months >= 1)) return months;
  return WrongValue(context, "--months", text,
                    context.Text("n'est pas un nombre de mois ; écrire un nombre à partir de 1",
                                 "is no number of months; write a number from 1"));
}

absl::StatusOr<int> ParseGroupNumber(const Context& context, const std::string& text) {
  int number = 0;
  if (absl::SimpleAtoi(text, &number)) return number;
  return WrongValue(context, "--group", text,
                    context.Text("n'est pas un numéro de groupe ; écrire par exemple 4",
                                 "is no number of a group; write for example 4"));
}

}  // namespace tutorat::cli
