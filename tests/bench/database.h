// A store's database behind the server's back, by its bare driver: what prepares data and what floors are made of.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "tests/bench/options.h"

namespace tutorat::bench {

using Value = std::variant<std::monostate, int64_t, std::string>;
using Values = std::vector<Value>;

// Rows of one table, with the columns that the server's schema has.
struct Rows {
  std::string table;
  std::vector<std::string> columns;
  std::vector<Values> values;

  // Throws Failure where there is no such column.
  size_t Column(const std::string& name) const;
  bool Has(const std::string& name) const;
  const std::string& Text(size_t row, const std::string& column) const;
  // In each row; nothing where there is no such column.
  void Set(const std::string& column, const Value& value);
};

// Used by one thread. Everything throws Failure with what the driver said.
class Connection {
 public:
  virtual ~Connection() = default;

  virtual void Run(const std::string& statement) = 0;
  // The number of rows, every value of which was read; with `rows`, them too.
  virtual size_t Query(const std::string& statement, const Values& parameters, Rows* rows) = 0;
  virtual void Execute(const std::string& statement, const Values& parameters) = 0;
  virtual std::vector<std::string> Tables() = 0;
  // From here on: neither foreign keys nor flushes, for filling.
  virtual void BeginFilling() = 0;
  virtual void EndFilling() = 0;

  // One statement, however many rows.
  void Insert(const Rows& rows);
  Rows Select(const std::string& table, const std::string& column, const std::string& value);
  int64_t Count(const std::string& table);

 private:
  // By table and number of rows.
  std::map<std::pair<std::string, size_t>, std::string> inserts_;
};

class Database {
 public:
  // Of what `tutoratd` gets as --store, sqlite:PATH or mysql://USER@HOST:PORT/DATABASE.
  static std::unique_ptr<Database> At(const std::string& address);
  virtual ~Database() = default;

  virtual std::unique_ptr<Connection> Connect() = 0;
  // The process that does the work of statements: this one, or a database server; 0 when it is not on this machine.
  virtual pid_t Worker() = 0;
  // Whether one thread writes for all, and commits together what waits.
  virtual bool OneWriter() const = 0;
  // Keeps what is stored, and brings it back. No server may run on it meanwhile.
  virtual void Save() = 0;
  virtual void Restore() = 0;
};

std::unique_ptr<Database> OpenSqlite(const std::string& path);
std::unique_ptr<Database> OpenMysql(const std::string& address);

}  // namespace tutorat::bench
