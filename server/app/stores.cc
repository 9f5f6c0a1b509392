#include "server/app/stores.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/status_macros.h"
#include "server/storage/mysql/store.h"
#include "server/storage/sqlite/store.h"

namespace tutorat::app {
namespace {

// Of a file that SQLite could not open, of which it says no more than that.
std::string WhyUnusable(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) folder = ".";
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) return absl::StrCat("there is no folder ", folder, ": make it");
  if (std::filesystem::is_directory(path, ignored)) return "this is a folder: add the name of a file";
  // Beside the file SQLite makes two others.
  if (access(folder.c_str(), W_OK | X_OK) != 0) return absl::StrCat("this user may not write in ", folder);
  if (access(path.c_str(), F_OK) == 0 && access(path.c_str(), R_OK | W_OK) != 0) {
    return "this user may not read and write it";
  }
  return "no file of SQLite, or a damaged one; the log above tells more";
}

// A mistyped path must not become a database that no server knows.
absl::Status CheckThere(const std::string& path, Command command) {
  const bool needs_one = command == Command::kAccount || command == Command::kCheck;
  if (!needs_one || access(path.c_str(), F_OK) == 0) return absl::OkStatus();
  return absl::NotFoundError(absl::StrCat(
      "--store sqlite:", path,
      ": there is no such file: give the server's --store, or make the database with tutoratd serve or migrate"));
}

void WarnWithoutTls(const storage::mysql::Options& options) {
  if (!options.ssl_ca.empty() || options.host == "::1" || IsLoopbackHost(options.host)) return;
  spdlog::warn(
      "event=store_without_tls host=\"{}\" note=\"whoever is on the way may read the password and every name: give "
      "--store-ca\"",
      options.host);
}

}  // namespace

absl::StatusOr<std::unique_ptr<storage::Store>> OpenStore(const Config& config) {
  absl::string_view path = config.store;
  if (!config.store_ca.empty() && !absl::StartsWith(path, "mysql:")) {
    return absl::InvalidArgumentError(
        absl::StrCat("--store-ca ", config.store_ca, ": is of use with a mysql:// store only; leave it out"));
  }
  if (absl::ConsumePrefix(&path, "sqlite:")) {
    storage::sqlite::Options options;
    options.path = std::string(path);
    options.readers = config.store_connections;
    if (options.path.empty())
      return absl::InvalidArgumentError("--store sqlite: needs the path of a file, sqlite:PATH");
    RETURN_IF_ERROR(CheckThere(options.path, config.command));
    auto store = storage::sqlite::Open(options);
    if (absl::IsUnavailable(store.status()) || absl::IsInternal(store.status())) {
      return absl::UnavailableError(absl::StrCat("--store ", config.store, ": ", WhyUnusable(options.path)));
    }
    return store;
  }
  if (!absl::StartsWith(path, "mysql:")) {
    return absl::InvalidArgumentError(
        absl::StrCat("--store ", config.store, ": write sqlite:PATH or mysql://USER@HOST:PORT/DB"));
  }
  ASSIGN_OR_RETURN(auto options, storage::mysql::ParseUrl(path));
  if (!options.password.empty()) {
    // Other users of the machine read command lines.
    return absl::InvalidArgumentError(
        "--store holds a password: take it out, and give it in TUTORATD_STORE_PASSWORD or --store-password-file");
  }
  if (!config.store_ca.empty()) {
    if (!options.ssl_ca.empty() && options.ssl_ca != config.store_ca) {
      return absl::InvalidArgumentError("--store-ca and the address's ssl-ca name two files: leave one out");
    }
    options.ssl_ca = config.store_ca;
  }
  // The driver would only say that the connection failed.
  if (!options.ssl_ca.empty() && access(options.ssl_ca.c_str(), R_OK) != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("--store-ca ", options.ssl_ca, ": cannot be read; give a file of certificates in PEM"));
  }
  WarnWithoutTls(options);
  options.password = config.store_password;
  options.connections = config.store_connections;
  return storage::mysql::Open(options);
}

}  // namespace tutorat::app
