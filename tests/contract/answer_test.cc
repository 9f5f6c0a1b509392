// Answers to request ids: each request is done once, whoever repeats it and whenever.
#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"
#include "server/storage/records.h"
#include "tests/contract/fixture.h"

namespace tutorat::tests {
namespace {

using storage::WriteTransaction;

class Answers : public StoreTest {
 protected:
  std::optional<v1::StoredResponse> Find(const std::string& request_id) {
    std::optional<v1::StoredResponse> found;
    const absl::Status status = store().Read(Soon(), [&](storage::ReadTransaction& transaction) {
      auto answer = storage::FindStoredResponse(transaction, request_id);
      if (answer.ok()) found = *answer;
      return answer.status();
    });
    EXPECT_EQ(status, absl::OkStatus());
    return found;
  }

  // As the service does it: the earlier answer, or this one's.
  absl::Status Once(const std::string& request_id, const std::string& wave, std::string* response) {
    return store().Write(Soon(), [&](WriteTransaction& transaction) -> absl::Status {
      const auto earlier = storage::FindStoredResponse(transaction, request_id);
      if (!earlier.ok()) return earlier.status();
      if (earlier->has_value()) {
        *response = (*earlier)->response();
        return absl::OkStatus();
      }
      *response = wave;
      if (absl::Status status = transaction.Insert(MakeWave(wave)); !status.ok()) return status;
      return transaction.Insert(MakeAnswer(request_id, wave));
    });
  }
};

TEST_P(Answers, ComeBackToTheByte) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  const std::string id(64, 'i');
  v1::StoredResponse answer = MakeAnswer(id, bytes);
  answer.set_method("tutorat.v1.SessionService.RecordSession");
  answer.set_fingerprint("fingerprint");
  *answer.mutable_purge_time() = domain::ToTimestamp(absl::FromUnixMicros(1'700'000'000'000'001));
  ASSERT_EQ(Insert(answer), absl::OkStatus());
  ASSERT_EQ(Insert(MakeAnswer("empty", "")), absl::OkStatus());
  const auto found = Find(id);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(Difference(answer, *found), "");
  EXPECT_EQ(Find("empty")->response(), "");
  EXPECT_FALSE(Find("none").has_value());
  EXPECT_FALSE(Find(std::string(64, 'I')).has_value());
}

TEST_P(Answers, MayBeLarge) {
  const std::string large(6 << 20, '\xfe');
  ASSERT_EQ(Insert(MakeAnswer("large", large)), absl::OkStatus());
  EXPECT_TRUE(Find("large")->response() == large);
}

TEST_P(Answers, AreErasedAfterTheirTime) {
  const absl::Time now = absl::FromUnixMicros(1'700'000'000'000'000);
  v1::StoredResponse answer = MakeAnswer("old");
  *answer.mutable_purge_time() = domain::ToTimestamp(now);
  ASSERT_EQ(Insert(answer), absl::OkStatus());
  answer.set_name("young");
  *answer.mutable_purge_time() = domain::ToTimestamp(now + absl::Microseconds(1));
  ASSERT_EQ(Insert(answer), absl::OkStatus());
  const absl::Status status = store().Write(Soon(), [&](WriteTransaction& transaction) {
    const auto rows = transaction.Purge(now);
    EXPECT_EQ(rows.value_or(-1), 1);
    return rows.status();
  });
  EXPECT_EQ(status, absl::OkStatus());
  EXPECT_FALSE(Find("old").has_value());
  EXPECT_TRUE(Find("young").has_value());
}

TEST_P(Answers, SavedWithoutLookingEndsInAnErrorNotInALoop) {
  ASSERT_EQ(Insert(MakeAnswer("id", "first")), absl::OkStatus());
  const absl::Status status = Insert(MakeAnswer("id", "second"));
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(domain::Reason(status), "TRANSACTION_CONFLICT");
  EXPECT_EQ(Find("id")->response(), "first");
}

TEST_P(Answers, SameRequestFromManyThreadsIsDoneOnce) {
  constexpr int kThreads = 50;
  std::vector<std::string> responses(kThreads);
  std::vector<absl::Status> statuses(kThreads);
  InParallel(kThreads, [&](int i) {
    // Each would make a name of its own.
    statuses[static_cast<size_t>(i)] = Once("same", absl::StrCat("waves/W", i), &responses[static_cast<size_t>(i)]);
  });
  for (const absl::Status& status : statuses) EXPECT_EQ(status, absl::OkStatus());
  EXPECT_EQ(std::set<std::string>(responses.begin(), responses.end()).size(), 1U);
  EXPECT_EQ(Names(v1::Wave::default_instance(), {}), std::vector<std::string>{responses[0]});
}

TEST_P(Answers, SameRequestThatMakesTheSameNameIsNoConflictWithItself) {
  for (int round = 0; round < 5; ++round) {
    constexpr int kThreads = 8;
    const std::string wave = absl::StrCat("waves/R", round);
    std::vector<absl::Status> statuses(kThreads);
    InParallel(kThreads, [&](int i) {
      std::string response;
      statuses[static_cast<size_t>(i)] = Once(absl::StrCat("request", round), wave, &response);
      EXPECT_EQ(response, wave);
    });
    for (const absl::Status& status : statuses) EXPECT_EQ(status, absl::OkStatus());
  }
}

TEST_P(Answers, OtherRequestForTheSameNameIsRefused) {
  std::string response;
  ASSERT_EQ(Once("first", "waves/V6", &response), absl::OkStatus());
  EXPECT_EQ(domain::Reason(Once("second", "waves/V6", &response)), "WAVE_ALREADY_EXISTS");
  EXPECT_FALSE(Find("second").has_value());
}

TEST_P(Answers, FailureAfterItsOwnAnswerIsNotTakenForARepetition) {
  int runs = 0;
  const absl::Status status = store().Write(Soon(), [&](WriteTransaction& transaction) -> absl::Status {
    ++runs;
    EXPECT_FALSE(storage::FindStoredResponse(transaction, "mine")->has_value());
    EXPECT_EQ(transaction.Insert(MakeAnswer("mine")), absl::OkStatus());
    return absl::InvalidArgumentError("after all");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(runs, 1);
}

INSTANTIATE_TEST_SUITE_P(On, Answers, ::testing::ValuesIn(AllKinds()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
