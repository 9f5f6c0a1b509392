#include "server/storage/mysql/connection.h"

#include <cppconn/datatype.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/storage/errors.h"

namespace tutorat::storage::mysql {
namespace {

constexpr int kConnectSeconds = 3;
constexpr int kWriteSeconds = 10;
constexpr int kTlsError = 2026;  // CR_SSL_CONNECTION_ERROR
// No rights on the database; wrong password; no such database; not from this host; no password will do.
constexpr int kLoginErrors[] = {1044, 1045, 1049, 1130, 1698};
// Multi-row inserts have as many texts as row counts; beyond this they are prepared anew. The server counts them over
// all connections (max_prepared_stmt_count, 16,382 by default).
constexpr size_t kPreparedStatements = 200;

// Everything a session depends on. TRADITIONAL is the strict mode that both families know. A lock is waited for so
// long; then the transaction is run again as long as its caller has time.
constexpr const char* kSettings[] = {
    "SET NAMES utf8mb4 COLLATE utf8mb4_bin",
    "SET SESSION time_zone = '+00:00', sql_mode = 'TRADITIONAL', autocommit = 1, innodb_lock_wait_timeout = 3",
};

::sql::ConnectOptionsMap DriverOptions(const Options& options, absl::Duration read_timeout) {
  const bool ipv6 = absl::StrContains(options.host, ':');
  ::sql::ConnectOptionsMap out;
  // With the scheme, because without it `localhost` means a socket and the port is not looked at.
  out["hostName"] =
      ::sql::SQLString(absl::StrCat("tcp://", ipv6 ? "[" : "", options.host, ipv6 ? "]" : "", ":", options.port));
  out["userName"] = ::sql::SQLString(options.user);
  out["password"] = ::sql::SQLString(options.password);
  out["schema"] = ::sql::SQLString(options.database);
  // The login needs the first two; a silent server would hold it for ever.
  out["OPT_CONNECT_TIMEOUT"] = kConnectSeconds;
  out["OPT_READ_TIMEOUT"] = static_cast<int>(absl::ToInt64Seconds(read_timeout));
  out["OPT_WRITE_TIMEOUT"] = kWriteSeconds;
  // So that an UPDATE which changes nothing is told from one that finds nothing.
  out["CLIENT_FOUND_ROWS"] = true;
  if (!options.ssl_ca.empty()) {
    // All three: without sslVerify the driver falls back to plain text, password included.
    out["sslCA"] = ::sql::SQLString(options.ssl_ca);
    out["sslEnforce"] = true;
    out["sslVerify"] = true;
  }
  return out;
}

absl::Status NotConnected(const Options& options, int number) {
  if (!options.ssl_ca.empty() && number == kTlsError) return TlsFailed();
  const bool refused = std::find(std::begin(kLoginErrors), std::end(kLoginErrors), number) != std::end(kLoginErrors);
  return refused ? LoginRefused() : Unavailable();
}

bool IsInteger(int type) {
  return type == ::sql::DataType::TINYINT || type == ::sql::DataType::SMALLINT || type == ::sql::DataType::MEDIUMINT ||
         type == ::sql::DataType::INTEGER || type == ::sql::DataType::BIGINT;
}

}  // namespace

class Connection::Rows final : public sql::Cursor {
 public:
  // May throw.
  Rows(Connection& connection, std::string statement, std::unique_ptr<::sql::ResultSet> result)
      : connection_(connection), statement_(std::move(statement)), result_(std::move(result)) {
    ::sql::ResultSetMetaData* columns = result_->getMetaData();
    row_.resize(columns->getColumnCount());
    integer_.resize(row_.size());
    for (size_t i = 0; i < row_.size(); ++i) {
      integer_[i] = IsInteger(columns->getColumnType(static_cast<unsigned int>(i) + 1));
    }
  }

  absl::StatusOr<sql::Row> Next() override {
    bool found = false;
    RETURN_IF_ERROR(connection_.Guard(statement_, [&] {
      found = result_->next();
      for (size_t i = 0; found && i < row_.size(); ++i) row_[i] = Read(i);
    }));
    return found ? sql::Row(row_) : sql::Row();
  }

 private:
  sql::Value Read(size_t column) {
    const auto index = static_cast<uint32_t>(column) + 1;
    if (result_->isNull(index)) return std::monostate();
    if (integer_[column]) return int64_t{result_->getInt64(index)};
    return result_->getString(index).asStdString();
  }

  Connection& connection_;
  const std::string statement_;
  const std::unique_ptr<::sql::ResultSet> result_;
  std::vector<bool> integer_;
  std::vector<sql::Value> row_;
};

Connection::Connection(std::unique_ptr<::sql::Connection> driver) : driver_(std::move(driver)) {}
Connection::~Connection() = default;

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Options& options, absl::Duration read_timeout) {
  std::unique_ptr<::sql::Connection> driver;
  try {
    ::sql::ConnectOptionsMap driver_options = DriverOptions(options, read_timeout);
    driver.reset(get_driver_instance()->connect(driver_options));
  } catch (const ::sql::SQLException& e) {
    spdlog::error("event=store_connect_failed host=\"{}\" port={} database=\"{}\" number={} error=\"{}\"", options.host,
                  options.port, options.database, e.getErrorCode(), e.what());
    return NotConnected(options, e.getErrorCode());
  }
  std::unique_ptr<Connection> connection(new Connection(std::move(driver)));
  RETURN_IF_ERROR(connection->Settle(options));
  return connection;
}

absl::Status Connection::Settle(const Options& options) {
  for (const char* setting : kSettings) {
    RETURN_IF_ERROR(Run(setting));
  }
  if (!options.ssl_ca.empty()) {
    // What the driver was asked for is not always what it did: only the session itself knows.
    std::string cipher;
    absl::Status status =
        Query("SHOW STATUS LIKE 'Ssl_cipher'", {}, [&](sql::Row row) { cipher = std::get<std::string>(row[1]); });
    if (!status.ok()) return status;
    if (cipher.empty()) {
      spdlog::error(
          "event=store_connect_failed host=\"{}\" port={} error=\"ssl-ca is given, but the session is not "
          "encrypted\"",
          options.host, options.port);
      return TlsFailed();
    }
  }
  return Query("SELECT VERSION()", {}, [&](sql::Row row) {
    const auto& version = std::get<std::string>(row[0]);
    server_ = absl::StrCat(absl::StrContains(version, "MariaDB") ? "MariaDB " : "MySQL ",
                           version.substr(0, version.find('-')));
  });
}

absl::StatusOr<int64_t> Connection::Execute(const std::string& statement, absl::Span<const sql::Value> parameters) {
  int64_t rows = 0;
  RETURN_IF_ERROR(Guard(statement, [&] { rows = Prepare(statement, parameters).executeUpdate(); }));
  return rows;
}

absl::StatusOr<std::unique_ptr<sql::Cursor>> Connection::Select(const std::string& statement,
                                                                absl::Span<const sql::Value> parameters) {
  std::unique_ptr<sql::Cursor> rows;
  RETURN_IF_ERROR(Guard(statement, [&] {
    std::unique_ptr<::sql::ResultSet> result(Prepare(statement, parameters).executeQuery());
    rows = std::make_unique<Rows>(*this, statement, std::move(result));
  }));
  return rows;
}

absl::Status Connection::Run(const std::string& statement) {
  return Guard(statement, [&] {
    const std::unique_ptr<::sql::Statement> plain(driver_->createStatement());
    plain->execute(statement);
  });
}

absl::Status Connection::Begin(sql::Access access) {
  must_run_again_ = false;
  const bool reads = access == sql::Access::kRead;
  if (isolated_for_ != access) {
    RETURN_IF_ERROR(
        Run(absl::StrCat("SET SESSION TRANSACTION ISOLATION LEVEL ", reads ? "REPEATABLE READ" : "READ COMMITTED")));
    RETURN_IF_ERROR(Run(absl::StrCat("SET SESSION autocommit = ", reads ? 1 : 0)));
    isolated_for_ = access;
  }
  // Without autocommit a transaction begins by itself.
  absl::Status status = reads ? Run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY") : absl::OkStatus();
  in_transaction_ = status.ok();
  return status;
}

absl::Status Connection::Commit() {
  // The driver's own commit() returns normally when the server has refused, or is gone.
  absl::Status status = Run("COMMIT");
  if (status.ok()) {
    in_transaction_ = false;
    return status;
  }
  if (IsRunAgain(status)) {
    Rollback();
    return status;
  }
  // Galera without quorum may still apply it later, and a lost connection may have applied it already.
  lost_ = true;
  return Unavailable();
}

void Connection::Rollback() {
  if (lost_) return;
  if (Run("ROLLBACK").ok()) {
    in_transaction_ = false;
  } else {
    lost_ = true;
  }
}

absl::Status Connection::Guard(const std::string& statement, absl::FunctionRef<void()> f) {
  try {
    f();
    return absl::OkStatus();
  } catch (const ::sql::SQLException& e) {
    return Fail(e.getErrorCode(), e.getSQLState(), e.what(), statement);
  } catch (const std::exception& e) {
    lost_ = true;
    return Fail(0, "", e.what(), statement);
  }
}

absl::Status Connection::Fail(int error_number, const std::string& state, const char* text,
                              const std::string& statement) {
  const Meaning meaning = MeaningOf(error_number);
  switch (meaning) {
    case Meaning::kUnique:  // for the caller to judge
      break;
    case Meaning::kRunAgain:
      must_run_again_ = true;
      spdlog::info("event=mysql_conflict number={} statement=\"{}\"", error_number, statement);
      break;
    case Meaning::kLost:
      lost_ = true;
      [[fallthrough]];
    case Meaning::kBusy:
    case Meaning::kRefused:
      spdlog::error("event=mysql_error number={} state={} error=\"{}\" statement=\"{}\"", error_number, state,
                    WithoutValues(text), statement);
      // Its state after a failure is the driver's secret; the next use prepares it anew.
      prepared_.erase(statement);
  }
  return ToStatus(meaning);
}

::sql::PreparedStatement& Connection::Prepare(const std::string& statement, absl::Span<const sql::Value> parameters) {
  auto found = prepared_.find(statement);
  if (found == prepared_.end()) {
    if (prepared_.size() >= kPreparedStatements) prepared_.clear();
    std::unique_ptr<::sql::PreparedStatement> prepared(driver_->prepareStatement(statement));
    found = prepared_.emplace(statement, std::move(prepared)).first;
  }
  ::sql::PreparedStatement& prepared = *found->second;
  for (size_t i = 0; i < parameters.size(); ++i) {
    const auto index = static_cast<unsigned int>(i) + 1;
    if (const auto* number = std::get_if<int64_t>(&parameters[i])) {
      prepared.setInt64(index, *number);
    } else if (const auto* text = std::get_if<std::string>(&parameters[i])) {
      prepared.setString(index, *text);
    } else {
      prepared.setNull(index, ::sql::DataType::SQLNULL);
    }
  }
  return prepared;
}

}  // namespace tutorat::storage::mysql
