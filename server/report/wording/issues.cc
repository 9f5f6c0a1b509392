#include <algorithm>

#include "server/report/wording/document_writer.h"
#include "server/report/wording/documents.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/issue_register.pb.h"

namespace tutorat::report {
namespace {

// The end of a resource's id, which tables show and commands take.
constexpr size_t kShortId = 6;

bool IsMicOrCamera(const v1::GroupsByActiveIssue& row) {
  return row.kinds(0) == v1::ParticipationIssue::KIND_MIC || row.kinds(0) == v1::ParticipationIssue::KIND_CAMERA;
}

class RegisterWriter {
 public:
  RegisterWriter(const v1::IssueRegister& issue_register, DocumentWriter& out)
      : register_(issue_register), figures_(issue_register.figures()), out_(out), language_(out.language()) {
    References groups;
    for (const v1::GroupsByIssueState& state : figures_.groups_by_state()) groups.MergeFrom(state.groups());
    several_ = issue_register.wave().empty() && SeveralWaves(groups);
  }

  void Write() {
    if (!register_.entries().empty()) {
      TableWriter table = out_.AddTable("issues");
      AddEntries(&table, false);
    }
    if (figures_.issue_count() == 0) {
      out_.Tell("$0 : aucun problème de participation n'est connu ($1).", "$0: no participation issue is known ($1).",
                AsOf(), OutOf(0, figures_.group_count(), language_, "groupe", "group"));
    } else {
      AddMicOrCamera();
      for (const v1::GroupsByActiveIssue& row : figures_.groups_by_kind()) {
        if (!IsMicOrCamera(row)) AddKind(row);
      }
      for (const v1::GroupsByIssueState& row : figures_.groups_by_state()) AddState(row);
    }
    TableWriter data = out_.AddData("issues");
    AddEntries(&data, true);
  }

 private:
  // `whole`: with the columns that would not fit a page.
  void AddEntries(TableWriter* table, bool whole) const {
    table->AddColumn("group", "GROUPE", "GROUP");
    table->AddColumn("issue", "PROBLÈME", "ISSUE");
    table->AddColumn("affected", "TOUCHÉS", "AFFECTED", Kind::KIND_NUMBER);
    table->AddColumn("first_seen", "DEPUIS", "SINCE", Kind::KIND_DATE);
    table->AddColumn("last_seen", "VU LE", "LAST SEEN", Kind::KIND_DATE);
    table->AddColumn("impact", "POIDS", "IMPACT");
    table->AddColumn("state", "ÉTAT", "STATE");
    table->AddColumn("actor", "QUI AGIT", "WHO ACTS");
    table->AddColumn("id", "ID", "ID");
    if (whole) {
      table->AddColumn("sessions", "SÉANCES", "SESSIONS", Kind::KIND_NUMBER);
      table->AddColumn("state_date", "DANS CET ÉTAT DEPUIS", "IN THIS STATE SINCE", Kind::KIND_DATE);
      table->AddColumn("reason", "MOTIF", "REASON");
      table->AddColumn("first_session", "PREMIÈRE SÉANCE", "FIRST SESSION");
      table->AddColumn("last_session", "DERNIÈRE SÉANCE", "LAST SESSION");
    }
    for (const v1::IssueEntry& entry : register_.entries()) {
      std::vector<v1::DocumentCell> row = {TextCell(GroupText(entry.group().wave(), entry.group().number(), true)),
                                           WordCell(entry.kind()),
                                           AffectedCell(entry),
                                           DateCell(entry.first_date(), language_),
                                           DateCell(entry.last_date(), language_),
                                           WordCell(entry.impact()),
                                           WordCell(entry.state()),
                                           TextCell(entry.actor()),
                                           IdCell(entry.issue())};
      if (whole) {
        row.push_back(NumberCell(entry.session_count()));
        row.push_back(DateCell(entry.state_date(), language_));
        row.push_back(TextCell(entry.reason()));
        row.push_back(TextCell(entry.first_session()));
        row.push_back(TextCell(entry.last_session()));
      }
      table->AddRow(std::move(row));
    }
  }

  template <typename Enum>
  v1::DocumentCell WordCell(Enum value) const {
    return CodeCell(Word(value, Language::kEnglish), Word(value, language_));
  }

  v1::DocumentCell AffectedCell(const v1::IssueEntry& entry) const {
    if (entry.withheld()) return CodeCell(WithheldText(Language::kEnglish), WithheldText(language_));
    return entry.has_affected_count() ? NumberCell(entry.affected_count()) : v1::DocumentCell();
  }

  static v1::DocumentCell IdCell(const std::string& name) {
    return CodeCell(name, name.substr(name.size() - std::min(name.size(), kShortId)));
  }

  Phrase OfGroups(const References& groups) const {
    return report::OfGroups(groups, figures_.group_count(), language_);
  }
  Phrase List(const References& groups) const { return ListGroups(groups, several_, language_); }

  // `Au 09/02/2024, vague V6`.
  Phrase AsOf() const {
    return out_.Say("Au $0$1", "On $0$1", DayText(register_.as_of_date(), language_),
                    InWave(register_.wave(), language_));
  }

  // Of a kind other than microphone and camera, as the committee's document would say it.
  Phrase Plural(v1::ParticipationIssue::Kind kind) const {
    switch (kind) {
      case v1::ParticipationIssue::KIND_CONNECTION:
        return out_.Say("des problèmes de connexion", "connection problems");
      case v1::ParticipationIssue::KIND_ACCESS:
        return out_.Say("des problèmes d'accès", "access problems");
      case v1::ParticipationIssue::KIND_ROOM:
        return out_.Say("des problèmes de salle", "room problems");
      default:
        return out_.Say("d'autres problèmes", "other problems");
    }
  }

  Phrase Impact(const v1::GroupsByActiveIssue& row) const {
    const int all = row.groups_size();
    const int some = row.groups_with_impact_size();
    if (all == 1) {
      return some == 1 ? out_.Say("dans ce groupe, cela pèse sur le dynamisme", "in this group it weighs on dynamism")
                       : out_.Say("dans ce groupe, cela ne pèse pas sur le dynamisme",
                                  "in this group it does not weigh on dynamism");
    }
    if (some == 0) {
      return out_.Say("dans aucun de ces $0 groupes, cela ne pèse sur le dynamisme",
                      "in none of these $0 groups it weighs on dynamism", all);
    }
    if (some == all) {
      return out_.Say("dans chacun de ces $0 groupes, cela pèse sur le dynamisme",
                      "in each of these $0 groups it weighs on dynamism", all);
    }
    return out_.Say("dans $0 groupes, cela pèse sur le dynamisme ($1)", "in $0 groups it weighs on dynamism ($1)",
                    OfThese(row.groups_with_impact(), all, language_), List(row.groups_with_impact()));
  }

  void AddMicOrCamera() {
    const v1::GroupsByActiveIssue& both = figures_.mic_or_camera();
    if (both.groups().empty()) {
      out_.Tell("$0 : l'absence de micro ou de caméra n'est relevée dans aucun groupe ($1).",
                "$0: in no group members lack microphone or camera ($1).", AsOf(),
                OutOf(0, figures_.group_count(), language_, "groupe", "group"));
      return;
    }
    out_.Tell("$0 : dans $1, il est relevé l'absence de micro ou de caméra de certains auditeurs ($2) ; $3.",
              "$0: in $1, some members lack microphone or camera ($2); $3.", AsOf(), OfGroups(both.groups()),
              List(both.groups()), Impact(both));
    std::vector<Phrase> parts;
    for (const v1::GroupsByActiveIssue& row : figures_.groups_by_kind()) {
      if (!IsMicOrCamera(row)) continue;
      const bool mic = row.kinds(0) == v1::ParticipationIssue::KIND_MIC;
      parts.push_back(out_.Say(mic ? "micro dans $0 ($1)" : "caméra dans $0 ($1)",
                               mic ? "microphone in $0 ($1)" : "camera in $0 ($1)", OfGroups(row.groups()),
                               List(row.groups())));
    }
    out_.Tell("Ce qui manque : $0.", "What is missing: $0.", Join(parts, Choose(language_, " ; ", "; ")));
  }

  void AddKind(const v1::GroupsByActiveIssue& row) {
    out_.Tell("Dans $0, il est relevé $1 ($2) ; $3.", "In $0, there are $1 ($2); $3.", OfGroups(row.groups()),
              Plural(row.kinds(0)), List(row.groups()), Impact(row));
  }

  void AddState(const v1::GroupsByIssueState& row) {
    const Phrase issues = OutOf(row.issue_count(), figures_.issue_count(), language_, "problème", "issue");
    const bool plural = row.issue_count() >= 2;
    Phrase become;
    switch (row.state()) {
      case v1::ISSUE_STATE_EQUIPMENT_REQUESTED:
        out_.Tell("Pour $0, un équipement est demandé, dans $1 ($2).", "For $0, equipment is requested, in $1 ($2).",
                  issues, OfGroups(row.groups()), List(row.groups()));
        return;
      case v1::ISSUE_STATE_RESOLVED:
        become = out_.Say(plural ? "résolus" : "résolu", "resolved");
        break;
      case v1::ISSUE_STATE_DROPPED:
        become = out_.Say(plural ? "abandonnés" : "abandonné", "dropped");
        break;
      default:
        return;
    }
    out_.Tell("$0 : $1, dans $2 ($3).", "$0: $1, in $2 ($3).", issues, become, OfGroups(row.groups()),
              List(row.groups()));
  }

  const v1::IssueRegister& register_;
  const v1::IssueFigures& figures_;
  DocumentWriter& out_;
  const Language language_;
  bool several_ = false;
};

// The entries, then in how many groups microphone or camera are missing, where it weighs on dynamism, the other kinds,
// what was requested, resolved and dropped: each figure with what it is counted out of.
void WordIssueRegister(const v1::GetIssueRegisterRequest& /*request*/, const v1::GetIssueRegisterResponse& response,
                       Language language, v1::Document* document) {
  DocumentWriter out(document, language, "Problèmes de participation", "Participation issues");
  RegisterWriter(response.issue_register(), out).Write();
}

const RegisteredWording<&WordIssueRegister> kIssueRegisterWording;

}  // namespace
}  // namespace tutorat::report
