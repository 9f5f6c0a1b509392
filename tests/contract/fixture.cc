#include "tests/contract/fixture.h"

#include <latch>
#include <thread>

#include "server/storage/errors.h"

namespace tutorat::tests {

INSTANTIATE_TEST_SUITE_P(On, StoreTest, ::testing::ValuesIn(AllKinds()), InstanceName);
INSTANTIATE_TEST_SUITE_P(On, ServerTest, ::testing::ValuesIn(Servers()), InstanceName);

void StoreTest::SetUp() {
  auto database = MakeDatabase(GetParam(), Schema::kNewest);
  ASSERT_EQ(database.status(), absl::OkStatus());
  database_ = *std::move(database);
  auto opened = database_->Open();
  ASSERT_EQ(opened.status(), absl::OkStatus());
  store_ = *std::move(opened);
}

absl::Status StoreTest::Insert(const google::protobuf::Message& resource) {
  return store_->Write(Soon(), [&](storage::WriteTransaction& transaction) { return transaction.Insert(resource); });
}

absl::Status StoreTest::Update(const google::protobuf::Message& resource) {
  return store_->Write(Soon(), [&](storage::WriteTransaction& transaction) { return transaction.Update(resource); });
}

void StoreTest::InsertParents() {
  for (const MessagePtr& parent : Parents()) {
    ASSERT_EQ(Insert(*parent), absl::OkStatus()) << parent->ShortDebugString();
  }
}

bool StoreTest::Exists(const std::string& wave) {
  const absl::Status status = store_->Read(
      Soon(), [&](storage::ReadTransaction& transaction) { return transaction.Get<v1::Wave>(wave).status(); });
  EXPECT_TRUE(status.ok() || domain::Reason(status) == "WAVE_NOT_FOUND") << status;
  return status.ok();
}

std::vector<std::string> StoreTest::Names(const google::protobuf::Message& type, const storage::Filter& filter) {
  std::vector<std::string> names;
  const absl::Status status = store_->Read(Soon(), [&](storage::ReadTransaction& transaction) -> absl::Status {
    const auto found = transaction.ListMessages(type, filter);
    if (!found.ok()) return found.status();
    for (const auto& message : *found) {
      names.push_back(message->GetReflection()->GetString(*message, message->GetDescriptor()->FindFieldByName("name")));
    }
    return absl::OkStatus();
  });
  EXPECT_EQ(status, absl::OkStatus());
  return names;
}

void StoreTest::InParallel(int threads, absl::FunctionRef<void(int)> f) {
  std::latch start(threads);
  std::vector<std::thread> running;
  running.reserve(static_cast<size_t>(threads));
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&start, f, i] {
      start.arrive_and_wait();
      f(i);
    });
  }
  for (std::thread& thread : running) thread.join();
}

}  // namespace tutorat::tests
