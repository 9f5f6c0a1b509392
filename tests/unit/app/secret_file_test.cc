#include "server/app/secret_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/temp_dir.h"

namespace tutorat::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string SecretIn(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

mode_t PermissionsOf(const std::string& path) {
  struct stat found {};
  EXPECT_EQ(stat(path.c_str(), &found), 0) << path;
  return found.st_mode & 0777;
}

TEST(SecretFile, IsItsOwnersFromItsFirstByteOn) {
  const tests::TempDir directory;
  const std::string path = directory.File("token");
  const mode_t before = umask(0);
  SecretFile file(path);
  EXPECT_TRUE(file.Create().ok());
  umask(before);
  EXPECT_EQ(PermissionsOf(path), 0600U) << "before anything is written, whatever the umask";
  ASSERT_TRUE(file.Write("s3cret").ok());
  ASSERT_TRUE(file.Keep().ok());
  EXPECT_EQ(PermissionsOf(path), 0600U);
  EXPECT_EQ(SecretIn(path), "s3cret\n");
}

TEST(SecretFile, IsGoneUnlessItWasKept) {
  const tests::TempDir directory;
  const std::string path = directory.File("token");
  {
    SecretFile file(path);
    ASSERT_TRUE(file.Create().ok());
    ASSERT_TRUE(file.Write("s3cret").ok());
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  {
    SecretFile file(path);
    ASSERT_TRUE(file.Create().ok());
    ASSERT_TRUE(file.Keep().ok());
  }
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(SecretFile, NeverWritesOverAnotherNorRemovesIt) {
  const tests::TempDir directory;
  const std::string path = directory.File("token");
  std::ofstream(path) << "of somebody else";
  {
    SecretFile file(path);
    const absl::Status status = file.Create();
    EXPECT_TRUE(absl::IsAlreadyExists(status)) << status;
    EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr(path), HasSubstr("remove it")));
  }
  EXPECT_EQ(SecretIn(path), "of somebody else");
}

TEST(SecretFile, IsNotMadeThroughALink) {
  const tests::TempDir directory;
  std::filesystem::create_symlink(directory.File("elsewhere"), directory.File("token"));
  {
    SecretFile file(directory.File("token"));
    EXPECT_TRUE(absl::IsAlreadyExists(file.Create()));
  }
  EXPECT_FALSE(std::filesystem::exists(directory.File("elsewhere")));
  EXPECT_TRUE(std::filesystem::is_symlink(directory.File("token")));
}

TEST(SecretFile, TakesTheNameOfWhatItReplaces) {
  const tests::TempDir directory;
  const std::string path = directory.File("token");
  std::ofstream(path) << "old";
  std::filesystem::permissions(path, std::filesystem::perms::all);
  SecretFile file(directory.File(".token.new"));
  ASSERT_TRUE(file.Create().ok());
  ASSERT_TRUE(file.Write("new").ok());
  EXPECT_EQ(SecretIn(path), "old") << "until it is complete";
  ASSERT_TRUE(file.KeepAs(path).ok());
  EXPECT_EQ(SecretIn(path), "new\n");
  EXPECT_EQ(PermissionsOf(path), 0600U);
  EXPECT_FALSE(std::filesystem::exists(directory.File(".token.new")));
}

TEST(SecretFile, WhatHindersItIsNamed) {
  const tests::TempDir directory;
  SecretFile nowhere(directory.File("no/such/folder/token"));
  const absl::Status status = nowhere.Create();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr("no/such/folder/token"), HasSubstr("No such file")));

  const std::string path = directory.File("token");
  {
    SecretFile file(path);
    ASSERT_TRUE(file.Create().ok());
    ASSERT_TRUE(file.Write("s3cret").ok());
    const absl::Status kept = file.KeepAs(directory.File("no/such/folder/token"));
    EXPECT_TRUE(absl::IsFailedPrecondition(kept)) << kept;
    EXPECT_THAT(std::string(kept.message()), AllOf(HasSubstr(path), HasSubstr("be renamed to")));
  }
  EXPECT_FALSE(std::filesystem::exists(path)) << "what could not be kept is gone";
}

TEST(SecretFile, AFullDiskIsAnError) {
  const tests::TempDir directory;
  SecretFile file(directory.File("token"));
  ASSERT_TRUE(file.Create().ok());
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{4, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const absl::Status status = file.Write("longer than four bytes");
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
}

}  // namespace
}  // namespace tutorat::app
