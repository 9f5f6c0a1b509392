// One suite, every store: what store.h promises.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/domain/base/error.h"
#include "server/storage/store.h"
#include "tests/support/database.h"
#include "tests/support/filled.h"
#include "tutorat/v1/stored_record.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::tests {

// A deadline that no test reaches.
inline absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

inline v1::Wave MakeWave(const std::string& name) {
  return static_cast<const v1::Wave&>(*Minimal(v1::Wave::descriptor(), name));
}

// Of the request of that id.
inline v1::StoredResponse MakeAnswer(const std::string& request_id, const std::string& response = "r") {
  v1::StoredResponse answer;
  answer.set_name(request_id);
  answer.set_method("m");
  answer.set_response(response);
  return answer;
}

// On an empty, migrated database of each kind.
class StoreTest : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override;

  storage::Store& store() { return *store_; }
  Database& database() { return *database_; }

  absl::Status Insert(const google::protobuf::Message& resource);
  absl::Status Update(const google::protobuf::Message& resource);
  // Parents of filled.h, for what names them.
  void InsertParents();

  bool Exists(const std::string& wave);
  std::vector<std::string> Names(const google::protobuf::Message& type, const storage::Filter& filter);

  // Calls f(0) ... f(threads - 1) at once, and waits for all.
  static void InParallel(int threads, absl::FunctionRef<void(int)> f);

 private:
  std::unique_ptr<Database> database_;
  std::unique_ptr<storage::Store> store_;
};

// The same, for what only a server has: sessions, conflicts, a network.
class ServerTest : public StoreTest {};

}  // namespace tutorat::tests
