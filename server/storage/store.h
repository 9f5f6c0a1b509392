// The store interface: transactions over resources and the server's own records (storage/records.h). Above this header
// nobody sees a connection, a statement or BEGIN: there is a store, and there are functions that run inside a
// transaction of it.
//
// Resources are the messages of tutorat/v1, whole: what was put is what comes back, to the microsecond. Etags
// are filled in on reading, computed from the content.
//
// Errors, wherever a function returns a status (storage/errors.h makes them):
//   NOT_FOUND            <RESOURCE>_NOT_FOUND
//   ALREADY_EXISTS       <RESOURCE>_ALREADY_EXISTS: the name, or another unique key
//   FAILED_PRECONDITION  SCHEMA_NOT_READY: the database has no schema yet, or a newer one than this program knows
//   ABORTED              TRANSACTION_CONFLICT: deadlocked again and again; nothing was stored
//   UNAVAILABLE          STORE_UNAVAILABLE: no connection; after a lost COMMIT the outcome is not known, and a
//                        repetition with the same request id finds out; STORE_LOGIN_REFUSED: the user, the
//                        password or the database is refused; STORE_TLS_FAILED: no connection to a server that is the
//                        right one
//   DEADLINE_EXCEEDED    the caller's time was up before the work began; nothing was stored
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "proto/status_macros.h"
#include "server/storage/filter.h"

namespace tutorat::storage {

// One snapshot. Used by one thread, and not beyond the function it was given to.
class ReadTransaction {
 public:
  virtual ~ReadTransaction() = default;

  // Fills *resource by its name; deleted ones too.
  virtual absl::Status Get(absl::string_view name, google::protobuf::Message* resource) = 0;

  // In the order of names. The number of statements depends on the type, never on how many there are.
  virtual absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::Message>>> ListMessages(
      const google::protobuf::Message& type, const Filter& filter) = 0;

  // Calls `each` with one resource after the other, however many there are; it is valid during the call only. Its items
  // come in no order. The filter has no limit; its `items` and `etags` do not count.
  virtual absl::Status ForEachMessage(const google::protobuf::Message& type, const Filter& filter,
                                      const Selection& selection,
                                      absl::FunctionRef<void(const google::protobuf::Message&)> each) = 0;

  // Whether something that is not deleted names `name`: a group its wave, a session its group, an attendance its
  // member.
  virtual absl::StatusOr<bool> IsReferenced(absl::string_view name) = 0;

  // Moved by one by each write that changes anything, of any server: two snapshots of one revision are the same. Of a
  // write, the one before it: a later write finds one more when nobody else's came between.
  virtual absl::StatusOr<int64_t> Revision() = 0;

  template <class Resource>
  absl::StatusOr<Resource> Get(absl::string_view name) {
    Resource resource;
    RETURN_IF_ERROR(Get(name, &resource));
    return resource;
  }

  template <class Resource>
  absl::StatusOr<std::vector<Resource>> List(const Filter& filter) {
    ASSIGN_OR_RETURN(auto messages, ListMessages(Resource::default_instance(), filter));
    std::vector<Resource> resources;
    resources.reserve(messages.size());
    for (auto& message : messages) resources.push_back(std::move(static_cast<Resource&>(*message)));
    return resources;
  }

  template <class Resource>
  absl::Status ForEach(const Filter& filter, const Selection& selection,
                       absl::FunctionRef<void(const Resource&)> each) {
    return ForEachMessage(
        Resource::default_instance(), filter, selection,
        [&](const google::protobuf::Message& resource) { each(static_cast<const Resource&>(resource)); });
  }
};

// Nobody else writes from its begin to its end, on any server of the database: what it has read stays so.
class WriteTransaction : public ReadTransaction {
 public:
  // Both store the resource whole. Update replaces the one of the same name, children included, or is NOT_FOUND.
  virtual absl::Status Insert(const google::protobuf::Message& resource) = 0;
  virtual absl::Status Update(const google::protobuf::Message& resource) = 0;

  // Erases for good what has a purge_time that has come. How many rows. What another resource still names stays until
  // that one is gone.
  virtual absl::StatusOr<int64_t> Purge(absl::Time now) = 0;

  // Erases the audit's entries up to this name, for good. How many.
  virtual absl::StatusOr<int64_t> DropAuditEntries(absl::string_view last) = 0;

  // Update of what personal data were taken from. Once it is committed no file of the embedded store holds what was
  // there before; a server's own files and logs are its operator's business.
  virtual absl::Status Redact(const google::protobuf::Message& resource) = 0;
};

// Thread-safe. Functions run on the calling thread or on the store's own while the caller waits.
class Store {
 public:
  using ReadFunction = absl::FunctionRef<absl::Status(ReadTransaction&)>;
  using WriteFunction = absl::FunctionRef<absl::Status(WriteTransaction&)>;

  virtual ~Store() = default;

  // Runs `f` on a snapshot, which is always rolled back. Returns f's status, or why it could not run.
  virtual absl::Status Read(absl::Time deadline, ReadFunction f) = 0;

  // The same, of what most calls read, such as the caller's account: as long as it is remembered, one statement finds
  // that nothing else has been stored since. `f` may run twice.
  virtual absl::Status ReadRemembered(absl::Time deadline, ReadFunction f) { return Read(deadline, f); }

  // Commits when `f` returns OK, else rolls back and returns f's status. OK means: on disk. `f` may run several times
  // (after a conflict), so it has no side effect but its result, which it builds anew each time.
  virtual absl::Status Write(absl::Time deadline, WriteFunction f) = 0;

  // Runs `f` as Write would, on a snapshot of its own: what it writes is found by its own later reads, and by nothing
  // else. Nothing is ever stored, and no other write waits for it. Returns f's status. A draft keeps no unique key but
  // the name, and neither purges, drops audit entries nor tells what is referenced: these stop the process.
  virtual absl::Status Draft(absl::Time deadline, WriteFunction f) = 0;

  // Brings the schema to this program's version. Several servers may call it at once. Returns the steps that were made.
  virtual absl::StatusOr<std::vector<std::string>> Migrate() = 0;

  // OK when a table can be read and the schema is the one this program knows; at most 500 ms.
  virtual absl::Status Check() = 0;

  // What it is, for people: "SQLite 3.40.1, data.db", "MariaDB 10.11.6, db at 127.0.0.1:3306". Never a password.
  virtual std::string Description() = 0;
};

}  // namespace tutorat::storage
