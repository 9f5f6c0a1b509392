#include "client/cli/app/app.h"

#include <algorithm>

#include "CLI/App.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/session/waiting.h"
#include "client/cli/shell/aliases.h"
#include "client/cli/shell/credentials.h"
#include "client/cli/shell/help.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/report_output.h"
#include "client/cli/shell/startup.h"
#include "client/cli/shell/text.h"
#include "client/cli/shell/usage_error.h"
#include "client/lib/outbox.h"
#include "client/text/width.h"

namespace tutorat::cli {
namespace {

using format::Say;

// The global options as they are typed, until they are checked.
struct Typed {
  std::string format;
  std::string language;
  std::string timeout;
};

void AddGlobalOptions(CLI::App& app, Context& context, Typed& typed) {
  AddText(&app, "--server", context.server, context.Text("HÔTE:PORT", "HOST:PORT"),
          context.Text("Adresse du serveur ; sans elle celui de « tutorat login », sinon 127.0.0.1:50051",
                       "Address of the server; else the one of \"tutorat login\", else 127.0.0.1:50051"));
  AddText(&app, "--format", typed.format, "table|csv|json|markdown|html",
          context.Text("Forme de ce qui s'affiche (table)", "Form of what is printed (table)"));
  AddText(&app, "--lang", typed.language, "fr|en",
          context.Text("Langue ; sans elle, celle du système", "Language; without it, the system's"));
  AddText(&app, "--me", context.me, context.Text("TUTEUR", "TUTOR"),
          context.Text("Qui tape : nom ou adresse électronique", "Who types: name or e-mail"));
  AddText(&app, "--timeout", typed.timeout, context.Text("SECONDES", "SECONDS"),
          context.Text("Temps laissé au serveur (30 ; import : 600)", "Time given to the server (30; import: 600)"));
  AddText(&app, "--token-file", context.token_file, context.Text("FICHIER", "FILE"),
          context.Text("Fichier du jeton (~/.config/tutorat/token, qu'écrit « tutorat login »)",
                       "File with the token (~/.config/tutorat/token, which \"tutorat login\" writes)"));
  AddSwitch(&app, "--tls", context.tls,
            context.Text("Chiffrer, et vérifier le serveur par les autorités de cette machine",
                         "Encrypt, and verify the server by this machine's authorities"));
  AddText(&app, "--ca-file", context.ca_file, context.Text("FICHIER", "FILE"),
          context.Text("Chiffrer, et vérifier le serveur par ces autorités (PEM)",
                       "Encrypt, and verify the server by these authorities (PEM)"));
  AddText(&app, "--certificate-file", context.certificate_file, context.Text("FICHIER", "FILE"),
          context.Text("Certificat de ce client, s'il en faut un (PEM)",
                       "This client's certificate, where one is asked "
                       "(PEM)"));
  AddText(&app, "--key-file", context.key_file, context.Text("FICHIER", "FILE"),
          context.Text("Clé privée de ce certificat (PEM)", "Private key of that certificate (PEM)"));
  AddText(&app, "--outbox", context.outbox_path, context.Text("FICHIER", "FILE"),
          context.Text("Où attendent les séances enregistrées sans serveur",
                       "Where sessions recorded without a server wait"));
  UseConfigFile(app, context.Text("FICHIER", "FILE"),
                context.Text("Configuration TOML (~/.config/tutorat/config.toml) ; chaque option y est une clé, et une "
                             "variable TUTORAT_NOM",
                             "TOML configuration (~/.config/tutorat/config.toml); every option is a key of it, and a "
                             "variable TUTORAT_NAME"));
}

bool ReadFormat(const std::string& text, OutputFormat& format) {
  if (text == "table") format = OutputFormat::kTable;
  if (text == "csv") format = OutputFormat::kCsv;
  if (text == "json") format = OutputFormat::kJson;
  if (text == "markdown") format = OutputFormat::kMarkdown;
  if (text == "html") format = OutputFormat::kHtml;
  return text.empty() || text == "table" || text == "csv" || text == "json" || text == "markdown" || text == "html";
}

// Empty when all is well, else what is wrong.
std::string ReadTyped(const Typed& typed, Context& context) {
  if (!ReadFormat(typed.format, context.format)) {
    return Say(context.language,
               "--format : « $0 » n'est pas une forme connue ; choisir table, csv, json, markdown ou html",
               "--format: \"$0\" is not known; choose table, csv, json, markdown or html", typed.format);
  }
  if (!typed.language.empty() && typed.language != "fr" && typed.language != "en") {
    return Say(context.language, "--lang : « $0 » n'est pas une langue connue ; choisir fr ou en",
               "--lang: \"$0\" is not known; choose fr or en", typed.language);
  }
  if (!typed.timeout.empty()) {
    double seconds = 0;
    if (!absl::SimpleAtod(typed.timeout, &seconds) || !(seconds > 0) || seconds > 86400) {
      return Say(context.language, "--timeout : « $0 » n'est pas un nombre de secondes ; écrire par exemple 30",
                 "--timeout: \"$0\" is no number of seconds; write for example 30", typed.timeout);
    }
    context.timeout = absl::Seconds(seconds);
  }
  if (context.certificate_file.empty() != context.key_file.empty()) {
    return std::string(context.Text("--certificate-file et --key-file vont ensemble ; donner les deux",
                                    "--certificate-file and --key-file go together; give both"));
  }
  if (context.server.empty()) UseStoredServer(context);
  if (context.server.find(':') == std::string::npos) context.server += ":50051";
  if (context.outbox_path.empty()) context.outbox_path = client::DefaultOutboxPath();
  return "";
}

// A spreadsheet is read by people: with --excel, csv has the words, days and numbers of the table.
void ReadExcel(const CLI::App& app, Context& context) {
  const CLI::App* verb = &app;
  while (!verb->get_subcommands().empty()) verb = verb->get_subcommands().front();
  const CLI::Option* excel = verb->get_option_no_throw("--excel");
  if (excel != nullptr && excel->count() > 0 && context.format == OutputFormat::kCsv) {
    context.format = OutputFormat::kTable;
  }
}

// `tutorat aide session record` is `tutorat session record --help`.
void ReadHelpWord(std::vector<std::string>& arguments) {
  if (arguments.empty() || (arguments.front() != "help" && arguments.front() != "aide")) return;
  arguments.erase(arguments.begin());
  arguments.emplace_back("--help");
}

bool IsAmong(const std::vector<std::string>& arguments, const std::string& flag) {
  return std::any_of(arguments.begin(), arguments.end(), [&flag](const std::string& argument) {
    return argument == flag || absl::StartsWith(argument, flag + "=");
  });
}

// The first option, of the command that was typed or of those above it, whose value is not UTF-8; nullptr: none.
const CLI::Option* FindInvalidUtf8(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const std::vector<std::string>& values = option->results();
    if (!std::all_of(values.begin(), values.end(), [](const std::string& value) { return IsUtf8(value); })) {
      return option;
    }
  }
  const std::vector<CLI::App*> verbs = app.get_subcommands();
  return verbs.empty() ? nullptr : FindInvalidUtf8(*verbs.front());
}

}  // namespace

std::shared_ptr<CLI::App> MakeApp(Context& context) {
  auto app = std::make_shared<CLI::App>(
      std::string(context.Text("Tutorat : enregistrer les séances de tutorat, imprimer le bilan.",
                               "Tutorat: record tutoring sessions, print the balance.")),
      "tutorat");
  app->set_help_flag("-h,--help", std::string(context.Text("Cette aide", "This help")));
  app->set_version_flag("--version", std::string("tutorat ") + TUTORAT_VERSION,
                        std::string(context.Text("La version", "The version")));
  app->formatter(MakeHelp(context.language, context.width));
  app->require_subcommand(1);
  app->fallthrough();
  context.on_connected = SendWaiting;
  AddNouns(*app, context);
  AddAliases(*app);
  const std::string names =
      absl::StrCat(context.Text("Noms français, compris aussi : ", "French names, understood too: "), ListAliases());
  const int width = context.width > 0 ? context.width : 80;
  app->footer(absl::StrCat(
      context.Text("Exemples :\n"
                   "  tutorat session record --group 4 --date hier --themes \"EJ & Marchés\" --present 6\n"
                   "  tutorat balance --from 2023-11-10 --months 3",
                   "Examples:\n"
                   "  tutorat session record --group 4 --date yesterday --themes \"EJ & Marchés\" --present 6\n"
                   "  tutorat balance --from 2023-11-10 --months 3"),
      "\n\n", absl::StrJoin(format::Wrap(names, width, 2), "\n")));
  return app;
}

int RunProgram(std::vector<std::string> arguments, std::ostream& out, std::ostream& err) {
  const Startup startup = ReadStartup(arguments);
  Context context(out, err);
  context.language = startup.language;
  context.language_chosen = startup.language_chosen;
  ReadFormat(startup.format, context.format);
  ReadHelpWord(arguments);
  Typed typed;
  context.server.clear();
  const std::shared_ptr<CLI::App> app = MakeApp(context);
  AddGlobalOptions(*app, context, typed);
  NameVariables(*app);

  // A file that was found, rather than named, is given to the parser as if it were named: CLI11 passes over a default
  // file that it cannot read.
  context.token_file_typed = IsAmong(arguments, "--token-file");
  if (!IsAmong(arguments, "--config") && !startup.config_path.empty())
    arguments.insert(arguments.begin(), {"--config", startup.config_path});
  if (const std::string wrong = DescribeForgottenValue(*app, arguments, context.language); !wrong.empty()) {
    return context.FailUsage(wrong);
  }
  std::reverse(arguments.begin(), arguments.end());
  try {
    app->parse(std::move(arguments));
  } catch (const CLI::Success& request) {
    return app->exit(request, out, err);
  } catch (const CLI::ParseError& error) {
    return context.FailUsage(DescribeUsageError(*app, error, context.language));
  }
  if (const std::string wrong = ReadTyped(typed, context); !wrong.empty()) return context.FailUsage(wrong);
  ReadExcel(*app, context);
  if (const CLI::Option* option = FindInvalidUtf8(*app); option != nullptr) {
    return context.Fail(absl::InvalidArgumentError(
        Say(context.language, "$0 : le texte n'est pas de l'UTF-8 ; vérifier l'encodage du terminal ou du script",
            "$0: the text is no UTF-8; check the encoding of the terminal or script",
            option->get_positional() ? option->get_type_name() : option->get_name())));
  }
  if (context.format == OutputFormat::kHtml && !context.command_takes_html) return FailNoReport(context);
  const Exit exit = context.command();
  return exit.ok() ? *exit : context.Fail(exit.status());
}

}  // namespace tutorat::cli
