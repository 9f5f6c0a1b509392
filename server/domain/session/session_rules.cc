#include "server/domain/session/session_rules.h"

#include <algorithm>
#include <cstddef>
#include <set>

#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"

namespace tutorat::domain {
namespace {

constexpr absl::Duration kLongSession = absl::Hours(4);
constexpr int kFirstUsualHour = 7;
constexpr int kLastUsualHour = 20;
constexpr int kOddYearsBack = 10;
constexpr int kOddYearsAhead = 2;
constexpr int kLongAgoMonths = 6;
constexpr int kLongBeforeWaveMonths = 3;
constexpr size_t kOverlapsTold = 3;

bool IsLive(const v1::Session& session) {
  return session.state() != v1::SESSION_STATE_CANCELLED && !session.has_delete_time();
}

absl::Time EndOf(const v1::Session& session) {
  return ToTime(session.start_time()) + absl::Seconds(session.duration().seconds());
}

void CheckAttendance(const v1::Session& session, absl::string_view prefix, std::vector<Violation>* violations) {
  std::set<std::string> seen;
  for (int i = 0; i < session.attendances_size(); ++i) {
    if (seen.insert(session.attendances(i).member()).second) continue;
    violations->push_back({absl::StrCat(prefix, ".attendances[", i, "].member"),
                           "DUPLICATE_ITEM",
                           {.en = "this member's attendance is noted twice: keep one",
                            .fr = "la présence de cet auditeur est notée deux fois : n'en garder qu'une"}});
  }
  const v1::HeadCount& count = session.head_count();
  const int noted = session.attendances_size() + count.present() + count.late() + count.excused() + count.absent();
  if (count.has_expected() && count.expected() < noted) {
    violations->push_back(
        {absl::StrCat(prefix, ".head_count.expected"),
         "TOO_SMALL",
         {.en = absl::StrCat(count.expected(), " expected, but ", noted, " are noted: correct one of them"),
          .fr = absl::StrCat(count.expected(), " attendus, mais ", noted, " sont notés : corriger l'un ou l'autre")}});
  }
}

// How many people are noted as excused or absent, where nothing is said of anybody else; 0: otherwise.
size_t NotedAsMissingAlone(const v1::Session& session) {
  const v1::HeadCount& count = session.head_count();
  if (session.state() != v1::SESSION_STATE_HELD || count.has_present() || count.has_late() || count.has_expected()) {
    return 0;
  }
  const bool came = std::any_of(session.attendances().begin(), session.attendances().end(), [](const auto& attendance) {
    return attendance.status() == v1::Attendance::STATUS_PRESENT || attendance.status() == v1::Attendance::STATUS_LATE;
  });
  return came ? 0 : static_cast<size_t>(session.attendances_size() + count.excused() + count.absent());
}

}  // namespace

bool IsMemberOn(const v1::Member& member, absl::string_view local_date) {
  return IsMemberOn(member.join_date(), member.leave_date(), local_date);
}

bool IsMemberOn(absl::string_view join_date, absl::string_view leave_date, absl::string_view local_date) {
  return (join_date.empty() || local_date >= join_date) && (leave_date.empty() || local_date < leave_date);
}

std::vector<Violation> CheckSession(const v1::Session& session, absl::string_view prefix) {
  std::vector<Violation> violations;
  const auto add = [&](absl::string_view field, const char* reason, Text text) {
    violations.push_back({absl::StrCat(prefix, ".", field), reason, std::move(text)});
  };
  const bool cancelled = session.state() == v1::SESSION_STATE_CANCELLED;
  if (cancelled && session.cancel_reason().empty()) {
    add("cancel_reason", "REQUIRED",
        {.en = "a cancelled session needs its reason", .fr = "une séance annulée demande son motif"});
  }
  if (!cancelled && !session.cancel_reason().empty()) {
    add("cancel_reason", "CONFLICTING_FIELDS",
        {.en = "only a cancelled session has a reason: remove it, or set the state",
         .fr = "seule une séance annulée a un motif : le retirer, ou changer l'état"});
  }
  if (session.state() == v1::SESSION_STATE_HELD && session.themes().empty()) {
    add("themes", "REQUIRED",
        {.en = "a held session needs what was covered, in your words",
         .fr = "une séance tenue demande ce qui a été abordé, avec vos mots"});
  }
  if (session.duration().seconds() % 60 != 0 || session.duration().nanos() != 0) {
    add("duration", "BAD_FORMAT", {.en = "must be whole minutes", .fr = "doit être en minutes entières"});
  }
  // Of the local day, which is kept beside the instant and must be one that ParseDate knows.
  const absl::TimeZone zone = *FindTimeZone(session.time_zone().empty() ? kDefaultTimeZone : session.time_zone());
  const absl::CivilYear year = absl::ToCivilYear(ToTime(session.start_time()), zone);
  if (year < absl::CivilYear(1900) || year > absl::CivilYear(2199)) {
    add("start_time", "BAD_FORMAT",
        {.en = "is not between 1900 and 2199: check the year",
         .fr = "n'est pas entre 1900 et 2199 : vérifier l'année"});
  }
  if (session.start_time().nanos() < 0 || session.start_time().nanos() > 999'999'999) {
    add("start_time", "BAD_FORMAT",
        {.en = "has nanos outside 0 to 999999999", .fr = "a des nanos hors de l'intervalle de 0 à 999999999"});
  }
  CheckAttendance(session, prefix, &violations);
  for (int i = 0; i < session.participation_issues_size(); ++i) {
    const v1::ParticipationIssue& issue = session.participation_issues(i);
    if (issue.has_affected_count() && issue.members_size() > 0) {
      add(absl::StrCat("participation_issues[", i, "].affected_count"), "CONFLICTING_FIELDS",
          {.en = "is given together with members: give one of them",
           .fr = "est donné avec members : n'en donner qu'un"});
    }
  }
  return violations;
}

void FillLocalTime(v1::Session* session) {
  if (session->time_zone().empty()) session->set_time_zone(kDefaultTimeZone);
  const absl::Time start = ToTime(session->start_time());
  *session->mutable_start_time() = ToTimestamp(start);
  const absl::TimeZone zone = *FindTimeZone(session->time_zone());
  session->set_local_date(FormatDate(absl::ToCivilDay(start, zone)));
  session->set_local_clock(absl::FormatTime("%H:%M", start, zone));
}

namespace {

// The checks of FindWarnings, in the order in which people read them.
class WarningFinder {
 public:
  WarningFinder(const v1::Session& session, absl::string_view wave_start, absl::Time now)
      : session_(session),
        wave_start_(wave_start),
        now_(now),
        start_(ToTime(session.start_time())),
        local_(absl::ToCivilMinute(start_, *FindTimeZone(session.time_zone()))),
        when_{.en = absl::StrCat(session.local_date(), " ", session.local_clock()),
              .fr = absl::StrCat("le ", FrenchDay(session.local_date()), " à ", FrenchHour(session.local_clock()))} {}

  void CheckDay() {
    const absl::CivilYear this_year = absl::ToCivilYear(now_, absl::UTCTimeZone());
    if (absl::CivilYear(local_) < this_year - kOddYearsBack || absl::CivilYear(local_) > this_year + kOddYearsAhead) {
      Add("ODD_YEAR", "start_time",
          {.en = absl::StrCat(when_.en, ": check the year"), .fr = absl::StrCat(when_.fr, " : vérifier l'année")});
    } else {
      CheckHowLongAgo();
    }
    if (session_.state() == v1::SESSION_STATE_HELD && start_ > now_) {
      Add("HELD_IN_FUTURE", "start_time",
          {.en = absl::StrCat(when_.en, " is yet to come, and the session is noted as held"),
           .fr = absl::StrCat(when_.fr, " n'est pas encore passé, et la séance est notée tenue")});
    }
    if (session_.state() == v1::SESSION_STATE_PLANNED && start_ < now_) {
      Add("PLANNED_IN_PAST", "start_time",
          {.en = absl::StrCat(when_.en, " has passed, and the session is noted as planned"),
           .fr = absl::StrCat(when_.fr, " est déjà passé, et la séance est notée prévue")});
    }
    const absl::Weekday weekday = absl::GetWeekday(absl::CivilDay(local_));
    if (weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday) {
      Add("WEEKEND", "start_time",
          {.en = absl::StrCat(when_.en, " is on a weekend"), .fr = absl::StrCat(when_.fr, " tombe un week-end")});
    }
  }

  void CheckHourAndLength() {
    if (local_.hour() < kFirstUsualHour || local_.hour() > kLastUsualHour) {
      Add("UNUSUAL_HOUR", "start_time",
          {.en = absl::StrCat(when_.en, " is an unusual hour"),
           .fr = absl::StrCat(when_.fr, " est une heure inhabituelle")});
    }
    if (EndOf(session_) - start_ > kLongSession) {
      const int64_t minutes = session_.duration().seconds() / 60;
      Add("LONG_SESSION", "duration",
          {.en = absl::StrCat(minutes, " minutes is long"), .fr = absl::StrCat(minutes, " minutes, c'est long")});
    }
  }

  void CheckOverlaps(const std::vector<v1::Session>& neighbours) {
    size_t overlaps = 0;
    for (const v1::Session& other : neighbours) {
      if (!OverlapsWith(other)) continue;
      if (++overlaps > kOverlapsTold) {
        Add("SESSION_OVERLAP", "start_time",
            {.en = absl::StrCat(when_.en, " overlaps more sessions than these: list those of that day"),
             .fr = absl::StrCat(when_.fr, " chevauche d'autres séances encore : lister celles de ce jour")});
        return;
      }
      const bool same_group = other.group() == session_.group();
      Add("SESSION_OVERLAP", "start_time",
          {.en = absl::StrCat(when_.en, " overlaps another session of the same ", same_group ? "group" : "tutor",
                              ", at ", other.local_clock(), ": ", other.name()),
           .fr = absl::StrCat(when_.fr, " chevauche une autre séance du même ", same_group ? "groupe" : "tuteur",
                              ", à ", FrenchHour(other.local_clock()), " : ", other.name())});
    }
  }

  void CheckAbsencesOnly(const std::vector<v1::Member>& members) {
    const size_t noted = NotedAsMissingAlone(session_);
    if (noted == 0) return;
    const auto expected = MembersThatDay(members);
    if (static_cast<size_t>(expected) <= noted) return;
    Add("ONLY_ABSENCES_NOTED", "attendances",
        {.en =
             absl::StrCat("only who was missing is noted, ", noted, " of ", expected,
                          " members: attendance is 0 out of ", noted, "; note who came too, or how many were expected"),
         .fr = absl::StrCat("seuls des manquants sont notés, ", noted, " sur ", expected,
                            " auditeurs : l'assiduité est de 0 sur ", noted,
                            " ; noter aussi les présents, ou le nombre d'attendus")});
  }

  // Of a group whose members are not kept, nothing is known.
  void CheckPresent(const std::vector<v1::Member>& members) {
    const v1::HeadCount& count = session_.head_count();
    const auto expected = MembersThatDay(members);
    const auto came = AttendanceOf(v1::Attendance::STATUS_PRESENT) + AttendanceOf(v1::Attendance::STATUS_LATE);
    const auto present = count.present() + count.late() + came;
    if (count.present() + count.late() == 0 || expected == 0 || present <= expected) return;
    Add("MORE_PRESENT_THAN_MEMBERS", "head_count",
        {.en = absl::StrCat(present, " present for ", expected, expected == 1 ? " member" : " members",
                            " that day: check the number, or note the others as guests"),
         .fr = absl::StrCat(present, present == 1 ? " présent pour " : " présents pour ", expected,
                            expected == 1 ? " auditeur" : " auditeurs",
                            " ce jour-là : vérifier le nombre, ou noter les autres comme invités")});
  }

  void CheckMembership(const std::vector<v1::Member>& members) {
    for (const v1::Attendance& attendance : session_.attendances()) {
      for (const v1::Member& member : members) {
        if (member.name() != attendance.member() || IsMemberOn(member, session_.local_date())) continue;
        Add("NOT_A_MEMBER_THAT_DAY", "attendances",
            {.en = absl::StrCat(member.display_name(), " was not a member on ", session_.local_date(),
                                " and is not counted"),
             .fr = absl::StrCat(member.display_name(), " n'était pas membre du groupe le ",
                                FrenchDay(session_.local_date()), " et ne compte pas")});
      }
    }
  }

  std::vector<Warning> Take() { return std::move(warnings_); }

 private:
  void CheckHowLongAgo() {
    if (session_.state() != v1::SESSION_STATE_HELD) return;
    const absl::CivilDay day(local_);
    const auto wave_start = ParseDate(wave_start_);
    if (wave_start && day < AddMonths(*wave_start, -kLongBeforeWaveMonths)) {
      Add("LONG_BEFORE_WAVE", "start_time",
          {.en = absl::StrCat(when_.en, " is more than three months before the wave's start on ", wave_start_,
                              ": check the year"),
           .fr = absl::StrCat(when_.fr, " tombe plus de trois mois avant le début de la vague, le ",
                              FrenchDay(wave_start_), " : vérifier l'année")});
    } else if (day < AddMonths(TodayInParis(now_), -kLongAgoMonths)) {
      Add("LONG_AGO", "start_time",
          {.en = absl::StrCat(when_.en, " is more than six months ago: check the year"),
           .fr = absl::StrCat(when_.fr, " remonte à plus de six mois : vérifier l'année")});
    }
  }

  std::ptrdiff_t MembersThatDay(const std::vector<v1::Member>& members) const {
    return std::count_if(members.begin(), members.end(),
                         [&](const v1::Member& member) { return IsMemberOn(member, session_.local_date()); });
  }

  std::ptrdiff_t AttendanceOf(v1::Attendance::Status status) const {
    return std::count_if(session_.attendances().begin(), session_.attendances().end(),
                         [status](const v1::Attendance& one) { return one.status() == status; });
  }

  bool OverlapsWith(const v1::Session& other) const {
    return other.name() != session_.name() && IsLive(other) && IsLive(session_) &&
           ToTime(other.start_time()) < EndOf(session_) && EndOf(other) > start_;
  }

  void Add(const char* reason, const char* field, Text text) {
    warnings_.push_back({reason, absl::StrCat("session.", field), std::move(text)});
  }

  const v1::Session& session_;
  const absl::string_view wave_start_;
  const absl::Time now_;
  const absl::Time start_;
  const absl::CivilMinute local_;
  const Text when_;
  std::vector<Warning> warnings_;
};

}  // namespace

std::vector<Warning> FindWarnings(const v1::Session& session, const std::vector<v1::Session>& neighbours,
                                  const std::vector<v1::Member>& members, absl::string_view wave_start,
                                  absl::Time now) {
  WarningFinder finder(session, wave_start, now);
  finder.CheckDay();
  finder.CheckHourAndLength();
  finder.CheckOverlaps(neighbours);
  finder.CheckAbsencesOnly(members);
  finder.CheckPresent(members);
  finder.CheckMembership(members);
  return finder.Take();
}

}  // namespace tutorat::domain
