#include "server/handlers/sessions/session_recorder.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/status_macros.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/text.h"
#include "server/domain/figures/balance.h"
#include "server/domain/session/session_rules.h"
#include "server/handlers/sessions/record_steps.h"

namespace tutorat::api {
namespace {

// What a record that says nothing means.
constexpr char kDefaultStart[] = "14:00";
constexpr int kDefaultMinutes = 60;

// A record without a state is of a session that was held, unless it is known to have been cancelled.
v1::SessionState StateOf(const v1::SessionRecord& record, const v1::Session& session) {
  if (record.state() != v1::SESSION_STATE_UNSPECIFIED) return record.state();
  return session.state() == v1::SESSION_STATE_CANCELLED ? v1::SESSION_STATE_CANCELLED : v1::SESSION_STATE_HELD;
}

bool IsPlanned(const v1::Session& session) { return session.state() == v1::SESSION_STATE_PLANNED; }

bool HasHourAndThemes(const v1::Session& session, const v1::SessionRecord& record, const std::string& clock) {
  return (record.start().empty() || session.local_clock() == clock) &&
         domain::IsSameText(session.themes(), record.themes());
}

// How far a session of the right day, start and themes is the one that the record speaks of; 0: it is another one. A
// group may have met twice at one hour on the same things, or planned anew what was cancelled: each row of an import
// takes its own, and a row that is there twice the same one twice.
int MatchScore(const v1::Session& session, const v1::SessionRecord& record, const MatchedSessions& spoken) {
  const bool same_state = session.state() == StateOf(record, session);
  if (spoken.count(session.name()) == 0) {
    if (!same_state && IsPlanned(session) && record.another_session()) return 0;
    return same_state ? 3 : 1;
  }
  return same_state ? 2 : 0;
}

// The session that a row speaks of, if it is stored already; null: it is not.
const v1::Session* FindMatch(const std::vector<v1::Session>& same_day, const v1::SessionRecord& record,
                             const std::string& clock, const MatchedSessions& spoken) {
  const v1::Session* best = nullptr;
  int best_fit = 0;
  for (const v1::Session& session : same_day) {
    if (!HasHourAndThemes(session, record, clock)) continue;
    if (const int fit = MatchScore(session, record, spoken); fit > best_fit) {
      best = &session;
      best_fit = fit;
    }
  }
  return best;
}

// The planned session that the record fulfils; null: none. Of several, the one with the hour that it gives.
const v1::Session* FindFulfilled(const std::vector<v1::Session>& same_day, const v1::SessionRecord& record,
                                 const std::string& clock, const MatchedSessions* spoken) {
  const bool held = record.state() == v1::SESSION_STATE_HELD || record.state() == v1::SESSION_STATE_UNSPECIFIED;
  if (!held || record.another_session()) return nullptr;
  std::vector<const v1::Session*> planned;
  for (const v1::Session& session : same_day) {
    // A row of the same file told of it: it is another one.
    const bool told = spoken != nullptr && spoken->count(session.name()) > 0;
    if (IsPlanned(session) && !told) planned.push_back(&session);
  }
  if (planned.size() == 1) return planned.front();
  const auto at_its_hour = std::find_if(planned.begin(), planned.end(), [&](const v1::Session* session) {
    return !record.start().empty() && session->local_clock() == clock;
  });
  return at_its_hour == planned.end() ? nullptr : *at_its_hour;
}

domain::Warning PlannedFulfilled(const v1::Session& planned, const std::string& clock) {
  const bool moved = clock != planned.local_clock();
  return {"PLANNED_SESSION_FULFILLED",
          "record.another_session",
          {absl::StrCat("the session planned for ", planned.local_date(), " ", planned.local_clock(), ", ",
                        planned.name(), ", is recorded as held", moved ? absl::StrCat(" at ", clock) : "",
                        "; if it was another one, say that this is another session"),
           absl::StrCat("la séance prévue le ", domain::FrenchDay(planned.local_date()), " à ",
                        domain::FrenchHour(planned.local_clock()), ", ", planned.name(), ", est notée tenue",
                        moved ? absl::StrCat(" à ", domain::FrenchHour(clock)) : "",
                        " ; si c'en était une autre, dire que c'est une autre séance")}};
}

// What of the group is stored and the record is of; nothing: it is a new session.
struct Stored {
  std::optional<v1::Session> session;
  bool fulfilled = false;  // planned, with other themes or at another hour
};

absl::StatusOr<Stored> FindStored(storage::WriteTransaction& transaction, const v1::SessionRecord& record,
                                  const SessionsAround& around, const Start& start, const MatchedSessions* spoken) {
  std::vector<v1::Session> same_day;
  std::copy_if(
      around.sessions.begin(), around.sessions.end(), std::back_inserter(same_day),
      [day = domain::FormatDate(around.day)](const v1::Session& session) { return session.local_date() == day; });
  const v1::Session* match = nullptr;
  if (spoken != nullptr) {
    match = FindMatch(same_day, record, start.clock, *spoken);
  } else if (!record.another_session()) {
    const auto same = std::find_if(same_day.begin(), same_day.end(), [&](const v1::Session& session) {
      return HasHourAndThemes(session, record, start.clock) &&
             (!IsPlanned(session) || record.state() == v1::SESSION_STATE_PLANNED);
    });
    if (same != same_day.end()) return AlreadyRecorded(*same);
  }
  const v1::Session* planned = match == nullptr ? FindFulfilled(same_day, record, start.clock, spoken) : nullptr;
  if (match == nullptr && planned == nullptr) return Stored();
  ASSIGN_OR_RETURN(auto whole, transaction.Get<v1::Session>((match != nullptr ? match : planned)->name()));
  return Stored{std::move(whole), planned != nullptr};
}

// Makes the planned `session` the one that was held, as far as the record says; answers when it starts.
Start Fulfil(const v1::SessionRecord& record, v1::Session* session) {
  const bool as_planned = record.start().empty() && record.time_zone().empty();
  Start start = StartOf(record.date(), record.start().empty() ? session->local_clock() : record.start(),
                        record.time_zone().empty() ? session->time_zone() : record.time_zone());
  if (!as_planned) SetStart(start, session);
  session->clear_themes();
  return start;
}

// What else is wrong with a record of no known group, so that people correct everything at once.
absl::Status CheckWithoutGroup(const v1::SessionRecord& record, ReferenceResolver& directory,
                               std::vector<domain::Violation>* violations) {
  if (!record.tutor().empty()) {
    RETURN_IF_ERROR(directory.FindTutor(record.tutor(), violations).status());
  }
  v1::Session session;
  session.set_state(StateOf(record, session));
  session.set_themes(record.themes());
  session.set_cancel_reason(record.cancel_reason());
  for (domain::Violation& violation : domain::CheckSession(session, "session")) {
    violation.field = std::string(absl::StripPrefix(violation.field, "session."));
    if (violation.field == "themes" || violation.field == "cancel_reason") violations->push_back(std::move(violation));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RecordResult> Record(storage::WriteTransaction& transaction, ReferenceResolver& directory,
                                    const v1::SessionRecord& record, const MatchedSessions* spoken, absl::Time now) {
  RecordResult out;
  ASSIGN_OR_RETURN(const auto group,
                   directory.FindGroup(record.group(), record.wave(), record.tutor(), &out.violations));
  if (group == nullptr) {
    if (spoken == nullptr) {
      RETURN_IF_ERROR(CheckWithoutGroup(record, directory, &out.violations));
    }
    return out;
  }

  Start start = StartOf(record.date(), record.start().empty() ? kDefaultStart : record.start(),
                        record.time_zone().empty() ? domain::kDefaultTimeZone : record.time_zone());
  // Of a whole day that a zone skipped, the next.
  ASSIGN_OR_RETURN(auto around, LoadSessionsAround(transaction, group->name(), start.day));
  ASSIGN_OR_RETURN(around.wave_start, directory.WaveStart(*group));
  ASSIGN_OR_RETURN(const auto stored, FindStored(transaction, record, around, start, spoken));
  const std::optional<v1::Session>& before = stored.session;
  v1::Session& session = out.session;
  if (before) {
    session = *before;
    if (stored.fulfilled) start = Fulfil(record, &session);
  } else {
    session.set_group(group->name());
    session.set_tutor(domain::TutorOn(*group, record.date()));
    SetStart(start, &session);
    session.mutable_duration()->set_seconds(int64_t{60} * kDefaultMinutes);
  }
  session.set_state(StateOf(record, session));
  if (before && IsPlanned(*before) && session.state() == v1::SESSION_STATE_HELD) {
    out.warnings.push_back(PlannedFulfilled(*before, stored.fulfilled ? start.clock : before->local_clock()));
  }
  RETURN_IF_ERROR(ApplyRecord(record, Given::kReplaces, directory, &out));
  if (!out.violations.empty()) return out;
  RETURN_IF_ERROR(StoreSession(transaction, before, now, &around, &out));
  if (start.gap) out.warnings.push_back(*start.gap);
  return out;
}

}  // namespace tutorat::api
