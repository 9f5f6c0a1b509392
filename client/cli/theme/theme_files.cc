// The thesaurus from and to a file.
#include <algorithm>
#include <memory>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/shell/input_file.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/resource.h"
#include "client/cli/theme/theme.h"
#include "client/files/thesaurus_csv.h"
#include "client/lib/json.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;
using Result = v1::ThemeImportResult;

struct ImportThemesOptions {
  std::string file;
  bool apply = false;
  ListOptions list;
};

// As Result::Action: what was done or, of a preview, would be.
std::string ActionWord(Result::Action action, bool applied, const Context& context) {
  switch (action) {
    case Result::ACTION_CREATE:
      return std::string(applied ? context.Text("créé", "created") : context.Text("créer", "create"));
    case Result::ACTION_SAME:
      return std::string(context.Text("identique", "same"));
    case Result::ACTION_UPDATE:
      return std::string(applied ? context.Text("modifié", "updated") : context.Text("modifier", "update"));
    default:
      return std::string(context.Text("erreur", "error"));
  }
}

// Lines that could not be read are errors of the whole, like those that the server refuses.
void MergeProblems(const format::ThesaurusFile& file, const Context& context, v1::ImportThemesResponse& report) {
  for (const format::Problem& problem : file.problems) {
    Result* result = report.add_results();
    result->set_line(problem.line);
    result->set_action(Result::ACTION_ERROR);
    v1::RowError* error = result->add_errors();
    error->set_field(problem.column);
    error->set_reason("BAD_CELL");
    error->set_message(problem.value.empty()
                           ? problem.message
                           : Say(context.language, "« $0 » $1", "\"$0\" $1", problem.value, problem.message));
    report.set_error_count(report.error_count() + 1);
  }
  std::stable_sort(report.mutable_results()->begin(), report.mutable_results()->end(),
                   [](const Result& a, const Result& b) { return a.line() < b.line(); });
}

std::string Detail(const Result& result, const Context& context) {
  std::vector<std::string> lines;
  if (!result.changed_fields().empty()) {
    lines.push_back(absl::StrCat(context.Text("champs modifiés : ", "changed fields: "),
                                 absl::StrJoin(result.changed_fields(), ", ")));
  }
  for (const v1::RowError& error : result.errors()) {
    lines.push_back(format::Describe(
        {.column = format::ThesaurusColumn(error.field(), context.language), .message = error.message()},
        context.language));
  }
  for (const v1::Warning& warning : result.warnings()) {
    lines.push_back(absl::StrCat(context.Text("attention : ", "warning: "), warning.message()));
  }
  return absl::StrJoin(lines, "\n");
}

std::string Summary(const v1::ImportThemesResponse& report, const Context& context) {
  std::string total = Say(
      context.language,
      report.applied() ? "$0 créés, $1 modifiés, $2 identiques, $3 en erreur ; $4 termes ignorés en plus."
                       : "$0 à créer, $1 à modifier, $2 identiques, $3 en erreur ; $4 termes ignorés en plus.",
      report.applied() ? "$0 created, $1 updated, $2 the same, $3 with errors; $4 more ignored terms."
                       : "$0 to create, $1 to update, $2 the same, $3 with errors; $4 more ignored terms.",
      report.create_count(), report.update_count(), report.same_count(), report.error_count(), report.ignored_count());
  const bool changes = report.create_count() + report.update_count() + report.ignored_count() > 0;
  if (report.error_count() > 0 || !changes) return total;
  if (!report.applied())
    return total + std::string(context.Text(" Pour enregistrer : --apply", " To store it: --apply"));
  return total + std::string(context.Text(" Pour recoder les séances déjà notées : tutorat theme recode --preview",
                                          " To code anew the sessions noted before: tutorat theme recode --preview"));
}

Exit ImportThemes(Context& context, const ImportThemesOptions& options) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadInput(context, options.file));
  const format::ThesaurusFile file = format::ReadThesaurus(bytes, context.language);
  PrintNotes(context, file.notes);
  v1::ImportThemesResponse report;
  if (!file.rows.empty() || !file.ignored_terms.empty()) {
    v1::ImportThemesRequest request;
    *request.mutable_rows() = {file.rows.begin(), file.rows.end()};
    *request.mutable_ignored_terms() = {file.ignored_terms.begin(), file.ignored_terms.end()};
    request.set_validate_only(!options.apply || !file.problems.empty());
    ASSIGN_OR_RETURN(report, context.Server().Call<v1::ImportThemesResponse>(std::move(request)));
  }
  MergeProblems(file, context, report);
  std::vector<std::vector<std::string>> rows;
  for (const Result& result : report.results()) {
    rows.push_back({absl::StrCat(result.line()), result.code(), ActionWord(result.action(), report.applied(), context),
                    Detail(result, context)});
  }
  PrintList(context, options.list,
            {{"line", context.Text("LIGNE", "LINE"), format::Align::kRight},
             {"code", "CODE"},
             {"action", "ACTION"},
             {"detail", context.Text("DÉTAIL", "DETAIL")}},
            std::move(rows), report);
  if (context.format == OutputFormat::kTable) context.out << Summary(report, context) << "\n";
  if (report.error_count() == 0) return kExitDone;
  return LinesRefused(context, report.error_count());
}

struct ExportThemesOptions {
  std::string output;
  bool excel = false;
};

Exit ExportThemes(Context& context, const ExportThemesOptions& options) {
  ASSIGN_OR_RETURN(const auto themes, FetchThemes(context, /*show_deleted=*/false));
  // There is none before the first change of a theme.
  auto thesaurus = Get<v1::Thesaurus>(context, "thesauri/current");
  if (!thesaurus.ok() && !absl::IsNotFound(thesaurus.status())) return context.Fail(thesaurus.status());
  const std::vector<v1::Theme> all =
      format::InTreeOrder(std::vector<v1::Theme>(themes.themes().begin(), themes.themes().end()));
  std::vector<std::string> ignored;
  if (thesaurus.ok()) ignored.assign(thesaurus->ignored_terms().begin(), thesaurus->ignored_terms().end());
  if (context.format == OutputFormat::kJson) {
    // As the body of ImportThemes, so that a program can send it back.
    v1::ImportThemesRequest body;
    for (const v1::Theme& theme : all) *body.add_rows()->mutable_theme() = theme;
    *body.mutable_ignored_terms() = {ignored.begin(), ignored.end()};
    return WriteOutput(context, options.output, absl::StrCat(client::JsonText(body), "\n"));
  }
  return WriteOutput(
      context, options.output,
      format::WriteThesaurus(all, ignored, options.excel ? format::CsvStyle::kSpreadsheet : format::CsvStyle::kPlain,
                             options.excel ? context.language : format::Language::kEnglish));
}

}  // namespace

void AddThemeFiles(CLI::App* noun, Context& context) {
  auto import_options = std::make_shared<ImportThemesOptions>();
  CLI::App* import = AddVerb(noun, "import",
                             context.Text("Importer un thésaurus : montre d'abord ce que chaque ligne ferait",
                                          "Import a thesaurus: first shows what each line would do"));
  Require(AddText(import, "file", import_options->file, context.Text("FICHIER", "FILE"),
                  context.Text("Fichier csv, ou - pour l'entrée standard", "csv file, or - for standard input")));
  AddSwitch(import, "--apply", import_options->apply,
            context.Text("Enregistrer ; une seule ligne en erreur refuse tout le fichier",
                         "Store it; one line with an error refuses the whole file"));
  OnRun(import, context, [&context, import_options] { return ImportThemes(context, *import_options); });

  auto export_options = std::make_shared<ExportThemesOptions>();
  CLI::App* exporting = AddVerb(noun, "export",
                                context.Text("Le thésaurus en csv ou json, tel que « import » le relit",
                                             "The thesaurus as csv or json, as \"import\" takes it"));
  AddFileOptions(exporting, context, export_options->output, export_options->excel);
  OnRun(exporting, context, [&context, export_options] { return ExportThemes(context, *export_options); });
}

}  // namespace tutorat::cli
