#include "client/lib/durable_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/temp_dir.h"

namespace tutorat::client {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class DurableFileTest : public testing::Test {
 protected:
  std::string Content() const {
    const auto content = ReadFile(path_);
    EXPECT_TRUE(content.ok()) << content.status();
    return content.value_or("");
  }

  static mode_t ModeOf(const std::string& path) {
    struct stat found {};
    EXPECT_EQ(stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 0777;
  }

  const tests::TempDir directory_;
  const std::string path_ = directory_.File("state/tutorat/outbox.jsonl");
};

TEST_F(DurableFileTest, WhatIsNotThereIsEmpty) {
  EXPECT_EQ(Content(), "");
  EXPECT_FALSE(std::filesystem::exists(directory_.File("state"))) << "reading makes nothing";
}

TEST_F(DurableFileTest, ALineIsAddedAfterThoseThatAreThere) {
  ASSERT_TRUE(AppendLine(path_, "one").ok());
  ASSERT_TRUE(AppendLine(path_, "").ok());
  ASSERT_TRUE(AppendLine(path_, "trois é").ok());
  EXPECT_EQ(Content(), "one\n\ntrois é\n");
}

TEST_F(DurableFileTest, ALineDoesNotContinueOneThatACrashCutOff) {
  for (const auto& [before, after] : std::vector<std::pair<std::string, std::string>>{{"", "new\n"},
                                                                                      {"\n", "\nnew\n"},
                                                                                      {"whole\n", "whole\nnew\n"},
                                                                                      {"cut", "cut\nnew\n"},
                                                                                      {"a\ncut", "a\ncut\nnew\n"}}) {
    std::filesystem::create_directories(std::filesystem::path(path_).parent_path());
    std::ofstream(path_, std::ios::trunc) << before;
    ASSERT_TRUE(AppendLine(path_, "new").ok());
    EXPECT_EQ(Content(), after);
  }
}

TEST_F(DurableFileTest, NewFilesAreTheirOwnersOnly) {
  const mode_t before = umask(0);
  const absl::Status appended = AppendLine(path_, "x");
  const absl::Status replaced = ReplaceFile(path_ + "2", "x");
  const auto lock = FileLock::Acquire(path_ + ".lock");
  umask(before);
  ASSERT_TRUE(appended.ok() && replaced.ok() && lock.ok());
  for (const char* end : {"", "2", ".lock"}) EXPECT_EQ(ModeOf(path_ + end), 0600U) << end;
}

TEST_F(DurableFileTest, AReplacementIsWholeAndLeavesNothingBeside) {
  ASSERT_TRUE(AppendLine(path_, "a longer text than what replaces it").ok());
  for (const std::string& content :
       {std::string("short\n"), std::string(), std::string(1 << 20, 'x'), std::string("\0\n\xff", 3)}) {
    ASSERT_TRUE(ReplaceFile(path_, content).ok());
    EXPECT_EQ(Content(), content);
    EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
  }
}

TEST_F(DurableFileTest, WhatACrashedReplacementLeftHindersNoOther) {
  ASSERT_TRUE(AppendLine(path_, "old").ok());
  std::ofstream(path_ + ".new") << "half of a replacement that never came to be, and was long";
  EXPECT_EQ(Content(), "old\n");
  ASSERT_TRUE(ReplaceFile(path_, "new\n").ok());
  EXPECT_EQ(Content(), "new\n");
}

TEST_F(DurableFileTest, AReplacementThatFailsKeepsWhatWasThere) {
  ASSERT_TRUE(AppendLine(path_, "old").ok());
  std::filesystem::create_directory(path_ + ".new");  // where the next content would be written
  const absl::Status status = ReplaceFile(path_, "new\n");
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()), HasSubstr(path_ + ".new"));
  EXPECT_EQ(Content(), "old\n");
}

TEST_F(DurableFileTest, ErrorsNameThePathAndWhatTheSystemSaid) {
  std::filesystem::create_directories(path_);  // a folder of that name
  for (const absl::Status& status : {ReadFile(path_).status(), AppendLine(path_, "x"), ReplaceFile(path_, "x")}) {
    EXPECT_FALSE(status.ok());
    EXPECT_THAT(std::string(status.message()), HasSubstr(path_));
    EXPECT_THAT(std::string(status.message()), HasSubstr("directory"));
  }
  std::ofstream(directory_.File("file")) << "x";
  for (const absl::Status& status :
       {AppendLine(directory_.File("file/inside"), "x"), FileLock::Acquire(directory_.File("file/lock")).status()}) {
    EXPECT_FALSE(status.ok());
    EXPECT_THAT(std::string(status.message()), HasSubstr(directory_.File("file")));
  }
}

TEST_F(DurableFileTest, AFileOfTheCurrentFolderNeedsNoFolder) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(directory_.path());
  const absl::Status appended = AppendLine("plain", "x");
  const absl::Status replaced = ReplaceFile("plain", "y\n");
  std::filesystem::current_path(before);
  EXPECT_TRUE(appended.ok()) << appended;
  EXPECT_TRUE(replaced.ok()) << replaced;
  EXPECT_EQ(ReadFile(directory_.File("plain")).value_or(""), "y\n");
}

// Each adds lines by reading all and replacing them: without the lock some would be lost.
TEST_F(DurableFileTest, ALockLetsOneAtATimeIn) {
  constexpr int kWriters = 6;
  constexpr int kLines = 10;
  std::atomic<int> inside = 0;
  std::atomic<int> most_inside = 0;
  std::vector<std::thread> writers;
  writers.reserve(kWriters);
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int line = 0; line < kLines; ++line) {
        const auto lock = FileLock::Acquire(path_ + ".lock");
        EXPECT_TRUE(lock.ok());
        const int now_inside = ++inside;
        if (now_inside > most_inside) most_inside = now_inside;
        EXPECT_TRUE(ReplaceFile(path_, absl::StrCat(ReadFile(path_).value_or(""), writer, ".", line, "\n")).ok());
        --inside;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(most_inside, 1);
  const std::vector<std::string> lines = absl::StrSplit(Content(), '\n', absl::SkipEmpty());
  EXPECT_THAT(lines, SizeIs(kWriters * kLines));
}

TEST_F(DurableFileTest, ALockThatWasMovedIsHeldUntilItsLastOwnerEnds) {
  std::atomic<bool> got = false;
  std::thread other;
  {
    auto first = FileLock::Acquire(path_ + ".lock");
    ASSERT_TRUE(first.ok());
    const FileLock moved = *std::move(first);
    other = std::thread([&] {
      const auto second = FileLock::Acquire(path_ + ".lock");
      EXPECT_TRUE(second.ok());
      got = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_FALSE(got);
  }
  other.join();
  EXPECT_TRUE(got);
}

}  // namespace
}  // namespace tutorat::client
