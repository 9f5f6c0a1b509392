#include "client/cli/directory/curriculum_import.h"

#include <algorithm>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/cli/shell/input_file.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/resolve.h"
#include "client/cli/shell/resource.h"
#include "client/files/programme_csv.h"
#include "client/lib/json.h"
#include "client/text/words.h"
#include "proto/status_macros.h"
#include "tutorat/v1/programme.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;
using Items = std::map<std::string, const v1::ProgrammeItem*>;  // by theme

struct ProgrammeImportOptions {
  std::string file;
  std::string code;
  std::string label;
  bool apply = false;
};

struct ProgrammeExport {
  std::string code;
  std::string output;
  bool excel = false;
};

Items ByTheme(const v1::Programme& programme) {
  Items items;
  for (const v1::ProgrammeItem& item : programme.items()) items.emplace(item.theme(), &item);
  return items;
}

bool IsSame(const v1::ProgrammeItem& a, const v1::ProgrammeItem& b) {
  return a.month() == b.month() && a.weight() == b.weight();
}

std::string DescribeItem(format::Language language, const v1::ProgrammeItem& item) {
  return Say(language, "$0, mois $1, $2", "$0, month $1, $2", absl::StripPrefix(item.theme(), "themes/"), item.month(),
             format::Word(item.weight(), language));
}

// One run of the command: what is stored, what the file wants, and what is told of each line.
class ProgrammeImport {
 public:
  ProgrammeImport(Context& context, const ProgrammeImportOptions& options)
      : context_(context),
        options_(options),
        // Words for programs are always the same.
        language_(context.format == OutputFormat::kCsv ? format::Language::kEnglish : context.language) {}

  Exit Run() {
    ASSIGN_OR_RETURN(const std::string bytes, ReadInput(context_, options_.file));
    file_ = format::ReadProgramme(bytes, language_);
    PrintNotes(context_, file_.notes);
    const std::string name = ProgrammeName(options_.code);
    const auto stored = Get<v1::Programme>(context_, name);
    if (!stored.ok() && !absl::IsNotFound(stored.status())) return context_.Fail(stored.status());
    exists_ = stored.ok();
    if (exists_) before_ = *stored;
    wanted_ = before_;
    wanted_.set_code(std::string(absl::StripPrefix(name, "programmes/")));
    if (!options_.label.empty()) wanted_.set_label(options_.label);
    wanted_.clear_items();
    for (const format::ProgrammeLine& line : file_.lines) *wanted_.add_items() = line.item;
    for (const format::Problem& problem : file_.problems) {
      AddRow(problem.line, format::Choose(language_, "erreur", "error"), format::Describe(problem, language_));
    }
    Compare();
    if (absl::Status status = Send(Store::kValidate); !status.ok()) {
      if (!ReadRefusal(status)) return context_.Fail(status);
    }
    if (errors_ == 0 && file_.problems.empty() && options_.apply && IsChange()) {
      RETURN_IF_ERROR(Send(Store::kNow));
      applied_ = true;
    }
    return Print();
  }

 private:
  struct Row {
    int line;
    std::string action;
    std::string detail;
  };

  void AddRow(int line, absl::string_view action, std::string detail) {
    rows_.push_back({line, std::string(action), std::move(detail)});
  }

  void Compare() {
    const Items before = ByTheme(before_);
    for (const format::ProgrammeLine& line : file_.lines) {
      const auto found = before.find(line.item.theme());
      if (found == before.end()) {
        AddRow(line.line, format::Choose(language_, "ajouter", "add"), DescribeItem(language_, line.item));
      } else if (IsSame(*found->second, line.item)) {
        AddRow(line.line, format::Choose(language_, "inchangé", "same"), DescribeItem(language_, line.item));
        ++same_;
      } else {
        AddRow(line.line, format::Choose(language_, "modifier", "change"),
               Say(language_, "$0 ; avant : $1", "$0; before: $1", DescribeItem(language_, line.item),
                   DescribeItem(language_, *found->second)));
      }
    }
    const Items wanted = ByTheme(wanted_);
    for (const v1::ProgrammeItem& item : before_.items()) {
      if (wanted.count(item.theme()) == 0)
        AddRow(0, format::Choose(language_, "retirer", "remove"), DescribeItem(language_, item));
    }
  }

  bool IsChange() const {
    return !exists_ || wanted_.label() != before_.label() || same_ != before_.items_size() ||
           same_ != wanted_.items_size();
  }

  // What the server answers becomes wanted_, when it is stored.
  absl::Status Send(Store store) {
    v1::Programme sent = wanted_;
    RETURN_IF_ERROR(exists_ ? CallUpdate(context_, {"label", "items"}, sent, store)
                            : CallCreate(context_, sent, store));
    if (store == Store::kNow) wanted_ = std::move(sent);
    return absl::OkStatus();
  }

  // The server's violations, each with its line. False when the refusal is of something else.
  bool ReadRefusal(const absl::Status& status) {
    for (const client::Violation& violation : client::ReadError(status).violations) {
      absl::string_view field = violation.field;
      if (!absl::ConsumePrefix(&field, "programme.items[")) return false;
      int index = 0;
      if (!absl::SimpleAtoi(field.substr(0, field.find(']')), &index)) return false;
      const int line = file_.lines[static_cast<size_t>(index)].line;
      rows_.erase(std::remove_if(rows_.begin(), rows_.end(), [line](const Row& row) { return row.line == line; }),
                  rows_.end());
      AddRow(line, format::Choose(language_, "erreur", "error"), violation.description);
      ++errors_;
    }
    return errors_ > 0;
  }

  Exit Print() {
    std::stable_sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
      return std::pair(a.line == 0, a.line) < std::pair(b.line == 0, b.line);  // what is removed comes last
    });
    std::vector<std::vector<std::string>> rows;
    for (const Row& row : rows_) {
      rows.push_back({row.line == 0 ? "" : absl::StrCat(row.line), row.action, row.detail});
    }
    PrintList(context_, {},
              {{"line", context_.Text("LIGNE", "LINE"), format::Align::kRight},
               {"action", "ACTION"},
               {"detail", context_.Text("DÉTAIL", "DETAIL")}},
              std::move(rows), wanted_);
    const int errors = errors_ + static_cast<int>(file_.problems.size());
    if (errors > 0) return LinesRefused(context_, errors);
    if (context_.format == OutputFormat::kTable || context_.format == OutputFormat::kMarkdown) PrintSentence();
    return kExitDone;
  }

  void PrintSentence() {
    const std::string& code = wanted_.code();
    if (applied_) {
      context_.out << Say(context_.language, "Enregistré : programme $0, $1 thèmes.",
                          "Stored: programme $0, $1 themes.", code, wanted_.items_size());
    } else if (!IsChange()) {
      context_.out << Say(context_.language, "Rien à changer : programme $0, $1 thèmes.",
                          "Nothing to change: programme $0, $1 themes.", code, wanted_.items_size());
    } else {
      context_.out << Say(
          context_.language, "Pour enregistrer : la même commande avec --apply (programme $0, $1 thèmes).",
          "To store it: the same command with --apply (programme $0, $1 themes).", code, wanted_.items_size());
    }
    context_.out << "\n";
  }

  Context& context_;
  const ProgrammeImportOptions& options_;
  const format::Language language_;
  format::ProgrammeFile file_;
  bool exists_ = false;
  bool applied_ = false;
  v1::Programme before_;
  v1::Programme wanted_;
  std::vector<Row> rows_;
  int same_ = 0;
  int errors_ = 0;
};

Exit ExportProgramme(Context& context, const ProgrammeExport& options) {
  ASSIGN_OR_RETURN(const auto programme, Get<v1::Programme>(context, ProgrammeName(options.code)));
  if (context.format == OutputFormat::kJson) {
    return WriteOutput(context, options.output, absl::StrCat(client::JsonText(programme), "\n"));
  }
  // Words for programs are always the same; a spreadsheet is read by people.
  const std::string text =
      options.excel ? format::WriteProgramme(programme, format::CsvStyle::kSpreadsheet, context.language)
                    : format::WriteProgramme(programme, format::CsvStyle::kPlain, format::Language::kEnglish);
  return WriteOutput(context, options.output, text);
}

}  // namespace

void AddProgrammeFiles(CLI::App* noun, Context& context) {
  const auto import_options = std::make_shared<ProgrammeImportOptions>();
  CLI::App* import = AddVerb(
      noun, "import",
      context.Text("Faire d'un fichier csv (thème, mois, poids) le programme ; montre d'abord ce qui changerait",
                   "Make a csv file (theme, month, weight) the programme; first shows what would change"));
  Require(AddText(import, "file", import_options->file, context.Text("FICHIER", "FILE"),
                  context.Text("Fichier csv, ou - pour l'entrée standard", "csv file, or - for standard input")));
  Require(AddText(import, "--code", import_options->code, "CODE",
                  context.Text("Le programme, par exemple v6", "The programme, for example v6")));
  AddText(import, "--label", import_options->label, context.Text("NOM", "NAME"),
          context.Text("Son nom en clair", "Its name in full"));
  AddSwitch(import, "--apply", import_options->apply,
            context.Text("Enregistrer ; une seule ligne en erreur refuse tout le fichier",
                         "Store it; one line with an error refuses the whole file"));
  OnRun(import, context, [&context, import_options] { return ProgrammeImport(context, *import_options).Run(); });

  const auto export_options = std::make_shared<ProgrammeExport>();
  CLI::App* to_file = AddVerb(noun, "export",
                              context.Text("L'écrire en csv ou json, tel que « import » le relit",
                                           "Write it as csv or json, as \"import\" takes it"));
  Require(AddText(to_file, "code", export_options->code, "CODE",
                  context.Text("Le programme, par exemple v6", "The programme, for example v6")));
  AddFileOptions(to_file, context, export_options->output, export_options->excel);
  OnRun(to_file, context, [&context, export_options] { return ExportProgramme(context, *export_options); });
}

}  // namespace tutorat::cli
