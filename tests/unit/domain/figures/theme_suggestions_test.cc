#include "server/domain/figures/theme_suggestions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"
#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::Make;

// Group 1 of three on 01/02/2024, in the third month since 01/12/2023.
class AgendaTest : public testing::Test {
 protected:
  AgendaTest() {
    input_.date = absl::CivilDay(2024, 2, 1);
    for (int number = 1; number <= 3; ++number) AddGroup(number);
    input_.groups[0].set_start_date("2023-12-01");
    AddTheme("depenses", "", 1);
    AddTheme("budget", "depenses", 1);
    AddTheme("saisie", "budget", 1);
    AddTheme("ej", "depenses", 2);
    AddTheme("tiers", "depenses", 3);
    input_.recognise = [](const std::string& text, const std::string& date) {
      EXPECT_FALSE(date.empty());
      std::vector<v1::ThemeMention> mentions;
      for (const char* code : {"depenses", "budget", "saisie", "ej", "tiers"}) {
        if (!absl::StrContains(text, code)) continue;
        mentions.push_back(Make<v1::ThemeMention>(absl::StrCat("state: STATE_RECOGNISED theme: 'themes/", code, "'")));
      }
      mentions.push_back(Make<v1::ThemeMention>("state: STATE_UNKNOWN text: 'le reste'"));
      return mentions;
    };
  }

  void AddGroup(int number) {
    input_.groups.push_back(
        Make<v1::Group>(absl::StrCat("name: 'groups/", number, "' wave: 'waves/V6' number: ", number)));
  }
  v1::Theme& AddTheme(const std::string& code, const std::string& parent, int rank) {
    v1::Theme& theme = input_.themes.emplace_back();
    theme.set_name(absl::StrCat("themes/", code));
    theme.set_code(code);
    theme.set_label(absl::StrCat("Le ", code));
    theme.set_rank(rank);
    if (!parent.empty()) theme.set_parent(absl::StrCat("themes/", parent));
    return theme;
  }
  v1::Session& AddSession(int group, const std::string& date, const std::vector<std::string>& themes,
                          const std::string& rest = "") {
    auto session =
        Make<v1::Session>(absl::StrCat("name: 'sessions/", input_.sessions.size(), "' group: 'groups/", group,
                                       "' state: SESSION_STATE_HELD local_date: '", date, "' ", rest));
    *session.mutable_start_time() =
        ToTimestamp(ResolveLocal(*ParseClock(*ParseDate(date), "14:00"), *FindTimeZone("Europe/Paris")).time);
    for (const std::string& theme : themes) {
      *session.add_theme_mentions() =
          Make<v1::ThemeMention>(absl::StrCat("state: STATE_RECOGNISED theme: 'themes/", theme, "'"));
    }
    return input_.sessions.emplace_back(std::move(session));
  }
  void AddPlanned(const std::string& date, const std::string& rest) {
    AddSession(1, date, {}, absl::StrCat("state: SESSION_STATE_PLANNED ", rest));
  }
  void SetProgramme(const std::string& items) {
    input_.programme = Make<v1::Programme>(absl::StrCat("name: 'programmes/p' ", items));
  }

  v1::Agenda Suggest() {
    input_.group = input_.groups[0];
    return SuggestThemes(input_);
  }
  // `code points` of each.
  std::vector<std::string> Ranked() {
    std::vector<std::string> lines;
    int rank = 0;
    const v1::Agenda agenda = Suggest();
    for (const auto& suggestion : agenda.suggestions()) {
      EXPECT_EQ(suggestion.rank(), ++rank);
      EXPECT_EQ(suggestion.points(), suggestion.programme_term().points() + suggestion.cohort_term().points() +
                                         suggestion.request_term().points() + suggestion.recent_term().points());
      lines.push_back(
          absl::StrCat(suggestion.theme().substr(7), " ", suggestion.points(), suggestion.taken() ? " taken" : ""));
    }
    return lines;
  }
  v1::ThemeSuggestion First() {
    const v1::Agenda agenda = Suggest();
    EXPECT_GT(agenda.suggestions_size(), 0);
    return agenda.suggestions_size() > 0 ? agenda.suggestions(0) : v1::ThemeSuggestion();
  }

  AgendaInput input_;
};

TEST_F(AgendaTest, NothingSpeaksForAnything) {
  const v1::Agenda agenda = Suggest();
  EXPECT_EQ(agenda.group().number(), 1);
  EXPECT_EQ(agenda.date(), "2024-02-01");
  EXPECT_EQ(agenda.month(), 3);
  EXPECT_EQ(agenda.suggestion_count(), 0);
  EXPECT_THAT(agenda.suggestions(), IsEmpty());
  EXPECT_EQ(agenda.planned_session(), "");
}

TEST_F(AgendaTest, TheProgrammeCountsByUrgency) {
  SetProgramme(
      "items { theme: 'themes/ej' month: 5 weight: WEIGHT_CORE }"
      "items { theme: 'themes/budget' month: 4 weight: WEIGHT_CORE }"
      "items { theme: 'themes/saisie' month: 1 weight: WEIGHT_OPTIONAL }"
      "items { theme: 'themes/tiers' month: 2 weight: WEIGHT_CORE }");
  EXPECT_THAT(Ranked(), ElementsAre("tiers 100", "budget 60", "saisie 20", "ej 10"));
  EXPECT_EQ(First().programme_term().ShortDebugString(),
            "item { theme: \"themes/tiers\" month: 2 weight: WEIGHT_CORE } urgency: URGENCY_LATE points: 100");
  AddSession(1, "2023-12-05", {"tiers"});
  AddSession(1, "2023-12-06", {});
  AddSession(1, "2023-12-07", {});
  EXPECT_THAT(Ranked(), ElementsAre("budget 60", "saisie 20", "ej 10"));
}

TEST_F(AgendaTest, BeforeAGroupBeginsItsFirstTwoMonthsAreDue) {
  input_.groups[0].clear_start_date();
  SetProgramme(
      "items { theme: 'themes/tiers' month: 2 weight: WEIGHT_CORE }"
      "items { theme: 'themes/ej' month: 3 weight: WEIGHT_CORE }");
  EXPECT_THAT(Ranked(), ElementsAre("tiers 60", "ej 10"));
  EXPECT_EQ(Suggest().month(), 0);
}

TEST_F(AgendaTest, TheCohortCountsByItsShare) {
  AddSession(2, "2024-01-10", {"ej", "tiers"});
  AddSession(3, "2024-01-10", {"tiers"});
  AddSession(3, "2024-01-11", {"tiers"});
  EXPECT_THAT(Ranked(), ElementsAre("tiers 30", "ej 15"));
  EXPECT_EQ(First().cohort_term().ShortDebugString(), "group_count: 2 group_total: 2 points: 30");
  AddSession(1, "2024-01-12", {"tiers"});
  EXPECT_THAT(Ranked(), ElementsAre("ej 15"));
}

TEST_F(AgendaTest, WhatIsHeldAfterTheDayIsNotKnown) {
  AddSession(2, "2024-02-02", {"ej"});
  AddSession(3, "2024-02-01", {"tiers"});
  AddSession(3, "2024-01-31", {"budget"}, "state: SESSION_STATE_PLANNED");
  EXPECT_THAT(Ranked(), ElementsAre("tiers 15"));
}

TEST_F(AgendaTest, APartWaitsForTheWholeUnlessItIsNamed) {
  AddSession(2, "2024-01-10", {"saisie"});
  EXPECT_THAT(Ranked(), ElementsAre("budget 15"));
  SetProgramme("items { theme: 'themes/saisie' month: 3 weight: WEIGHT_CORE }");
  EXPECT_THAT(Ranked(), ElementsAre("saisie 75", "budget 15"));
  input_.programme.reset();
  AddSession(1, "2024-01-10", {"budget"});
  EXPECT_THAT(Ranked(), ElementsAre("saisie 15"));
}

TEST_F(AgendaTest, ADomainIsSuggestedOnlyWhenItIsNamed) {
  AddSession(2, "2024-01-10", {"depenses"});
  EXPECT_THAT(Ranked(), IsEmpty());
  SetProgramme("items { theme: 'themes/depenses' month: 3 weight: WEIGHT_CORE }");
  EXPECT_THAT(Ranked(), ElementsAre("depenses 75"));
}

TEST_F(AgendaTest, WhatMembersAskedForCountsSinceItWasLastCovered) {
  AddSession(1, "2023-12-05", {}, "requested_themes: 'ej, tiers'");
  AddSession(1, "2023-12-12", {"tiers"}, "requested_themes: 'budget'");
  AddSession(1, "2023-12-19", {"ej"}, "requested_themes: 'ej encore, et budget'");
  AddSession(1, "2024-01-02", {});
  AddSession(1, "2024-01-09", {});
  AddSession(2, "2024-01-09", {}, "requested_themes: 'saisie'");
  EXPECT_THAT(Ranked(), ElementsAre("budget 80", "ej 80"));
  EXPECT_EQ(First().request_term().ShortDebugString(),
            "session: \"sessions/2\" date: \"2023-12-19\" session_count: 2 points: 80");
  EXPECT_EQ(Suggest().suggestions(1).last_date(), "2023-12-19");
  EXPECT_EQ(Suggest().suggestions(1).request_term().session_count(), 1);
}

TEST_F(AgendaTest, WhatIsAskedForThePlannedSessionCounts) {
  AddPlanned("2024-02-20", "requested_themes: 'tiers'");
  AddPlanned("2024-02-10", "requested_themes: 'ej'");
  AddPlanned("2024-01-20", "requested_themes: 'budget'");
  EXPECT_THAT(Ranked(), ElementsAre("ej 80"));
  EXPECT_EQ(First().request_term().date(), "2024-02-10");
  EXPECT_EQ(Suggest().planned_session(), "sessions/1");
  EXPECT_EQ(Suggest().planned_date(), "2024-02-10");
}

TEST_F(AgendaTest, WhatWasCoveredLatelyCountsLess) {
  AddSession(1, "2024-01-09", {"ej"});
  AddSession(1, "2024-01-16", {"tiers"});
  AddSession(1, "2024-01-23", {}, "requested_themes: 'tiers et ej'");
  EXPECT_THAT(Ranked(), ElementsAre("ej 80", "tiers 40"));
  EXPECT_EQ(Suggest().suggestions(1).recent_term().ShortDebugString(),
            "session: \"sessions/1\" date: \"2024-01-16\" points: -40");
  EXPECT_FALSE(First().has_recent_term());
}

TEST_F(AgendaTest, WhatTheTutorDroppedIsNotSuggestedForThatSession) {
  AddSession(2, "2024-01-10", {"ej", "tiers"});
  AddPlanned("2024-02-10", "agenda { theme: 'themes/ej' choice: CHOICE_DROPPED }");
  EXPECT_THAT(Ranked(), ElementsAre("tiers 15"));
  EXPECT_THAT(Suggest().dropped(), ElementsAre("themes/ej"));
  input_.date = absl::CivilDay(2024, 2, 11);
  EXPECT_THAT(Ranked(), ElementsAre("ej 15", "tiers 15"));
}

TEST_F(AgendaTest, WhatTheTutorTookIsThereAsSuch) {
  AddSession(2, "2024-01-10", {"tiers"});
  AddSession(1, "2024-01-10", {"ej"});
  input_.limit = 1;
  AddPlanned("2024-02-10",
             "agenda { theme: 'themes/tiers' choice: CHOICE_TAKEN }"
             "agenda { theme: 'themes/ej' choice: CHOICE_TAKEN }");
  EXPECT_THAT(Ranked(), ElementsAre("tiers 15 taken", "ej -40 taken"));
}

TEST_F(AgendaTest, OnlyThemesOfThatDayAreSuggested) {
  input_.themes[3].set_valid_to("2024-02-01");
  input_.themes[4].set_valid_from("2024-02-01");
  AddSession(2, "2024-01-10", {"ej", "tiers"});
  EXPECT_THAT(Ranked(), ElementsAre("tiers 15"));
}

TEST_F(AgendaTest, EqualOnesStandInTheOrderOfTheTreeUpToTheLimit) {
  SetProgramme(
      "items { theme: 'themes/tiers' month: 1 weight: WEIGHT_OPTIONAL }"
      "items { theme: 'themes/ej' month: 1 weight: WEIGHT_OPTIONAL }"
      "items { theme: 'themes/budget' month: 1 weight: WEIGHT_OPTIONAL }");
  EXPECT_THAT(Ranked(), ElementsAre("budget 20", "ej 20", "tiers 20"));
  input_.limit = 2;
  EXPECT_THAT(Ranked(), ElementsAre("budget 20", "ej 20"));
  EXPECT_EQ(Suggest().suggestion_count(), 3);
}

}  // namespace
}  // namespace tutorat::domain
