// Configuration of tutoratd: by flag, by environment variable, by TOML file, in that order of strength.
#pragma once

#include <string>
#include <vector>

#include "server/auth/authentication.h"
#include "server/auth/jwt_authenticator.h"
#include "server/call/pipeline.h"
#include "server/handlers/privacy/maintenance.h"

namespace tutorat::app {

// The exit code when what the program was told is wrong.
inline constexpr int kUsageError = 2;

enum class Command { kServe, kMigrate, kCheck, kAccount, kNone };

// What follows `tutoratd account`.
struct AccountCommand {
  enum class Verb { kNone, kCreate, kList, kDisable, kToken };
  Verb verb = Verb::kNone;
  std::string account;  // of create the new one's display name, else an account's name or display name
  std::vector<std::string> roles;
  std::string tutor;  // tutors/{id}, name or e-mail
  std::string email;
  std::string label;       // of the token
  int expires_days = 0;    // 0: never
  std::string token_file;  // empty: the token is printed
};

// Files in PEM. All empty: no TLS.
struct TlsOptions {
  std::string certificate;  // the server's, then those between it and its authority
  std::string key;          // may be the same file
  std::string client_ca;    // not empty: a client must show a certificate of these authorities
};

struct Config {
  Command command = Command::kNone;
  std::string listen = "127.0.0.1:50051";
  std::string store = "sqlite:tutorat.db";
  std::string store_password;  // from TUTORATD_STORE_PASSWORD or --store-password-file, never from a flag
  std::string store_ca;        // certificates by which a MySQL server proves who it is
  int store_connections = 16;
  int workers = 32;
  int queue_length = 512;
  std::string log_level = "info";
  TlsOptions tls;
  api::OidcOptions oidc;
  int audit_days = api::kAuditDays;
  std::string data;  // empty: DataFolder says where
  bool insecure_listen = false;
  int calls_per_minute = api::kCallsPerMinute;
  AccountCommand account;
};

// Fills *config from the command line, the environment and the file. Returns the exit code when the program is done
// already (--help: 0, wrong usage: kUsageError, with the text printed), else -1.
int ReadConfig(int argc, const char* const* argv, Config* config);

// Whether config.listen may be served: host:port on a loopback host. Any other needs TLS, without which whoever is on
// the way reads tokens and names, or --insecure-listen.
absl::Status CheckListen(const Config& config);

// 127.0.0.0/8, [::1] and localhost.
bool IsLoopbackHost(const std::string& host);

// Where the server keeps what is not in the store: config.data, else the folder of the SQLite file, else
// $XDG_DATA_HOME/tutorat or ~/.local/share/tutorat.
std::string DataFolder(const Config& config);

}  // namespace tutorat::app
