#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace tutorat::storage::sql {

// What was read of tables that are small and asked again and again, as it is at one revision of the store, which
// each transaction that changes something moves. Thread-safe; one for all connections to a database.
//
// What is found is as the asking transaction's snapshot has it, because the snapshot's own revision is asked for.
class Memo {
 public:
  using Rows = std::shared_ptr<const std::vector<std::unique_ptr<google::protobuf::Message>>>;
  using Types = std::set<const google::protobuf::Descriptor*>;

  // Null: not known at that revision.
  Rows Find(int64_t revision, const google::protobuf::Descriptor* type, const std::string& key);

  // Kept if `revision` is the newest that is known.
  void Add(int64_t revision, const google::protobuf::Descriptor* type, const std::string& key, Rows rows);

  // A transaction of this server that is about to make `revision`: snapshots of it are no news of another server.
  void Announce(int64_t revision);
  // It was committed: rows of `written` types have changed since `before`, all others are as they were.
  void Advance(int64_t before, int64_t revision, const Types& written);
  // Nobody knows what was committed.
  void Clear();

 private:
  // Forgets what is older than `revision`, which another server made.
  void MoveTo(int64_t revision);

  std::mutex mutex_;
  int64_t revision_ = -1;
  int64_t announced_ = -1;
  int64_t bytes_ = 0;
  std::map<const google::protobuf::Descriptor*, std::map<std::string, Rows>> rows_;
};

}  // namespace tutorat::storage::sql
