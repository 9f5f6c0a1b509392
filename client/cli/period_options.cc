#include "client/cli/period_options.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cli/options.h"
#include "client/format/cells.h"

namespace tutorat::cli {
namespace {

using format::Say;

constexpr int kUsualMonths = 3;

absl::StatusOr<std::string> ReadDay(const Context& context, absl::string_view flag, const std::string& text) {
  absl::StatusOr<std::string> date = format::ParseDate(text, context.language);
  if (date.ok()) return date;
  return absl::InvalidArgumentError(absl::StrCat(flag, " ", text, " ", date.status().message()));
}

}  // namespace

void AddPeriodOptions(CLI::App* verb, Context& context, PeriodOptions& options) {
  AddText(verb, "--from", options.from, context.Text("JOUR", "DAY"),
          context.Text("Premier jour de la période", "First day of the period"));
  AddText(verb, "--months", options.months, "N",
          context.Text("Durée de la période, en mois (3)", "Length of the period, in months (3)"));
  AddText(verb, "--to", options.to, context.Text("JOUR", "DAY"),
          context.Text("Au lieu de --months : le lendemain du dernier jour",
                       "Instead of --months: the day after the last one"));
  AddText(verb, "--wave,-w", options.wave, context.Text("VAGUE", "WAVE"),
          context.Text("Une vague, par exemple V6 ; sans cela toutes", "One wave, for example V6; else all"));
  AddTexts(
      verb, "--group,-g", options.groups, "N",
      context.Text("Un groupe, par son numéro ; répéter pour plusieurs", "A group, by its number; repeat for more"));
}

absl::StatusOr<ReadPeriod> Read(const Context& context, const PeriodOptions& options, const std::string& command) {
  if (options.from.empty()) {
    return absl::InvalidArgumentError(Say(
        context.language, "il manque --from, le premier jour de la période ; par exemple : $0 $1",
        "--from is missing, the first day of the period; for example: $0 $1", command, "--from 2023-11-10 --months 3"));
  }
  ReadPeriod period;
  absl::StatusOr<std::string> from = ReadDay(context, "--from", options.from);
  if (!from.ok()) return from.status();
  period.from_date = *std::move(from);
  if (!options.to.empty() && !options.months.empty()) {
    return absl::InvalidArgumentError(Say(context.language, "--to et --months disent la même chose ; n'en garder qu'un",
                                          "--to and --months say the same; keep one of them"));
  }
  if (!options.to.empty()) {
    absl::StatusOr<std::string> to = ReadDay(context, "--to", options.to);
    if (!to.ok()) return to.status();
    period.to_date = *std::move(to);
  } else {
    period.months = kUsualMonths;
    if (!options.months.empty() && (!absl::SimpleAtoi(options.months, &period.months) || period.months < 1)) {
      return absl::InvalidArgumentError(Say(context.language, "--months $0 : écrire un nombre de mois, à partir de 1",
                                            "--months $0: write a number of months, from 1", options.months));
    }
  }
  for (const std::string& group : options.groups) {
    int number = 0;
    if (!absl::SimpleAtoi(group, &number)) {
      return absl::InvalidArgumentError(Say(context.language, "--group $0 : écrire un numéro de groupe, par exemple 4",
                                            "--group $0: write the number of a group, for example 4", group));
    }
    period.group_numbers.push_back(number);
  }
  return period;
}

}  // namespace tutorat::cli
