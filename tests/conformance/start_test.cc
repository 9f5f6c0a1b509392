// How a server starts, or does not: what is wrong is named, and nobody is answered too early. On servers of its own,
// whatever $TUTORAT_TEST_SERVER.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/conformance/fixture.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_server.h"
#include "tutorat/v1/personal_data.pb.h"

namespace tutorat::tests {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr int kServing = 1;
constexpr int kNotServing = 2;

class StartTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto server = TestServer::Make();
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  // The folder of a server's data, for --data.
  std::string Data() const { return directory_.File("data"); }

  absl::Status Start() { return server_->Start({"--data", Data()}); }

  const TempDir directory_;
  std::unique_ptr<TestServer> server_;
};

TEST_F(StartTest, AWrongOptionIsWrongUsage) {
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{"--listen", "nowhere"},
                                             {"--store-ca", "ca.pem"},
                                             {"--oidc-issuer", "https://id.example"},
                                             {"--workers", "0"}}) {
    EXPECT_THAT(std::string(server_->Start(wrong).message()), HasSubstr(wrong[0]));
    EXPECT_EQ(server_->Stop(), 2) << wrong[0];
  }
}

TEST_F(StartTest, AFileOfErasuresThatIsDamagedIsNamedWithTheLine) {
  std::filesystem::create_directory(Data());
  std::ofstream(directory_.File("data/erasures.jsonl")) << "{}\n{\"name\": \"eras\n{}\n";
  const absl::Status started = Start();
  EXPECT_THAT(std::string(started.message()),
              AllOf(HasSubstr(absl::StrCat(Data(), "/erasures.jsonl, line 2:")), HasSubstr("restore the file")));
  EXPECT_EQ(server_->Stop(), 1);
  // Cut off while it was written, the last line is none.
  std::ofstream(directory_.File("data/erasures.jsonl")) << "{\"name\": \"eras";
  EXPECT_TRUE(Start().ok());
  EXPECT_EQ(server_->Stop(), 0);
}

TEST_F(StartTest, AFileOfErasuresThatCannotBeReadIsNotTakenForNone) {
  std::filesystem::create_directories(directory_.File("data/erasures.jsonl"));
  EXPECT_THAT(std::string(Start().message()), HasSubstr("erasures.jsonl: read: "));
  EXPECT_EQ(server_->Stop(), 1);
}

TEST_F(StartTest, NobodyIsAnsweredBeforeErasuresAreDoneAgain) {
  ASSERT_TRUE(Start().ok());
  {
    const Api api(server_->endpoint());
    World world(api);
    v1::ErasePersonRequest erase;
    erase.set_person(world.AddMember(world.AddGroup(1).name(), "Ève").name());
    api.Get<v1::ErasePersonResponse>(erase);
  }
  ASSERT_EQ(server_->Stop(), 0);
  // The file is away, and the folder where it was cannot be made.
  std::filesystem::remove_all(Data());
  std::filesystem::create_symlink(directory_.File("disk/data"), Data());
  ASSERT_TRUE(Start().ok());
  const Api api(server_->endpoint());
  EXPECT_EQ(api.Health(), kNotServing);
  const Outcome refused = api.Refusal(v1::ListErasuresRequest());
  EXPECT_EQ(refused.code, grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(refused.reason, "ERASURES_NOT_REAPPLIED");
  std::filesystem::create_directories(directory_.File("disk/data"));
  const absl::Time end = absl::Now() + absl::Minutes(1);
  while (api.Health() != kServing && absl::Now() < end) absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(api.Get<v1::ListErasuresResponse>(v1::ListErasuresRequest()).erasures_size(), 1);
  EXPECT_TRUE(std::filesystem::exists(directory_.File("disk/data/erasures.jsonl")));
  EXPECT_EQ(server_->Stop(), 0);
}

}  // namespace
}  // namespace tutorat::tests
