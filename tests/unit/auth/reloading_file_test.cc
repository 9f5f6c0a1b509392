#include "server/auth/reloading_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/support/temp_dir.h"

namespace tutorat::api {
namespace {

class WatchedFileTest : public testing::Test {
 protected:
  void Put(const std::string& text) const { std::ofstream(Path()) << text; }
  std::string Path() const { return folder_.File("watched"); }

  const tests::TempDir folder_;
  ReloadingFile file_{Path()};
};

TEST_F(WatchedFileTest, TellsEachChangeOnce) {
  Put("one");
  EXPECT_EQ(file_.Refresh().value(), true);
  EXPECT_EQ(file_.content(), "one");
  EXPECT_EQ(file_.Refresh().value(), false);
  Put("three");
  EXPECT_EQ(file_.Refresh().value(), true);
  EXPECT_EQ(file_.content(), "three");
  // Replaced by the same.
  Put("three");
  EXPECT_EQ(file_.Refresh().value(), false);
}

// Within one tick of the file system's clock, and of the same length: nothing but the content tells.
TEST_F(WatchedFileTest, SeesChangesThatFollowEachOtherAtOnce) {
  for (int i = 0; i < 200; ++i) {
    const std::string text = std::to_string(1000 + i);
    Put(text);
    EXPECT_EQ(file_.Refresh().value(), true);
    ASSERT_EQ(file_.content(), text);
  }
}

// As those do it who must never show half a file.
TEST_F(WatchedFileTest, SeesAnotherFileUnderItsNameEvenAnOlderOne) {
  Put("new");
  EXPECT_EQ(file_.Refresh().value(), true);
  const std::string other = folder_.File("other");
  std::ofstream(other) << "old";
  std::filesystem::last_write_time(other, std::filesystem::file_time_type::clock::now() - std::chrono::hours(48));
  ASSERT_EQ(std::rename(other.c_str(), Path().c_str()), 0);
  EXPECT_EQ(file_.Refresh().value(), true);
  EXPECT_EQ(file_.content(), "old");
}

TEST_F(WatchedFileTest, KeepsWhatItReadWhenThereIsNothingToRead) {
  EXPECT_TRUE(absl::IsNotFound(file_.Refresh().status()));
  Put("one");
  EXPECT_EQ(file_.Refresh().value(), true);
  Put("");
  EXPECT_TRUE(absl::IsFailedPrecondition(file_.Refresh().status()));
  Put(std::string((1 << 20) + 1, 'x'));
  EXPECT_TRUE(absl::IsFailedPrecondition(file_.Refresh().status()));
  std::filesystem::remove(Path());
  std::filesystem::create_directory(Path());
  const absl::Status status = file_.Refresh().status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr(Path()));
  EXPECT_EQ(file_.content(), "one");
}

}  // namespace
}  // namespace tutorat::api
