#include <memory>
#include <ostream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/account/account.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/report_output.h"
#include "client/cli/shell/resolve.h"
#include "client/cli/shell/text.h"
#include "client/files/csv.h"
#include "client/lib/json.h"
#include "client/lib/list.h"
#include "client/report/erasure_print.h"
#include "client/text/table.h"
#include "client/text/width.h"
#include "proto/status_macros.h"
#include "tutorat/v1/personal_data.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;

struct ExportOptions {
  std::string person;
  std::string output;
};

struct EraseOptions {
  std::string person;
  bool apply = false;
};

struct RetentionOptions {
  std::string as_of;
  bool apply = false;
  ReportPrint print;
};

Exit ExportPerson(Context& context, const ExportOptions& options) {
  v1::ExportPersonRequest request;
  request.set_person(options.person);
  ASSIGN_OR_RETURN(const auto response, context.Server().Call<v1::ExportPersonResponse>(request));
  const std::string json = client::JsonText(response.data()) + "\n";
  if (options.output.empty()) return WriteOutput(context, "", json);
  const absl::Status written = WriteSecretFile(context, options.output, json);
  if (written.ok()) return kExitDone;
  return context.Fail(absl::UnknownError(
      Say(context.language, "impossible d'écrire $0", "cannot write $0", std::string(written.message()))));
}

// For people to read.
void PrintRemarks(Context& context, const google::protobuf::RepeatedPtrField<v1::Remark>& remarks) {
  if (remarks.empty()) return;
  PrintTable(context, format::RemarkTable(remarks, context.language));
  context.out << "\n";
}

void PrintSentence(Context& context, const std::string& sentence) {
  context.out << absl::StrJoin(format::Wrap(format::Printable(sentence), context.width, 2), "\n") << "\n";
}

void PrintErasure(Context& context, const EraseOptions& options, const v1::ErasePersonResponse& response) {
  if (context.format == OutputFormat::kJson) return PrintJson(context, response);
  if (context.format == OutputFormat::kCsv) {
    std::vector<std::vector<std::string>> records = {{"resource", "field", "text", "redacted"}};
    for (const v1::Remark& remark : response.remarks()) {
      records.push_back({remark.resource(), remark.field(), remark.text(), remark.redacted()});
    }
    context.out << format::WriteCsv(records, format::CsvStyle::kPlain);
    return;
  }
  PrintRemarks(context, response.remarks());
  for (const std::string& sentence : format::ErasureSentences(response, options.apply, context.language)) {
    PrintSentence(context, sentence);
  }
  if (!options.apply) {
    context.out << Say(context.language,
                       "Rien n'est changé. Pour effacer, sans retour possible : tutorat account erase $0 --apply\n",
                       "Nothing is changed. To erase, which cannot be undone: tutorat account erase $0 --apply\n",
                       ShellQuoted(options.person));
  }
}

Exit ErasePerson(Context& context, const EraseOptions& options) {
  v1::ErasePersonRequest request;
  request.set_person(options.person);
  request.set_validate_only(!options.apply);
  ASSIGN_OR_RETURN(const auto response, context.Server().Call<v1::ErasePersonResponse>(request));
  PrintErasure(context, options, response);
  return kExitDone;
}

Exit ApplyRetention(Context& context, const RetentionOptions& options) {
  ASSIGN_OR_RETURN(const OutputFormat format, ReportFormat(context, options.print));
  if (options.apply && format != OutputFormat::kTable && format != OutputFormat::kJson) {
    return context.FailUsage(
        context.Text("--apply va avec --format table ou json ; le fichier se demande avant, sans --apply",
                     "--apply goes with --format table or json; ask for the file before, without "
                     "--apply"));
  }
  v1::ApplyRetentionRequest request;
  request.set_validate_only(!options.apply);
  ASSIGN_OR_RETURN(*request.mutable_as_of_date(), ParseDayIfAny(context, "--as-of", options.as_of));
  return PrintReport<v1::ApplyRetentionResponse>(
      context, options.print, std::move(request), [&](const v1::ApplyRetentionResponse& response) {
        int members = 0;
        for (const v1::WaveRetention& wave : response.waves()) members += wave.member_count();
        if (options.apply || members == 0) return;
        context.out << Say(
            context.language,
            "Rien n'est changé. Pour effacer ces auditeurs, sans retour possible : tutorat account retention$0 "
            "--apply\n",
            "Nothing is changed. To erase these members, which cannot be undone: tutorat account retention$0 "
            "--apply\n",
            options.as_of.empty() ? "" : absl::StrCat(" --as-of ", ShellQuoted(options.as_of)));
      });
}

Exit ListErasures(Context& context, const ListOptions& options) {
  ASSIGN_OR_RETURN(const auto erasures,
                   client::ListAll<v1::ListErasuresResponse>(context.Server(), v1::ListErasuresRequest()));
  ASSIGN_OR_RETURN(const Labels accounts, ListAccountNames(context));
  return PrintResources<v1::Erasure>(
      context, options, erasures, erasures.erasures(), [&](const v1::Erasure& erasure) -> Details {
        return {{{"create_time", context.Text("QUAND", "WHEN")}, ShownTime(context, erasure.create_time())},
                {{"account", context.Text("PAR", "BY")}, accounts.Of(erasure.account())},
                {{"pseudonym", context.Text("PSEUDONYME", "PSEUDONYM")}, erasure.pseudonym()},
                {{"resources", context.Text("RESSOURCES", "RESOURCES")}, absl::StrJoin(erasure.resources(), "\n")}};
      });
}

void AddPerson(CLI::App* verb, Context& context, std::string& person) {
  Require(AddText(verb, "person", person, context.Text("PERSONNE", "PERSON"),
                  context.Text("Adresse électronique, nom tel qu'il est écrit, ou members/ID, tutors/ID, accounts/ID",
                               "E-mail, name as it is written, or members/ID, tutors/ID, accounts/ID")));
}

void AddErase(CLI::App* noun, Context& context) {
  auto erase = std::make_shared<EraseOptions>();
  CLI::App* verb =
      AddVerb(noun, "erase",
              context.Text("Effacer une personne, aucun chiffre ne changeant : montre d'abord ce qui le serait",
                           "Erase a person, no figure changing: first shows what would be erased"));
  AddPerson(verb, context, erase->person);
  AddSwitch(verb, "--apply", erase->apply, context.Text("Effacer, sans retour possible", "Erase; it cannot be undone"));
  OnRun(verb, context, [&context, erase] { return ErasePerson(context, *erase); });
}

void AddRetention(CLI::App* noun, Context& context) {
  auto retention = std::make_shared<RetentionOptions>();
  CLI::App* verb = AddVerb(
      noun, "retention",
      context.Text("Effacer les auditeurs des vagues dont le délai est passé (wave edit --personal-data-until) : "
                   "montre d'abord lesquelles",
                   "Erase the members of waves whose time is over (wave edit --personal-data-until): first shows "
                   "which"));
  AddText(verb, "--as-of", retention->as_of, context.Text("JOUR", "DAY"),
          context.Text("À ce jour ; sans lui, aujourd'hui", "As of this day; without it, today"));
  AddSwitch(verb, "--apply", retention->apply,
            context.Text("Effacer, sans retour possible", "Erase; it cannot be undone"));
  AddReportPrint(verb, context, retention->print);
  OnReport(verb, context, [&context, retention] { return ApplyRetention(context, *retention); });
}

}  // namespace

void AddAccountPerson(CLI::App* noun, Context& context) {
  auto exported = std::make_shared<ExportOptions>();
  CLI::App* verb = AddVerb(
      noun, "export",
      context.Text("Tout ce qui est tenu sur une personne, en JSON", "Everything that is held on a person, as JSON"));
  AddPerson(verb, context, exported->person);
  AddText(verb, "--output", exported->output, context.Text("FICHIER", "FILE"),
          context.Text("Écrire dans ce fichier, que son seul propriétaire peut lire",
                       "Write to this file, which its owner alone can read"));
  OnRun(verb, context, [&context, exported] { return ExportPerson(context, *exported); });
  AddErase(noun, context);
  AddRetention(noun, context);
  auto options = std::make_shared<ListOptions>();
  CLI::App* erasures = AddVerb(noun, "erasures",
                               context.Text("Les effacements faits, sans les noms",
                                            "The erasures that were done, without "
                                            "the names"));
  AddExcel(erasures, context, options->excel);
  OnRun(erasures, context, [&context, options] { return ListErasures(context, *options); });
}

}  // namespace tutorat::cli
