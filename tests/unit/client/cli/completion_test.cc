#include "client/cli/shell/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/app/app.h"
#include "client/cli/shell/context.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace tutorat::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class CompletionTest : public ::testing::Test {
 protected:
  CompletionTest() : context_(stream_, stream_), app_(MakeApp(context_)) {
    std::ofstream(dir_.File("script")) << BashCompletion(*app_);
  }

  // What bash offers after these words, the last of which is being typed.
  std::vector<std::string> Complete(const std::vector<std::string>& words) const {
    std::vector<std::string> quoted;
    quoted.reserve(words.size());
    for (const std::string& word : words) quoted.push_back(absl::StrCat("'", word, "'"));
    const std::string command =
        absl::StrCat("cd ", dir_.path(), " && source ./script && COMP_WORDS=(", absl::StrJoin(quoted, " "),
                     ") COMP_CWORD=", words.size() - 1, " && _tutorat && printf '%s\\n' \"${COMPREPLY[@]}\"");
    const auto bash = tests::Process::Start({"bash", "-c", command}, {}, dir_.File("errors"));
    std::vector<std::string> offered;
    while (const auto line = (*bash)->ReadLine(absl::Seconds(10))) {
      if (!line->empty()) offered.push_back(*line);
    }
    EXPECT_EQ((*bash)->Wait(absl::Seconds(10)), 0) << std::ifstream(dir_.File("errors")).rdbuf();
    return offered;
  }

  const tests::TempDir dir_;
  std::ostringstream stream_;
  Context context_;
  const std::shared_ptr<CLI::App> app_;
};

TEST_F(CompletionTest, Nouns) {
  EXPECT_THAT(Complete({"tutorat", "se"}), ElementsAre("session"));
  EXPECT_THAT(Complete({"tutorat", ""}), Contains("balance"));
}

TEST_F(CompletionTest, Verbs) {
  EXPECT_THAT(Complete({"tutorat", "session", "re"}), ElementsAre("record"));
  EXPECT_THAT(Complete({"tutorat", "session", ""}), Not(Contains("balance")));
}

TEST_F(CompletionTest, FlagsAfterAVerbAndItsArguments) {
  EXPECT_THAT(Complete({"tutorat", "session", "record", "--th"}), ElementsAre("--themes"));
  EXPECT_THAT(Complete({"tutorat", "session", "record", "--group", "4", "--dur"}), ElementsAre("--duration"));
  EXPECT_THAT(Complete({"tutorat", "wave", "list", "--th"}), IsEmpty());
}

TEST_F(CompletionTest, ListedValues) {
  EXPECT_THAT(Complete({"tutorat", "session", "record", "--impact", "s"}), ElementsAre("slight", "strong"));
  EXPECT_THAT(Complete({"tutorat", "session", "record", "--group", ""}), Not(Contains("N")));
}

TEST_F(CompletionTest, FilesWhereAnyTextMayStand) {
  EXPECT_THAT(Complete({"tutorat", "session", "record", "--from-csv", "scr"}), ElementsAre("script"));
}

TEST_F(CompletionTest, OtherShellsKnowTheSameWords) {
  EXPECT_THAT(ZshCompletion(*app_), HasSubstr("--appreciation"));
  EXPECT_THAT(FishCompletion(*app_), HasSubstr("-l appreciation"));
}

}  // namespace
}  // namespace tutorat::cli
