// Many at once: nothing is lost, nothing is done twice.
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <map>
#include <random>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/storage/mysql/store.h"
#include "tests/contract/fixture.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::tests {
namespace {

using storage::WriteTransaction;

// Counts in a wave's name for people.
absl::Status Increment(WriteTransaction& transaction, const std::string& name) {
  auto wave = transaction.Get<v1::Wave>(name);
  if (!wave.ok()) return wave.status();
  int count = 0;
  if (!wave->display_name().empty() && !absl::SimpleAtoi(wave->display_name(), &count)) {
    return absl::DataLossError(wave->display_name());
  }
  wave->set_display_name(absl::StrCat(count + 1));
  return transaction.Update(*wave);
}

class Concurrency : public StoreTest {
 protected:
  void ExpectCount(const std::string& name, int count) {
    const absl::Status status = store().Read(Soon(), [&](storage::ReadTransaction& transaction) {
      const auto wave = transaction.Get<v1::Wave>(name);
      EXPECT_EQ(wave.ok() ? wave->display_name() : "", absl::StrCat(count)) << name;
      return wave.status();
    });
    EXPECT_EQ(status, absl::OkStatus());
  }
};

class Conflicts : public Concurrency {};

TEST_P(Concurrency, SixteenThreadsLoseNoIncrement) {
  constexpr int kThreads = 16;
  constexpr int kRounds = 12;
  ASSERT_EQ(Insert(MakeWave("waves/shared")), absl::OkStatus());
  for (int i = 0; i < kThreads; ++i) {
    ASSERT_EQ(Insert(MakeWave(absl::StrCat("waves/own", i))), absl::OkStatus());
  }
  InParallel(kThreads, [&](int i) {
    for (int round = 0; round < kRounds; ++round) {
      const absl::Status status = store().Write(Soon(), [&](WriteTransaction& transaction) {
        absl::Status own = Increment(transaction, absl::StrCat("waves/own", i));
        return own.ok() ? Increment(transaction, "waves/shared") : own;
      });
      EXPECT_EQ(status, absl::OkStatus());
      EXPECT_TRUE(Exists("waves/shared"));
    }
  });
  ExpectCount("waves/shared", kThreads * kRounds);
  for (int i = 0; i < kThreads; ++i) ExpectCount(absl::StrCat("waves/own", i), kRounds);
}

TEST_P(Concurrency, OfManyUpdatesWithOneEtagOneWins) {
  ASSERT_EQ(Insert(MakeWave("waves/V6")), absl::OkStatus());
  for (int round = 0; round < 5; ++round) {
    std::string etag;
    ASSERT_EQ(store().Read(Soon(),
                           [&](storage::ReadTransaction& transaction) {
                             const auto wave = transaction.Get<v1::Wave>("waves/V6");
                             if (wave.ok()) etag = wave->etag();
                             return wave.status();
                           }),
              absl::OkStatus());
    std::atomic<int> won = 0;
    InParallel(8, [&](int) {
      const absl::Status status = store().Write(Soon(), [&](WriteTransaction& transaction) -> absl::Status {
        const auto wave = transaction.Get<v1::Wave>("waves/V6");
        if (!wave.ok()) return wave.status();
        return wave->etag() == etag ? Increment(transaction, "waves/V6") : absl::AbortedError("ETAG_MISMATCH");
      });
      if (status.ok()) ++won;
      EXPECT_TRUE(status.ok() || status.message() == "ETAG_MISMATCH") << status;
    });
    EXPECT_EQ(won, 1);
    ExpectCount("waves/V6", round + 1);
  }
}

TEST_P(Concurrency, ReadersSeeSessionsWholeWhileTheyChange) {
  InsertParents();
  const MessagePtr first = Filled(v1::Session::descriptor(), "sessions/x", 1);
  const MessagePtr second = Filled(v1::Session::descriptor(), "sessions/x", 2);
  ASSERT_EQ(Insert(*first), absl::OkStatus());
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < 40; ++i) EXPECT_EQ(Update(i % 2 == 0 ? *second : *first), absl::OkStatus());
    done = true;
  });
  while (!done) {
    const absl::Status status = store().Read(Soon(), [&](storage::ReadTransaction& transaction) {
      const auto session = transaction.Get<v1::Session>("sessions/x");
      if (session.ok()) {
        EXPECT_TRUE(Difference(*first, *session).empty() || Difference(*second, *session).empty());
      }
      return session.status();
    });
    EXPECT_EQ(status, absl::OkStatus());
  }
  writer.join();
}

TEST_P(Concurrency, RefusedWritesBesideOthersHarmNobody) {
  std::atomic<int> refused = 0;
  InParallel(8, [&](int i) {
    for (int round = 0; round < 10; ++round) {
      const absl::Status status = store().Write(Soon(), [&](WriteTransaction& transaction) -> absl::Status {
        absl::Status inserted = transaction.Insert(MakeWave(absl::StrCat("waves/T", i, "x", round)));
        return i % 2 == 0 ? inserted : absl::CancelledError("not this one");
      });
      if (!status.ok()) ++refused;
    }
  });
  EXPECT_EQ(refused, 40);
  EXPECT_EQ(Names(v1::Wave::default_instance(), {}).size(), 40U);
}

TEST_P(Concurrency, TwoServersWriteOneAfterTheOther) {
  const auto other = *database().Open();
  ASSERT_EQ(Insert(MakeWave("waves/a")), absl::OkStatus());
  ASSERT_EQ(Insert(MakeWave("waves/b")), absl::OkStatus());
  constexpr int kRounds = 25;
  std::atomic<int> runs = 0;
  InParallel(4, [&](int i) {
    storage::Store& server = i % 2 == 0 ? store() : *other;
    for (int round = 0; round < kRounds; ++round) {
      // Crosswise: what a deadlock is made of.
      const absl::Status status = server.Write(Soon(), [&](WriteTransaction& transaction) -> absl::Status {
        ++runs;
        absl::Status one = Increment(transaction, i < 2 ? "waves/a" : "waves/b");
        return one.ok() ? Increment(transaction, i < 2 ? "waves/b" : "waves/a") : one;
      });
      EXPECT_EQ(status, absl::OkStatus());
    }
  });
  EXPECT_EQ(runs, 4 * kRounds);
  ExpectCount("waves/a", 4 * kRounds);
  ExpectCount("waves/b", 4 * kRounds);
}

// Whatever each of them remembers.
TEST_P(Concurrency, TwoServersReadWhatEitherWrote) {
  const auto other = *database().Open();
  const std::vector<storage::Store*> servers = {&store(), other.get()};
  std::mt19937 random(11);
  std::map<std::string, std::string> labels;
  for (int step = 0; step < 200; ++step) {
    storage::Store& writer = *servers[random() % 2];
    const std::string name = absl::StrCat("waves/W", random() % 4);
    const std::string label = absl::StrCat("step ", step);
    const bool undone = random() % 4 == 0;
    const absl::Status written = writer.Write(Soon(), [&](WriteTransaction& transaction) -> absl::Status {
      auto wave = transaction.Get<v1::Wave>(name);
      const bool is_new = absl::IsNotFound(wave.status());
      v1::Wave changed = is_new ? MakeWave(name) : *wave;
      EXPECT_EQ(is_new, labels.count(name) == 0);
      changed.set_display_name(label);
      absl::Status status = is_new ? transaction.Insert(changed) : transaction.Update(changed);
      // What was written is seen at once.
      EXPECT_EQ(transaction.Get<v1::Wave>(name)->display_name(), label);
      return status.ok() && undone ? absl::CancelledError("undone") : status;
    });
    EXPECT_EQ(written.code(), undone ? absl::StatusCode::kCancelled : absl::StatusCode::kOk);
    if (!undone) labels[name] = label;
    for (storage::Store* reader : servers) {
      const absl::Status status = reader->Read(Soon(), [&](storage::ReadTransaction& transaction) {
        const auto waves = transaction.List<v1::Wave>({});
        if (!waves.ok()) return waves.status();
        std::map<std::string, std::string> read;
        for (const v1::Wave& wave : *waves) read[wave.name()] = wave.display_name();
        EXPECT_EQ(read, labels) << step;
        const auto one = transaction.Get<v1::Wave>(name);
        EXPECT_EQ(one.ok() ? one->display_name() : "", labels.count(name) > 0 ? labels[name] : "") << step;
        return absl::OkStatus();
      });
      EXPECT_EQ(status, absl::OkStatus());
    }
  }
}

TEST_P(Concurrency, AWriteThatDoesNotBeginInTimeIsRefused) {
  EXPECT_EQ(store().Write(Soon(),
                          [&](WriteTransaction& transaction) {
                            const absl::Time began = absl::Now();
                            const absl::Status second = store().Write(
                                began + absl::Milliseconds(100), [](WriteTransaction&) { return absl::OkStatus(); });
                            EXPECT_EQ(second.code(), absl::StatusCode::kDeadlineExceeded);
                            EXPECT_LT(absl::Now() - began, absl::Seconds(2));
                            return transaction.Insert(MakeWave("waves/first"));
                          }),
            absl::OkStatus());
  EXPECT_TRUE(Exists("waves/first"));
}

TEST_P(Conflicts, EndlessConflictIsSaidAfterTheDeadline) {
  const auto other = *database().Open();
  ASSERT_EQ(Insert(MakeWave("waves/held")), absl::OkStatus());
  std::latch held{1};
  std::latch release{1};
  std::thread holder([&] {
    EXPECT_EQ(other->Write(Soon(),
                           [&](WriteTransaction& transaction) {
                             absl::Status status = Increment(transaction, "waves/held");
                             held.count_down();
                             release.wait();
                             return status;
                           }),
              absl::OkStatus());
  });
  held.wait();
  const absl::Status status = store().Write(absl::Now() + absl::Seconds(1), [&](WriteTransaction& transaction) {
    return Increment(transaction, "waves/held");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(domain::Reason(status), "TRANSACTION_CONFLICT");
  release.count_down();
  holder.join();
  ExpectCount("waves/held", 1);
}

TEST_P(Conflicts, BusyPoolGivesUpAtTheDeadline) {
  auto options = database().Address();
  options.connections = 2;
  const auto small = storage::mysql::Open(options);
  const absl::Status status = small->Read(Soon(), [&](storage::ReadTransaction&) {
    const absl::Time started = absl::Now();
    const absl::Status second =
        small->Read(started + absl::Milliseconds(100), [](storage::ReadTransaction&) { return absl::OkStatus(); });
    EXPECT_EQ(second.code(), absl::StatusCode::kDeadlineExceeded);
    EXPECT_LT(absl::Now() - started, absl::Seconds(2));
    // A busy pool is no broken database.
    EXPECT_EQ(small->Check(), absl::OkStatus());
    return absl::OkStatus();
  });
  EXPECT_EQ(status, absl::OkStatus());
  EXPECT_EQ(small->Read(Soon(), [](storage::ReadTransaction&) { return absl::OkStatus(); }), absl::OkStatus());
}

INSTANTIATE_TEST_SUITE_P(On, Concurrency, ::testing::ValuesIn(AllKinds()), InstanceName);
INSTANTIATE_TEST_SUITE_P(On, Conflicts, ::testing::ValuesIn(Servers()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
