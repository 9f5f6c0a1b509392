#include "client/cli/shell/text.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"

namespace tutorat::cli {
namespace {

TEST(IsUtf8Test, TakesWhatIsTextAndNothingElse) {
  for (const char* text : {"", "a", "é", "€", "💾", "\xEF\xBB\xBF", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(IsUtf8(text)) << text;
  const struct {
    const char* bytes;
    const char* why;
  } cases[] = {{"\xe9", "Windows-1252"},
               {"a\x80", "a byte that goes on, without a beginning"},
               {"\xc3", "cut off"},
               {"\xe2\x82", "cut off"},
               {"\xf0\x9f\x92", "cut off"},
               {"\xc0\xaf", "a slash, longer than it need be"},
               {"\xe0\x80\xaf", "the same"},
               {"\xed\xa0\x80", "half of a pair"},
               {"\xf4\x90\x80\x80", "above all"},
               {"\xff\xfe", "UTF-16"}};
  for (const auto& each : cases) EXPECT_FALSE(IsUtf8(each.bytes)) << each.why;
}

TEST(OneLineTest, IsOneLineThatCommandsNoTerminal) {
  EXPECT_EQ(OneLine("a\nb"), "a b");
  EXPECT_EQ(OneLine("a\n\n \nb"), "a  b");
  EXPECT_EQ(OneLine("\n\na"), "a");
  EXPECT_EQ(OneLine("a\tb"), "a b");
  EXPECT_EQ(OneLine("\x1b[31mred"), "\uFFFD[31mred");
  EXPECT_EQ(OneLine("a\r\nb"), "a\uFFFD b");
  EXPECT_EQ(OneLine("\xe9t\xe9"), "\uFFFDt\uFFFD");
  EXPECT_EQ(OneLine("« été »"), "« été »");
}

// What sh makes of a line.
std::string PrintedBySh(const std::string& command) {
  std::string printed;
  FILE* pipe = popen(command.c_str(), "r");
  EXPECT_NE(pipe, nullptr);
  if (pipe == nullptr) return printed;
  std::array<char, 256> buffer{};
  while (const size_t got = fread(buffer.data(), 1, buffer.size(), pipe)) printed.append(buffer.data(), got);
  EXPECT_EQ(pclose(pipe), 0) << command;
  return printed;
}

TEST(ShellQuotedTest, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(ShellQuoted("V6/4"), "V6/4");
  EXPECT_EQ(ShellQuoted("--start=10:30"), "'--start=10:30'");
  EXPECT_EQ(ShellQuoted("zoe@example.fr"), "zoe@example.fr");
  EXPECT_EQ(ShellQuoted(""), "''");
  EXPECT_EQ(ShellQuoted("Zoé Martin"), "'Zoé Martin'");
  EXPECT_EQ(ShellQuoted("l'EJ"), "'l'\\''EJ'");
}

TEST(ShellQuotedTest, AShellReadsEveryWordAsItWas) {
  constexpr std::array kPieces = {"a", "é",   " ",     "'", "\"", "\\", "$HOME", "`id`", "$(id)", "*",
                                  "?", "[a]", "~",     "!", "#",  "&",  ";",     "|",    "<",     ">",
                                  "(", ")",   "{a,b}", "-", "=",  "\t", "\n",    "%s"};
  std::mt19937 random(20240219);
  std::string command = "printf '%s\\0'";
  std::string expected;
  for (int word = 0; word < 200; ++word) {
    std::string text;
    for (unsigned piece = random() % 6; piece > 0; --piece) text += kPieces[random() % kPieces.size()];
    absl::StrAppend(&command, " ", ShellQuoted(text));
    expected += text + '\0';
  }
  EXPECT_EQ(PrintedBySh(command), expected);
}

}  // namespace
}  // namespace tutorat::cli
