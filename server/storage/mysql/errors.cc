#include "server/storage/mysql/errors.h"

#include "absl/strings/str_cat.h"
#include "server/storage/errors.h"

namespace tutorat::storage::mysql {
namespace {

struct Entry {
  int number;
  Meaning meaning;
};

// By number, not by text or SQLSTATE: those differ between MySQL, MariaDB and their versions.
constexpr Entry kEntries[] = {
    {1020, Meaning::kRunAgain},  // MariaDB: record has changed since last read
    {1021, Meaning::kBusy},      // disk full
    {1028, Meaning::kBusy},      // sort aborted
    {1030, Meaning::kBusy},      // error of the storage engine: disk
    {1037, Meaning::kBusy},      // out of memory
    {1040, Meaning::kLost},      // too many connections
    {1041, Meaning::kBusy},      // out of memory
    {1042, Meaning::kLost},      // cannot resolve the client's name
    {1043, Meaning::kLost},      // bad handshake
    {1047, Meaning::kLost},      // Galera: no quorum; a COMMIT that got it may still happen
    {1053, Meaning::kLost},      // shutdown in progress
    {1062, Meaning::kUnique},    // duplicate key
    {1077, Meaning::kLost},      // normal shutdown
    {1079, Meaning::kLost},      // shutdown complete
    {1114, Meaning::kBusy},      // table full
    {1152, Meaning::kLost},      // aborted connection
    {1158, Meaning::kLost},      // network, until 1161
    {1159, Meaning::kLost},      //
    {1160, Meaning::kLost},      //
    {1161, Meaning::kLost},      //
    {1180, Meaning::kLost},      // error during COMMIT: Galera losing its quorum
    {1184, Meaning::kLost},      // aborted connection
    {1203, Meaning::kLost},      // more connections than this user may have
    {1205, Meaning::kRunAgain},  // lock wait timeout; undoes the statement only, so roll back
    {1206, Meaning::kBusy},      // more locks than the server keeps
    {1213, Meaning::kRunAgain},  // deadlock; Galera: certification conflict, at any statement and at COMMIT
    {1226, Meaning::kLost},      // the user's hourly limit
    {1290, Meaning::kLost},      // read-only server: a replica, perhaps after a switch-over
    {1317, Meaning::kBusy},      // KILL QUERY
    {1461, Meaning::kLost},      // too many prepared statements: closing the connection frees its own
    {1613, Meaning::kRunAgain},  // XA rollback after a timeout
    {1614, Meaning::kRunAgain},  // XA rollback after a deadlock
    {1637, Meaning::kBusy},      // too many transactions at once
    {1836, Meaning::kLost},      // read-only server
    {1927, Meaning::kLost},      // MariaDB: the connection was killed
    {1969, Meaning::kBusy},      // MariaDB: max_statement_time
    {2002, Meaning::kLost},      // cannot connect: socket
    {2003, Meaning::kLost},      // cannot connect: address
    {2005, Meaning::kLost},      // unknown host
    {2006, Meaning::kLost},      // server has gone away
    {2012, Meaning::kLost},      // broken handshake
    {2013, Meaning::kLost},      // lost during the query; a read timeout too
    {2014, Meaning::kLost},      // commands out of sync
    {2026, Meaning::kLost},      // TLS: also how a lost connection shows
    {2027, Meaning::kLost},      // malformed packet
    {2048, Meaning::kLost},      // invalid connection handle
    {2055, Meaning::kLost},      // lost, with the system's errno
    {2056, Meaning::kLost},      // statement closed by another one
    {3024, Meaning::kBusy},      // MySQL: max_execution_time
    {3101, Meaning::kRunAgain},  // MySQL Group Replication: certification conflict
    {3169, Meaning::kLost},      // MySQL: the session was killed
    {3572, Meaning::kRunAgain},  // MySQL: NOWAIT
    {4031, Meaning::kLost},      // MySQL: closed for being idle
};

}  // namespace

Meaning MeaningOf(int error_number) {
  for (const Entry& entry : kEntries) {
    if (entry.number == error_number) return entry.meaning;
  }
  return Meaning::kRefused;
}

absl::Status ToStatus(Meaning meaning) {
  switch (meaning) {
    case Meaning::kUnique:
      return UniqueViolation();
    case Meaning::kRunAgain:
      return RunAgain();
    case Meaning::kLost:
    case Meaning::kBusy:
      return Unavailable();
    case Meaning::kRefused:
      break;
  }
  return absl::InternalError("the database refused a statement; the server's log says which and why");
}

std::string WithoutValues(absl::string_view text) {
  // What comes before a value, in the messages of MySQL and MariaDB.
  for (const absl::string_view before : {"value: '", "value '", "entry '"}) {
    const size_t found = text.find(before);
    if (found == absl::string_view::npos) continue;
    const size_t begin = found + before.size();
    // A value may hold the quotation mark: the last one that is followed by what comes after a value.
    const size_t after = text.rfind("' for ");
    const absl::string_view rest = after == absl::string_view::npos || after < begin ? "'" : text.substr(after);
    return absl::StrCat(text.substr(0, begin), "...", rest);
  }
  return std::string(text);
}

}  // namespace tutorat::storage::mysql
