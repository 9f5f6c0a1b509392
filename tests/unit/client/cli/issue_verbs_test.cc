// The register of issues as it is typed, in this process, against a server whose answers the test decides.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/client/lib/answered.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/issue_register.pb.h"
#include "tutorat/v1/report_export.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kRegisterMethod[] = "IssueService/GetIssueRegister";

class IssueVerbs : public tests::AnsweredTest {
 protected:
  IssueVerbs() {
    Answers<v1::ListWavesResponse>("ListWaves", "waves { name: 'waves/V6' code: 'V6' }");
    Register(Entry("01hm0000000000000000aaaaaa", 3, "KIND_MIC", "ISSUE_STATE_OPEN") +
             Entry("01hm0000000000000000bbbbbb", 3, "KIND_CAMERA", "ISSUE_STATE_EQUIPMENT_REQUESTED") +
             Entry("01hm0000000000000000cccccc", 7, "KIND_MIC", "ISSUE_STATE_RESOLVED"));
    Answers<v1::GetIssueResponse>("GetIssue", "issue { name: 'issues/x' etag: 'e7' }");
  }

  static std::string Entry(const std::string& id, int group, const std::string& kind, const std::string& state) {
    return absl::StrCat("entries { issue: 'issues/", id, "' group { wave: 'waves/V6' number: ", group,
                        " } kind: ", kind, " state: ", state,
                        " first_date: '2024-01-09' last_date: '2024-02-05' session_count: 2 } ");
  }

  void Register(const std::string& entries) {
    Answers<v1::GetIssueRegisterResponse>("GetIssueRegister", absl::StrCat("issue_register { ", entries, " }"));
  }

  // What of the register was asked for, however it is to be worded.
  std::string AskedFor() const {
    auto request = Last<v1::GetIssueRegisterRequest>(kRegisterMethod);
    request.clear_document();
    return request.ShortDebugString();
  }
  v1::TransitionIssueRequest Changed() const {
    return Last<v1::TransitionIssueRequest>("IssueService/TransitionIssue");
  }

  static std::string Said(const std::vector<std::string>& arguments) {
    const Result result = Run(arguments);
    return absl::StrCat(result.code, " ", result.err);
  }
  bool WasAnythingChanged() const {
    for (const auto& call : server().calls()) {
      if (call.method.find("Transition") != std::string::npos) return true;
    }
    return false;
  }
};

TEST_F(IssueVerbs, TheListIsOfWhatIsOpenOrRequestedUnlessStatesAreGiven) {
  const struct {
    std::vector<std::string> arguments;
    std::string asked;
  } cases[] = {
      {{}, "states: ISSUE_STATE_OPEN states: ISSUE_STATE_EQUIPMENT_REQUESTED"},
      {{"--state", "résolu"}, "states: ISSUE_STATE_RESOLVED"},
      {{"--state", "RESOLVED", "--state", "abandonné"}, "states: ISSUE_STATE_RESOLVED states: ISSUE_STATE_DROPPED"},
      {{"--state", "tous"}, ""},
      {{"--state", "all"}, ""},
      {{"--state", "ouvert", "--state", "Tous"}, ""},
  };
  for (const auto& each : cases) {
    std::vector<std::string> line = {"issue", "list"};
    line.insert(line.end(), each.arguments.begin(), each.arguments.end());
    EXPECT_EQ(Run(line).code, 0);
    EXPECT_EQ(AskedFor(), each.asked);
  }
}

TEST_F(IssueVerbs, TheListIsOfADayAGroupAWaveAndKinds) {
  EXPECT_EQ(Run({"issue", "list", "--as-of", "09/02/2024", "--wave", "v6", "--issue", "micro", "--issue", "caméra",
                 "--state", "all"})
                .code,
            0);
  EXPECT_EQ(AskedFor(), "as_of_date: \"2024-02-09\" wave: \"V6\" kinds: KIND_MIC kinds: KIND_CAMERA");
  EXPECT_EQ(Run({"issue", "list", "-g", "v6/3", "--state", "all"}).code, 0);
  EXPECT_EQ(AskedFor(), "group: \"waves/V6/groups/3\"");
}

TEST_F(IssueVerbs, AWrongWordIsSaidWithThoseThatThereAreBeforeTheServerIsAsked) {
  EXPECT_THAT(Said({"issue", "list", "--state", "fini"}), AllOf(HasSubstr("4 "), HasSubstr("résolu")));
  EXPECT_THAT(Said({"issue", "list", "--issue", "pluie", "--lang", "en"}), AllOf(HasSubstr("4 "), HasSubstr("camera")));
  EXPECT_THAT(Said({"issue", "list", "--as-of", "30/02/2024"}), AllOf(HasSubstr("4 "), HasSubstr("--as-of")));
  EXPECT_THAT(server().calls(), IsEmpty());
}

TEST_F(IssueVerbs, TheListForProgramsIsTheServersFile) {
  Run({"issue", "list", "--format", "csv"});
  const auto csv = Last<v1::ExportReportRequest>("ReportService/ExportReport");
  EXPECT_EQ(csv.format(), v1::ExportReportRequest::FORMAT_CSV);
  EXPECT_EQ(csv.issues().states_size(), 2);
  Run({"issue", "list", "--excel"});
  EXPECT_EQ(Last<v1::ExportReportRequest>("ReportService/ExportReport").format(),
            v1::ExportReportRequest::FORMAT_CSV_SPREADSHEET);
}

TEST_F(IssueVerbs, AnIssueIsFoundByTheEndOfItsIdOrByGroupAndKind) {
  for (const std::vector<std::string>& target :
       std::vector<std::vector<std::string>>{{"aaaaaa"},
                                             {"01hm0000000000000000aaaaaa"},
                                             {"issues/01hm0000000000000000aaaaaa"},
                                             {"aaaaaa", "--wave", "V6"},
                                             {"aa", "--group", "3", "--issue", "micro"}}) {
    std::vector<std::string> line = {"issue", "resolve"};
    line.insert(line.end(), target.begin(), target.end());
    EXPECT_EQ(Run(line).code, 0) << target.front();
    EXPECT_EQ(Changed().name(), "issues/01hm0000000000000000aaaaaa") << target.front();
  }
}

TEST_F(IssueVerbs, LettersOfAWaveDoNotCountHereEither) {
  EXPECT_EQ(Run({"issue", "resolve", "aaaaaa", "--wave", "v6"}).code, 0);
  EXPECT_EQ(Last<v1::GetIssueRegisterRequest>(kRegisterMethod).wave(), "V6");
}

TEST_F(IssueVerbs, WhatIsMeantIsTheOneThatTheVerbIsAbout) {
  Register(Entry("01hm0000000000000000aaaaaa", 3, "KIND_MIC", "ISSUE_STATE_RESOLVED") +
           Entry("01hm0000000000000000bbbbbb", 3, "KIND_MIC", "ISSUE_STATE_OPEN"));
  const std::vector<std::string> target = {"--group", "3", "--issue", "micro"};
  const auto changed_by = [&](std::vector<std::string> line) {
    line.insert(line.end(), target.begin(), target.end());
    EXPECT_EQ(Run(line).code, 0);
    return Changed().name();
  };
  EXPECT_EQ(changed_by({"issue", "resolve"}), "issues/01hm0000000000000000bbbbbb");
  EXPECT_EQ(changed_by({"issue", "drop", "--reason", "plus personne"}), "issues/01hm0000000000000000bbbbbb");
  EXPECT_EQ(changed_by({"issue", "request", "--by", "le bureau"}), "issues/01hm0000000000000000bbbbbb");
  EXPECT_EQ(changed_by({"issue", "reopen"}), "issues/01hm0000000000000000aaaaaa");
}

TEST_F(IssueVerbs, SeveralAreNamedAndNoneIsChanged) {
  std::string many;
  for (int i = 0; i < 7; ++i) {
    many += Entry(absl::StrCat("01hm00000000000000000", i, "aaaa"), 3, "KIND_MIC", "ISSUE_STATE_OPEN");
  }
  Register(many);
  const std::string said = Said({"issue", "resolve", "--group", "3", "--issue", "micro"});
  EXPECT_THAT(said, AllOf(HasSubstr("4 "), HasSubstr("7 problèmes répondent"), HasSubstr("04aaaa (micro, groupe V6/3)"),
                          Not(HasSubstr("05aaaa"))));
  Register("");
  EXPECT_THAT(Said({"issue", "resolve", "zzzzzz"}), AllOf(HasSubstr("3 "), HasSubstr("issue list --state all")));
  EXPECT_THAT(Said({"issue", "resolve", "--group", "3"}), AllOf(HasSubstr("4 "), HasSubstr("--group et --issue")));
  EXPECT_THAT(Said({"issue", "resolve"}), HasSubstr("4 "));
  EXPECT_FALSE(WasAnythingChanged());
}

TEST_F(IssueVerbs, EachVerbSendsItsStateWithWhoWhyAndWhen) {
  EXPECT_EQ(Run({"issue", "request", "aaaaaa", "--by", "DRASI", "--date", "29/01/2024"}).code, 0);
  EXPECT_EQ(Changed().state(), v1::ISSUE_STATE_EQUIPMENT_REQUESTED);
  EXPECT_EQ(Changed().actor(), "DRASI");
  EXPECT_EQ(Changed().date(), "2024-01-29");
  EXPECT_EQ(Changed().etag(), "e7") << "as it was read";
  EXPECT_NE(Changed().request_id(), "") << "so that a repetition stores it once";
  EXPECT_EQ(Run({"issue", "drop", "aaaaaa", "--reason", "plus personne"}).code, 0);
  EXPECT_EQ(Changed().state(), v1::ISSUE_STATE_DROPPED);
  EXPECT_EQ(Changed().reason(), "plus personne");
  EXPECT_EQ(Changed().date(), "") << "the server knows which day it is";
  EXPECT_EQ(Run({"issue", "reopen", "cccccc"}).code, 0);
  EXPECT_EQ(Changed().state(), v1::ISSUE_STATE_OPEN);
  EXPECT_EQ(Run({"issue", "request", "aaaaaa"}).code, 2) << "of whom?";
  EXPECT_EQ(Run({"issue", "drop", "aaaaaa"}).code, 2) << "why?";
}

TEST_F(IssueVerbs, WhatWasNotedIsSaidWithItsDay) {
  EXPECT_THAT(Run({"issue", "resolve", "aaaaaa", "--date", "2024-02-01"}).out,
              HasSubstr("micro, groupe V6/3 (aaaaaa) : résolu à partir du 01/02/2024"));
  EXPECT_THAT(Run({"issue", "resolve", "aaaaaa"}).out, HasSubstr("à partir d'aujourd'hui"));
  EXPECT_THAT(Run({"issue", "resolve", "aaaaaa", "--lang", "en"}).out,
              HasSubstr("mic, group V6/3 (aaaaaa): resolved from today on"));
}

TEST_F(IssueVerbs, AnIssueIsShownWithWhatBecameOfIt) {
  Answers<v1::GetIssueResponse>(
      "GetIssue",
      "issue { name: 'issues/x' transitions { state: ISSUE_STATE_EQUIPMENT_REQUESTED actor: 'DRASI' date: '2024-01-29' "
      "}"
      " transitions { state: ISSUE_STATE_RESOLVED reason: 'casques livrés' date: '2024-02-05' } }");
  const Result result = Run({"issue", "show", "cccccc"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("29/01/2024"), HasSubstr("(DRASI)"), HasSubstr("05/02/2024 résolu : casques livrés")));
}

}  // namespace
}  // namespace tutorat::cli
