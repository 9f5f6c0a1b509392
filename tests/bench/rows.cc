#include "tests/bench/rows.h"

#include <atomic>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"

namespace tutorat::bench {
namespace {

constexpr char kIdDigits[] = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr size_t kIdTimeDigits = 10;
constexpr size_t kIdLength = 26;

void AppendDigits(uint64_t number, size_t digits, std::string* id) {
  for (size_t i = digits; i-- > 0;) id->push_back(kIdDigits[(number >> (5 * i)) & 31U]);
}

std::string IdAt(uint64_t millis, uint64_t number) {
  thread_local std::mt19937_64 random{std::random_device()()};
  std::string id;
  AppendDigits(millis, kIdTimeDigits, &id);
  AppendDigits(number, 6, &id);
  AppendDigits(random(), kIdLength - kIdTimeDigits - 6, &id);
  return id;
}

// Microseconds since 1970 of 13:00 UTC.
int64_t MicrosOf(const std::string& day) {
  absl::CivilDay civil;
  absl::ParseCivilTime(day, &civil);
  return absl::ToUnixMicros(absl::FromCivil(civil, absl::UTCTimeZone()) + absl::Hours(13));
}

constexpr const char* kBalanceQueries[] = {
    "SELECT `name`, `number`, `label` FROM tutoring_groups WHERE `wave` = ? AND `delete_time` IS NULL",
    "SELECT a.`owner`, a.`tutor`, a.`from_date`, a.`to_date` FROM tutoring_groups g JOIN group_tutor_assignments a ON "
    "a.`owner` = g.`name` WHERE g.`wave` = ?",
    "SELECT m.`name`, m.`join_date`, m.`leave_date` FROM tutoring_groups g JOIN members m ON m.`group` = g.`name` "
    "WHERE "
    "g.`wave` = ?",
    "SELECT DISTINCT t.`name`, t.`display_name` FROM tutoring_groups g JOIN group_tutor_assignments a ON a.`owner` = "
    "g.`name` JOIN tutors t ON t.`name` = a.`tutor` WHERE g.`wave` = ?"};
constexpr char kOfSessions[] =
    "tutoring_groups g JOIN sessions s ON s.`group` = g.`name` AND s.`local_date` >= ? AND s.`local_date` < ?";
constexpr char kSessionColumns[] =
    "s.`name`, s.`group`, s.`tutor`, s.`state`, s.`local_date`, s.`local_clock`, s.`duration`, s.`themes`, "
    "s.`head_count_present`, s.`head_count_late`, s.`head_count_excused`, s.`head_count_absent`, "
    "s.`head_count_expected`, s.`appreciation`";

}  // namespace

std::string NewRowId() {
  static std::atomic<uint64_t> made{0};
  return IdAt(static_cast<uint64_t>(absl::ToUnixMillis(absl::Now())), ++made);
}

std::string OldRowId(int64_t number) {
  static const auto long_ago = static_cast<uint64_t>(absl::ToUnixMillis(absl::Now() - absl::Hours(24 * 365)));
  return IdAt(long_ago + static_cast<uint64_t>(number), static_cast<uint64_t>(number));
}

Record::Record(Connection& connection, const std::string& session, const std::string& request_id) {
  session_.push_back(connection.Select("sessions", "name", session));
  for (const std::string& table : connection.Tables()) {
    if (!absl::StartsWith(table, "session_")) continue;
    Rows rows = connection.Select(table, "owner", session);
    if (!rows.values.empty()) session_.push_back(std::move(rows));
  }
  other_.push_back(connection.Select("stored_responses", "name", request_id));
  other_.push_back(connection.Select("audit_entries", "resource", session));
  if (session_[0].values.size() != 1 || other_[0].values.size() != 1 || other_[1].values.size() != 1) {
    throw Failure("a record is not one session, one answer and one entry of the audit any more");
  }
  other_.push_back(connection.Select("audit_entry_changes", "owner", other_[1].Text(0, "name")));
}

std::vector<Rows> Record::SessionOf(const Group& group, const std::string& day, const std::string& name) const {
  std::vector<Rows> record = session_;
  record[0].Set("name", name);
  record[0].Set("group", group.name);
  record[0].Set("tutor", group.tutor);
  record[0].Set("local_date", day);
  record[0].Set("start_time", MicrosOf(day));
  for (size_t i = 1; i < record.size(); ++i) {
    record[i].Set("owner", name);
    if (!record[i].Has("member")) continue;
    const size_t member = record[i].Column("member");
    for (size_t row = 0; row < record[i].values.size(); ++row) {
      record[i].values[row][member] = group.members.at(row % group.members.size());
    }
  }
  return record;
}

std::vector<Rows> Record::Of(const Group& group, const std::string& day) const {
  const std::string name = absl::StrCat("sessions/", NewRowId());
  std::vector<Rows> record = SessionOf(group, day, name);
  record.insert(record.end(), other_.begin(), other_.end());
  const size_t answer = session_.size();
  const std::string entry = absl::StrCat("auditEntries/", NewRowId());
  record[answer].Set("name", NewRowId());
  record[answer + 1].Set("name", entry);
  record[answer + 1].Set("resource", name);
  record[answer + 2].Set("owner", entry);
  return record;
}

size_t Record::row_count() const {
  size_t count = 0;
  for (const Rows& rows : session_) count += rows.values.size();
  for (const Rows& rows : other_) count += rows.values.size();
  return count;
}

RecordWriter::RecordWriter(Database& database, int clients) {
  const int connections = database.OneWriter() ? 1 : clients;
  for (int i = 0; i < connections; ++i) connections_.push_back(database.Connect());
  if (database.OneWriter()) thread_ = std::thread([this] { Loop(); });
}

RecordWriter::~RecordWriter() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  waiting_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void RecordWriter::Write(int client, const std::vector<Rows>& record) {
  if (!thread_.joinable()) {
    Connection& connection = *connections_.at(static_cast<size_t>(client));
    connection.Run("START TRANSACTION");
    for (const Rows& rows : record) connection.Insert(rows);
    connection.Run("COMMIT");
    return;
  }
  Job job{&record, false, nullptr};
  std::unique_lock<std::mutex> lock(mutex_);
  jobs_.push_back(&job);
  waiting_.notify_one();
  finished_.wait(lock, [&] { return job.done; });
  if (job.failure) std::rethrow_exception(job.failure);
}

void RecordWriter::Loop() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    waiting_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    std::deque<Job*> batch;
    batch.swap(jobs_);
    lock.unlock();
    Commit(batch);
    lock.lock();
    for (Job* job : batch) job->done = true;
    finished_.notify_all();
  }
}

void RecordWriter::Commit(const std::deque<Job*>& jobs) {
  Connection& connection = *connections_[0];
  try {
    connection.Run("BEGIN IMMEDIATE");
    for (const Job* job : jobs) {
      for (const Rows& rows : *job->record) connection.Insert(rows);
    }
    connection.Run("COMMIT");
  } catch (const Failure&) {
    for (Job* job : jobs) job->failure = std::current_exception();
  }
}

size_t ReadBalanceRows(Connection& connection, const std::string& wave, const std::string& from,
                       const std::string& to) {
  size_t count = 0;
  connection.Run("BEGIN");
  for (const char* query : kBalanceQueries) count += connection.Query(query, {wave}, nullptr);
  static const auto& of_period = *new std::vector<std::string>{
      absl::StrCat("SELECT ", kSessionColumns, " FROM ", kOfSessions, " WHERE g.`wave` = ?"),
      absl::StrCat("SELECT c.`owner`, c.`member`, c.`status` FROM ", kOfSessions,
                   " JOIN session_attendances c ON c.`owner` = s.`name` WHERE g.`wave` = ?"),
      absl::StrCat("SELECT c.`owner`, c.`kind`, c.`impact` FROM ", kOfSessions,
                   " JOIN session_participation_issues c ON c.`owner` = s.`name` WHERE g.`wave` = ?")};
  for (const std::string& query : of_period) count += connection.Query(query, {from, to, wave}, nullptr);
  connection.Run("ROLLBACK");
  return count;
}

}  // namespace tutorat::bench
