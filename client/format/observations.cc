#include "client/format/observations.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "google/protobuf/repeated_field.h"

namespace tutorat::format {
namespace {

using References = google::protobuf::RepeatedPtrField<v1::GroupReference>;

absl::string_view WaveCode(absl::string_view wave) { return absl::StripPrefix(wave, "waves/"); }

std::string Day(std::chrono::sys_days day, Language language) {
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  const unsigned month = static_cast<unsigned>(date.month());
  const unsigned number = static_cast<unsigned>(date.day());
  return language == Language::kFrench ? absl::StrFormat("%02d/%02d/%04d", number, month, year)
                                       : absl::StrFormat("%04d-%02d-%02d", year, month, number);
}

// Of a day the server wrote: AAAA-MM-JJ.
std::chrono::sys_days ReadDay(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3) return {};
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
}

std::string Percent(int numerator, int denominator, Language language) {
  const int64_t tenths = (int64_t{2000} * numerator + denominator) / (int64_t{2} * denominator);
  return Say(language, "$0,$1\u00a0%", "$0.$1%", tenths / 10, tenths % 10);
}

const char* IssueName(v1::ParticipationIssue::Kind kind, Language language) {
  const bool french = language == Language::kFrench;
  switch (kind) {
    case v1::ParticipationIssue::KIND_MIC:
      return french ? "Absence de micro" : "No microphone";
    case v1::ParticipationIssue::KIND_CAMERA:
      return french ? "Absence de caméra" : "No camera";
    case v1::ParticipationIssue::KIND_CONNECTION:
      return french ? "Problème de connexion" : "Connection";
    case v1::ParticipationIssue::KIND_ACCESS:
      return french ? "Problème d'accès" : "Access";
    case v1::ParticipationIssue::KIND_ROOM:
      return french ? "Problème de salle" : "Room";
    default:
      return french ? "Autre problème" : "Other issue";
  }
}

// Writes the sentences of one balance, each with what it counts.
class Writer {
 public:
  Writer(const v1::Balance& balance, Language language)
      : balance_(balance), figures_(balance.observations()), language_(language) {}

  std::vector<std::string> Write() {
    AddPeriod();
    if (figures_.group_count() == 0) return std::move(sentences_);
    AddNotCounted();
    for (const v1::GroupsBySessionCount& row : figures_.groups_by_session_count()) AddSessionCount(row);
    AddIssues();
    for (const v1::GroupsByIssue& row : figures_.groups_by_issue()) AddIssue(row);
    AddAppreciations();
    AddAttendance();
    return std::move(sentences_);
  }

 private:
  template <typename... Args>
  void Add(absl::string_view french, absl::string_view english, const Args&... args) {
    sentences_.push_back(Say(language_, french, english, args...));
  }

  std::string Count(int count, absl::string_view french, absl::string_view english) const {
    const bool plural = language_ == Language::kFrench ? count >= 2 : count != 1;
    return absl::StrCat(count, " ", Choose(language_, french, english), plural ? "s" : "");
  }

  // `3 groupes sur 10`.
  std::string OfGroups(int count) const {
    return Say(language_, "$0 sur $1", "$0 out of $1", Count(count, "groupe", "group"), figures_.group_count());
  }

  // `3, 7 et 10`.
  std::string List(const References& groups) const {
    std::string list;
    for (int i = 0; i < groups.size(); ++i) {
      if (i > 0) absl::StrAppend(&list, i + 1 < groups.size() ? ", " : Choose(language_, " et ", " and "));
      absl::StrAppend(&list, GroupLabel(balance_, groups[i].wave(), groups[i].number()));
    }
    return list;
  }

  void AddPeriod() {
    const std::chrono::sys_days from = ReadDay(balance_.from_date());
    const std::chrono::sys_days to = ReadDay(balance_.to_date());
    const std::string wave =
        balance_.wave().empty() ? "" : Say(language_, ", vague $0", ", wave $0", WaveCode(balance_.wave()));
    if (from >= to) {
      Add("Période vide (aucun jour à partir du $0)$1.", "Empty period (no day from $0 on)$1.", Day(from, language_),
          wave);
      return;
    }
    const bool plural = figures_.session_count() >= 2;
    Add("Du $0 au $1$2 : $3 tenue$4 dans $5.", "From $0 to $1$2: $3 held in $5.", Day(from, language_),
        Day(to - std::chrono::days(1), language_), wave, Count(figures_.session_count(), "séance", "session"),
        plural ? "s" : "", Count(figures_.group_count(), "groupe", "group"));
  }

  void AddNotCounted() {
    int planned = 0;
    int cancelled = 0;
    for (const v1::GroupBalance& group : balance_.groups()) {
      planned += group.planned_count();
      cancelled += group.cancelled_count();
    }
    std::vector<std::string> parts;
    if (planned > 0) parts.push_back(Count(planned, "prévue", "planned session"));
    if (cancelled > 0) parts.push_back(Count(cancelled, "annulée", "cancelled session"));
    if (parts.empty()) return;
    Add("Séances qui ne sont pas comptées comme tenues : $0.", "Not counted as held: $0.",
        absl::StrJoin(parts, Choose(language_, " et ", " and ")));
  }

  void AddSessionCount(const v1::GroupsBySessionCount& row) {
    const bool plural = row.groups_size() >= 2;
    const std::string held = row.session_count() == 0
                                 ? Say(language_, "n'$0 tenu aucune séance", "held no session", plural ? "ont" : "a")
                                 : Say(language_, "$0 tenu $1", "held $1", plural ? "ont" : "a",
                                       Count(row.session_count(), "séance", "session"));
    Add("$0 $1 : $2.", "$0 $1: $2.", OfGroups(row.groups_size()), held, List(row.groups()));
  }

  void AddIssues() {
    const int groups = figures_.groups_with_issue_size();
    if (groups == 0) {
      Add("Aucun problème de participation n'est signalé (0 groupe sur $0).",
          "No participation issue is reported (0 groups out of $0).", figures_.group_count());
      return;
    }
    Add("Dans $0, des problèmes de participation sont signalés : $1 ; $2.",
        "In $0, participation issues are reported: $1; $2.", OfGroups(groups), List(figures_.groups_with_issue()),
        Impact(figures_.groups_with_impact(), " : ", ": ", ""));
  }

  void AddIssue(const v1::GroupsByIssue& row) {
    Add("$0 : dans $1 ($2), $3.", "$0: in $1 ($2), $3.", IssueName(row.kind(), language_), OfGroups(row.groups_size()),
        List(row.groups()), Impact(row.groups_with_impact(), " (", " (", ")"));
  }

  std::string Impact(const References& groups, absl::string_view french, absl::string_view english,
                     absl::string_view end) const {
    if (groups.empty()) {
      return Say(language_, "sans que cela pèse sur le dynamisme du groupe (0 groupe)",
                 "without weighing on the group's dynamism (0 groups)");
    }
    return Say(language_, "dont $0 où cela pèse sur le dynamisme$1$2$3",
               "of which $0 where it weighs on dynamism$1$2$3", groups.size(), Choose(language_, french, english),
               List(groups), end);
  }

  void AddAppreciations() {
    References silent;
    for (const v1::GroupBalance& group : balance_.groups()) {
      if (group.appreciation() != v1::APPRECIATION_UNSPECIFIED) continue;
      v1::GroupReference& reference = *silent.Add();
      reference.set_wave(group.wave());
      reference.set_number(group.number());
    }
    for (const v1::GroupsByAppreciation& row : figures_.groups_by_appreciation()) {
      if (row.appreciation() == v1::APPRECIATION_UNSPECIFIED || row.groups().empty()) continue;
      Add("Dans $0, $1 : $2.", "In $0, $1: $2.", OfGroups(row.groups_size()), Progress(row.appreciation()),
          List(row.groups()));
    }
    if (!silent.empty()) {
      Add("Dans $0, aucune appréciation n'est donnée : $1.", "In $0, no appreciation is given: $1.",
          OfGroups(silent.size()), List(silent));
    }
  }

  std::string Progress(v1::Appreciation appreciation) const {
    switch (appreciation) {
      case v1::APPRECIATION_GOOD:
        return Say(language_, "le tuteur relève que le groupe évolue bien",
                   "the tutor says that the group progresses well");
      case v1::APPRECIATION_FAIR:
        return Say(language_, "le tuteur juge l'évolution du groupe moyenne",
                   "the tutor finds the group's progress fair");
      default:
        return Say(language_, "le tuteur juge l'évolution du groupe difficile",
                   "the tutor finds the group's progress poor");
    }
  }

  void AddAttendance() {
    const v1::AttendanceRatio& ratio = figures_.attendance();
    if (ratio.denominator() == 0) {
      Add("Assiduité : aucune présence notée (0 séance tenue sur $0).",
          "Attendance: none recorded (0 held sessions out of $0).", ratio.held_count());
      return;
    }
    Add("Assiduité : $0, soit $1 sur $2, d'après $3 sur $4$5.",
        "Attendance: $0, that is $1 out of $2 expected, from $3 out of $4$5.",
        Percent(ratio.numerator(), ratio.denominator(), language_), Count(ratio.numerator(), "présence", "presence"),
        Say(language_, ratio.denominator() >= 2 ? "$0 attendues" : "$0 attendue", "$0", ratio.denominator()),
        Say(language_, ratio.session_count() >= 2 ? "$0 séances tenues" : "$0 séance tenue",
            ratio.session_count() == 1 ? "$0 held session" : "$0 held sessions", ratio.session_count()),
        ratio.held_count(), Unrecorded(ratio.held_count() - ratio.session_count()));
  }

  std::string Unrecorded(int sessions) const {
    if (sessions <= 0) return "";
    return Say(language_, sessions >= 2 ? " ; pour les $0 autres, rien n'est noté" : " ; pour l'autre, rien n'est noté",
               "; nothing was recorded for the other $0", sessions);
  }

  const v1::Balance& balance_;
  const v1::Observations& figures_;
  const Language language_;
  std::vector<std::string> sentences_;
};

}  // namespace

std::string GroupLabel(const v1::Balance& balance, const std::string& wave, int number) {
  const bool several =
      std::any_of(balance.groups().begin(), balance.groups().end(),
                  [&](const v1::GroupBalance& group) { return group.wave() != balance.groups(0).wave(); });
  return several ? absl::StrCat(WaveCode(wave), "/", number) : absl::StrCat(number);
}

std::vector<std::string> Observations(const v1::Balance& balance, Language language) {
  return Writer(balance, language).Write();
}

}  // namespace tutorat::format
