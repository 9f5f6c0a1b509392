// Suggests themes that one group might cover next, ranked so that every point can be told (agenda.proto). Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tutorat/v1/agenda.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/programme.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::domain {

// Points of the terms. What is late comes first, then what was asked for, then what is due; what the other groups saw
// tells apart what is otherwise equal, and never outweighs a wish. What was just covered and is wanted again stays
// above what nobody asks for.
inline constexpr int kCoreLatePoints = 100;
inline constexpr int kRequestPoints = 80;
inline constexpr int kCoreSoonPoints = 60;
inline constexpr int kOptionalPoints = 20;
inline constexpr int kCoreLaterPoints = 10;
// Where all other groups covered it; else as large a part of it, rounded down.
inline constexpr int kCohortPoints = 30;
inline constexpr int kRecentPoints = -40;
// Held sessions that are recent.
inline constexpr int kRecentSessions = 2;
inline constexpr int kUsualSuggestions = 10;

// What a text means on a local day.
using Recogniser = std::function<std::vector<v1::ThemeMention>(const std::string& text, const std::string& date)>;

struct AgendaInput {
  v1::Group group;
  absl::CivilDay date;
  std::vector<v1::Group> groups;      // of the group's wave, itself too
  std::vector<v1::Session> sessions;  // of these, of any state and day, with their mentions
  std::vector<v1::Theme> themes;
  std::optional<v1::Programme> programme;
  Recogniser recognise;
  int limit = kUsualSuggestions;
};

// Themes below the domains, and domains that the programme, the members or the tutor name. A part of a theme that the
// group never covered is not suggested for its cohort's sake alone: the whole stands for it. What the tutor took is
// there, whatever its points and the limit.
v1::Agenda SuggestThemes(const AgendaInput& input);

}  // namespace tutorat::domain
