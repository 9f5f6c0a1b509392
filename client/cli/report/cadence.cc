#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resolve.h"
#include "client/lib/json.h"
#include "client/report/cadence_print.h"
#include "tutorat/v1/cadence.pb.h"

namespace tutorat::cli {
namespace {

struct CadenceOptions {
  std::string wave;
  std::vector<std::string> groups;
  std::string as_of;
  std::string every;
  std::string output;
  bool excel = false;
};

absl::StatusOr<v1::GetCadenceRequest> CadenceRequest(Context& context, const CadenceOptions& options) {
  v1::GetCadenceRequest request;
  absl::StatusOr<std::string> wave = WaveAsTyped(context, options.wave);
  if (!wave.ok()) return wave.status();
  request.set_wave(*std::move(wave));
  for (const std::string& group : options.groups) {
    const absl::StatusOr<int> number = ParseNumber(context, "--group", group);
    if (!number.ok()) return number.status();
    request.add_group_numbers(*number);
  }
  if (!options.as_of.empty()) {
    absl::StatusOr<std::string> day = ParseDay(context, "--as-of", options.as_of);
    if (!day.ok()) return day.status();
    request.set_as_of_date(*std::move(day));
  }
  if (!options.every.empty()) {
    const absl::StatusOr<int> weeks = ParseNumber(context, "--every", options.every);
    if (!weeks.ok()) return weeks.status();
    // The API's 0 is its default, which nobody means who types it.
    if (*weeks < 1) {
      return WrongValue(context, "--every", options.every,
                        context.Text("est trop petit ; écrire un nombre de semaines, à partir de 1",
                                     "is too small; write a number of weeks, from 1"));
    }
    request.set_interval_weeks(*weeks);
  }
  return request;
}

// On a terminal, unless NO_COLOR says not to.
bool UsesColour(const Context& context, const CadenceOptions& options) {
  const char* no_colour = std::getenv("NO_COLOR");
  return options.output.empty() && context.output_is_terminal && (no_colour == nullptr || *no_colour == '\0');
}

std::string PrintCadence(const Context& context, const CadenceOptions& options,
                         const v1::GetCadenceResponse& response) {
  const v1::Cadence& cadence = response.cadence();
  if (options.excel || context.format == OutputFormat::kCsv) {
    return format::CadenceCsv(cadence, options.excel ? format::CsvStyle::kSpreadsheet : format::CsvStyle::kPlain);
  }
  if (context.format == OutputFormat::kJson) return absl::StrCat(client::JsonText(response), "\n");
  if (context.format == OutputFormat::kMarkdown) return format::CadenceMarkdown(cadence, context.language);
  // A file has no width to fit.
  return format::CadenceTable(cadence, context.language,
                              {.width = options.output.empty() ? context.width : 0,
                               .box = format::LocaleIsUtf8(),
                               .colour = UsesColour(context, options)});
}

int ShowCadence(Context& context, const CadenceOptions& options) {
  if (options.excel && context.format != OutputFormat::kTable && context.format != OutputFormat::kCsv) {
    return context.FailUsage(
        context.Text("--excel va avec --format csv seulement", "--excel goes with --format csv only"));
  }
  absl::StatusOr<v1::GetCadenceRequest> request = CadenceRequest(context, options);
  if (!request.ok()) return context.Fail(request.status());
  const auto response = context.Server().Call<v1::GetCadenceResponse>(*std::move(request));
  if (!response.ok()) return context.Fail(response.status());
  return WriteOutput(context, options.output, PrintCadence(context, options, *response));
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
  AddText(cadence, "--output,-o", options->output, context.Text("FICHIER", "FILE"),
          context.Text("Écrire dans ce fichier plutôt qu'à l'écran", "Write to this file, not to the screen"));
  AddSwitch(cadence, "--excel", options->excel, context.Text("CSV pour tableur", "CSV for a spreadsheet"));
  OnRun(cadence, context, [&context, options] { return ShowCadence(context, *options); });
}

const RegisteredNoun kCadenceNoun(30, &AddCadence);

}  // namespace tutorat::cli
