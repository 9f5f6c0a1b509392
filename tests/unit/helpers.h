// Shorthands of the unit tests.
#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/base/error.h"

namespace tutorat::tests {

// A message from its text form, in which a later value wins; a text that is none fails the test.
template <class Message>
Message Make(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(text, &message)) << text;
  return message;
}

// `path REASON` of each.
inline std::vector<std::string> Listed(const std::vector<domain::Violation>& violations) {
  std::vector<std::string> listed;
  listed.reserve(violations.size());
  for (const auto& violation : violations) listed.push_back(absl::StrCat(violation.field, " ", violation.reason));
  return listed;
}

inline std::vector<std::string> Listed(const absl::Status& status) {
  std::vector<std::string> listed;
  const auto fields = domain::FieldViolations(status, domain::Language::kEnglish);
  for (const auto& violation : fields.field_violations()) {
    listed.push_back(absl::StrCat(violation.field(), " ", violation.reason()));
  }
  return listed;
}

}  // namespace tutorat::tests
