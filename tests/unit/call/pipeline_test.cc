#include "server/call/pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <latch>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "server/storage/errors.h"
#include "tests/support/anybody.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using tests::Listed;
using tests::Make;

// For pipelines whose handlers need none.
class NoStore final : public storage::Store {
 public:
  absl::Status Read(absl::Time /*deadline*/, ReadFunction /*f*/) override { return storage::Unavailable(); }
  absl::Status Write(absl::Time /*deadline*/, WriteFunction /*f*/) override { return storage::Unavailable(); }
  absl::Status Draft(absl::Time /*deadline*/, WriteFunction /*f*/) override { return storage::Unavailable(); }
  absl::StatusOr<std::vector<std::string>> Migrate() override { return storage::Unavailable(); }
  absl::Status Check() override { return storage::Unavailable(); }
  std::string Description() override { return "none"; }
};

const google::protobuf::MethodDescriptor* Method(const char* service, const char* name) {
  return google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service)->FindMethodByName(name);
}

class PipelineTest : public testing::Test {
 protected:
  PipelineTest() : previous_(spdlog::default_logger()) {
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log_)));
    spdlog::set_level(spdlog::level::info);
  }
  ~PipelineTest() override { spdlog::set_default_logger(previous_); }

  // The call of a method with `request`, handled by `handler`.
  absl::StatusOr<std::string> Handle(const google::protobuf::MethodDescriptor* method, const std::string& request,
                                     const HandlerFunction& handler, absl::Time deadline = absl::InfiniteFuture()) {
    Pipeline pipeline(store_, caller_, {1, 1});
    return pipeline.Handle(
        {method, &handler, request, deadline, domain::Language::kFrench, {}, [this](const std::string& message) {
           sent_.push_back(message);
         }});
  }

  NoStore store_;
  tests::Anybody caller_;
  std::ostringstream log_;
  std::vector<std::string> sent_;

 private:
  std::shared_ptr<spdlog::logger> previous_;
};

HandlerFunction Never() {
  return [](CallContext&, const google::protobuf::Message&, google::protobuf::Message*) {
    ADD_FAILURE() << "the handler was called";
    return absl::OkStatus();
  };
}

constexpr char kGetWave[] = "GetWave";
constexpr char kGroups[] = "tutorat.v1.GroupService";
constexpr char kSessions[] = "tutorat.v1.SessionService";

TEST_F(PipelineTest, WorkRunsOnAFixedNumberOfWorkers) {
  Pipeline pipeline(store_, caller_, {3, 100});
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::atomic<int> at_once = 0;
  std::latch done(30);
  for (int i = 0; i < 30; ++i) {
    ASSERT_TRUE(pipeline
                    .Enqueue([&, i] {
                      if (i < 3) {
                        for (++at_once; at_once < 3;) absl::SleepFor(absl::Milliseconds(1));
                      }
                      {
                        const std::lock_guard<std::mutex> lock(mutex);
                        threads.insert(std::this_thread::get_id());
                      }
                      done.count_down();
                    })
                    .ok());
  }
  done.wait();
  EXPECT_EQ(threads.size(), 3);
  EXPECT_EQ(threads.count(std::this_thread::get_id()), 0);
}

// Of one worker, whose calls take long: once that is seen, the queue holds half a second's work, not its whole length.
TEST_F(PipelineTest, WhatWouldWaitTooLongIsRefusedAtOnce) {
  Pipeline pipeline(store_, caller_, {1, 1000});
  const auto slow = [] { absl::SleepFor(absl::Milliseconds(10)); };
  int taken = 0;
  for (int i = 0; i < 60; ++i) taken += pipeline.Enqueue(slow).ok() ? 1 : 0;
  EXPECT_EQ(taken, 60) << "how fast calls begin is not known yet";
  absl::SleepFor(absl::Milliseconds(450));
  int more = 0;
  absl::Status refused;
  for (int i = 0; i < 400 && refused.ok(); ++i) {
    refused = pipeline.Enqueue(slow);
    more += refused.ok() ? 1 : 0;
  }
  EXPECT_EQ(domain::Reason(refused), "TOO_BUSY");
  EXPECT_GT(more, 5);
  EXPECT_LT(more, 100);
}

TEST_F(PipelineTest, AFullQueueRefusesAtOnceAndTakesAgainLater) {
  Pipeline pipeline(store_, caller_, {1, 2});
  std::latch started{1};
  std::latch release{1};
  std::atomic<int> ran = 0;
  ASSERT_TRUE(pipeline
                  .Enqueue([&] {
                    started.count_down();
                    release.wait();
                    ++ran;
                  })
                  .ok());
  started.wait();
  EXPECT_TRUE(pipeline.Enqueue([&] { ++ran; }).ok());
  EXPECT_TRUE(pipeline.Enqueue([&] { ++ran; }).ok());
  EXPECT_EQ(domain::Reason(pipeline.Enqueue([&] { ++ran; })), "TOO_BUSY");
  EXPECT_EQ(domain::Reason(pipeline.Enqueue([&] { ++ran; })), "TOO_BUSY");
  release.count_down();
  while (ran < 3) absl::SleepFor(absl::Milliseconds(1));
  std::latch again{1};
  ASSERT_TRUE(pipeline.Enqueue([&] { again.count_down(); }).ok());
  again.wait();
  EXPECT_EQ(ran, 3);
}

TEST_F(PipelineTest, ItsEndFinishesWhatWaits) {
  std::atomic<int> ran = 0;
  {
    Pipeline pipeline(store_, caller_, {8, 100});
    for (int i = 0; i < 50; ++i) {
      const absl::Status queued = pipeline.Enqueue(
          [&] {
            absl::SleepFor(absl::Milliseconds(1));
            ++ran;
          },
          i % 2 == 0 ? "somebody" : "");
      ASSERT_TRUE(queued.ok()) << queued;
    }
  }
  EXPECT_EQ(ran, 50);
}

TEST_F(PipelineTest, OneCallersLongWorkLeavesWorkersAndPlacesToTheOthers) {
  std::atomic<int> running = 0;
  std::atomic<int> ran = 0;
  std::latch release{1};
  std::latch of_others{2};
  const auto long_work = [&] {
    ++running;
    release.wait();
    ++ran;
  };
  {
    Pipeline pipeline(store_, caller_, {8, 40});
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(pipeline.Enqueue(long_work, "somebody").ok());
    while (running < 2) absl::SleepFor(absl::Milliseconds(1));
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(pipeline.Enqueue(long_work, "somebody").ok());
    EXPECT_EQ(domain::Reason(pipeline.Enqueue(long_work, "somebody")), "TOO_MANY_CALLS_AT_ONCE");
    ASSERT_TRUE(pipeline.Enqueue([&] { of_others.count_down(); }).ok());
    ASSERT_TRUE(pipeline.Enqueue([&] { of_others.count_down(); }, "somebody else").ok());
    of_others.wait();
    EXPECT_EQ(running, 2);
    release.count_down();
  }
  EXPECT_EQ(ran, 12);
}

TEST_F(PipelineTest, AHandlerGetsTheRequestAndItsContext) {
  const absl::Time before = absl::Now();
  const HandlerFunction handler = [&](CallContext& context, const google::protobuf::Message& request,
                                      google::protobuf::Message* response) {
    EXPECT_EQ(static_cast<const v1::GetWaveRequest&>(request).name(), "waves/V6");
    EXPECT_EQ(context.principal.account, "accounts/anybody");
    EXPECT_EQ(context.role, v1::ROLE_COORDINATOR);
    EXPECT_EQ(context.language, domain::Language::kFrench);
    EXPECT_EQ(context.method->name(), "GetWave");
    EXPECT_GE(context.now, before);
    static_cast<v1::GetWaveResponse*>(response)->mutable_wave()->set_code("V6");
    return absl::OkStatus();
  };
  const auto answer =
      Handle(Method(kGroups, kGetWave), Make<v1::GetWaveRequest>("name: 'waves/V6'").SerializeAsString(), handler);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(*answer, Make<v1::GetWaveResponse>("wave { code: 'V6' }").SerializeAsString());
}

TEST_F(PipelineTest, ACallWhoseTimeIsUpIsNotBegun) {
  const std::string request = Make<v1::GetWaveRequest>("name: 'waves/V6'").SerializeAsString();
  for (const absl::Time deadline : {absl::Now() - absl::Seconds(1), absl::InfinitePast()}) {
    const auto answer = Handle(Method(kGroups, kGetWave), request, Never(), deadline);
    EXPECT_EQ(answer.status().code(), absl::StatusCode::kDeadlineExceeded);
    EXPECT_EQ(domain::Reason(answer.status()), "DEADLINE_EXCEEDED");
  }
}

TEST_F(PipelineTest, EveryCallHasADeadlineAndNoneIsTooFarAway) {
  const struct {
    absl::Duration asked;
    absl::Duration given;
  } cases[] = {{absl::InfiniteDuration(), absl::Minutes(1)},
               {absl::Seconds(5), absl::Seconds(5)},
               {absl::Minutes(9), absl::Minutes(9)},
               {absl::Hours(1), absl::Minutes(10)}};
  for (const auto& c : cases) {
    absl::Duration given;
    const absl::Time now = absl::Now();
    const HandlerFunction handler = [&](CallContext& context, const google::protobuf::Message&,
                                        google::protobuf::Message*) {
      given = context.deadline - now;
      return absl::OkStatus();
    };
    ASSERT_TRUE(Handle(Method(kGroups, "ListWaves"), "", handler, now + c.asked).ok());
    EXPECT_LT(absl::AbsDuration(given - c.given), absl::Seconds(1)) << c.asked;
  }
}

TEST_F(PipelineTest, UntilTheServerIsReadyEveryCallIsToldWhyNot) {
  absl::Status ready = storage::SchemaNotReady(1, 2);
  Pipeline pipeline(store_, caller_, {1, 1, [&] { return ready; }});
  const auto call = [&](const HandlerFunction& handler) {
    const auto answer = pipeline.Handle({Method(kGroups, "ListWaves"),
                                         &handler,
                                         "",
                                         absl::InfiniteFuture(),
                                         domain::Language::kFrench,
                                         {},
                                         [](const std::string&) {}});
    return domain::Reason(answer.status());
  };
  EXPECT_EQ(call(Never()), "SCHEMA_NOT_READY");
  ready = absl::OkStatus();
  EXPECT_EQ(
      call([](CallContext&, const google::protobuf::Message&, google::protobuf::Message*) { return absl::OkStatus(); }),
      "");
}

TEST_F(PipelineTest, AWrongRequestDoesNotReachItsHandler) {
  EXPECT_THAT(Listed(Handle(Method(kGroups, kGetWave), "\xff", Never()).status()),
              ElementsAre("GetWaveRequest MALFORMED"));
  EXPECT_THAT(Listed(Handle(Method(kGroups, kGetWave), "", Never()).status()), ElementsAre("name REQUIRED"));
  EXPECT_THAT(Listed(Handle(Method(kGroups, kGetWave), std::string("\x0a\x02\xc3(", 4), Never()).status()),
              ElementsAre("name INVALID_UTF8"));
}

TEST_F(PipelineTest, TheResourceOfAnUpdateIsCheckedOnceItIsMerged) {
  int calls = 0;
  const HandlerFunction handler = [&](CallContext&, const google::protobuf::Message&, google::protobuf::Message*) {
    ++calls;
    return absl::OkStatus();
  };
  const auto partial = Make<v1::UpdateWaveRequest>("wave { name: 'waves/V6' display_name: 'x' }");  // without its code
  EXPECT_TRUE(Handle(Method(kGroups, "UpdateWave"), partial.SerializeAsString(), handler).ok());
  const auto create = Make<v1::CreateWaveRequest>("wave { display_name: 'x' }");
  EXPECT_THAT(Listed(Handle(Method(kGroups, "CreateWave"), create.SerializeAsString(), handler).status()),
              ElementsAre("wave.code REQUIRED"));
  EXPECT_EQ(calls, 1);
}

TEST_F(PipelineTest, MessagesBeforeTheLastAreSentSerialised) {
  const HandlerFunction handler = [](CallContext& context, const google::protobuf::Message&,
                                     google::protobuf::Message* response) {
    context.send(Make<v1::ImportSessionsResponse>("rows_done: 1"));
    context.send(Make<v1::ImportSessionsResponse>("rows_done: 2"));
    static_cast<v1::ImportSessionsResponse*>(response)->set_rows_done(3);
    return absl::OkStatus();
  };
  const auto last = Handle(Method(kSessions, "ImportSessions"), "", handler);
  ASSERT_TRUE(last.ok());
  EXPECT_THAT(sent_, ElementsAre("\x08\x01", "\x08\x02"));
  EXPECT_EQ(*last, "\x08\x03");
}

TEST_F(PipelineTest, TheAccessLogSaysHowACallEndedAndNothingOfItsContent) {
  const auto request = Make<v1::RecordSessionRequest>(R"(
      record { group: '4' date: '2024-01-15' tutor: 'Anne Onyme' themes: 'TIERS' notes: 'souffrante' })");
  const HandlerFunction fine = [](CallContext&, const google::protobuf::Message&, google::protobuf::Message* response) {
    static_cast<v1::RecordSessionResponse*>(response)->mutable_session()->set_notes("souffrante");
    return absl::OkStatus();
  };
  ASSERT_TRUE(Handle(Method(kSessions, "RecordSession"), request.SerializeAsString(), fine).ok());
  auto wrong = request;
  wrong.mutable_record()->set_tutor("Anne\nOnyme");
  ASSERT_FALSE(Handle(Method(kSessions, "RecordSession"), wrong.SerializeAsString(), fine).ok());
  const std::string log = log_.str();
  EXPECT_THAT(log,
              HasSubstr("method=tutorat.v1.SessionService.RecordSession account=accounts/anybody code=OK reason= "));
  EXPECT_THAT(log, HasSubstr("code=INVALID_ARGUMENT reason=INVALID_FIELDS "));
  EXPECT_THAT(log, Not(testing::AnyOf(HasSubstr("Onyme"), HasSubstr("souffrante"), HasSubstr("TIERS"))));
}

// It may hold what was sent.
TEST_F(PipelineTest, NotEvenTheLogLearnsTheTextOfAnErrorWithoutAName) {
  const HandlerFunction broken = [](CallContext&, const google::protobuf::Message&, google::protobuf::Message*) {
    return absl::InternalError("disk I/O error 10");
  };
  const auto answer = Handle(Method(kGroups, "ListWaves"), "", broken);
  EXPECT_TRUE(absl::IsInternal(answer.status()));
  EXPECT_THAT(log_.str(), HasSubstr("event=unnamed_error method=tutorat.v1.GroupService.ListWaves"));
  EXPECT_THAT(log_.str(), HasSubstr("code=INTERNAL"));
  EXPECT_THAT(log_.str(), Not(HasSubstr("disk I/O error 10")));
}

}  // namespace
}  // namespace tutorat::api
