#include <memory>
#include <string>

#include "client/cli/report/balance.h"
#include "client/cli/report/period_options.h"
#include "client/cli/shell/parse.h"
#include "proto/status_macros.h"
#include "tutorat/v1/balance_comparison.pb.h"

namespace tutorat::cli {
namespace {

struct CompareOptions {
  std::string from;
  std::string with;
  std::string months;
  std::string to;
  std::string with_to;
  std::string wave;
  std::string with_wave;
  std::string weeks;
  std::string as_of;
  ReportPrint print = {.for_committee = true};
};

// Whether the flags go together.
absl::Status CheckPeriods(const Context& context, const CompareOptions& options) {
  if (options.from.empty() || options.with.empty()) {
    return WrongUse(context.Text(
        "quoi comparer ? Deux périodes : --from JOUR --months N --with JOUR ; ou deux vagues : --wave V6 --with-wave "
        "V7",
        "what is to be compared? Two periods: --from DAY --months N --with DAY; or two waves: --wave V6 --with-wave "
        "V7"));
  }
  if (!options.weeks.empty() || !options.as_of.empty()) {
    return WrongUse(context.Text("--weeks et --as-of vont avec --with-wave, pour comparer deux vagues",
                                 "--weeks and --as-of go with --with-wave, to compare two waves"));
  }
  if (options.to.empty() != options.with_to.empty() || (!options.to.empty() && !options.months.empty())) {
    return WrongUse(context.Text("dire la fin des deux périodes de même : --months, ou bien --to et --with-to",
                                 "tell the end of both periods alike: --months, or else --to and --with-to"));
  }
  return absl::OkStatus();
}

absl::Status CheckWaves(const Context& context, const CompareOptions& options) {
  if (options.wave.empty()) {
    return WrongUse(context.Text("il manque --wave, la vague à comparer à --with-wave",
                                 "--wave is missing, the wave to compare with --with-wave"));
  }
  if (!options.from.empty() || !options.with.empty() || !options.months.empty() || !options.to.empty() ||
      !options.with_to.empty()) {
    return WrongUse(context.Text("deux vagues se comparent par semaines, sans --from, --with, --months ni --to",
                                 "two waves are compared by weeks, without --from, --with, --months and --to"));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ComparePeriodsRequest> ReadPeriods(const Context& context, const CompareOptions& options) {
  RETURN_IF_ERROR(CheckPeriods(context, options));
  v1::ComparePeriodsRequest request;
  RETURN_IF_ERROR(
      SetDays(context, "--from", options.from, "--to", options.to, options.months, *request.mutable_first()));
  RETURN_IF_ERROR(SetDays(context, "--with", options.with, "--with-to", options.with_to, options.months,
                          *request.mutable_second()));
  request.set_wave(options.wave);
  return request;
}

absl::StatusOr<v1::CompareWavesRequest> ReadWaves(const Context& context, const CompareOptions& options) {
  RETURN_IF_ERROR(CheckWaves(context, options));
  v1::CompareWavesRequest request;
  request.set_first(options.wave);
  request.set_second(options.with_wave);
  if (!options.weeks.empty()) {
    ASSIGN_OR_RETURN(const int weeks, ParseNumber(context, "--weeks", options.weeks));
    request.set_weeks(weeks);
  }
  ASSIGN_OR_RETURN(*request.mutable_as_of_date(), ParseDayIfAny(context, "--as-of", options.as_of));
  return request;
}

Exit ComparePeriods(Context& context, const CompareOptions& options) {
  ASSIGN_OR_RETURN(v1::ComparePeriodsRequest request, ReadPeriods(context, options));
  return PrintReport<v1::ComparePeriodsResponse>(context, options.print, std::move(request));
}

Exit CompareWaves(Context& context, const CompareOptions& options) {
  ASSIGN_OR_RETURN(v1::CompareWavesRequest request, ReadWaves(context, options));
  return PrintReport<v1::CompareWavesResponse>(context, options.print, std::move(request));
}

}  // namespace

void AddBalanceCompare(CLI::App* noun, Context& context) {
  const auto options = std::make_shared<CompareOptions>();
  CLI::App* verb = AddVerb(noun, "compare",
                           context.Text("Comparer deux périodes, ou deux vagues au même âge",
                                        "Compare two periods, or two waves of one age"));
  const absl::string_view day = context.Text("JOUR", "DAY");
  const absl::string_view wave = context.Text("VAGUE", "WAVE");
  AddText(verb, "--from", options->from, day,
          context.Text("Premier jour de la première période", "First day of the first period"));
  AddText(verb, "--with", options->with, day,
          context.Text("Premier jour de la seconde période", "First day of the second period"));
  AddText(verb, "--months", options->months, "N",
          context.Text("Durée des deux périodes, en mois (3)", "Length of both periods, in months (3)"));
  AddText(verb, "--to", options->to, day,
          context.Text("Au lieu de --months : dernier jour de la première période, inclus",
                       "Instead of --months: last day of the first period, included"));
  AddText(verb, "--with-to", options->with_to, day, context.Text("De même, de la seconde", "The same, of the second"));
  AddText(verb, "--wave,-w", options->wave, wave,
          context.Text("Une vague, par exemple V6 ; sans cela toutes", "One wave, for example V6; else all"));
  AddText(verb, "--with-wave", options->with_wave, wave,
          context.Text("Au lieu de périodes : la vague à comparer, semaine par semaine depuis le début",
                       "Instead of periods: the wave to compare with, week by week since the beginning"));
  AddText(verb, "--weeks", options->weeks, "N",
          context.Text("De deux vagues : combien de semaines", "Of two waves: how many weeks"));
  AddText(verb, "--as-of", options->as_of, day,
          context.Text("De deux vagues : le dernier jour connu ; sans cela aujourd'hui",
                       "Of two waves: the last day known; else today"));
  AddReportPrint(verb, context, options->print);
  OnReport(verb, context, [&context, options] {
    return options->with_wave.empty() ? ComparePeriods(context, *options) : CompareWaves(context, *options);
  });
}

}  // namespace tutorat::cli
