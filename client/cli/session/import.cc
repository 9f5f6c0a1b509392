#include "client/cli/session/import.h"

#include <memory>
#include <ostream>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/shell/input_file.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/progress.h"
#include "client/cli/shell/text.h"
#include "client/files/csv.h"
#include "client/files/session_csv.h"
#include "client/report/import_print.h"
#include "client/text/table.h"
#include "client/text/width.h"
#include "proto/status_macros.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;

// What the server does with the lines that can be read, or would do when others cannot.
absl::StatusOr<v1::ImportReport> AskServer(Context& context, const ImportOptions& options,
                                           const format::SessionFile& file) {
  v1::ImportSessionsRequest request;
  for (const v1::ImportRow& row : file.rows) *request.add_rows() = row;
  request.set_default_wave(options.wave);
  request.set_validate_only(!options.apply || !file.problems.empty());
  Progress progress(context.err, context.errors_are_terminal);
  return context.Server().ImportSessions(std::move(request),
                                         [&progress](int done, int total) { progress.Update(done, total); });
}

std::string NextCommand(const ImportOptions& options, const v1::ImportReport& report, const Context& context) {
  const std::string command =
      absl::StrCat("tutorat import ", ShellQuoted(options.file),
                   options.wave.empty() ? "" : absl::StrCat(" --wave ", ShellQuoted(options.wave)));
  if (report.error_count() > 0) {
    return Say(context.language, "Corriger les lignes en erreur, puis : $0", "Correct the lines with errors, then: $0",
               command);
  }
  if (report.applied() || report.create_count() + report.update_count() == 0) return "";
  return Say(context.language, "Pour enregistrer : $0 --apply", "To store it: $0 --apply", command);
}

void Print(Context& context, const ImportOptions& options, const format::SessionFile& file,
           const v1::ImportReport& report) {
  const format::Table table = ImportTable(file, report, context.language);
  if (context.format == OutputFormat::kJson) return PrintJson(context, report);
  if (context.format == OutputFormat::kCsv) {
    std::vector<std::vector<std::string>> records = {{"line", "action", "detail"}};
    records.insert(records.end(), table.rows.begin(), table.rows.end());
    context.out << format::WriteCsv(records, format::CsvStyle::kPlain);
    return;
  }
  if (context.format == OutputFormat::kMarkdown || !table.rows.empty()) {
    PrintTable(context, table);
    context.out << "\n";
  }
  for (const std::string& sentence : ImportSummary(report, context.language)) {
    context.out << absl::StrJoin(format::Wrap(sentence, context.width, 2), "\n") << "\n";
  }
  const std::string next = NextCommand(options, report, context);
  if (!next.empty()) context.out << next << "\n";
}

// The columns, in the words of whoever asks; an empty one may go.
Exit WriteBlank(Context& context, const ImportOptions& options) {
  return WriteOutput(context, options.blank == "-" ? "" : options.blank,
                     format::WriteSessions({}, format::CsvStyle::kSpreadsheet, context.language));
}

}  // namespace

Exit RunImport(Context& context, const ImportOptions& options) {
  if (!options.blank.empty()) return WriteBlank(context, options);
  if (options.file.empty()) {
    return context.FailUsage(context.Text("il manque FICHIER, ou --template pour en écrire un à remplir",
                                          "FILE is missing, or --template to write one to fill in"));
  }
  ASSIGN_OR_RETURN(const std::string bytes, ReadInput(context, options.file));
  const format::SessionFile file = format::ReadSessions(bytes, context.language);
  PrintNotes(context, file.notes);
  v1::ImportReport report;
  if (!file.rows.empty()) {
    ASSIGN_OR_RETURN(report, AskServer(context, options, file));
  }
  report = MergeProblems(file, std::move(report), context.language);
  Print(context, options, file, report);
  if (report.error_count() == 0) return kExitDone;
  return LinesRefused(context, report.error_count());
}

void AddImport(CLI::App& app, Context& context) {
  const auto options = std::make_shared<ImportOptions>();
  CLI::App* import = AddVerb(&app, "import",
                             context.Text("Importer des séances : montre d'abord ce que chaque ligne ferait",
                                          "Import sessions: first shows what each line would do"));
  AddText(import, "file", options->file, context.Text("FICHIER", "FILE"),
          context.Text("Fichier csv, xlsx ou ods, ou - pour l'entrée standard",
                       "csv, xlsx or ods file, or - for standard input"));
  AddText(import, "--template", options->blank, context.Text("FICHIER", "FILE"),
          context.Text("Écrire un fichier vide, à remplir dans un tableur",
                       "Write an empty file, to fill in with a spreadsheet"));
  AddSwitch(import, "--apply", options->apply,
            context.Text("Enregistrer ; une seule ligne en erreur refuse tout le fichier",
                         "Store it; one line with an error refuses the whole file"));
  AddText(import, "--wave,-w", options->wave, context.Text("VAGUE", "WAVE"),
          context.Text("Vague des lignes qui n'en nomment pas", "Wave of the lines that name none"));
  OnRun(import, context, [&context, options] { return RunImport(context, *options); });
}

const RegisteredNoun kImportNoun(60, &AddImport);

}  // namespace tutorat::cli
