#include "server/app/config.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "proto/byte_order_mark.h"

namespace tutorat::app {
namespace {

constexpr int kLongestAuditDays = 36500;
constexpr int kLongestExpiry = 3650;

// An empty variable says nothing, as CLI11 takes it.
std::string Variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

// CLI11 2 reads the file before the environment, and so lets the file win. A key whose variable is set is not read.
class EnvironmentFirst final : public CLI::ConfigTOML {
 public:
  explicit EnvironmentFirst(const CLI::App& app) : app_(app) {}

  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::vector<CLI::ConfigItem> read = CLI::ConfigTOML::from_config(contract::SkipMark(input));
    read.erase(std::remove_if(read.begin(), read.end(),
                              [&](const CLI::ConfigItem& item) {
                                const auto* option = app_.get_option_no_throw("--" + item.name);
                                return option != nullptr && !Variable(option->get_envname()).empty();
                              }),
               read.end());
    for (const CLI::ConfigItem& item : read) CheckKnown(item);
    return read;
  }

 private:
  // CLI11 would name neither the file nor what to do.
  void CheckKnown(const CLI::ConfigItem& item) const {
    if (item.parents.empty() && app_.get_option_no_throw("--" + item.name) != nullptr) return;
    throw CLI::ConfigError(absl::StrCat("--config ", app_.get_config_ptr()->as<std::string>(), ": ", item.fullname(),
                                        " is no option: write keys as tutoratd --help does, without the dashes and "
                                        "under no heading, as in workers = 32"));
  }

  const CLI::App& app_;
};

// Where a wrong value was said, when that was not on the command line, where whoever reads this can see it.
std::string SaidElsewhere(const CLI::App& app, const std::string& option_name, const std::vector<std::string>& said) {
  const CLI::Option* option = app.get_option_no_throw(option_name);
  const bool by_flag = std::any_of(said.begin(), said.end(), [&](absl::string_view argument) {
    return absl::ConsumePrefix(&argument, option_name) && (argument.empty() || argument[0] == '=');
  });
  if (option == nullptr || by_flag) return "";
  const std::string& variable = option->get_envname();
  return absl::StrCat(" (in ", Variable(variable).empty() ? app.get_config_ptr()->as<std::string>() : variable, ")");
}

absl::Status ReadPassword(const std::string& file, std::string* password) {
  *password = Variable("TUTORATD_STORE_PASSWORD");
  if (file.empty()) return absl::OkStatus();
  std::ifstream in(file);
  if (!std::getline(contract::SkipMark(in), *password)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--store-password-file ", file, ": cannot read a first line from it"));
  }
  return absl::OkStatus();
}

void AddTlsOptions(CLI::App* app, TlsOptions* tls) {
  app->add_option(
      "--tls-certificate", tls->certificate,
      "File with the server's certificate in PEM, then those up to its authority; read again when it changes");
  app->add_option("--tls-key", tls->key, "File with the certificate's private key in PEM, without a password");
  app->add_option("--tls-client-ca", tls->client_ca,
                  "File with the authorities of whose certificates each client must show one");
}

void AddOidcOptions(CLI::App* app, api::OidcOptions* oidc) {
  app->add_option("--oidc-issuer", oidc->issuer,
                  "OpenID Connect provider whose tokens are taken as well: their «iss», exactly");
  app->add_option("--oidc-audience", oidc->audience, "This server's name at the provider: a token's «aud»");
  app->add_option("--oidc-jwks", oidc->jwks_file,
                  "File with the provider's keys, a JWK set; read again when it changes");
  app->add_option("--oidc-algorithm", oidc->algorithm, "With which the provider signs; any other is refused")
      ->check(CLI::IsMember(api::JwtAlgorithms()));
  app->add_option("--oidc-roles-claim", oidc->roles_claim,
                  "Claim with the roles tutor, coordinator, reader, administrator; a.b is b inside a");
  app->add_option("--oidc-tutor-claim", oidc->tutor_claim, "Claim with the tutor's resource name, tutors/ID");
}

// --store-ca is also TUTORATD_STORE_CA.
void NameVariables(CLI::App* app) {
  for (CLI::Option* option : app->get_options(std::function<bool(CLI::Option*)>())) {
    if (option == app->get_help_ptr() || option == app->get_version_ptr()) continue;
    const std::string name = absl::StrReplaceAll(option->get_lnames().front(), {{"-", "_"}});
    option->envname("TUTORATD_" + absl::AsciiStrToUpper(name));
  }
}

void AddTokenOptions(CLI::App& verb, AccountCommand* command) {
  verb.add_option("--label", command->label, "What the token is for");
  verb.add_option("--expires", command->expires_days, "Days after which the token is refused; 0: never")
      ->check(CLI::Range(0, kLongestExpiry));
  verb.add_option("--token-file", command->token_file,
                  "New file for the token, which only its owner reads; without it the token is printed");
}

void AddAccountVerbs(CLI::App& app, AccountCommand* command) {
  using Verb = AccountCommand::Verb;
  CLI::App* account = app.add_subcommand("account", "The operator's way to accounts, straight on the database");
  account->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, Verb verb) {
    CLI::App* added = account->add_subcommand(name, help);
    added->callback([command, verb] { command->verb = verb; });
    return added;
  };
  CLI::App* create = add("create", "Make an account and its first token", Verb::kCreate);
  create->add_option("NAME", command->account, "Display name of the person or program")->required();
  create
      ->add_option("--role", command->roles,
                   "tutor, coordinator, reader or administrator, or the same in French; may be given again")
      ->required()
      ->allow_extra_args(false)
      ->transform(CLI::Transformer({{"tuteur", "tutor"},
                                    {"coordinateur", "coordinator"},
                                    {"lecteur", "reader"},
                                    {"administrateur", "administrator"}})
                      .description(""))
      ->check(CLI::IsMember({"tutor", "coordinator", "reader", "administrator"}));
  create->add_option("--tutor", command->tutor, "With the role tutor: which one, by name, e-mail or tutors/ID");
  create->add_option("--email", command->email, "E-mail address");
  AddTokenOptions(*create, command);
  add("list", "Accounts and their tokens", Verb::kList);
  const char* which = "accounts/ID, or a display name that one account has";
  add("disable", "Refuse all its tokens from now on", Verb::kDisable)
      ->add_option("ACCOUNT", command->account, which)
      ->required();
  CLI::App* token = add("token", "Make another token for an account", Verb::kToken);
  token->add_option("ACCOUNT", command->account, which)->required();
  AddTokenOptions(*token, command);
}

}  // namespace

int ReadConfig(int argc, const char* const* argv, Config* config) {
  CLI::App app("Tutorat's server: records tutoring sessions, and answers what each group has covered.", "tutoratd");
  app.set_version_flag("--version", std::string("tutoratd ") + TUTORAT_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.option_defaults()->always_capture_default();
  std::string password_file;
  app.add_option("--listen", config->listen, "Address and port; port 0 takes a free one");
  app.add_option("--store", config->store, "sqlite:PATH or mysql://USER@HOST:PORT/DB[?ssl-ca=PATH]");
  app.add_option("--store-password-file", password_file,
                 "File whose first line is the database password (or the variable TUTORATD_STORE_PASSWORD)");
  app.add_option(
      "--store-ca", config->store_ca,
      "File with the authorities of the MySQL server's certificate: encrypts, and verifies it and its host name");
  app.add_option("--store-connections", config->store_connections, "Connections to the database")
      ->check(CLI::Range(1, 200));
  app.add_option("--workers", config->workers, "Calls worked on at the same time")->check(CLI::Range(1, 200));
  app.add_option("--queue-length", config->queue_length, "Calls that may wait; more are answered «too busy»")
      ->check(CLI::Range(1, 100000));
  app.add_option("--calls-per-minute", config->calls_per_minute, "Calls that one account may make in a minute")
      ->check(CLI::Range(1, 1000000));
  app.add_option("--data", config->data, "Folder of what is not in the database; by default the SQLite file's");
  app.add_flag("--insecure-listen", config->insecure_listen,
               "Serve other machines without TLS: whoever is on the way reads tokens and names");
  app.add_option("--audit-days", config->audit_days, "Days that entries of the audit are kept")
      ->check(CLI::Range(1, kLongestAuditDays));
  app.add_option("--log-level", config->log_level, "debug, info, warning or error")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
  AddTlsOptions(&app, &config->tls);
  AddOidcOptions(&app, &config->oidc);
  NameVariables(&app);
  // CLI11 would read this variable only after the file, too late to be of use.
  const std::string file = Variable("TUTORATD_CONFIG");
  app.set_config("--config", file, "TOML file with these options as keys", /*config_required=*/!file.empty())
      ->envname("TUTORATD_CONFIG");
  app.config_formatter(std::make_shared<EnvironmentFirst>(app));
  app.allow_config_extras(CLI::config_extras_mode::error);
  const auto* serve = app.add_subcommand("serve", "Answer calls, in the foreground, until SIGTERM");
  const auto* migrate = app.add_subcommand("migrate", "Bring the database's schema to this version");
  const auto* check = app.add_subcommand(
      "check", "Verify the database: it answers, has this version's schema, and every row satisfies the rules");
  AddAccountVerbs(app, &config->account);
  app.failure_message([&](const CLI::App* where, const CLI::Error& error) {
    std::string text = CLI::FailureMessage::simple(where, error);
    const std::string what = error.what();
    return text.insert(what.size(), SaidElsewhere(app, what.substr(0, what.find(':')), {argv, argv + argc}));
  });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
  if (absl::Status status = ReadPassword(password_file, &config->store_password); !status.ok()) {
    std::cerr << "tutoratd: " << status.message() << '\n';
    return kUsageError;
  }
  config->command = serve->parsed()                                       ? Command::kServe
                    : migrate->parsed()                                   ? Command::kMigrate
                    : check->parsed()                                     ? Command::kCheck
                    : config->account.verb != AccountCommand::Verb::kNone ? Command::kAccount
                                                                          : Command::kNone;
  return -1;
}

bool IsLoopbackHost(const std::string& host) {
  const std::vector<std::string> parts = CLI::detail::split(host, '.');
  const bool ipv4 =
      parts.size() == 4 && parts[0] == "127" && std::all_of(parts.begin(), parts.end(), [](const auto& part) {
        int value = -1;
        return absl::SimpleAtoi(part, &value) && value >= 0 && value <= 255;
      });
  return ipv4 || host == "localhost" || host == "[::1]";
}

absl::Status CheckListen(const Config& config) {
  const size_t colon = config.listen.rfind(':');
  int port = -1;
  if (colon == std::string::npos || !absl::SimpleAtoi(config.listen.substr(colon + 1), &port) || port < 0 ||
      port > 65535) {
    return absl::InvalidArgumentError(
        absl::StrCat("--listen ", config.listen, ": write HOST:PORT, for example 127.0.0.1:50051"));
  }
  if (config.insecure_listen || !config.tls.certificate.empty() || IsLoopbackHost(config.listen.substr(0, colon)))
    return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "--listen ", config.listen,
      ": without --tls-certificate only a loopback address is served (127.0.0.1, [::1] or localhost), unless "
      "--insecure-listen says that whoever is on the way may read tokens and names"));
}

std::string DataFolder(const Config& config) {
  if (!config.data.empty()) return config.data;
  absl::string_view path = config.store;
  if (absl::ConsumePrefix(&path, "sqlite:")) {
    const std::filesystem::path folder = std::filesystem::path(std::string(path)).parent_path();
    return folder.empty() ? "." : folder.string();
  }
  if (const std::string folder = Variable("XDG_DATA_HOME"); !folder.empty()) return absl::StrCat(folder, "/tutorat");
  const std::string home = Variable("HOME");
  return home.empty() ? "." : absl::StrCat(home, "/.local/share/tutorat");
}

}  // namespace tutorat::app
