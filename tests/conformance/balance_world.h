// A random wave as a few people would keep it in a notebook, and its balance counted from that notebook in plain loops.
// Nothing here knows how the server counts, nor any tz database: the offsets of the few zones are written out.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::tests {

using Day = std::chrono::sys_days;

std::string ToText(Day day);

struct NotedTutor {
  std::string display_name;
  std::string name;  // once stored
};

struct NotedMember {
  std::string display_name;
  std::optional<Day> joined;
  std::optional<Day> left;
  std::string name;
};

struct NotedAssignment {
  size_t tutor;
  std::optional<Day> from;
  std::optional<Day> to;
};

struct NotedGroup {
  int number;
  std::string label;
  std::vector<NotedAssignment> assignments;
  std::vector<NotedMember> members;
  std::string name;
};

struct NotedIssue {
  v1::ParticipationIssue::Kind kind;
  v1::ParticipationIssue::Impact impact;
};

struct NotedSession {
  size_t group;
  std::optional<size_t> tutor;
  Day day;
  int minute;           // of the local day, as the clock on the wall shows it
  bool second = false;  // of an hour that comes twice
  std::string zone;
  int length;  // minutes
  v1::SessionState state;
  std::string themes;
  std::map<size_t, v1::Attendance::Status> attendances;  // by member of the group
  std::optional<int> present, late, excused, absent, expected;
  std::vector<std::string> guests;
  std::vector<NotedIssue> issues;
  v1::Appreciation appreciation = v1::APPRECIATION_UNSPECIFIED;
  bool deleted = false;
  std::string name;
};

struct Notebook {
  std::string wave;  // waves/{code}
  std::vector<NotedTutor> tutors;
  std::vector<NotedGroup> groups;
  std::vector<NotedSession> sessions;
};

struct NotedPeriod {
  Day from;
  Day to;  // the day after the last one
  std::optional<int> months;
};

Notebook RandomNotebook(const std::string& wave, std::mt19937& random);
// With edges on, or next to, days of its sessions.
NotedPeriod RandomPeriod(const Notebook& notebook, std::mt19937& random);

// The instant in UTC, in seconds.
int64_t InstantOf(const NotedSession& session);

// `day` and a number of months, at the month's last day where it has no such day.
Day AddMonths(Day day, int months);

// Without snapshot_time. Only the groups with these numbers; empty: all.
v1::Balance CountBalance(const Notebook& notebook, const NotedPeriod& period, const std::vector<int>& numbers);

}  // namespace tutorat::tests
