#include "server/storage/mysql/options.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "proto/status_macros.h"

namespace tutorat::storage::mysql {
namespace {

constexpr absl::string_view kForm = "mysql://USER[:PASSWORD]@HOST[:PORT]/DATABASE[?ssl-ca=PATH]";

absl::Status Wrong(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the database's address ", what, "; its form is ", kForm));
}

// False when a `%` is not followed by two hexadecimal digits.
bool Decode(absl::string_view text, std::string* out) {
  out->clear();
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out->push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size() || !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 1])) ||
        !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 2]))) {
      return false;
    }
    out->append(absl::HexStringToBytes(text.substr(i + 1, 2)));
    i += 2;
  }
  return true;
}

// Takes what stands before the first `separator` off *text; everything when there is none.
absl::string_view TakeUntil(char separator, absl::string_view* text) {
  const size_t at = text->find(separator);
  const absl::string_view taken = text->substr(0, at);
  *text = at == absl::string_view::npos ? absl::string_view() : text->substr(at + 1);
  return taken;
}

absl::Status ParseHost(absl::string_view text, Options* options) {
  absl::string_view host = text;
  absl::string_view port;
  bool has_port = false;
  if (absl::ConsumePrefix(&host, "[")) {
    if (host.find(']') == absl::string_view::npos) return Wrong("has a `[` without its `]`");
    const absl::string_view address = TakeUntil(']', &host);
    has_port = absl::ConsumePrefix(&host, ":");
    if (!has_port && !host.empty()) return Wrong("has something else than a port after the `]`");
    port = host;
    host = address;
  } else {
    has_port = host.find(':') != absl::string_view::npos;
    const absl::string_view name = TakeUntil(':', &host);
    port = host;
    host = name;
  }
  if (host.empty()) return Wrong("names no host");
  if (!Decode(host, &options->host)) return Wrong("has a broken % sequence in the host");
  if (has_port && (!absl::SimpleAtoi(port, &options->port) || options->port < 1 || options->port > 65535)) {
    return Wrong("has a port that is no number from 1 to 65535");
  }
  return absl::OkStatus();
}

absl::Status ParseParameters(absl::string_view text, Options* options) {
  if (text.empty()) return absl::OkStatus();
  for (const absl::string_view parameter : absl::StrSplit(text, '&')) {
    absl::string_view value = parameter;
    const absl::string_view name = TakeUntil('=', &value);
    if (name != "ssl-ca") return Wrong(absl::StrCat("has the unknown parameter `", name, "`: only ssl-ca is known"));
    if (!Decode(value, &options->ssl_ca)) return Wrong("has a broken % sequence in ssl-ca");
    if (options->ssl_ca.empty()) return Wrong("has an empty ssl-ca: give a file of certificates, or leave it out");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Options> ParseUrl(absl::string_view url) {
  Options options;
  absl::string_view rest = url;
  if (!absl::ConsumePrefix(&rest, "mysql://")) return Wrong("does not begin with mysql://");
  absl::string_view address = TakeUntil('?', &rest);
  RETURN_IF_ERROR(ParseParameters(rest, &options));

  // The last @: a password in which nobody encoded one is understood all the same.
  const size_t at = address.rfind('@');
  if (at == absl::string_view::npos) return Wrong("names no user before an `@`");
  absl::string_view password = address.substr(0, at);
  address.remove_prefix(at + 1);
  const absl::string_view user = TakeUntil(':', &password);
  if (user.empty()) return Wrong("names no user before the `@`");
  if (!Decode(user, &options.user)) return Wrong("has a broken % sequence in the user");
  if (!Decode(password, &options.password)) return Wrong("has a broken % sequence in the password");

  absl::string_view database = address;
  RETURN_IF_ERROR(ParseHost(TakeUntil('/', &database), &options));
  if (database.empty()) return Wrong("names no database after the host");
  if (database.find('/') != absl::string_view::npos) return Wrong("has a `/` in the database's name");
  if (!Decode(database, &options.database)) return Wrong("has a broken % sequence in the database");
  return options;
}

}  // namespace tutorat::storage::mysql
