#include "server/domain/contract/page_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "server/domain/base/error.h"
#include "tests/support/contract.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using tests::Listed;
using tests::Make;

constexpr char kName[] = "sessions/01hf2x8qr5c0d3k9m7v4w6y1za";
constexpr char kFilter[] =
    "wave: 'waves/V6' states: [SESSION_STATE_HELD, SESSION_STATE_PLANNED] from_date: '2023-11-10'";

v1::ListSessionsRequest Request(const std::string& filter, const std::string& token) {
  auto request = Make<v1::ListSessionsRequest>(filter);
  request.set_page_token(token);
  return request;
}

std::string Token() { return MakePageToken(Make<v1::ListSessionsRequest>(kFilter), kName); }

void ExpectRefused(const google::protobuf::Message& request) {
  const auto read = ReadPageToken(request);
  ASSERT_FALSE(read.ok()) << request.ShortDebugString();
  EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Listed(read.status()), ElementsAre("page_token BAD_PAGE_TOKEN"));
}

TEST(PageToken, GivesBackWhereTheNextPageBegins) {
  EXPECT_EQ(ReadPageToken(Request(kFilter, Token())).value(), kName);
  EXPECT_EQ(ReadPageToken(Request(kFilter, "")).value(), "");
  // Made of the page before, as the server does.
  EXPECT_EQ(MakePageToken(Request(kFilter, Token()), kName), Token());
}

TEST(PageToken, FitsItsFieldAndAUrl) {
  EXPECT_THAT(Token(), testing::MatchesRegex("[A-Za-z0-9_=-]+"));
  const auto longest =
      MakePageToken(Make<v1::ListSessionsRequest>(kFilter), absl::StrCat("waves/", std::string(64, 'V')));
  EXPECT_LE(longest.size(),
            tests::RulesOf(v1::ListSessionsRequest::descriptor()->FindFieldByName("page_token")).max_length());
}

TEST(PageToken, AnotherPageSizeIsTaken) {
  EXPECT_EQ(ReadPageToken(Request(absl::StrCat(kFilter, " page_size: 7"), Token())).value(), kName);
}

TEST(PageToken, AnotherFilterIsRefused) {
  for (const char* filter :
       {"", "wave: 'waves/V7' states: [SESSION_STATE_HELD, SESSION_STATE_PLANNED] from_date: '2023-11-10'",
        "wave: 'waves/V6' states: [SESSION_STATE_HELD] from_date: '2023-11-10'",
        "wave: 'waves/V6' states: [SESSION_STATE_HELD, SESSION_STATE_PLANNED] to_date: '2023-11-10'"}) {
    ExpectRefused(Request(filter, Token()));
  }
  ExpectRefused(Request(absl::StrCat(kFilter, " show_deleted: true"), Token()));
}

TEST(PageToken, OfAnotherListIsRefused) {
  v1::ListTutorsRequest tutors;
  tutors.set_page_token(MakePageToken(v1::ListGroupsRequest(), "groups/a"));
  ExpectRefused(tutors);
}

TEST(PageToken, ForgedOrCutOnesAreRefused) {
  const std::string token = Token();
  for (size_t length = 1; length < token.size(); ++length) ExpectRefused(Request(kFilter, token.substr(0, length)));
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    // Also in the last digit, which may hold bits that nothing is made of.
    ExpectRefused(Request(kFilter, changed));
  }
  for (const char* forged :
       {"x", "sessions/01hf2x8qr5c0d3k9m7v4w6y1za", "0", "-1", "....", "é", "c2Vzc2lvbnMvYQ", "=="}) {
    ExpectRefused(Request(kFilter, forged));
  }
  for (const char* more : {"A", "=", " ", "AAAA"}) ExpectRefused(Request(kFilter, absl::StrCat(token, more)));
}

}  // namespace
}  // namespace tutorat::domain
