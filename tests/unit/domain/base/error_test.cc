#include "server/domain/base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/base/text.h"
#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using tests::Listed;

std::string Repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(MakeError, KeepsCodeReasonAndBothTexts) {
  const absl::Status status = MakeError(absl::StatusCode::kAborted, "ETAG_MISMATCH", {"changed", "a changé"});
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Reason(status), "ETAG_MISMATCH");
  EXPECT_EQ(MessageIn(status, Language::kEnglish), "changed");
  EXPECT_EQ(MessageIn(status, Language::kFrench), "a changé");
  EXPECT_EQ(FieldViolations(status, Language::kEnglish).field_violations_size(), 0);
}

TEST(Reason, AStatusOfSomebodyElseHasNone) {
  EXPECT_EQ(Reason(absl::OkStatus()), "");
  EXPECT_EQ(Reason(absl::InternalError("disk I/O error")), "");
  EXPECT_EQ(MessageIn(absl::InternalError("disk I/O error"), Language::kFrench), "disk I/O error");
}

TEST(InvalidFields, NothingWrongIsOk) { EXPECT_TRUE(InvalidFields({}).ok()); }

TEST(InvalidFields, HoldsEveryViolationAndSaysTheFirst) {
  const Violation a{"session.themes", "REQUIRED", {"is required", "est obligatoire"}};
  const Violation b{"session.notes", "TOO_LONG", {"too long", "trop long"}};
  const struct {
    std::vector<Violation> violations;
    const char* en;
    const char* fr;
  } cases[] = {
      {{a}, "session.themes: is required", "session.themes : est obligatoire"},
      {{a, b}, "session.themes: is required (and 1 more)", "session.themes : est obligatoire (et 1 autre)"},
      {{b, a, a}, "session.notes: too long (and 2 more)", "session.notes : trop long (et 2 autres)"},
  };
  for (const auto& c : cases) {
    const absl::Status status = InvalidFields(c.violations);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(Reason(status), "INVALID_FIELDS");
    EXPECT_EQ(MessageIn(status, Language::kEnglish), c.en);
    EXPECT_EQ(MessageIn(status, Language::kFrench), c.fr);
    EXPECT_EQ(Listed(status), Listed(c.violations));
    const auto french = FieldViolations(status, Language::kFrench);
    EXPECT_EQ(french.field_violations(0).description(), c.violations[0].text.fr);
  }
}

TEST(InvalidFields, WhatDoesNotExistIsNotFound) {
  const absl::Status status = InvalidFields({{"record.themes", "REQUIRED", {"is required", "est obligatoire"}},
                                             {"record.group", "GROUP_NOT_FOUND", {"no such group", "groupe inconnu"}},
                                             {"record.tutor", "TUTOR_NOT_FOUND", {"no such tutor", "tuteur inconnu"}}});
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Reason(status), "GROUP_NOT_FOUND");
  EXPECT_EQ(MessageIn(status, Language::kEnglish), "record.group: no such group (and 2 more)");
  EXPECT_EQ(MessageIn(status, Language::kFrench), "record.group : groupe inconnu (et 2 autres)");
  EXPECT_THAT(Listed(status),
              ElementsAre("record.themes REQUIRED", "record.group GROUP_NOT_FOUND", "record.tutor TUTOR_NOT_FOUND"));
}

TEST(Shown, IsShortOneLineAndAlwaysUtf8) {
  const struct {
    std::string value;
    std::string shown;
  } cases[] = {
      {"", "«»"},
      {"0750654D", "«0750654D»"},
      {"séance 🎓", "«séance 🎓»"},
      {std::string(60, 'x'), absl::StrCat("«", std::string(60, 'x'), "»")},
      {std::string(61, 'x'), absl::StrCat("«", std::string(60, 'x'), "…»")},
      {Repeat("🎓", 61), absl::StrCat("«", Repeat("🎓", 60), "…»")},
      {"a\nb\tc\x1b[31m\x7f", "«a b c [31m »"},
      {std::string("a\0b", 3), "«a b»"},
      {"caf\xe9!", "«caf\uFFFD!»"},
      {"\xe2\x82", "«\uFFFD\uFFFD»"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Shown(c.value), c.shown);
    EXPECT_TRUE(IsValidUtf8(Shown(c.value)));
  }
}

TEST(RetryDelay, IsSaidByAnErrorThatWasGivenOne) {
  const absl::Status error = MakeError(absl::StatusCode::kResourceExhausted, "TOO_MANY", {"later", "plus tard"});
  EXPECT_FALSE(RetryDelay(error));
  const absl::Status delayed = WithRetryDelay(error, absl::Milliseconds(1500));
  EXPECT_EQ(RetryDelay(delayed), absl::Milliseconds(1500));
  EXPECT_EQ(Reason(delayed), "TOO_MANY");
  EXPECT_EQ(MessageIn(delayed, Language::kFrench), "plus tard");
}

}  // namespace
}  // namespace tutorat::domain
