#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/report/period_options.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/parse.h"
#include "client/lib/json.h"
#include "client/report/coverage_print.h"
#include "client/text/fold.h"
#include "tutorat/v1/coverage.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;

struct CoverageOptions {
  PeriodOptions period;
  std::string programme;
  std::string level;
  std::string repeated;
  std::string output;
  bool gaps = false;
  bool summary = false;
  bool excel = false;
};

constexpr struct {
  int level;
  const char* french;
  const char* english;
} kLevels[] = {{format::kDomainLevel, "domaine", "domain"},
               {format::kThemeLevel, "theme", "theme"},
               {format::kSubThemeLevel, "sous-theme", "sub-theme"}};

void AddCoverageOptions(CLI::App* verb, Context& context, CoverageOptions& options) {
  AddPeriodOptions(verb, context, options.period);
  AddText(verb, "--programme", options.programme, "CODE",
          context.Text("Le programme cible ; sans cela celui de la vague", "The target programme; else the wave's"));
  AddText(verb, "--level", options.level, context.Text("domaine|theme|sous-theme", "domain|theme|sub-theme"),
          context.Text("Jusqu'à ce niveau (sous-theme)", "Down to this level (sub-theme)"));
  AddSwitch(verb, "--gaps", options.gaps,
            context.Text("Seulement ce qui manque à un groupe au moins", "Only what a group or more lacks"));
  AddText(verb, "--repeated", options.repeated, "N",
          context.Text("Signaler ce qui revient dans N séances d'un groupe (2)",
                       "Tell what comes back in N sessions of a group (2)"));
  AddSwitch(verb, "--summary", options.summary,
            context.Text("CSV : une ligne par thème, plutôt que par thème et groupe",
                         "CSV: a line a theme, rather than a theme and group"));
  AddText(verb, "--output,-o", options.output, context.Text("FICHIER", "FILE"),
          context.Text("Écrire dans ce fichier plutôt qu'à l'écran", "Write to this file, not to the screen"));
  AddSwitch(verb, "--excel", options.excel,
            context.Text("CSV pour tableur : « ; », BOM, CRLF, formules neutralisées",
                         "CSV for a spreadsheet: `;`, BOM, CRLF, formulas neutralised"));
}

absl::StatusOr<format::CoverageView> ReadView(const Context& context, const CoverageOptions& options) {
  format::CoverageView view;
  view.gaps = options.gaps;
  if (options.level.empty()) return view;
  const std::string folded = format::Fold(options.level);
  for (const auto& known : kLevels) {
    if (folded != known.french && folded != known.english) continue;
    view.level = known.level;
    return view;
  }
  return WrongValue(context, "--level", options.level,
                    Say(context.language, "n'est pas connu ; choisir domaine, theme ou sous-theme",
                        "is not known; choose domain, theme or sub-theme"));
}

absl::StatusOr<v1::GetCoverageRequest> CoverageRequest(Context& context, const CoverageOptions& options) {
  v1::GetCoverageRequest request;
  if (absl::Status status = SetPeriod(context, options.period, request); !status.ok()) {
    return status;
  }
  request.set_programme(options.programme);
  if (!options.repeated.empty()) {
    const absl::StatusOr<int> repeated = ParseNumber(context, "--repeated", options.repeated);
    if (!repeated.ok()) return repeated.status();
    request.set_repeated_from(*repeated);
  }
  return request;
}

std::string PrintCoverage(const v1::GetCoverageResponse& response, OutputFormat format,
                          const format::CoverageView& view, const CoverageOptions& options, const Context& context) {
  // As for balances: committees read French, unless a language was chosen.
  const format::Language language = context.language_chosen ? context.language : format::Language::kFrench;
  const v1::Coverage& coverage = response.coverage();
  switch (format) {
    case OutputFormat::kCsv: {
      const auto style = options.excel ? format::CsvStyle::kSpreadsheet : format::CsvStyle::kPlain;
      return options.summary ? CoverageSummaryCsv(coverage, view, style) : CoverageCsv(coverage, view, style);
    }
    case OutputFormat::kJson:
      return absl::StrCat(client::JsonText(response), "\n");
    case OutputFormat::kMarkdown:
      return CoverageMarkdown(coverage, view, language);
    case OutputFormat::kTable:
      break;
  }
  // A file has no width to fit.
  const int width = options.output.empty() ? context.width : 0;
  return CoverageTable(coverage, view, language, {.width = width, .box = format::LocaleIsUtf8()});
}

int ShowCoverage(Context& context, const CoverageOptions& options) {
  const bool for_csv = options.excel || options.summary;
  const OutputFormat format = for_csv && context.format == OutputFormat::kTable ? OutputFormat::kCsv : context.format;
  if (for_csv && format != OutputFormat::kCsv) {
    return context.FailUsage(Say(context.language, "--excel et --summary vont avec --format csv seulement",
                                 "--excel and --summary go with --format csv only"));
  }
  const absl::StatusOr<format::CoverageView> view = ReadView(context, options);
  if (!view.ok()) return context.Fail(view.status());
  if (const std::string problem = PeriodUsage(context, options.period, "tutorat coverage"); !problem.empty()) {
    return context.FailUsage(problem);
  }
  absl::StatusOr<v1::GetCoverageRequest> request = CoverageRequest(context, options);
  if (!request.ok()) return context.Fail(request.status());
  const absl::StatusOr<v1::GetCoverageResponse> response =
      context.Server().Call<v1::GetCoverageResponse>(*std::move(request));
  if (!response.ok()) return context.Fail(response.status());
  return WriteOutput(context, options.output, PrintCoverage(*response, format, *view, options, context));
}

}  // namespace

void AddCoverage(CLI::App& app, Context& context) {
  const auto options = std::make_shared<CoverageOptions>();
  CLI::App* coverage = AddVerb(&app, "coverage",
                               context.Text("Couverture des thèmes par les groupes, et ce qui manque",
                                            "Themes covered by groups, and what is missing"));
  AddCoverageOptions(coverage, context, *options);
  OnRun(coverage, context, [&context, options] { return ShowCoverage(context, *options); });
}

const RegisteredNoun kCoverageNoun(50, &AddCoverage);

}  // namespace tutorat::cli
