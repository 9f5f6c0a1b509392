#include "client/cli/shell/credentials.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "client/cli/shell/text.h"
#include "client/lib/address.h"
#include "client/lib/durable_file.h"
#include "proto/byte_order_mark.h"

namespace tutorat::cli {
namespace {

using format::Say;

// The further lines of what login stores.
constexpr char kServerMark[] = "server=";
constexpr char kTlsMark[] = "tls=yes";
constexpr char kCaFileMark[] = "ca-file=";
constexpr char kLocalServer[] = "127.0.0.1:50051";
constexpr char kAdministratorToken[] = "administrator.token";
constexpr mode_t kOfOthers = S_IRWXG | S_IRWXO;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// PATH of `$variable/tutorat/name`, or of `~/usual/tutorat/name`; empty without a home.
std::string UserFile(const char* variable, absl::string_view usual, absl::string_view name) {
  std::string folder = Environment(variable);
  if (folder.empty() && !Environment("HOME").empty()) folder = absl::StrCat(Environment("HOME"), "/", usual);
  return folder.empty() ? "" : absl::StrCat(folder, "/tutorat/", name);
}

absl::Status FileError(absl::StatusCode code, const std::string& message) {
  return client::LocalError(code, "TOKEN_FILE", message);
}

// What a token file holds.
struct TokenFile {
  std::string token;
  // Empty: for any.
  std::string server;
  bool tls = false;
  std::string ca_file;
};

// NOT_FOUND without a message when there is no such file.
absl::StatusOr<TokenFile> ReadTokenFile(const Context& context, const std::string& path) {
  struct stat file = {};
  if (stat(path.c_str(), &file) != 0 && (errno == ENOENT || errno == ENOTDIR)) return absl::NotFoundError("");
  // A pipe of the shell's is nobody else's, whatever it says.
  if (S_ISREG(file.st_mode) && (file.st_mode & kOfOthers) != 0) {
    return FileError(absl::StatusCode::kPermissionDenied,
                     Say(context.language, "d'autres peuvent lire le jeton de $0 ; taper : chmod 600 $0",
                         "others can read the token in $0; type: chmod 600 $0", ShellQuoted(path)));
  }
  const absl::StatusOr<std::string> content = client::ReadFile(path);
  if (!content.ok()) {
    return FileError(absl::StatusCode::kPermissionDenied,
                     Say(context.language, "impossible de lire le jeton : $0 ; vérifier --token-file",
                         "cannot read the token: $0; check --token-file", std::string(content.status().message())));
  }
  TokenFile read;
  for (absl::string_view line : absl::StrSplit(contract::WithoutMark(*content), '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (absl::ConsumePrefix(&line, kServerMark)) {
      read.server = std::string(line);
    } else if (absl::ConsumePrefix(&line, kCaFileMark)) {
      read.ca_file = std::string(line);
    } else if (line == kTlsMark) {
      read.tls = true;
    } else if (read.token.empty()) {
      read.token = std::string(line);
    }
  }
  if (!read.token.empty()) return read;
  return FileError(absl::StatusCode::kUnauthenticated,
                   Say(context.language, "$0 ne contient pas de jeton ; « tutorat login » en garde un",
                       "there is no token in $0; \"tutorat login\" stores one", path));
}

absl::StatusOr<Credential> ReadNamedFile(const Context& context, const std::string& path) {
  absl::StatusOr<TokenFile> read = ReadTokenFile(context, path);
  if (read.ok()) return Credential{read->token, path};
  if (!absl::IsNotFound(read.status())) return read.status();
  return FileError(
      absl::StatusCode::kUnauthenticated,
      Say(context.language,
          "le fichier de jeton $0 n'existe pas ; vérifier --token-file et TUTORAT_TOKEN_FILE, ou « tutorat "
          "login »",
          "the token file $0 does not exist; check --token-file and TUTORAT_TOKEN_FILE, or \"tutorat login\"", path));
}

// The first of these files that is there, and is not for another server.
absl::StatusOr<Credential> ReadFirstFile(const Context& context, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    if (path.empty()) continue;
    const absl::StatusOr<TokenFile> read = ReadTokenFile(context, path);
    if (read.ok() && (read->server.empty() || client::SameServer(read->server, context.server))) {
      return Credential{read->token, path};
    }
    if (!read.ok() && !absl::IsNotFound(read.status())) return read.status();
  }
  return Credential();
}

std::string StoredByDefault() { return UserFile("XDG_CONFIG_HOME", ".config", "token"); }

}  // namespace

absl::StatusOr<Credential> FindToken(const Context& context) {
  if (context.token_file_typed) return ReadNamedFile(context, context.token_file);
  if (const std::string token = Environment("TUTORAT_TOKEN"); !token.empty()) {
    return Credential{std::string(absl::StripAsciiWhitespace(token)), "TUTORAT_TOKEN"};
  }
  if (!context.token_file.empty()) return ReadNamedFile(context, context.token_file);
  std::vector<std::string> paths = {StoredByDefault()};
  if (client::IsLoopback(context.server)) {
    for (const std::string& path :
         {std::string(kAdministratorToken), UserFile("XDG_DATA_HOME", ".local/share", kAdministratorToken)}) {
      // One that this user may not read is another user's business.
      if (access(path.c_str(), R_OK) == 0) paths.push_back(path);
    }
  }
  return ReadFirstFile(context, paths);
}

std::string StoredTokenPath(const Context& context) {
  const bool of_variable = !context.token_file_typed && !Environment("TUTORAT_TOKEN_FILE").empty();
  return context.token_file.empty() || of_variable ? StoredByDefault() : context.token_file;
}

bool IsOfLogin(const std::string& path) {
  const absl::StatusOr<std::string> content = client::ReadFile(path);
  return path == StoredByDefault() || (content.ok() && absl::StrContains(*content, absl::StrCat("\n", kServerMark)));
}

std::string StoredToken(const Context& context, const std::string& token) {
  std::string file = absl::StrCat(token, "\n", kServerMark, context.server, "\n");
  if (context.tls) absl::StrAppend(&file, kTlsMark, "\n");
  if (!context.ca_file.empty()) {
    absl::StrAppend(&file, kCaFileMark, std::filesystem::absolute(context.ca_file).string(), "\n");
  }
  return file;
}

void UseStoredServer(Context& context) {
  context.server = kLocalServer;
  if (!context.token_file_typed && !Environment("TUTORAT_TOKEN").empty()) return;
  const auto read = ReadTokenFile(context, context.token_file.empty() ? StoredByDefault() : context.token_file);
  if (!read.ok() || read->server.empty()) return;
  context.server = read->server;
  context.tls = context.tls || read->tls;
  if (context.ca_file.empty()) context.ca_file = read->ca_file;
}

std::string ExplainSignIn(const client::Error& error, const Context& context) {
  const format::Language language = context.language;
  const std::string& source = context.token_source();
  if (error.reason == "TOKEN_NEEDS_TLS") {
    return Say(language,
               "le jeton ne part pas en clair vers $0 ; chiffrer par --ca-file FICHIER, ou --tls si une autorité de "
               "cette machine a signé le certificat du serveur",
               "the token does not go to $0 in plain; encrypt by --ca-file FILE, or --tls if one of this machine's "
               "authorities signed the server's certificate",
               context.server);
  }
  if (error.reason == "TOKEN_MALFORMED") {
    return Say(language, "ce n'est pas un jeton ($0) ; recopier celui que donne « tutorat account token create »",
               "this is no token ($0); copy the one that \"tutorat account token create\" gives",
               source.empty() ? std::string(context.Text("ce qui est donné", "what was given")) : source);
  }
  if (error.reason == "TLS_FILE_UNREADABLE") {
    return Say(language, "impossible de lire $0 ; vérifier --ca-file, --certificate-file et --key-file",
               "cannot read $0; check --ca-file, --certificate-file and --key-file", error.message);
  }
  if (error.reason == "TLS_FILE_INVALID") {
    return Say(
        language,
        "$0 n'est pas au format PEM attendu ; un certificat pour --ca-file et --certificate-file, une "
        "clé privée pour --key-file",
        "$0 is not the PEM that is wanted; a certificate for --ca-file and --certificate-file, a private key for "
        "--key-file",
        error.message);
  }
  if (error.reason == "TOKEN_FILE") return "";
  if (error.code == absl::StatusCode::kPermissionDenied) {
    return absl::StrCat(error.message, context.Text(" (« tutorat whoami » dit vos rôles)",
                                                    " (\"tutorat whoami\" tells "
                                                    "your roles)"));
  }
  if (error.code != absl::StatusCode::kUnauthenticated) return "";
  if (source.empty()) {
    return Say(language,
               "le serveur $0 demande qui vous êtes ; « tutorat login » garde le jeton qu'un administrateur vous donne "
               "(tutorat account token create)",
               "the server $0 asks who you are; \"tutorat login\" stores the token that an administrator gives you "
               "(tutorat account token create)",
               context.server);
  }
  return Say(language,
             "le serveur $0 n'accepte pas le jeton de $1 ; en demander un autre à un administrateur (tutorat account "
             "token create), puis « tutorat login »",
             "the server $0 does not accept the token of $1; ask an administrator for another (tutorat account token "
             "create), then \"tutorat login\"",
             context.server, source);
}

std::string ExplainTls(const client::Error& error, const Context& context) {
  if (error.code != absl::StatusCode::kUnavailable || !error.reason.empty()) return "";
  // gRPC tells these apart in words only; where they change, what is said is that the server does not answer.
  if (absl::StrContains(error.message, "certificate verify failed") ||
      absl::StrContains(error.message, "is not in peer certificate")) {
    return Say(
        context.language,
        "le certificat du serveur $0 n'est pas accepté ; vérifier --ca-file, et que le nom de --server est celui "
        "du certificat",
        "the certificate of the server $0 is not accepted; check --ca-file, and that the name in --server is the "
        "certificate's",
        context.server);
  }
  if (absl::StrContains(error.message, "handshake failed")) {
    return Say(
        context.language,
        "pas d'accord TLS avec le serveur $0 ; vérifier qu'il chiffre, et --certificate-file s'il demande un "
        "certificat",
        "no agreement on TLS with the server $0; check that it encrypts, and --certificate-file if it asks for a "
        "certificate",
        context.server);
  }
  if (absl::StrContains(error.message, "Socket closed")) {
    return Say(context.language, "le serveur $0 a coupé la connexion ; s'il chiffre (TLS), donner --ca-file ou --tls",
               "the server $0 closed the connection; if it encrypts (TLS), give --ca-file or --tls", context.server);
  }
  return "";
}

}  // namespace tutorat::cli
