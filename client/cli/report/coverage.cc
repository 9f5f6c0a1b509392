#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "client/cli/report/period_options.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/report_output.h"
#include "proto/fold.h"
#include "proto/status_macros.h"
#include "tutorat/v1/coverage.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;

struct CoverageOptions {
  PeriodOptions period;
  std::string programme;
  std::string level;
  std::string repeated;
  ReportPrint print = {.for_committee = true};
  bool gaps = false;
  bool summary = false;
};

constexpr struct {
  int level;
  const char* french;
  const char* english;
} kLevels[] = {{1, "domaine", "domain"}, {2, "theme", "theme"}, {3, "sous-theme", "sub-theme"}};

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
  AddReportPrint(verb, context, options.print);
}

// 0: all of them.
absl::StatusOr<int> ReadLevel(const Context& context, const std::string& level) {
  if (level.empty()) return 0;
  const std::string folded = contract::FoldName(level);
  for (const auto& known : kLevels) {
    if (folded == known.french || folded == known.english) return known.level;
  }
  return WrongValue(context, "--level", level,
                    Say(context.language, "n'est pas connu ; choisir domaine, theme ou sous-theme",
                        "is not known; choose domain, theme or sub-theme"));
}

absl::StatusOr<v1::GetCoverageRequest> CoverageRequest(Context& context, const CoverageOptions& options) {
  v1::GetCoverageRequest request;
  RETURN_IF_ERROR(SetPeriod(context, options.period, "tutorat coverage", request));
  request.set_programme(options.programme);
  ASSIGN_OR_RETURN(const int level, ReadLevel(context, options.level));
  request.set_document_level(level);
  request.set_document_gaps_only(options.gaps);
  if (!options.repeated.empty()) {
    ASSIGN_OR_RETURN(const int repeated, ParseNumber(context, "--repeated", options.repeated));
    request.set_repeated_from(repeated);
  }
  return request;
}

Exit ShowCoverage(Context& context, const CoverageOptions& options) {
  if (options.summary && context.format != OutputFormat::kCsv && context.format != OutputFormat::kTable) {
    return context.FailUsage(
        Say(context.language, "--summary va avec --format csv seulement", "--summary goes with --format csv only"));
  }
  ASSIGN_OR_RETURN(v1::GetCoverageRequest request, CoverageRequest(context, options));
  if (options.summary) context.format = OutputFormat::kCsv;
  ReportPrint print = options.print;
  print.table = options.summary ? "summary" : "";
  return PrintReport<v1::GetCoverageResponse>(context, print, std::move(request));
}

}  // namespace

void AddCoverage(CLI::App& app, Context& context) {
  const auto options = std::make_shared<CoverageOptions>();
  CLI::App* coverage = AddVerb(&app, "coverage",
                               context.Text("Couverture des thèmes par les groupes, et ce qui manque",
                                            "Themes covered by groups, and what is missing"));
  AddCoverageOptions(coverage, context, *options);
  OnReport(coverage, context, [&context, options] { return ShowCoverage(context, *options); });
}

const RegisteredNoun kCoverageNoun(50, &AddCoverage);

}  // namespace tutorat::cli
