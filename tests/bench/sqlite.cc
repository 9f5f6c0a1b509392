#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "tests/bench/database.h"

namespace tutorat::bench {
namespace {

// As the server opens it: a commit that returned is on disk.
constexpr const char* kPragmas[] = {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                                    "PRAGMA foreign_keys = ON", "PRAGMA temp_store = MEMORY",
                                    "PRAGMA secure_delete = ON"};
constexpr int kSqliteBusyMillis = 5000;

class SqliteConnection final : public Connection {
 public:
  explicit SqliteConnection(const std::string& path) {
    Check(sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr), path);
    sqlite3_busy_timeout(handle_, kSqliteBusyMillis);
    for (const char* pragma : kPragmas) Run(pragma);
  }
  ~SqliteConnection() override {
    for (auto& [text, statement] : prepared_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
  }
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  void Run(const std::string& statement) override {
    Check(sqlite3_exec(handle_, statement.c_str(), nullptr, nullptr, nullptr), statement);
  }

  size_t Query(const std::string& statement, const Values& parameters, Rows* rows) override {
    sqlite3_stmt* prepared = Bind(statement, parameters);
    const int columns = sqlite3_column_count(prepared);
    if (rows != nullptr) {
      for (int i = 0; i < columns; ++i) rows->columns.emplace_back(sqlite3_column_name(prepared, i));
    }
    size_t count = 0;
    int code = 0;
    Values row(static_cast<size_t>(columns));
    while ((code = sqlite3_step(prepared)) == SQLITE_ROW) {
      for (int i = 0; i < columns; ++i) row[static_cast<size_t>(i)] = Read(prepared, i);
      if (rows != nullptr) rows->values.push_back(row);
      ++count;
    }
    sqlite3_reset(prepared);
    if (code != SQLITE_DONE) Check(code, statement);
    return count;
  }

  void Execute(const std::string& statement, const Values& parameters) override {
    sqlite3_stmt* prepared = Bind(statement, parameters);
    const int code = sqlite3_step(prepared);
    sqlite3_reset(prepared);
    if (code != SQLITE_DONE && code != SQLITE_ROW) Check(code, statement);
  }

  std::vector<std::string> Tables() override {
    Rows rows;
    Query("SELECT name FROM sqlite_master WHERE type = 'table'", {}, &rows);
    std::vector<std::string> names;
    for (size_t i = 0; i < rows.values.size(); ++i) names.push_back(rows.Text(i, "name"));
    return names;
  }

  void BeginFilling() override {
    Run("PRAGMA foreign_keys = OFF");
    Run("PRAGMA synchronous = OFF");
    Run("BEGIN");
  }
  void EndFilling() override {
    Run("COMMIT");
    Run("PRAGMA synchronous = FULL");
    Run("PRAGMA foreign_keys = ON");
    Run("PRAGMA wal_checkpoint(TRUNCATE)");
  }

 private:
  void Check(int code, const std::string& what) const {
    if (code != SQLITE_OK) throw Failure(absl::StrCat("SQLite: ", sqlite3_errmsg(handle_), ": ", what.substr(0, 200)));
  }

  static Value Read(sqlite3_stmt* prepared, int column) {
    switch (sqlite3_column_type(prepared, column)) {
      case SQLITE_NULL:
        return std::monostate();
      case SQLITE_INTEGER:
        return int64_t{sqlite3_column_int64(prepared, column)};
      default:
        return std::string(reinterpret_cast<const char*>(sqlite3_column_text(prepared, column)),
                           static_cast<size_t>(sqlite3_column_bytes(prepared, column)));
    }
  }

  // Parameters outlive the step.
  sqlite3_stmt* Bind(const std::string& statement, const Values& parameters) {
    sqlite3_stmt*& prepared = prepared_[statement];
    if (prepared == nullptr) {
      Check(sqlite3_prepare_v3(handle_, statement.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr),
            statement);
    }
    for (size_t i = 0; i < parameters.size(); ++i) {
      const int index = static_cast<int>(i) + 1;
      if (const auto* number = std::get_if<int64_t>(&parameters[i])) {
        sqlite3_bind_int64(prepared, index, *number);
      } else if (const auto* text = std::get_if<std::string>(&parameters[i])) {
        sqlite3_bind_text64(prepared, index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
      } else {
        sqlite3_bind_null(prepared, index);
      }
    }
    return prepared;
  }

  sqlite3* handle_ = nullptr;
  std::map<std::string, sqlite3_stmt*> prepared_;
};

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(std::string path) : path_(std::move(path)) {}

  std::unique_ptr<Connection> Connect() override { return std::make_unique<SqliteConnection>(path_); }
  pid_t Worker() override { return getpid(); }
  bool OneWriter() const override { return true; }
  void Save() override {
    SqliteConnection(path_).Run("PRAGMA wal_checkpoint(TRUNCATE)");
    Copy(path_, Kept());
  }
  void Restore() override {
    for (const char* end : {"-wal", "-shm"}) std::filesystem::remove(path_ + end);
    Copy(Kept(), path_);
  }

 private:
  std::string Kept() const { return path_ + ".kept"; }
  static void Copy(const std::string& from, const std::string& to) {
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
  }

  const std::string path_;
};

}  // namespace

std::unique_ptr<Database> OpenSqlite(const std::string& path) { return std::make_unique<SqliteDatabase>(path); }

}  // namespace tutorat::bench
