#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/handlers/world.h"
#include "tutorat/v1/agenda.pb.h"
#include "tutorat/v1/coverage.pb.h"
#include "tutorat/v1/programme.pb.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::Make;
using tests::Refusal;

class ThemeReports : public testing::Test {
 protected:
  ThemeReports() {
    AddTheme("budget", "");
    AddTheme("saisie", "budget");
    AddTheme("tiers", "");
    world_.AddGroup("V6", 5);
  }

  void AddTheme(const std::string& code, const std::string& parent) {
    api_.Do<v1::CreateThemeResponse, v1::CreateThemeRequest>(
        absl::StrCat("theme { code: '", code, "' label: 'Le ", code, "' ",
                     parent.empty() ? "" : absl::StrCat("parent: 'themes/", parent, "'"), " }"));
  }
  void AddProgramme(const std::string& code, const std::string& items) {
    api_.Do<v1::CreateProgrammeResponse, v1::CreateProgrammeRequest>(
        absl::StrCat("programme { code: '", code, "' ", items, " }"));
  }
  void SetProgramme(const std::string& wave, const std::string& code) {
    v1::UpdateWaveRequest request;
    *request.mutable_wave() =
        api_.Do<v1::GetWaveResponse, v1::GetWaveRequest>(absl::StrCat("name: 'waves/", wave, "'")).wave();
    request.mutable_wave()->set_programme(code.empty() ? "" : absl::StrCat("programmes/", code));
    request.mutable_update_mask()->add_paths("programme");
    ASSERT_TRUE(api_.Send<v1::UpdateWaveResponse>(request).ok());
  }
  // Stores a session in which exactly these themes are recognised.
  std::string Record(const std::string& record, const std::vector<std::string>& themes) {
    const auto stored =
        api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
                absl::StrCat("record { date: '2024-01-15' themes: 'x' another_session: true ", record, " }"))
            .session();
    const absl::Status status = api_.store().Write(absl::InfiniteFuture(), [&](storage::WriteTransaction& transaction) {
      v1::Session session = stored;
      session.clear_theme_mentions();
      for (const std::string& theme : themes) {
        auto* mention = session.add_theme_mentions();
        mention->set_state(v1::ThemeMention::STATE_RECOGNISED);
        mention->set_theme(absl::StrCat("themes/", theme));
      }
      return transaction.Update(session);
    });
    EXPECT_TRUE(status.ok()) << status;
    return stored.name();
  }

  v1::Coverage Coverage(const std::string& request) {
    return api_
        .Do<v1::GetCoverageResponse, v1::GetCoverageRequest>(
            absl::StrCat("from_date: '2023-11-10' months: 3 ", request))
        .coverage();
  }
  // `code groups/total sessions` of each theme.
  static std::vector<std::string> Rows(const v1::Coverage& coverage) {
    std::vector<std::string> rows;
    for (const auto& theme : coverage.themes()) {
      rows.push_back(
          absl::StrCat(theme.code(), " ", theme.group_count(), "/", theme.group_total(), " ", theme.session_count()));
    }
    return rows;
  }
  v1::Agenda Suggest(const std::string& request) {
    return api_
        .Do<v1::SuggestThemesResponse, v1::SuggestThemesRequest>(
            absl::StrCat("group: 'waves/V6/groups/4' date: '2024-02-01' ", request))
        .agenda();
  }
  // `code points` of each.
  static std::vector<std::string> Ranked(const v1::Agenda& agenda) {
    std::vector<std::string> ranked;
    for (const auto& one : agenda.suggestions()) {
      ranked.push_back(absl::StrCat(one.theme().substr(7), " ", one.points(), one.taken() ? " taken" : ""));
    }
    return ranked;
  }
  template <class Response, class Request>
  std::string Refused(const std::string& request) {
    return Refusal(api_.Send<Response>(Make<Request>(request)).status());
  }
  std::string CoverageRefused(const std::string& request) {
    return Refused<v1::GetCoverageResponse, v1::GetCoverageRequest>(request);
  }

  tests::LocalApi api_;
  tests::World world_{api_};
};

TEST_F(ThemeReports, CoverageCountsTheHeldSessionsOfThePeriod) {
  Record("group: '4'", {"saisie"});
  Record("group: '4' date: '2024-01-16'", {"budget", "tiers"});
  Record("group: '5' date: '2024-02-10'", {"tiers"});
  Record("group: '5' state: SESSION_STATE_PLANNED", {"tiers"});
  const v1::Coverage coverage = Coverage("");
  EXPECT_THAT(Rows(coverage), ElementsAre("budget 1/2 2", "saisie 1/2 1", "tiers 1/2 1"));
  EXPECT_EQ(coverage.to_date(), "2024-02-10");
  EXPECT_EQ(coverage.session_count(), 2);
  EXPECT_GT(coverage.snapshot_time().seconds(), 0);
}

TEST_F(ThemeReports, CoverageNarrowsToAWaveAndToGroups) {
  world_.AddWave("V7");
  world_.AddGroup("V7", 4);
  Record("group: '4' wave: 'V6'", {"tiers"});
  Record("group: '4' wave: 'V7'", {"tiers"});
  EXPECT_EQ(Rows(Coverage("")).back(), "tiers 2/3 2");
  EXPECT_EQ(Rows(Coverage("wave: 'V6'")).back(), "tiers 1/2 1");
  EXPECT_EQ(Rows(Coverage("wave: 'waves/V7'")).back(), "tiers 1/1 1");
  EXPECT_EQ(Rows(Coverage("group_numbers: 5")).back(), "tiers 0/1 0");
}

TEST_F(ThemeReports, CoverageIsAgainstTheWavesProgrammeUnlessAnotherIsAsked) {
  AddProgramme("v6", "items { theme: 'themes/tiers' month: 1 weight: WEIGHT_CORE }");
  AddProgramme("other", "items { theme: 'themes/budget' month: 1 weight: WEIGHT_CORE }");
  EXPECT_EQ(Coverage("").programme(), "");
  SetProgramme("V6", "v6");
  EXPECT_EQ(Coverage("").programme(), "programmes/v6");
  EXPECT_EQ(Coverage("wave: 'V6' programme: 'other'").programme(), "programmes/other");
  EXPECT_EQ(Coverage("programme: 'programmes/other'").programme(), "programmes/other");
  Record("group: '4' date: '2023-12-01'", {"saisie"});
  EXPECT_EQ(Coverage("").themes(2).groups_late_size(), 1);
  EXPECT_EQ(Coverage("programme: 'other'").themes(0).groups_late_size(), 0);
  // Groups of waves that are measured otherwise have none in common.
  world_.AddWave("V7");
  world_.AddGroup("V7", 1);
  EXPECT_EQ(Coverage("").programme(), "");
  EXPECT_EQ(Coverage("group_numbers: 4").programme(), "programmes/v6");
}

TEST_F(ThemeReports, CoverageRefusesWhatIsNotThere) {
  EXPECT_EQ(CoverageRefused("from_date: '2023-11-10' months: 3 wave: 'V9'"), "NOT_FOUND WAVE_NOT_FOUND");
  EXPECT_EQ(CoverageRefused("from_date: '2023-11-10' months: 3 group_numbers: 9"),
            "NOT_FOUND GROUP_NOT_FOUND: group_numbers[0] GROUP_NOT_FOUND");
  EXPECT_EQ(CoverageRefused("from_date: '2023-11-10' months: 3 programme: 'none'"), "NOT_FOUND PROGRAMME_NOT_FOUND");
  EXPECT_EQ(CoverageRefused("from_date: '2023-11-10'"), "INVALID_ARGUMENT INVALID_FIELDS: months REQUIRED");
  EXPECT_EQ(CoverageRefused("from_date: '2023-11-10' months: 3 repeated_from: 1"),
            "INVALID_ARGUMENT INVALID_FIELDS: repeated_from TOO_SMALL");
}

TEST_F(ThemeReports, SuggestsWhatOthersSawAndTheProgrammeAsks) {
  Record("group: '5'", {"saisie", "tiers"});
  AddProgramme("v6",
               "items { theme: 'themes/saisie' month: 1 weight: WEIGHT_CORE }"
               "items { theme: 'themes/tiers' month: 1 weight: WEIGHT_OPTIONAL }");
  EXPECT_THAT(Ranked(Suggest("")), ElementsAre("saisie 30"));
  SetProgramme("V6", "v6");
  const v1::Agenda agenda = Suggest("limit: 1");
  EXPECT_THAT(Ranked(agenda), ElementsAre("saisie 90"));
  EXPECT_EQ(agenda.suggestion_count(), 2);
  EXPECT_EQ(agenda.programme(), "programmes/v6");
  EXPECT_EQ(agenda.group().number(), 4);
  Record("group: '4' date: '2024-01-20'", {"saisie"});
  EXPECT_THAT(Ranked(Suggest("")), ElementsAre("tiers 50"));
}

TEST_F(ThemeReports, WhatTheTutorTookAndDroppedIsKeptWithThePlannedSession) {
  Record("group: '5'", {"saisie"});
  Record("group: '5'", {"tiers"});
  AddProgramme("v6",
               "items { theme: 'themes/saisie' month: 1 weight: WEIGHT_CORE }"
               "items { theme: 'themes/tiers' month: 1 weight: WEIGHT_CORE }");
  SetProgramme("V6", "v6");
  const std::string planned = Record(
      "group: '4' date: '2024-02-12' state: SESSION_STATE_PLANNED "
      "agenda { theme: 'themes/tiers' choice: CHOICE_TAKEN } agenda { theme: 'themes/saisie' choice: CHOICE_DROPPED }",
      {});
  const v1::Agenda agenda = Suggest("");
  EXPECT_THAT(Ranked(agenda), ElementsAre("tiers 90 taken"));
  EXPECT_THAT(agenda.dropped(), ElementsAre("themes/saisie"));
  EXPECT_EQ(agenda.planned_session(), planned);
  EXPECT_EQ(agenda.planned_date(), "2024-02-12");
  EXPECT_THAT(Ranked(Suggest("date: '2024-02-13'")), ElementsAre("saisie 90", "tiers 90"));
}

TEST_F(ThemeReports, AnAgendaNamesThemesThatExistOnce) {
  const auto refused = [this](const std::string& agenda) {
    return Refused<v1::RecordSessionResponse, v1::RecordSessionRequest>(
        absl::StrCat("record { group: '4' date: '2024-02-12' state: SESSION_STATE_PLANNED ", agenda, " }"));
  };
  EXPECT_EQ(refused("agenda { theme: 'themes/none' choice: CHOICE_TAKEN }"),
            "NOT_FOUND THEME_NOT_FOUND: record.agenda[0].theme THEME_NOT_FOUND");
  EXPECT_EQ(refused("agenda { theme: 'themes/tiers' choice: CHOICE_TAKEN }"
                    "agenda { theme: 'themes/tiers' choice: CHOICE_DROPPED }"),
            "INVALID_ARGUMENT INVALID_FIELDS: record.agenda[1].theme DUPLICATE_ITEM");
  EXPECT_EQ(refused("agenda { theme: 'themes/tiers' }"),
            "INVALID_ARGUMENT INVALID_FIELDS: record.agenda[0].choice REQUIRED");
}

TEST_F(ThemeReports, AProgrammeNamesThemesThatExistOnce) {
  const auto refused = [this](const std::string& items) {
    return Refused<v1::CreateProgrammeResponse, v1::CreateProgrammeRequest>(
        absl::StrCat("programme { code: 'p' ", items, " }"));
  };
  EXPECT_EQ(refused("items { theme: 'themes/tiers' month: 1 weight: WEIGHT_CORE }"
                    "items { theme: 'themes/none' month: 1 weight: WEIGHT_CORE }"),
            "NOT_FOUND THEME_NOT_FOUND: programme.items[1].theme THEME_NOT_FOUND");
  EXPECT_EQ(refused("items { theme: 'themes/tiers' month: 1 weight: WEIGHT_CORE }"
                    "items { theme: 'themes/tiers' month: 2 weight: WEIGHT_OPTIONAL }"),
            "INVALID_ARGUMENT INVALID_FIELDS: programme.items[1].theme DUPLICATE_ITEM");
}

TEST_F(ThemeReports, AWaveNamesAProgrammeAndACalendarThatExist) {
  const auto refused = [this](const std::string& wave) {
    return Refused<v1::CreateWaveResponse, v1::CreateWaveRequest>(absl::StrCat("wave { code: 'V8' ", wave, " }"));
  };
  EXPECT_EQ(refused("programme: 'programmes/none'"), "NOT_FOUND PROGRAMME_NOT_FOUND");
  EXPECT_EQ(refused("school_calendar: 'schoolCalendars/none'"), "NOT_FOUND SCHOOL_CALENDAR_NOT_FOUND");
}

TEST_F(ThemeReports, SuggestionsAreOfAGroupThatExists) {
  EXPECT_EQ((Refused<v1::SuggestThemesResponse, v1::SuggestThemesRequest>("group: 'waves/V6/groups/9'")),
            "NOT_FOUND GROUP_NOT_FOUND");
  EXPECT_EQ((Refused<v1::SuggestThemesResponse, v1::SuggestThemesRequest>("")),
            "INVALID_ARGUMENT INVALID_FIELDS: group REQUIRED");
  EXPECT_THAT(Ranked(Suggest("date: ''")), IsEmpty());
}

}  // namespace
}  // namespace tutorat::api
