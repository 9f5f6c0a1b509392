#pragma once

#include "server/storage/sql/memo.h"
#include "server/storage/sql/pool.h"
#include "server/storage/sql/writer.h"
#include "server/storage/store.h"

namespace tutorat::storage::sql {

// What both families of databases have in common: transactions. Thread-safe.
class SqlStore : public Store {
 public:
  // `readers`: at most so many connections that read, beside the one that writes; each is opened when it is needed.
  SqlStore(int readers, const Pool::Opener& open, Writer::EraseTraces erase_traces)
      : readers_(readers, open), writer_(open, memo_, std::move(erase_traces)) {}

  absl::Status Read(absl::Time deadline, ReadFunction f) override;
  absl::Status ReadRemembered(absl::Time deadline, ReadFunction f) override;
  absl::Status Write(absl::Time deadline, WriteFunction f) override;
  absl::Status Draft(absl::Time deadline, WriteFunction f) override;

 private:
  absl::Status ReadOnce(absl::Time deadline, ReadFunction f);

  Memo memo_;
  Pool readers_;
  Writer writer_;
};

}  // namespace tutorat::storage::sql
