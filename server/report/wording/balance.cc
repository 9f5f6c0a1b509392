#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "absl/strings/str_join.h"
#include "server/report/wording/document_writer.h"
#include "server/report/wording/documents.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"

namespace tutorat::report {
namespace {

bool IsEquipment(v1::ParticipationIssue::Kind kind) {
  return kind == v1::ParticipationIssue::KIND_MIC || kind == v1::ParticipationIssue::KIND_CAMERA;
}

void AddBalanceTable(const v1::Balance& balance, DocumentWriter& out) {
  TableWriter table = out.AddTable("balance");
  table.table().set_ruled(true);
  table.AddColumn("group", "GROUPE", "GROUP", Kind::KIND_NUMBER);
  table.AddColumn("sessions", "NB SÉANCES", "SESSIONS", Kind::KIND_NUMBER);
  table.AddColumn("themes", "THÈMES ABORDÉS", "THEMES COVERED");
  const bool several = SeveralWaves(balance.groups());
  for (const v1::GroupBalance& group : balance.groups()) {
    std::vector<std::string> themes;
    for (const v1::BalanceSession& session : group.sessions()) themes.push_back(session.themes());
    table.AddRow({TextCell(GroupText(group.wave(), group.number(), several)), NumberCell(group.held_count()),
                  ItemsCell(themes)});
  }
}

// Writes the observations under the table of one balance.
class ObservationWriter {
 public:
  ObservationWriter(const v1::Balance& balance, DocumentWriter& out)
      : balance_(balance),
        figures_(balance.observations()),
        out_(out),
        language_(out.language()),
        several_(SeveralWaves(balance.groups())) {}

  void Write() {
    const auto met = std::count_if(balance_.groups().begin(), balance_.groups().end(),
                                   [](const v1::GroupBalance& group) { return group.held_count() > 0; });
    out_.TellPeriod(balance_.from_date(), balance_.to_date(), balance_.wave(), figures_.session_count(),
                    static_cast<int>(met), figures_.group_count());
    if (figures_.group_count() == 0) return;
    AddNotCounted();
    for (const v1::GroupsBySessionCount& row : figures_.groups_by_session_count()) AddSessionCount(row);
    AddIssues();
    AddAppreciations();
    AddAttendance();
  }

 private:
  Phrase OfGroups(const References& groups) const {
    return report::OfGroups(groups, figures_.group_count(), language_);
  }

  Phrase List(const References& groups) const { return ListGroups(groups, several_, language_); }

  void AddNotCounted() {
    int planned = 0;
    int cancelled = 0;
    for (const v1::GroupBalance& group : balance_.groups()) {
      planned += group.planned_count();
      cancelled += group.cancelled_count();
    }
    std::vector<Phrase> parts;
    if (planned > 0) {
      parts.push_back(Count(planned, language_, planned >= 2 ? "séances prévue" : "séance prévue", "planned session"));
    }
    if (cancelled > 0) {
      parts.push_back(
          Count(cancelled, language_, cancelled >= 2 ? "séances annulée" : "séance annulée", "cancelled session"));
    }
    if (parts.empty()) return;
    out_.Tell("Non comptées : $0.", "Not counted as held: $0.", report::List(parts, language_));
  }

  void AddSessionCount(const v1::GroupsBySessionCount& row) {
    const char* have = row.groups_size() >= 2 ? "ont" : "a";
    const Phrase held = row.session_count() == 0 ? out_.Say("n'$0 tenu aucune séance", "held no session", have)
                                                 : out_.Say("$0 tenu $1", "held $1", have,
                                                            Count(row.session_count(), language_, "séance", "session"));
    out_.Tell("$0 $1 : $2.", "$0 $1: $2.", OfGroups(row.groups()), held, List(row.groups()));
  }

  void AddIssues() {
    if (figures_.groups_with_issue().empty()) {
      out_.Tell("Aucun problème de participation n'est signalé ($0).", "No participation issue is reported ($0).",
                report::OutOf(0, figures_.group_count(), language_, "groupe", "group"));
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
      if (!IsEquipment(row.kind())) AddIssue(IssueName(row.kind()), row.groups(), row.groups_with_impact());
    }
    if (others + (equipment ? 1 : 0) < 2) return;
    out_.Tell("En tout, au moins un problème de participation est relevé dans $0 : $1$2.",
              "Altogether, at least one participation issue is reported in $0: $1$2.",
              OfGroups(figures_.groups_with_issue()), List(figures_.groups_with_issue()),
              Impact(figures_.groups_with_issue_size(), figures_.groups_with_impact()));
  }

  // What is said of a kind: « il est relevé » ..., "..." is reported.
  Phrase IssueName(v1::ParticipationIssue::Kind kind) const {
    switch (kind) {
      case v1::ParticipationIssue::KIND_MIC:
        return out_.Say("l'absence de micro de certains auditeurs", "some members lack a microphone");
      case v1::ParticipationIssue::KIND_CAMERA:
        return out_.Say("l'absence de caméra de certains auditeurs", "some members lack a camera");
      case v1::ParticipationIssue::KIND_CONNECTION:
        return out_.Say("un problème de connexion", "a connection issue is reported");
      case v1::ParticipationIssue::KIND_ACCESS:
        return out_.Say("un problème d'accès", "an access issue is reported");
      case v1::ParticipationIssue::KIND_ROOM:
        return out_.Say("un problème de salle", "a room issue is reported");
      default:
        return out_.Say("un autre problème de participation", "another participation issue is reported");
    }
  }

  // Microphones and cameras in one sentence, as the committee writes it, and apart where they are not the same groups.
  void AddEquipment() {
    v1::GroupsByIssue either;
    std::vector<Phrase> parts;
    bool same = true;
    for (const v1::GroupsByIssue& row : figures_.groups_by_issue()) {
      if (!IsEquipment(row.kind())) continue;
      same = same && (parts.empty() || List(row.groups()).text == List(either.groups()).text);
      parts.push_back(out_.Say("$0 : $1 ($2)", "$0: $1 ($2)",
                               row.kind() == v1::ParticipationIssue::KIND_MIC ? out_.Say("micro", "microphone")
                                                                              : out_.Say("caméra", "camera"),
                               OfGroups(row.groups()), List(row.groups())));
      either.set_kind(row.kind());
      either.MergeFrom(row);
    }
    Unite(*either.mutable_groups());
    Unite(*either.mutable_groups_with_impact());
    AddIssue(parts.size() == 1 ? IssueName(either.kind())
                               : out_.Say("l'absence de micro ou de caméra de certains auditeurs",
                                          "some members lack a microphone or a camera"),
             either.groups(), either.groups_with_impact());
    if (!same) out_.Tell("Dont $0.", "Of these, $0.", Join(parts, Choose(language_, " ; ", "; ")));
  }

  void AddIssue(const Phrase& name, const References& groups, const References& with_impact) {
    out_.Tell("Dans $0, il est relevé $1 : $2$3.", "In $0, $1: $2$3.", OfGroups(groups), name, List(groups),
              Impact(groups.size(), with_impact));
  }

  // The end of a sentence about `groups` groups: in how many of these it weighs on dynamism.
  Phrase Impact(int groups, const References& weighing) const {
    const int count = weighing.size();
    if (groups == 1) {
      return count == 0 ? out_.Say(", sans conséquence sur la dynamique du groupe",
                                   "; it does not weigh on the group's dynamism")
                        : out_.Say(" ; cela y pèse sur le dynamisme", "; it weighs on the group's dynamism");
    }
    if (count == 0) {
      return out_.Say(" ; dans aucun de ces $0 groupes, cela ne pèse sur le dynamisme",
                      "; in none of these $0 groups does it weigh on the group's dynamism", groups);
    }
    if (count == groups) {
      return out_.Say(" ; dans chacun de ces $0 groupes, cela pèse sur le dynamisme",
                      "; in each of these $0 groups it weighs on the group's dynamism", groups);
    }
    return out_.Say(" ; dans $0 groupes, cela pèse sur le dynamisme : $1",
                    "; in $0 groups it weighs on the group's dynamism: $1", OfThese(weighing, groups, language_),
                    List(weighing));
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
      reference.set_group(group.group());
      reference.set_wave(group.wave());
      reference.set_number(group.number());
    }
    for (const v1::GroupsByAppreciation& row : figures_.groups_by_appreciation()) {
      if (row.appreciation() == v1::APPRECIATION_UNSPECIFIED || row.groups().empty()) continue;
      out_.Tell("Dans $0, $1 : $2.", "In $0, $1: $2.", OfGroups(row.groups()), Progress(row.appreciation()),
                List(row.groups()));
    }
    if (silent.empty()) return;
    out_.Tell("Dans $0, aucune appréciation n'est donnée : $1.", "In $0, no appreciation is given: $1.",
              OfGroups(silent), List(silent));
  }

  Phrase Progress(v1::Appreciation appreciation) const {
    switch (appreciation) {
      case v1::APPRECIATION_GOOD:
        return out_.Say("le tuteur relève que le groupe évolue bien",
                        "the tutor says that the group is progressing well");
      case v1::APPRECIATION_FAIR:
        return out_.Say("le tuteur juge l'évolution du groupe moyenne", "the tutor finds the group's progress fair");
      default:
        return out_.Say("le tuteur juge l'évolution du groupe difficile", "the tutor finds the group's progress poor");
    }
  }

  void AddAttendance() {
    const v1::AttendanceRatio& ratio = figures_.attendance();
    if (ratio.withheld()) {
      out_.Tell("Assiduité : $0, le chiffre désignerait des personnes.",
                "Attendance: $0, the figure would point at people.", WithheldText(language_));
      return;
    }
    if (ratio.denominator() == 0) {
      out_.Tell("Assiduité : aucune présence notée ($0).", "Attendance: none recorded ($0).",
                report::OutOf(0, ratio.held_count(), language_, "séance tenue", "held session"));
      return;
    }
    Phrase presences = Count(ratio.numerator(), language_, "présence", "presence");
    presences.figures.back().set_denominator(ratio.denominator());
    const Phrase sessions =
        Telling(out_.Say(ratio.session_count() >= 2 ? "$0 séances tenues" : "$0 séance tenue",
                         ratio.session_count() == 1 ? "$0 held session" : "$0 held sessions", ratio.session_count())
                    .text,
                ratio.session_count(), ratio.held_count());
    out_.Tell("Assiduité : $0, soit $1 sur $2, d'après $3 sur $4$5.",
              "Attendance: $0, that is $1 out of $2 expected, from $3 out of $4$5.",
              PercentText(ratio.numerator(), ratio.denominator(), language_), presences,
              out_.Say(ratio.denominator() >= 2 ? "$0 attendues" : "$0 attendue", "$0", ratio.denominator()), sessions,
              ratio.held_count(), Unrecorded(ratio.held_count() - ratio.session_count()));
  }

  Phrase Unrecorded(int sessions) const {
    if (sessions <= 0) return "";
    return out_.Say(
        sessions >= 2 ? " ; pour les $0 autres, rien n'est noté" : " ; pour l'autre, rien n'est noté",
        sessions >= 2 ? "; nothing was recorded for the other $0" : "; nothing was recorded for the other one",
        sessions);
  }

  const v1::Balance& balance_;
  const v1::Observations& figures_;
  DocumentWriter& out_;
  const Language language_;
  const bool several_;
};

void WriteBalance(const v1::Balance& balance, DocumentWriter& out) {
  AddBalanceTable(balance, out);
  ObservationWriter(balance, out).Write();
}

// The committee's table (GROUPE, NB SÉANCES, THÈMES ABORDÉS: an item for each held session, verbatim) and the
// observations under it.
void WordBalance(const v1::GetBalanceRequest& /*request*/, const v1::GetBalanceResponse& response, Language language,
                 v1::Document* document) {
  DocumentWriter out(document, language, "Bilan des tutorats", "Balance of the tutorats");
  WriteBalance(response.balance(), out);
}

// The balance that was frozen, and when, by whom and under which label it was. Of a content that is no balance: the
// latter alone.
void WordFrozenBalance(const v1::GetFrozenBalanceRequest& /*request*/, const v1::GetFrozenBalanceResponse& response,
                       Language language, v1::Document* document) {
  DocumentWriter out(document, language, "Bilan des tutorats", "Balance of the tutorats");
  const v1::FrozenBalance& frozen = response.frozen_balance();
  v1::Balance balance;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // of a newer server
  if (google::protobuf::util::JsonStringToMessage(absl::StrJoin(frozen.content(), ""), &balance, options).ok()) {
    WriteBalance(balance, out);
  }
  out.Tell("Bilan figé le $0$1$2.", "Balance frozen on $0$1$2.", MomentText(frozen.create_time(), language),
           frozen.frozen_by().empty() ? Phrase() : out.Say(" par $0", " by $0", frozen.frozen_by()),
           frozen.label().empty() ? Phrase() : out.Say(" : « $0 »", ": \"$0\"", frozen.label()));
  out.Tell("Identifiant : $0.", "Id: $0.", frozen.name());
  if (frozen.sha256().empty()) {
    out.Tell("SHA-256 : celui de la liste, du contenu entier ; en partie $0 ici",
             "SHA-256: as in the list, of the whole content; here it is $0 in part", WithheldText(language));
  } else {
    out.Tell("SHA-256 : $0", "SHA-256: $0", frozen.sha256());
  }
}

const RegisteredWording<&WordBalance> kBalanceWording;
const RegisteredWording<&WordFrozenBalance> kFrozenBalanceWording;

}  // namespace
}  // namespace tutorat::report
