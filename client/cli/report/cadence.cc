#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/report_output.h"
#include "client/cli/shell/resolve.h"
#include "proto/status_macros.h"
#include "tutorat/v1/cadence.pb.h"

namespace tutorat::cli {
namespace {

struct CadenceOptions {
  std::string wave;
  std::vector<std::string> groups;
  std::string as_of;
  std::string every;
  ReportPrint print;
};

absl::StatusOr<v1::GetCadenceRequest> CadenceRequest(Context& context, const CadenceOptions& options) {
  v1::GetCadenceRequest request;
  ASSIGN_OR_RETURN(*request.mutable_wave(), WaveAsTyped(context, options.wave));
  for (const std::string& group : options.groups) {
    ASSIGN_OR_RETURN(const int number, ParseNumber(context, "--group", group));
    request.add_group_numbers(number);
  }
  ASSIGN_OR_RETURN(*request.mutable_as_of_date(), ParseDayIfAny(context, "--as-of", options.as_of));
  if (!options.every.empty()) {
    ASSIGN_OR_RETURN(const int weeks, ParseNumber(context, "--every", options.every));
    // The API's 0 is its default, which nobody means who types it.
    if (weeks < 1) {
      return WrongValue(context, "--every", options.every,
                        context.Text("est trop petit ; écrire un nombre de semaines, à partir de 1",
                                     "is too small; write a number of weeks, from 1"));
    }
    request.set_interval_weeks(weeks);
  }
  return request;
}

Exit ShowCadence(Context& context, const CadenceOptions& options) {
  ASSIGN_OR_RETURN(v1::GetCadenceRequest request, CadenceRequest(context, options));
  return PrintReport<v1::GetCadenceResponse>(context, options.print, std::move(request));
}

}  // namespace

void AddCadence(CLI::App& app, Context& context) {
  const auto options = std::make_shared<CadenceOptions>();
  CLI::App* cadence =
      AddVerb(&app, "cadence",
              context.Text("Groupes en retard : séances tenues, médiane de la vague, semaines de cours",
                           "Groups that are behind: sessions held, the wave's median, weeks of school"));
  AddText(cadence, "--wave,-w", options->wave, context.Text("VAGUE", "WAVE"),
          context.Text("Une vague, par exemple V6 ; sans cela toutes, chaque groupe face à la sienne",
                       "One wave, for example V6; else all, each group against its own"));
  AddTexts(
      cadence, "--group,-g", options->groups, "N",
      context.Text("Un groupe, par son numéro ; répéter pour plusieurs", "A group, by its number; repeat for more"));
  AddText(cadence, "--as-of", options->as_of, context.Text("JOUR", "DAY"),
          context.Text("Jour auquel compter, compris ; sans cela aujourd'hui", "Day up to which to count; else today"));
  AddText(cadence, "--every", options->every, context.Text("SEMAINES", "WEEKS"),
          context.Text("Semaines de cours pour lesquelles une séance est attendue (4)",
                       "Weeks of school for which one session is expected (4)"));
  AddReportPrint(cadence, context, options->print);
  OnReport(cadence, context, [&context, options] { return ShowCadence(context, *options); });
}

const RegisteredNoun kCadenceNoun(30, &AddCadence);

}  // namespace tutorat::cli
