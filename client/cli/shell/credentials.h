#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "client/lib/error.h"

namespace tutorat::cli {

struct Credential {
  std::string token;
  // The file or the variable that it was found in, for people.
  std::string source;
};

// The token for the context's server, from the strongest place that has one; empty when none has:
// - the file of --token-file; TUTORAT_TOKEN; the file of TUTORAT_TOKEN_FILE, or of the configuration file's token-file;
// - what login stored, unless it stored it for another server;
// - for a server of this machine: administrator.token in this folder, or in ~/.local/share/tutorat, where a server's
//   first start puts it.
// A file that others can read is refused (TOKEN_FILE), as is a named one that is not there.
absl::StatusOr<Credential> FindToken(const Context& context);

// Where login stores a token: --token-file, or the configuration file's, or $XDG_CONFIG_HOME/tutorat/token; empty when
// none is known. Never the file of TUTORAT_TOKEN_FILE, which is somebody's own.
std::string StoredTokenPath(const Context& context);
// Whether login wrote that file: it names a server, or it is where login stores what it is not told to store elsewhere.
bool IsOfLogin(const std::string& path);
// The file's content: the token, the server that accepted it, and how that one was reached.
std::string StoredToken(const Context& context, const std::string& token);
// Sets the context's server, which nobody named, and how it is reached, to what the token in use was stored with, else
// to this machine's.
void UseStoredServer(Context& context);

// What to tell, and how to get a token, when an error is about who calls; empty when it is not.
std::string ExplainSignIn(const client::Error& error, const Context& context);

// The same when no server could be reached because of TLS: its certificate is not accepted, or one side speaks plain.
std::string ExplainTls(const client::Error& error, const Context& context);

}  // namespace tutorat::cli
