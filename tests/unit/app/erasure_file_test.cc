#include "server/app/erasure_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/app/stores.h"
#include "server/domain/base/local_time.h"
#include "tests/support/temp_dir.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

v1::Erasure ErasureNamed(const std::string& name, const std::string& resource = "tutors/t") {
  v1::Erasure erasure;
  erasure.set_name(absl::StrCat("erasures/", name));
  erasure.add_resources(resource);
  erasure.set_pseudonym("Personne ABCD");
  erasure.set_account("accounts/01hm0000000000000000000001");
  *erasure.mutable_create_time() = domain::ToTimestamp(absl::FromUnixMicros(1'708'000'000'123'456));
  return erasure;
}

class ErasureFileTest : public testing::Test {
 protected:
  ErasureFileTest() { spdlog::set_level(spdlog::level::off); }

  std::string Text() const {
    std::stringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }
  void SetText(const std::string& text) const { std::ofstream(path_, std::ios::trunc) << text; }

  std::vector<std::string> Names() {
    std::vector<std::string> names;
    const auto read = file_.Read();
    EXPECT_TRUE(read.ok()) << read.status();
    if (read.ok()) {
      for (const v1::Erasure& erasure : *read) names.push_back(erasure.name());
    }
    return names;
  }

  const tests::TempDir directory_;
  const std::string path_ = directory_.File("data/erasures.jsonl");
  ErasureFile file_{path_};
};

TEST_F(ErasureFileTest, IsEmptyBeforeTheFirstErasure) {
  EXPECT_THAT(Names(), IsEmpty());
  EXPECT_TRUE(file_.Note({}).ok());
  EXPECT_FALSE(std::filesystem::exists(path_)) << "nothing was erased, so there is no file";
}

TEST_F(ErasureFileTest, IsMadeWithItsFolderForItsOwnerOnly) {
  const mode_t before = umask(0);
  EXPECT_TRUE(file_.Note({ErasureNamed("a")}).ok());
  umask(before);
  struct stat found {};
  ASSERT_EQ(stat(path_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600U);
}

TEST_F(ErasureFileTest, HasALineForEachErasureAndEachOnlyOnce) {
  ASSERT_TRUE(file_.Note({ErasureNamed("a"), ErasureNamed("b"), ErasureNamed("a")}).ok());
  ASSERT_TRUE(file_.Note({ErasureNamed("b"), ErasureNamed("c")}).ok());
  EXPECT_THAT(Names(), ElementsAre("erasures/a", "erasures/b", "erasures/c"));
  const std::string once = Text();
  EXPECT_EQ(std::count(once.begin(), once.end(), '\n'), 3);
  ASSERT_TRUE(file_.Note({ErasureNamed("c"), ErasureNamed("a")}).ok());
  EXPECT_EQ(Text(), once) << "what is noted is not written again";
}

TEST_F(ErasureFileTest, GivesBackWhatWasNoted) {
  const v1::Erasure erasure = ErasureNamed("a", "groups/1/members/é\n\"x\"");
  ASSERT_TRUE(file_.Note({erasure}).ok());
  const auto read = ErasureFile(path_).Read();
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_THAT(*read, SizeIs(1));
  EXPECT_EQ(read->front().SerializeAsString(), erasure.SerializeAsString());
}

TEST_F(ErasureFileTest, ALastLineThatWasCutOffCountsForNothingAndIsNotContinued) {
  ASSERT_TRUE(file_.Note({ErasureNamed("a"), ErasureNamed("b")}).ok());
  const std::string whole = Text();
  const size_t second = whole.find('\n') + 1;
  // A crash may cut it anywhere.
  for (size_t cut = second; cut < whole.size() - 2; ++cut) {
    SetText(whole.substr(0, cut));
    EXPECT_THAT(Names(), ElementsAre("erasures/a")) << cut;
    ASSERT_TRUE(file_.Note({ErasureNamed("c")}).ok());
    EXPECT_THAT(Names(), ElementsAre("erasures/a", "erasures/c")) << cut;
    ASSERT_TRUE(file_.Note({ErasureNamed("b")}).ok());
    EXPECT_THAT(Names(), ElementsAre("erasures/a", "erasures/c", "erasures/b")) << cut;
  }
}

TEST_F(ErasureFileTest, ALineWithoutItsLineFeedIsWhole) {
  ASSERT_TRUE(file_.Note({ErasureNamed("a")}).ok());
  SetText(Text().substr(0, Text().size() - 1));
  EXPECT_THAT(Names(), ElementsAre("erasures/a"));
  ASSERT_TRUE(file_.Note({ErasureNamed("b")}).ok());
  EXPECT_THAT(Names(), ElementsAre("erasures/a", "erasures/b"));
}

TEST_F(ErasureFileTest, EmptyLinesDoNotCount) {
  ASSERT_TRUE(file_.Note({ErasureNamed("a")}).ok());
  SetText(absl::StrCat("\n\n", Text(), "\n"));
  EXPECT_THAT(Names(), ElementsAre("erasures/a"));
}

TEST_F(ErasureFileTest, AnyOtherLineIsNamedAndNothingIsAdded) {
  ASSERT_TRUE(file_.Note({ErasureNamed("a"), ErasureNamed("b")}).ok());
  const std::string good = Text();
  for (const char* bad : {"{\"name\": \"erasures/x\"", "no JSON", "{\"surname\": \"Thym\"}", "[]", "{\"name\": 1}x"}) {
    const std::string damaged = absl::StrCat(good.substr(0, good.find('\n') + 1), bad, "\n", good);
    SetText(damaged);
    const absl::Status status = file_.Read().status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << bad << ": " << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat(path_, ", line 2"))) << bad;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("Thym"))) << "the line itself is not repeated";
    EXPECT_TRUE(absl::IsDataLoss(file_.Note({ErasureNamed("c")}))) << bad;
    EXPECT_EQ(Text(), damaged);
  }
}

TEST_F(ErasureFileTest, WhatCannotBeReadOrWrittenIsNamed) {
  std::filesystem::create_directories(path_);  // a folder of that name
  for (const absl::Status& status : {file_.Read().status(), file_.Note({ErasureNamed("a")})}) {
    EXPECT_TRUE(absl::IsInternal(status)) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(path_));
  }
  std::ofstream(directory_.File("file")) << "x";
  ErasureFile inside(directory_.File("file/erasures.jsonl"));
  EXPECT_FALSE(inside.Note({ErasureNamed("a")}).ok());
}

TEST_F(ErasureFileTest, MayBeNotedByManyAtOnce) {
  constexpr int kThreads = 8;
  constexpr int kEach = 5;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) {
        EXPECT_TRUE(file_.Note({ErasureNamed(absl::StrCat(thread, "-", i)), ErasureNamed("shared")}).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(Names(), SizeIs(kThreads * kEach + 1));
}

// A store beside the file.
class ReapplyErasuresTest : public ErasureFileTest {
 protected:
  ReapplyErasuresTest() {
    Config config;
    config.store = absl::StrCat("sqlite:", directory_.File("t.db"));
    auto store = OpenStore(config);
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    tutor_.set_name("tutors/01hm0000000000000000000000");
    tutor_.set_display_name("Lucie Thym");
    tutor_.set_email("lucie@example.fr");
    *tutor_.mutable_create_time() = domain::ToTimestamp(absl::FromUnixSeconds(1'707'000'000));
    *tutor_.mutable_update_time() = tutor_.create_time();
    Insert(tutor_);
  }

  void Insert(const google::protobuf::Message& resource) {
    const absl::Status status = store_->Write(
        absl::InfiniteFuture(), [&](storage::WriteTransaction& transaction) { return transaction.Insert(resource); });
    EXPECT_TRUE(status.ok()) << status;
  }

  v1::Tutor Tutor() {
    v1::Tutor tutor;
    const absl::Status status = store_->Read(absl::InfiniteFuture(), [&](storage::ReadTransaction& transaction) {
      auto got = transaction.List<v1::Tutor>({});
      if (got.ok() && !got->empty()) tutor = got->front();
      return got.status();
    });
    EXPECT_TRUE(status.ok()) << status;
    return tutor;
  }

  v1::Erasure OfTutor() const { return ErasureNamed("01hm0000000000000000000002", tutor_.name()); }

  std::unique_ptr<storage::Store> store_;
  v1::Tutor tutor_;
};

TEST_F(ReapplyErasuresTest, WhatABackupBroughtBackIsErasedAgain) {
  ASSERT_TRUE(file_.Note({OfTutor()}).ok());
  ASSERT_EQ(Tutor().display_name(), "Lucie Thym");
  ASSERT_TRUE(ReapplyErasures(*store_, file_).ok());
  EXPECT_EQ(Tutor().display_name(), "Personne ABCD");
  EXPECT_EQ(Tutor().email(), "");
  const v1::Tutor once = Tutor();
  ASSERT_TRUE(ReapplyErasures(*store_, file_).ok());
  EXPECT_EQ(Tutor().SerializeAsString(), once.SerializeAsString()) << "a second time there is nothing left to do";
}

TEST_F(ReapplyErasuresTest, WhatOnlyTheStoreKnowsIsNoted) {
  const v1::Erasure erasure = OfTutor();
  Insert(erasure);
  ASSERT_TRUE(ReapplyErasures(*store_, file_).ok());
  EXPECT_THAT(Names(), ElementsAre(erasure.name()));
}

TEST_F(ReapplyErasuresTest, WithoutErasuresNothingChangesAndNoFileIsMade) {
  ASSERT_TRUE(ReapplyErasures(*store_, file_).ok());
  EXPECT_EQ(Tutor().display_name(), "Lucie Thym");
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(ReapplyErasuresTest, AFileThatIsDamagedStopsIt) {
  ASSERT_TRUE(file_.Note({OfTutor()}).ok());
  SetText(absl::StrCat("damaged\n", Text()));
  EXPECT_TRUE(absl::IsDataLoss(ReapplyErasures(*store_, file_)));
  EXPECT_EQ(Tutor().display_name(), "Lucie Thym");
}

TEST_F(ReapplyErasuresTest, APersonWhoIsNotThereHindersNothing) {
  v1::Erasure of_nobody = OfTutor();
  of_nobody.set_name("erasures/01hm0000000000000000000009");
  of_nobody.set_resources(0, "tutors/01hm0000000000000000000009");
  ASSERT_TRUE(file_.Note({of_nobody, OfTutor()}).ok());
  EXPECT_TRUE(ReapplyErasures(*store_, file_).ok());
  EXPECT_EQ(Tutor().display_name(), "Personne ABCD");
}

TEST(ErasuresNotReapplied, MayBeTriedAgainInBothLanguages) {
  const absl::Status status = ErasuresNotReapplied();
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_THAT(status.ToString(), HasSubstr("ERASURES_NOT_REAPPLIED"));
  EXPECT_THAT(domain::MessageIn(status, domain::Language::kFrench), HasSubstr("réessayer"));
}

}  // namespace
}  // namespace tutorat::app
