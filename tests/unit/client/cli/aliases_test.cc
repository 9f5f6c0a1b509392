// What is typed in French, or with a slip.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "CLI/App.hpp"
#include "tests/unit/client/lib/answered.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Aliases : public tests::AnsweredTest {};

TEST_F(Aliases, FrenchNamesMeanTheSame) {
  const char* recorded = "SessionService/RecordSession";
  ASSERT_EQ(
      Run({"session",  "record", "--group",   "4", "--date",   "31/01/2024", "--start", "10h", "--duration", "1h30",
           "--themes", "EJ",     "--present", "5", "--absent", "1",          "--tutor", "Z",   "--wave",     "V6"})
          .code,
      0);
  const std::string english = Last<v1::RecordSessionRequest>(recorded).record().DebugString();
  for (const auto& [noun, verb] : {std::pair("séance", "enregistrer"), {"seance", "noter"}}) {
    ASSERT_EQ(Run({noun, verb, "--groupe", "4", "--date", "31/01/2024", "--début", "10h", "--duree", "1h30", "--thèmes",
                   "EJ", "--présents", "5", "--absents", "1", "--tuteur", "Z", "--vague=V6"})
                  .code,
              0);
    EXPECT_EQ(Last<v1::RecordSessionRequest>(recorded).record().DebugString(), english);
  }
  for (const std::vector<std::string>& list : std::vector<std::vector<std::string>>{
           {"vague", "lister"}, {"groupe", "list"}, {"auditeur", "lister"}, {"membre", "list"}, {"tuteur", "list"}}) {
    EXPECT_EQ(Run(list).code, 0) << list[0];
  }
}

TEST_F(Aliases, HelpListsThemOnceAndIsAWordToo) {
  const std::string root = Run({"aide"}).out;
  EXPECT_EQ(root, Run({"--help"}).out);
  EXPECT_THAT(root, AllOf(HasSubstr("Noms français"), HasSubstr("balance = bilan"), HasSubstr("--thèmes")));
  const std::string record = Run({"help", "session", "record"}).out;
  EXPECT_EQ(record, Run({"session", "record", "--help"}).out);
  EXPECT_THAT(record, AllOf(Not(HasSubstr("--groupe")), Not(HasSubstr("Noms français"))));
}

TEST_F(Aliases, ASlipIsTold) {
  for (const auto& [typed, meant] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"sesion", "list"}, "session"},
           {{"blian"}, "bilan"},
           {{"session", "recrod"}, "record"},
           {{"session", "enregister"}, "enregistrer"},
           {{"session", "record", "--grop", "4"}, "--group"},
           {{"session", "record", "--thmes=EJ"}, "--themes"},
           {{"session", "list", "--formt", "csv"}, "--format"}}) {
    const Result result = Run(typed);
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("vouliez-vous dire " + meant + " ?")) << result.err;
  }
  EXPECT_THAT(Run({"session", "xyzzy"}).err, AllOf(HasSubstr("choisir record"), Not(HasSubstr("vouliez"))));
  EXPECT_THAT(Run({"session", "list", "--quux"}).err, Not(HasSubstr("vouliez")));
}

void ForEachCommand(const CLI::App& app, const std::vector<std::string>& path,
                    const std::function<void(const std::vector<std::string>& path)>& visit) {
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    std::vector<std::string> deeper = path;
    deeper.push_back(command->get_name());
    visit(deeper);
    ForEachCommand(*command, deeper, visit);
  }
}

// Of every command, a letter left out.
TEST_F(Aliases, EverySlipOfOneLetterIsTold) {
  std::ostringstream out;
  Context context(out, out);
  context.language = format::Language::kFrench;
  ForEachCommand(*MakeApp(context), {}, [](std::vector<std::string> path) {
    if (path.back().size() < 5) return;
    path.back().erase(path.back().size() / 2, 1);
    EXPECT_THAT(Run(path).err, HasSubstr("vouliez-vous dire ")) << path.back();
  });
}

}  // namespace
}  // namespace tutorat::cli
