#include "client/lib/json.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <string>

#include "client/lib/sha256.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::client {
namespace {

google::protobuf::Struct ObjectOf(const std::string& json) {
  google::protobuf::Struct object;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &object).ok()) << json;
  return object;
}

TEST(JsonStringTest, QuotesWhatJsonAndATerminalWouldObey) {
  EXPECT_EQ(JsonString(""), "\"\"");
  EXPECT_EQ(JsonString("Zoé « DP »"), "\"Zoé « DP »\"");
  EXPECT_EQ(JsonString("a\"b\\c\nd\te"), "\"a\\\"b\\\\c\\nd\\te\"");
  EXPECT_EQ(JsonString("\x1b[31m"), "\"\\u001b[31m\"");
}

TEST(JsonMessageTest, IsOnOneLineOrIndentedWithoutALastLineFeed) {
  v1::Session session;
  session.set_name("sessions/1");
  session.set_themes("EJ\n& Marchés");
  EXPECT_EQ(JsonLine(session), "{\"name\":\"sessions/1\",\"themes\":\"EJ\\n& Marchés\"}");
  EXPECT_EQ(JsonText(session), "{\n \"name\": \"sessions/1\",\n \"themes\": \"EJ\\n& Marchés\"\n}");
  EXPECT_EQ(JsonLine(v1::Session()), "{}");
}

TEST(JsonObjectTest, HasItsKeysInOrderAtEachDepth) {
  const std::string text = JsonText(ObjectOf(R"({"b":{"z":1,"a":[{"y":true,"x":null}]},"a":"t"})"));
  EXPECT_EQ(text, R"({
  "a": "t",
  "b": {
    "a": [
      {
        "x": null,
        "y": true
      }
    ],
    "z": 1
  }
})");
}

TEST(JsonObjectTest, EmptyThingsStayOnTheirLine) {
  EXPECT_EQ(JsonText(google::protobuf::Struct()), "{}");
  EXPECT_EQ(JsonText(ObjectOf(R"({"l":[],"o":{}})")), "{\n  \"l\": [],\n  \"o\": {}\n}");
}

TEST(JsonObjectTest, ReadsBackEqualAndIsTheSameEachTime) {
  const std::string json =
      R"({"é":["«",{"k\"":-1.5,"":[[],[1,[2]]]},false],"a b":{"c":{"d":{}}},"z":"line\nfeed","nul":null,"n":20240219})";
  const std::string text = JsonText(ObjectOf(json));
  for (int time = 0; time < 20; ++time) EXPECT_EQ(JsonText(ObjectOf(text)), text);
  google::protobuf::Struct read = ObjectOf(text);
  EXPECT_EQ(read.fields().size(), 5U);
  EXPECT_EQ(read.fields().at("z").string_value(), "line\nfeed");
  EXPECT_EQ(read.fields().at("é").list_value().values(1).struct_value().fields().at("k\"").number_value(), -1.5);
}

// FIPS 180-2, appendix B, and the empty text.
TEST(Sha256Test, GivesTheStandardsOwnExamples) {
  EXPECT_EQ(Sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(Sha256(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  EXPECT_NE(Sha256(std::string("a\0b", 3)), Sha256("a"));
}

}  // namespace
}  // namespace tutorat::client
