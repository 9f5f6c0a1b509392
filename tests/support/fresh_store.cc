#include "tests/support/fresh_store.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace tutorat::tests {
namespace {

constexpr absl::Duration kStatementTime = absl::Minutes(1);

std::string VariableOr(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

class SqliteFile final : public FreshStore {
 public:
  std::string Address() const override { return absl::StrCat("sqlite:", directory_.File("data.db")); }
  std::vector<std::string> Environment() const override { return {}; }

 private:
  TempDir directory_;
};

class MysqlDatabase final : public FreshStore {
 public:
  ~MysqlDatabase() override {
    if (absl::Status status = Run("DROP DATABASE IF EXISTS"); !status.ok()) std::cerr << status << '\n';
  }

  // mysql://USER[:PASSWORD]@HOST:PORT/DATABASE[?OPTIONS]
  static absl::StatusOr<std::unique_ptr<FreshStore>> Make(const std::string& url) {
    static std::atomic<int> made = 0;
    constexpr size_t kScheme = std::char_traits<char>::length("mysql://");
    const size_t at = url.rfind('@');
    const size_t port = url.find(':', at);
    const size_t path = url.find('/', at);
    if (!absl::StartsWith(url, "mysql://") || port == std::string::npos || path == std::string::npos) {
      return absl::FailedPreconditionError(
          "$TUTORAT_TEST_MYSQL must be mysql://USER:PASSWORD@HOST:PORT/DATABASE, where a database may be made");
    }
    const std::string login = url.substr(kScheme, at - kScheme);
    const size_t colon = std::min(login.find(':'), login.size());
    const size_t options = std::min(url.find('?', path), url.size());
    std::unique_ptr<MysqlDatabase> store(new MysqlDatabase);
    store->user_ = login.substr(0, colon);
    store->password_ = colon < login.size() ? login.substr(colon + 1) : VariableOr("TUTORAT_TEST_MYSQL_PASSWORD", "");
    store->host_ = url.substr(at + 1, port - at - 1);
    store->port_ = url.substr(port + 1, path - port - 1);
    // Programs run at the same time: each database is its program's own.
    store->database_ = absl::StrCat(url.substr(path + 1, options - path - 1), "_conformance_", getpid(), "_", ++made);
    store->options_ = url.substr(options);
    if (absl::Status status = store->Run("CREATE DATABASE"); !status.ok()) return status;
    return store;
  }

  std::string Address() const override {
    return absl::StrCat("mysql://", user_, "@", host_, ":", port_, "/", database_, options_);
  }
  std::vector<std::string> Environment() const override {
    return {absl::StrCat("TUTORATD_STORE_PASSWORD=", password_)};
  }

 private:
  MysqlDatabase() = default;

  absl::Status Run(const std::string& verb) {
    const std::string errors = directory_.File("mariadb.log");
    const auto client = Process::Start({"mariadb", "--no-defaults", "--host", host_, "--port", port_, "--user", user_,
                                        "--execute", absl::StrCat(verb, " `", database_, "`")},
                                       {absl::StrCat("MYSQL_PWD=", password_)}, errors);
    if (!client.ok()) return client.status();
    if ((*client)->Wait(kStatementTime) == 0) return absl::OkStatus();
    std::stringstream said;
    said << std::ifstream(errors).rdbuf();
    return absl::FailedPreconditionError(absl::StrCat(verb, " ", database_, ": ", said.str()));
  }

  std::string user_;
  std::string password_;
  std::string host_;
  std::string port_;
  std::string database_;
  std::string options_;
  TempDir directory_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<FreshStore>> FreshStore::Make() {
  const std::string kind = VariableOr("TUTORAT_TEST_STORE", "sqlite");
  if (kind == "sqlite") return std::make_unique<SqliteFile>();
  if (kind == "mysql") return MysqlDatabase::Make(VariableOr("TUTORAT_TEST_MYSQL", ""));
  return absl::FailedPreconditionError("$TUTORAT_TEST_STORE must be sqlite or mysql");
}

}  // namespace tutorat::tests
