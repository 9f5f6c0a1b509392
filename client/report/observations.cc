#include "client/report/observations.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/text/figures.h"
#include "google/protobuf/repeated_field.h"

namespace tutorat::format {
namespace {

using References = google::protobuf::RepeatedPtrField<v1::GroupReference>;

// What is said of a kind: « il est relevé » ..., "..." is reported.
std::string IssueName(v1::ParticipationIssue::Kind kind, Language language) {
  switch (kind) {
    case v1::ParticipationIssue::KIND_MIC:
      return Say(language, "l'absence de micro de certains auditeurs", "some members lack a microphone");
    case v1::ParticipationIssue::KIND_CAMERA:
      return Say(language, "l'absence de caméra de certains auditeurs", "some members lack a camera");
    case v1::ParticipationIssue::KIND_CONNECTION:
      return Say(language, "un problème de connexion", "a connection issue is reported");
    case v1::ParticipationIssue::KIND_ACCESS:
      return Say(language, "un problème d'accès", "an access issue is reported");
    case v1::ParticipationIssue::KIND_ROOM:
      return Say(language, "un problème de salle", "a room issue is reported");
    default:
      return Say(language, "un autre problème de participation", "another participation issue is reported");
  }
}

bool IsEquipment(v1::ParticipationIssue::Kind kind) {
  return kind == v1::ParticipationIssue::KIND_MIC || kind == v1::ParticipationIssue::KIND_CAMERA;
}

// Writes the sentences of one balance, each with what it counts.
class ObservationWriter {
 public:
  ObservationWriter(const v1::Balance& balance, Language language)
      : balance_(balance), figures_(balance.observations()), language_(language) {}

  std::vector<std::string> Write() {
    AddPeriod();
    if (figures_.group_count() == 0) return std::move(sentences_);
    AddNotCounted();
    for (const v1::GroupsBySessionCount& row : figures_.groups_by_session_count()) AddSessionCount(row);
    AddIssues();
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
    return CountText(count, language_, french, english);
  }

  // `3 groupes sur 10`.
  std::string OfGroups(int count) const {
    return Say(language_, "$0 sur $1", "$0 out of $1", Count(count, "groupe", "group"), figures_.group_count());
  }

  // `3, 7 et 10`.
  std::string List(const References& groups) const {
    std::vector<std::string> labels;
    for (const v1::GroupReference& group : groups) {
      labels.push_back(GroupLabel(balance_, group.wave(), group.number()));
    }
    return ListText(labels, language_);
  }

  void AddPeriod() {
    const std::string wave =
        balance_.wave().empty() ? "" : Say(language_, ", vague $0", ", wave $0", WaveCode(balance_.wave()));
    if (balance_.from_date() >= balance_.to_date()) {
      Add("Période vide (aucun jour à partir du $0)$1.", "Empty period (no day from $0 on)$1.",
          DayText(balance_.from_date(), language_), wave);
      return;
    }
    const bool plural = figures_.session_count() >= 2;
    Add("Du $0 au $1$2 : $3 tenue$4 dans $5.", "From $0 to $1$2: $3 held in $5.",
        DayText(balance_.from_date(), language_), LastDayText(balance_.to_date(), language_), wave,
        Count(figures_.session_count(), "séance", "session"), plural ? "s" : "",
        Count(figures_.group_count(), "groupe", "group"));
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
                                 ? Say(language_, "n'$0 réalisé aucune séance", "held no session", plural ? "ont" : "a")
                                 : Say(language_, "$0 réalisé $1", "held $1", plural ? "ont" : "a",
                                       Count(row.session_count(), "séance", "session"));
    Add("$0 $1 : $2.", "$0 $1: $2.", OfGroups(row.groups_size()), held, List(row.groups()));
  }

  void AddIssues() {
    if (figures_.groups_with_issue().empty()) {
      Add("Aucun problème de participation n'est signalé (0 groupe sur $0).",
          "No participation issue is reported (0 groups out of $0).", figures_.group_count());
      return;
    }
    bool equipment = false;
    int others = 0;
    for (const v1::GroupsByIssue& row : figures_.groups_by_issue()) {
      const bool lacks_equipment = IsEquipment(row.kind());
      equipment = equipment || lacks_equipment;
      others += lacks_equipment ? 0 : 1;
    }
    if (equipment) AddEquipment();
    for (const v1::GroupsByIssue& row : figures_.groups_by_issue()) {
      if (!IsEquipment(row.kind())) AddIssue(IssueName(row.kind(), language_), row.groups(), row.groups_with_impact());
    }
    if (others + (equipment ? 1 : 0) < 2) return;
    Add("En tout, au moins un problème de participation est relevé dans $0 : $1$2.",
        "Altogether, at least one participation issue is reported in $0: $1$2.",
        OfGroups(figures_.groups_with_issue_size()), List(figures_.groups_with_issue()),
        Impact(figures_.groups_with_issue_size(), figures_.groups_with_impact()));
  }

  // Microphones and cameras in one sentence, as the committee writes it, and apart where they are not the same groups.
  void AddEquipment() {
    v1::GroupsByIssue either;
    std::vector<std::string> parts;
    bool same = true;
    for (const v1::GroupsByIssue& row : figures_.groups_by_issue()) {
      if (!IsEquipment(row.kind())) continue;
      same = same && (parts.empty() || List(row.groups()) == List(either.groups()));
      parts.push_back(Say(language_, "$0 : $1 ($2)", "$0: $1 ($2)",
                          row.kind() == v1::ParticipationIssue::KIND_MIC ? Choose(language_, "micro", "microphone")
                                                                         : Choose(language_, "caméra", "camera"),
                          OfGroups(row.groups_size()), List(row.groups())));
      either.set_kind(row.kind());
      either.MergeFrom(row);
    }
    Unite(*either.mutable_groups());
    Unite(*either.mutable_groups_with_impact());
    AddIssue(parts.size() == 1 ? IssueName(either.kind(), language_)
                               : Say(language_, "l'absence de micro ou de caméra de certains auditeurs",
                                     "some members lack a microphone or a camera"),
             either.groups(), either.groups_with_impact());
    if (!same) Add("Dont $0.", "Of these, $0.", absl::StrJoin(parts, Choose(language_, " ; ", "; ")));
  }

  void AddIssue(absl::string_view name, const References& groups, const References& with_impact) {
    Add("Dans $0, il est relevé $1 : $2$3.", "In $0, $1: $2$3.", OfGroups(groups.size()), name, List(groups),
        Impact(groups.size(), with_impact));
  }

  // The end of a sentence about `groups` groups: in how many of these it weighs on dynamism.
  std::string Impact(int groups, const References& weighing) const {
    const int count = weighing.size();
    if (groups == 1) {
      return count == 0 ? Say(language_, " ; cela n'y pèse pas sur le dynamisme",
                              "; it does not weigh on the group's dynamism")
                        : Say(language_, " ; cela y pèse sur le dynamisme", "; it weighs on the group's dynamism");
    }
    if (count == 0) {
      return Say(language_, " ; dans aucun de ces $0 groupes, cela ne pèse sur le dynamisme",
                 "; in none of these $0 groups does it weigh on the group's dynamism", groups);
    }
    if (count == groups) {
      return Say(language_, " ; dans chacun de ces $0 groupes, cela pèse sur le dynamisme",
                 "; in each of these $0 groups it weighs on the group's dynamism", groups);
    }
    return Say(language_, " ; dans $0 de ces $1 groupes, cela pèse sur le dynamisme : $2",
               "; in $0 of these $1 groups it weighs on the group's dynamism: $2", count, groups, List(weighing));
  }

  // Each group once, in the order of the balance.
  void Unite(References& groups) const {
    References united;
    for (const v1::GroupBalance& group : balance_.groups()) {
      const auto found = std::find_if(groups.begin(), groups.end(), [&](const v1::GroupReference& reference) {
        return reference.wave() == group.wave() && reference.number() == group.number();
      });
      if (found != groups.end()) *united.Add() = *found;
    }
    groups = united;
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
                   "the tutor says that the group is progressing well");
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
    if (ratio.withheld()) {
      Add("Assiduité : $0, le chiffre désignerait des personnes.", "Attendance: $0, the figure would point at people.",
          WithheldText(language_));
      return;
    }
    if (ratio.denominator() == 0) {
      Add("Assiduité : aucune présence notée (0 séance tenue sur $0).",
          "Attendance: none recorded (0 held sessions out of $0).", ratio.held_count());
      return;
    }
    Add("Assiduité : $0, soit $1 sur $2, d'après $3 sur $4$5.",
        "Attendance: $0, that is $1 out of $2 expected, from $3 out of $4$5.",
        PercentText(ratio.numerator(), ratio.denominator(), language_),
        Count(ratio.numerator(), "présence", "presence"),
        Say(language_, ratio.denominator() >= 2 ? "$0 attendues" : "$0 attendue", "$0", ratio.denominator()),
        Say(language_, ratio.session_count() >= 2 ? "$0 séances tenues" : "$0 séance tenue",
            ratio.session_count() == 1 ? "$0 held session" : "$0 held sessions", ratio.session_count()),
        ratio.held_count(), Unrecorded(ratio.held_count() - ratio.session_count()));
  }

  std::string Unrecorded(int sessions) const {
    if (sessions <= 0) return "";
    return Say(language_, sessions >= 2 ? " ; pour les $0 autres, rien n'est noté" : " ; pour l'autre, rien n'est noté",
               sessions >= 2 ? "; nothing was recorded for the other $0" : "; nothing was recorded for the other one",
               sessions);
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
  return ObservationWriter(balance, language).Write();
}

}  // namespace tutorat::format
