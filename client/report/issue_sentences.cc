#include "client/report/issue_sentences.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/text/cells.h"
#include "client/text/day.h"
#include "client/text/figures.h"
#include "google/protobuf/repeated_field.h"

namespace tutorat::format {
namespace {

using Kind = v1::ParticipationIssue::Kind;
using References = google::protobuf::RepeatedPtrField<v1::GroupReference>;

bool OfSeveralWaves(const v1::IssueRegister& issue_register) {
  if (!issue_register.wave().empty()) return false;
  std::vector<absl::string_view> waves;
  for (const v1::GroupsByIssueState& state : issue_register.figures().groups_by_state()) {
    for (const v1::GroupReference& group : state.groups()) waves.emplace_back(group.wave());
  }
  return std::any_of(waves.begin(), waves.end(), [&](absl::string_view wave) { return wave != waves.front(); });
}

// Of a kind other than microphone and camera, as the committee's document would say it.
absl::string_view Plural(Kind kind, Language language) {
  switch (kind) {
    case v1::ParticipationIssue::KIND_CONNECTION:
      return Choose(language, "des problèmes de connexion", "connection problems");
    case v1::ParticipationIssue::KIND_ACCESS:
      return Choose(language, "des problèmes d'accès", "access problems");
    case v1::ParticipationIssue::KIND_ROOM:
      return Choose(language, "des problèmes de salle", "room problems");
    default:
      return Choose(language, "d'autres problèmes", "other problems");
  }
}

class RegisterWriter {
 public:
  RegisterWriter(const v1::IssueRegister& issue_register, Language language)
      : register_(issue_register), figures_(issue_register.figures()), language_(language) {}

  std::vector<std::string> Write() {
    if (figures_.issue_count() == 0) {
      sentences_.push_back(Say(language_, "$0 : aucun problème de participation n'est connu (0 groupe sur $1).",
                               "$0: no participation issue is known (0 groups out of $1).", AsOf(),
                               figures_.group_count()));
      return std::move(sentences_);
    }
    AddMicOrCamera();
    for (const v1::GroupsByActiveIssue& row : figures_.groups_by_kind()) {
      if (!IsMicOrCamera(row)) AddKind(row);
    }
    for (const v1::GroupsByIssueState& row : figures_.groups_by_state()) AddState(row);
    return std::move(sentences_);
  }

 private:
  static bool IsMicOrCamera(const v1::GroupsByActiveIssue& row) {
    return row.kinds(0) == v1::ParticipationIssue::KIND_MIC || row.kinds(0) == v1::ParticipationIssue::KIND_CAMERA;
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
      absl::StrAppend(&list, GroupLabel(register_, groups[i]));
    }
    return list;
  }

  // `Au 09/02/2024, vague V6`.
  std::string AsOf() const {
    return absl::StrCat(
        Choose(language_, "Au ", "On "), DayText(register_.as_of_date(), language_),
        register_.wave().empty() ? "" : Say(language_, ", vague $0", ", wave $0", WaveCode(register_.wave())));
  }

  std::string Impact(const v1::GroupsByActiveIssue& row) const {
    const int all = row.groups_size();
    const int some = row.groups_with_impact_size();
    if (all == 1) {
      return some == 1
                 ? Say(language_, "dans ce groupe, cela pèse sur le dynamisme", "in this group it weighs on dynamism")
                 : Say(language_, "dans ce groupe, cela ne pèse pas sur le dynamisme",
                       "in this group it does not weigh on dynamism");
    }
    if (some == 0) {
      return Say(language_, "dans aucun de ces $0 groupes, cela ne pèse sur le dynamisme",
                 "in none of these $0 groups it weighs on dynamism", all);
    }
    if (some == all) {
      return Say(language_, "dans chacun de ces $0 groupes, cela pèse sur le dynamisme",
                 "in each of these $0 groups it weighs on dynamism", all);
    }
    return Say(language_, "dans $0 de ces $1 groupes, cela pèse sur le dynamisme ($2)",
               "in $0 of these $1 groups it weighs on dynamism ($2)", some, all, List(row.groups_with_impact()));
  }

  void AddMicOrCamera() {
    const v1::GroupsByActiveIssue& both = figures_.mic_or_camera();
    if (both.groups().empty()) {
      sentences_.push_back(Say(
          language_, "$0 : l'absence de micro ou de caméra n'est relevée dans aucun groupe (0 groupe sur $1).",
          "$0: in no group members lack microphone or camera (0 groups out of $1).", AsOf(), figures_.group_count()));
      return;
    }
    sentences_.push_back(
        Say(language_, "$0 : dans $1, il est relevé l'absence de micro ou de caméra de certains auditeurs ($2) ; $3.",
            "$0: in $1, some members lack microphone or camera ($2); $3.", AsOf(), OfGroups(both.groups_size()),
            List(both.groups()), Impact(both)));
    std::vector<std::string> parts;
    for (const v1::GroupsByActiveIssue& row : figures_.groups_by_kind()) {
      if (!IsMicOrCamera(row)) continue;
      const bool mic = row.kinds(0) == v1::ParticipationIssue::KIND_MIC;
      parts.push_back(
          absl::StrCat(Choose(language_, mic ? "micro dans " : "caméra dans ", mic ? "microphone in " : "camera in "),
                       OfGroups(row.groups_size()), " (", List(row.groups()), ")"));
    }
    sentences_.push_back(Say(language_, "Ce qui manque : $0.", "What is missing: $0.",
                             absl::StrJoin(parts, Choose(language_, " ; ", "; "))));
  }

  void AddKind(const v1::GroupsByActiveIssue& row) {
    sentences_.push_back(Say(language_, "Dans $0, il est relevé $1 ($2) ; $3.", "In $0, there are $1 ($2); $3.",
                             OfGroups(row.groups_size()), Plural(row.kinds(0), language_), List(row.groups()),
                             Impact(row)));
  }

  void AddState(const v1::GroupsByIssueState& row) {
    const bool plural = row.issue_count() >= 2;
    const char* words = nullptr;
    switch (row.state()) {
      case v1::ISSUE_STATE_EQUIPMENT_REQUESTED:
        words = language_ == Language::kFrench ? "un équipement est demandé" : "equipment is requested";
        break;
      case v1::ISSUE_STATE_RESOLVED:
        words = language_ != Language::kFrench ? "resolved" : plural ? "résolus" : "résolu";
        break;
      case v1::ISSUE_STATE_DROPPED:
        words = language_ != Language::kFrench ? "dropped" : plural ? "abandonnés" : "abandonné";
        break;
      default:
        return;
    }
    const std::string issues = Say(language_, "$0 sur $1", "$0 out of $1",
                                   Count(row.issue_count(), "problème", "issue"), figures_.issue_count());
    sentences_.push_back(row.state() == v1::ISSUE_STATE_EQUIPMENT_REQUESTED
                             ? Say(language_, "Pour $0, $1, dans $2 ($3).", "For $0, $1, in $2 ($3).", issues, words,
                                   OfGroups(row.groups_size()), List(row.groups()))
                             : Say(language_, "$0 : $1, dans $2 ($3).", "$0: $1, in $2 ($3).", issues, words,
                                   OfGroups(row.groups_size()), List(row.groups())));
  }

  const v1::IssueRegister& register_;
  const v1::IssueFigures& figures_;
  const Language language_;
  std::vector<std::string> sentences_;
};

}  // namespace

std::vector<std::string> IssueSentences(const v1::IssueRegister& issue_register, Language language) {
  return RegisterWriter(issue_register, language).Write();
}

std::string GroupLabel(const v1::IssueRegister& issue_register, const v1::GroupReference& group) {
  return OfSeveralWaves(issue_register) ? absl::StrCat(WaveCode(group.wave()), "/", group.number())
                                        : absl::StrCat(group.number());
}

std::string IssueTitle(Kind kind, Language language) {
  switch (kind) {
    case v1::ParticipationIssue::KIND_MIC:
      return std::string(Choose(language, "Micro absent", "No microphone"));
    case v1::ParticipationIssue::KIND_CAMERA:
      return std::string(Choose(language, "Caméra absente", "No camera"));
    case v1::ParticipationIssue::KIND_CONNECTION:
      return std::string(Choose(language, "Problème de connexion", "Connection problem"));
    case v1::ParticipationIssue::KIND_ACCESS:
      return std::string(Choose(language, "Problème d'accès", "Access problem"));
    case v1::ParticipationIssue::KIND_ROOM:
      return std::string(Choose(language, "Problème de salle", "Room problem"));
    default:
      return std::string(Choose(language, "Autre problème", "Other problem"));
  }
}

}  // namespace tutorat::format
