#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/session/session_filter.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resolve.h"
#include "client/files/session_csv.h"
#include "client/lib/json.h"
#include "client/text/cells.h"
#include "client/text/words.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;

struct SessionExport {
  std::string wave;
  std::string group;
  std::string tutor;
  std::string from;
  std::string to;
  std::vector<std::string> states;
  std::string output;
  bool excel = false;
};

absl::Status UsageProblem(const std::string& message) { return absl::InvalidArgumentError(message); }

absl::StatusOr<v1::ListSessionRecordsRequest> ExportRequest(const SessionExport& options, const Context& context) {
  v1::ListSessionRecordsRequest request;
  if (!options.from.empty()) {
    const absl::StatusOr<std::string> from = format::ParseDate(options.from, context.language);
    if (!from.ok()) return UsageProblem(absl::StrCat("--from ", options.from, " ", from.status().message()));
    request.set_from_date(*from);
  }
  if (!options.to.empty()) {
    const absl::StatusOr<std::string> to = format::ParseDate(options.to, context.language);
    if (!to.ok()) return UsageProblem(absl::StrCat("--to ", options.to, " ", to.status().message()));
    request.set_to_date(*to);
  }
  for (const std::string& word : options.states) {
    const std::optional<v1::SessionState> state = format::ParseWord<v1::SessionState>(word);
    if (!state) {
      return UsageProblem(Say(context.language, "--state $0 : écrire $1", "--state $0: write $1", word,
                              format::WordChoices<v1::SessionState>(context.language)));
    }
    request.add_states(*state);
  }
  return request;
}

absl::StatusOr<std::vector<v1::SessionRecord>> FetchRecords(Context& context, const SessionExport& options,
                                                            v1::ListSessionRecordsRequest request) {
  if (!options.group.empty()) {
    const absl::StatusOr<std::string> group = ResolveGroup(context, options.group, options.wave);
    if (!group.ok()) return group.status();
    request.set_group(*group);
  } else if (!options.wave.empty()) {
    const absl::StatusOr<std::string> wave = FindWave(context, options.wave);
    if (!wave.ok()) return wave.status();
    request.set_wave(*wave);
  }
  if (!options.tutor.empty()) {
    const absl::StatusOr<v1::Tutor> tutor = FindTutor(context, options.tutor);
    if (!tutor.ok()) return tutor.status();
    request.set_tutor(tutor->name());
  }
  const auto listed = ListRecords(context, std::move(request));
  if (!listed.ok()) return listed.status();
  std::vector<v1::SessionRecord> records;
  records.reserve(listed->size());
  for (const v1::NamedRecord& one : *listed) records.push_back(one.record());
  return records;
}

// As the body of ImportSessions, so that a program can send it back.
std::string PrintJson(const std::vector<v1::SessionRecord>& records) {
  v1::ImportSessionsRequest body;
  for (const v1::SessionRecord& record : records) *body.add_rows()->mutable_record() = record;
  return absl::StrCat(client::JsonText(body), "\n");
}

// Words for programs are always the same; a spreadsheet is read by people.
std::string PrintCsv(const std::vector<v1::SessionRecord>& records, bool excel, const Context& context) {
  if (excel) return format::WriteSessions(records, format::CsvStyle::kSpreadsheet, context.language);
  return format::WriteSessions(records, format::CsvStyle::kPlain, format::Language::kEnglish);
}

int ExportSessions(Context& context, const SessionExport& options) {
  const bool json = context.format == OutputFormat::kJson;
  if (context.format == OutputFormat::kMarkdown || (json && options.excel)) {
    return context.FailUsage(Say(context.language, "export sessions écrit --format csv ou json, et --excel va avec csv",
                                 "export sessions writes --format csv or json, and --excel goes with csv"));
  }
  absl::StatusOr<v1::ListSessionRecordsRequest> request = ExportRequest(options, context);
  if (!request.ok()) return context.FailUsage(std::string(request.status().message()));
  if (absl::Status order = CheckOrder(context, request->from_date(), request->to_date()); !order.ok()) {
    return context.Fail(order);
  }
  const absl::StatusOr<std::vector<v1::SessionRecord>> records = FetchRecords(context, options, *std::move(request));
  if (!records.ok()) return context.Fail(records.status());
  const std::string text = json ? PrintJson(*records) : PrintCsv(*records, options.excel, context);
  return WriteOutput(context, options.output, text);
}

}  // namespace

void AddExport(CLI::App& app, Context& context) {
  CLI::App* noun =
      AddNoun(app, "export", context.Text("Exporter ce que le serveur tient", "Export what the server holds"));
  const auto options = std::make_shared<SessionExport>();
  CLI::App* sessions = AddVerb(noun, "sessions",
                               context.Text("Les séances en csv ou json, telles que « tutorat import » les relit",
                                            "Sessions as csv or json, as \"tutorat import\" takes them"));
  AddText(sessions, "--wave,-w", options->wave, context.Text("VAGUE", "WAVE"),
          context.Text("Une vague, par exemple V6", "One wave, for example V6"));
  AddText(sessions, "--group,-g", options->group, "N",
          context.Text("Un groupe : son numéro, ou V6/4", "One group: its number, or V6/4"));
  AddText(
      sessions, "--tutor", options->tutor, context.Text("TUTEUR", "TUTOR"),
      context.Text("Les séances d'un tuteur : nom ou adresse électronique", "The sessions of a tutor: name or e-mail"));
  AddText(sessions, "--from", options->from, context.Text("JOUR", "DAY"), context.Text("Premier jour", "First day"));
  AddText(sessions, "--to", options->to, context.Text("JOUR", "DAY"),
          context.Text("Le lendemain du dernier jour", "The day after the last one"));
  AddTexts(sessions, "--state", options->states, format::WordChoices<v1::SessionState>(context.language),
           context.Text("Statut ; répéter pour plusieurs", "State; repeat for more"));
  AddText(sessions, "--output,-o", options->output, context.Text("FICHIER", "FILE"),
          context.Text("Écrire dans ce fichier plutôt qu'à l'écran", "Write to this file, not to the screen"));
  AddSwitch(sessions, "--excel", options->excel,
            context.Text("CSV pour tableur : « ; », BOM, CRLF, formules neutralisées",
                         "CSV for a spreadsheet: `;`, BOM, CRLF, formulas neutralised"));
  OnRun(sessions, context, [&context, options] { return ExportSessions(context, *options); });
}

const RegisteredNoun kExportNoun(70, &AddExport);

}  // namespace tutorat::cli
