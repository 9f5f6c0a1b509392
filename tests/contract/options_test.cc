// The address of a server, and what error numbers mean: no server is needed.
#include "server/storage/mysql/options.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "server/storage/errors.h"
#include "server/storage/mysql/errors.h"

namespace tutorat::tests {
namespace {

using storage::mysql::Meaning;
using storage::mysql::MeaningOf;
using storage::mysql::ParseUrl;

TEST(ParseUrl, TakesEveryPart) {
  const auto options = ParseUrl("mysql://us%40er:p%3A%2F%3f@db.example:3307/tuto%20rat?ssl-ca=/etc/ssl/ca%2B1.pem");
  ASSERT_EQ(options.status(), absl::OkStatus());
  EXPECT_EQ(options->user, "us@er");
  EXPECT_EQ(options->password, "p:/?");
  EXPECT_EQ(options->host, "db.example");
  EXPECT_EQ(options->port, 3307);
  EXPECT_EQ(options->database, "tuto rat");
  EXPECT_EQ(options->ssl_ca, "/etc/ssl/ca+1.pem");
}

TEST(ParseUrl, FillsWhatIsLeftOut) {
  const auto options = ParseUrl("mysql://tutorat@localhost/tutorat");
  ASSERT_EQ(options.status(), absl::OkStatus());
  EXPECT_EQ(options->password, "");
  EXPECT_EQ(options->port, 3306);
  EXPECT_EQ(options->ssl_ca, "");
}

TEST(ParseUrl, TakesIPv6) {
  const auto options = ParseUrl("mysql://u@[::1]:3307/d");
  ASSERT_EQ(options.status(), absl::OkStatus());
  EXPECT_EQ(options->host, "::1");
  EXPECT_EQ(options->port, 3307);
  EXPECT_EQ(ParseUrl("mysql://u@[::1]/d")->port, 3306);
}

TEST(ParseUrl, UnderstandsAPasswordThatNobodyEncoded) {
  EXPECT_EQ(ParseUrl("mysql://u:p@ss:w@h/d")->password, "p@ss:w");
}

TEST(ParseUrl, SaysWhatIsWrongAndNeverThePassword) {
  const struct {
    const char* url;
    const char* text;
  } cases[] = {
      {"", "does not begin with mysql://"},
      {"mariadb://u:hunter2@h/d", "does not begin with mysql://"},
      {"mysql://h/d", "names no user"},
      {"mysql://:hunter2@h/d", "names no user"},
      {"mysql://u:hunter2@/d", "names no host"},
      {"mysql://u:hunter2@:3306/d", "names no host"},
      {"mysql://u:hunter2@h:/d", "port"},
      {"mysql://u:hunter2@h:0/d", "port"},
      {"mysql://u:hunter2@h:65536/d", "port"},
      {"mysql://u:hunter2@h:33o6/d", "port"},
      {"mysql://u:hunter2@[::1/d", "without its `]`"},
      {"mysql://u:hunter2@[::1]x/d", "after the `]`"},
      {"mysql://u:hunter2@h", "names no database"},
      {"mysql://u:hunter2@h/", "names no database"},
      {"mysql://u:hunter2@h/d/e", "`/` in the database's name"},
      {"mysql://u:hunter2%@h/d", "broken % sequence in the password"},
      {"mysql://u%zz:hunter2@h/d", "broken % sequence in the user"},
      {"mysql://u:hunter2@h/d?ssl_ca=x", "unknown parameter `ssl_ca`"},
      {"mysql://u:hunter2@h/d?ssl-ca=", "empty ssl-ca"},
  };
  for (const auto& [url, text] : cases) {
    const absl::Status status = ParseUrl(url).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << url;
    EXPECT_TRUE(absl::StrContains(status.message(), text)) << url << ": " << status;
    EXPECT_FALSE(absl::StrContains(status.message(), "hunter2")) << status;
  }
}

TEST(Errors, AreToldApartByNumber) {
  EXPECT_EQ(MeaningOf(1062), Meaning::kUnique);
  for (const int number : {1205, 1213}) EXPECT_EQ(MeaningOf(number), Meaning::kRunAgain) << number;
  for (const int number : {2006, 2013, 2026, 2055, 1290, 1836, 1047, 1180, 4031, 1053, 1927, 3169}) {
    EXPECT_EQ(MeaningOf(number), Meaning::kLost) << number;
  }
  for (const int number : {0, 1064, 1146, 1406, 1452, 99999}) EXPECT_EQ(MeaningOf(number), Meaning::kRefused) << number;
}

TEST(Errors, BecomeTheStoragesOwn) {
  EXPECT_TRUE(storage::IsUniqueViolation(ToStatus(Meaning::kUnique)));
  EXPECT_TRUE(storage::IsRunAgain(ToStatus(Meaning::kRunAgain)));
  EXPECT_EQ(ToStatus(Meaning::kLost).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ToStatus(Meaning::kBusy).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ToStatus(Meaning::kRefused).code(), absl::StatusCode::kInternal);
}

TEST(Errors, AreLoggedWithoutWhatTheyQuoteOfRows) {
  using storage::mysql::WithoutValues;
  EXPECT_EQ(WithoutValues("Duplicate entry 'Adèle d'Aubépine' for key 'members.PRIMARY'"),
            "Duplicate entry '...' for key 'members.PRIMARY'");
  EXPECT_EQ(WithoutValues("Incorrect string value: '\\xF0 Adèle' for column `t`.`notes` at row 1"),
            "Incorrect string value: '...' for column `t`.`notes` at row 1");
  EXPECT_EQ(WithoutValues("Truncated incorrect INTEGER value: 'Adèle'"), "Truncated incorrect INTEGER value: '...'");
  EXPECT_EQ(WithoutValues("Unknown column 'x' in 'field list'"), "Unknown column 'x' in 'field list'");
}

}  // namespace
}  // namespace tutorat::tests
