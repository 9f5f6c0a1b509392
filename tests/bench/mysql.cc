#include <cppconn/datatype.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include <cstdlib>
#include <fstream>
#include <functional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tests/bench/database.h"

namespace tutorat::bench {
namespace {

constexpr char kKeptPrefix[] = "bench_kept_";

struct MysqlAddress {
  std::string user;
  std::string password;
  std::string host;
  std::string database;
};

MysqlAddress ParseMysql(const std::string& url) {
  absl::string_view rest = url;
  const size_t at = url.rfind('@');
  const size_t slash = url.find('/', at == std::string::npos ? 0 : at);
  if (!absl::ConsumePrefix(&rest, "mysql://") || at == std::string::npos || slash == std::string::npos) {
    throw Failure(absl::StrCat("not mysql://USER@HOST:PORT/DATABASE: ", url));
  }
  if (absl::StrContains(url, '?')) throw Failure("the floors speak without TLS: give an address without options");
  MysqlAddress address;
  address.user = std::string(rest.substr(0, rest.rfind('@')));
  address.host = url.substr(at + 1, slash - at - 1);
  address.database = url.substr(slash + 1);
  const char* password = std::getenv("TUTORAT_TEST_MYSQL_PASSWORD");
  address.password = password == nullptr ? "" : password;
  if (const size_t colon = address.user.find(':'); colon != std::string::npos) {
    address.password = address.user.substr(colon + 1);
    address.user.resize(colon);
  }
  return address;
}

bool IsNumber(int type) {
  return type == sql::DataType::TINYINT || type == sql::DataType::SMALLINT || type == sql::DataType::MEDIUMINT ||
         type == sql::DataType::INTEGER || type == sql::DataType::BIGINT;
}

// What the driver throws, as this program's own.
template <class F>
auto Told(const std::string& what, F f) {
  try {
    return f();
  } catch (const sql::SQLException& error) {
    throw Failure(absl::StrCat("MySQL: ", error.what(), ": ", what.substr(0, 200)));
  }
}

class MysqlConnection final : public Connection {
 public:
  explicit MysqlConnection(const MysqlAddress& address) {
    Told("connect", [&] {
      driver_.reset(
          get_driver_instance()->connect("tcp://" + address.host, address.user.c_str(), address.password.c_str()));
      driver_->setSchema(address.database.c_str());
    });
    // As the server's sessions are.
    for (const char* setting : {"SET NAMES utf8mb4 COLLATE utf8mb4_bin", "SET SESSION time_zone = '+00:00'",
                                "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"}) {
      Run(setting);
    }
  }

  void Run(const std::string& statement) override {
    Told(statement, [&] {
      const std::unique_ptr<sql::Statement> made(driver_->createStatement());
      made->execute(statement.c_str());
    });
  }

  size_t Query(const std::string& statement, const Values& parameters, Rows* rows) override {
    return Told(statement, [&] {
      const std::unique_ptr<sql::ResultSet> result(Bind(statement, parameters)->executeQuery());
      sql::ResultSetMetaData* meta = result->getMetaData();
      const unsigned columns = meta->getColumnCount();
      std::vector<bool> numbers;
      for (unsigned i = 1; i <= columns; ++i) {
        numbers.push_back(IsNumber(meta->getColumnType(i)));
        if (rows != nullptr) rows->columns.push_back(meta->getColumnLabel(i).asStdString());
      }
      size_t count = 0;
      Values row(columns);
      for (; result->next(); ++count) {
        for (unsigned i = 0; i < columns; ++i) row[i] = Read(*result, i + 1, numbers[i]);
        if (rows != nullptr) rows->values.push_back(row);
      }
      return count;
    });
  }

  void Execute(const std::string& statement, const Values& parameters) override {
    Told(statement, [&] { Bind(statement, parameters)->executeUpdate(); });
  }

  std::vector<std::string> Tables() override {
    Rows rows;
    Query(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = "
        "'BASE TABLE'",
        {}, &rows);
    std::vector<std::string> names;
    for (size_t i = 0; i < rows.values.size(); ++i) {
      if (!absl::StartsWith(rows.Text(i, "name"), kKeptPrefix)) names.push_back(rows.Text(i, "name"));
    }
    return names;
  }

  void BeginFilling() override {
    Run("SET SESSION foreign_key_checks = 0");
    Run("START TRANSACTION");
  }
  void EndFilling() override {
    Run("COMMIT");
    Run("SET SESSION foreign_key_checks = 1");
  }

 private:
  static Value Read(const sql::ResultSet& result, unsigned column, bool number) {
    if (result.isNull(column)) return std::monostate();
    if (number) return int64_t{result.getInt64(column)};
    return result.getString(column).asStdString();
  }

  sql::PreparedStatement* Bind(const std::string& statement, const Values& parameters) {
    std::unique_ptr<sql::PreparedStatement>& prepared = prepared_[statement];
    if (prepared == nullptr) prepared.reset(driver_->prepareStatement(statement.c_str()));
    for (size_t i = 0; i < parameters.size(); ++i) {
      const auto index = static_cast<unsigned>(i) + 1;
      if (const auto* number = std::get_if<int64_t>(&parameters[i])) {
        prepared->setInt64(index, *number);
      } else if (const auto* text = std::get_if<std::string>(&parameters[i])) {
        prepared->setString(index, text->c_str());
      } else {
        prepared->setNull(index, sql::DataType::VARCHAR);
      }
    }
    return prepared.get();
  }

  std::unique_ptr<sql::Connection> driver_;
  std::map<std::string, std::unique_ptr<sql::PreparedStatement>> prepared_;
};

class MysqlDatabase final : public Database {
 public:
  explicit MysqlDatabase(const std::string& url) : address_(ParseMysql(url)) {}

  std::unique_ptr<Connection> Connect() override { return std::make_unique<MysqlConnection>(address_); }

  pid_t Worker() override {
    Rows rows;
    Connect()->Query("SELECT @@pid_file AS pid_file", {}, &rows);
    pid_t pid = 0;
    std::ifstream(rows.Text(0, "pid_file")) >> pid;
    return pid;
  }

  bool OneWriter() const override { return false; }

  void Save() override {
    ForEachTable([](const std::string& table) {
      return std::vector<std::string>{
          absl::StrCat("DROP TABLE IF EXISTS `", kKeptPrefix, table, "`"),
          absl::StrCat("CREATE TABLE `", kKeptPrefix, table, "` LIKE `", table, "`"),
          absl::StrCat("INSERT INTO `", kKeptPrefix, table, "` SELECT * FROM `", table, "`")};
    });
  }
  void Restore() override {
    ForEachTable([](const std::string& table) {
      return std::vector<std::string>{
          absl::StrCat("TRUNCATE TABLE `", table, "`"),
          absl::StrCat("INSERT INTO `", table, "` SELECT * FROM `", kKeptPrefix, table, "`")};
    });
  }

 private:
  void ForEachTable(const std::function<std::vector<std::string>(const std::string& table)>& statements) {
    const auto connection = Connect();
    connection->Run("SET SESSION foreign_key_checks = 0");
    for (const std::string& table : connection->Tables()) {
      for (const std::string& statement : statements(table)) connection->Run(statement);
    }
  }

  const MysqlAddress address_;
};

}  // namespace

std::unique_ptr<Database> OpenMysql(const std::string& address) { return std::make_unique<MysqlDatabase>(address); }

}  // namespace tutorat::bench
