// The floor of the database: the rows that the server writes and reads for a call, by the bare driver.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/database.h"

namespace tutorat::bench {

// A name's last part, as the server makes them: later ones sort later. Thread-safe.
std::string NewRowId();
// The same of an earlier day, for what was there before.
std::string OldRowId(int64_t number);

struct Group {
  std::string name;
  int number = 0;
  std::string tutor;
  std::vector<std::string> members;
};

// What the server wrote for one RecordSession: the session and what belongs to it, the stored answer, the audit's
// entry.
class Record {
 public:
  // Of the session and the request of that name.
  Record(Connection& connection, const std::string& session, const std::string& request_id);

  // The same as if it was of that group and day.
  std::vector<Rows> Of(const Group& group, const std::string& day) const;
  // The rows of the session alone, under that name.
  std::vector<Rows> SessionOf(const Group& group, const std::string& day, const std::string& name) const;

  size_t row_count() const;

 private:
  std::vector<Rows> session_;  // the session's own row first
  std::vector<Rows> other_;
};

// Writes records, each acknowledged once it is on disk. On SQLite by one thread, which commits together what waits; on
// a server with a connection and a transaction for each client.
class RecordWriter {
 public:
  RecordWriter(Database& database, int clients);
  ~RecordWriter();
  RecordWriter(const RecordWriter&) = delete;
  RecordWriter& operator=(const RecordWriter&) = delete;

  // Thread-safe for different clients.
  void Write(int client, const std::vector<Rows>& record);

 private:
  struct Job {
    const std::vector<Rows>* record;
    bool done = false;
    std::exception_ptr failure;
  };
  void Loop();
  void Commit(const std::deque<Job*>& jobs);

  std::vector<std::unique_ptr<Connection>> connections_;
  std::mutex mutex_;
  std::condition_variable waiting_;
  std::condition_variable finished_;
  std::deque<Job*> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

// Reads what a balance of this wave and these days is made of, each value of it, in one transaction. The number of
// rows.
size_t ReadBalanceRows(Connection& connection, const std::string& wave, const std::string& from, const std::string& to);

}  // namespace tutorat::bench
