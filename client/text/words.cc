#include "client/text/words.h"

#include <array>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "client/text/fold.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/options.pb.h"
#include "tutorat/v1/programme.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::format {
namespace {

template <typename Enum>
struct Entry {
  Enum value;
  const char* french;
  const char* english;
};

constexpr std::array<Entry<v1::SessionState>, 3> kStates = {{
    {v1::SESSION_STATE_PLANNED, "prévue", "planned"},
    {v1::SESSION_STATE_HELD, "tenue", "held"},
    {v1::SESSION_STATE_CANCELLED, "annulée", "cancelled"},
}};

constexpr std::array<Entry<v1::Attendance::Status>, 4> kStatuses = {{
    {v1::Attendance::STATUS_PRESENT, "présent", "present"},
    {v1::Attendance::STATUS_LATE, "en retard", "late"},
    {v1::Attendance::STATUS_EXCUSED, "excusé", "excused"},
    {v1::Attendance::STATUS_ABSENT, "absent", "absent"},
}};

constexpr std::array<Entry<v1::ParticipationIssue::Kind>, 6> kKinds = {{
    {v1::ParticipationIssue::KIND_MIC, "micro", "mic"},
    {v1::ParticipationIssue::KIND_CAMERA, "caméra", "camera"},
    {v1::ParticipationIssue::KIND_CONNECTION, "connexion", "connection"},
    {v1::ParticipationIssue::KIND_ACCESS, "accès", "access"},
    {v1::ParticipationIssue::KIND_ROOM, "salle", "room"},
    {v1::ParticipationIssue::KIND_OTHER, "autre", "other"},
}};

constexpr std::array<Entry<v1::ParticipationIssue::Impact>, 3> kImpacts = {{
    {v1::ParticipationIssue::IMPACT_NONE, "aucun", "none"},
    {v1::ParticipationIssue::IMPACT_SLIGHT, "léger", "slight"},
    {v1::ParticipationIssue::IMPACT_STRONG, "fort", "strong"},
}};

constexpr std::array<Entry<v1::Appreciation>, 3> kAppreciations = {{
    {v1::APPRECIATION_GOOD, "bonne", "good"},
    {v1::APPRECIATION_FAIR, "moyenne", "fair"},
    {v1::APPRECIATION_POOR, "difficile", "poor"},
}};

constexpr std::array<Entry<v1::SessionRecord::Unlisted>, 2> kUnlisted = {{
    {v1::SessionRecord::UNLISTED_PRESENT, "présents", "present"},
    {v1::SessionRecord::UNLISTED_NOT_RECORDED, "non-notés", "not-recorded"},
}};

constexpr std::array<Entry<v1::IssueState>, 4> kIssueStates = {{
    {v1::ISSUE_STATE_OPEN, "ouvert", "open"},
    {v1::ISSUE_STATE_EQUIPMENT_REQUESTED, "demandé", "requested"},
    {v1::ISSUE_STATE_RESOLVED, "résolu", "resolved"},
    {v1::ISSUE_STATE_DROPPED, "abandonné", "dropped"},
}};

constexpr std::array<Entry<v1::ProgrammeItem::Weight>, 2> kWeights = {{
    {v1::ProgrammeItem::WEIGHT_CORE, "socle", "core"},
    {v1::ProgrammeItem::WEIGHT_OPTIONAL, "facultatif", "optional"},
}};

constexpr std::array<Entry<v1::AgendaItem::Choice>, 2> kChoices = {{
    {v1::AgendaItem::CHOICE_TAKEN, "retenu", "taken"},
    {v1::AgendaItem::CHOICE_DROPPED, "écarté", "dropped"},
}};

constexpr std::array<Entry<v1::Role>, 4> kRoles = {{
    {v1::ROLE_TUTOR, "tuteur", "tutor"},
    {v1::ROLE_COORDINATOR, "coordinateur", "coordinator"},
    {v1::ROLE_READER, "lecteur", "reader"},
    {v1::ROLE_ADMINISTRATOR, "administrateur", "administrator"},
}};

constexpr std::array<Entry<v1::AuditEntry::Action>, 6> kActions = {{
    {v1::AuditEntry::ACTION_CREATE, "création", "creation"},
    {v1::AuditEntry::ACTION_UPDATE, "modification", "change"},
    {v1::AuditEntry::ACTION_DELETE, "suppression", "deletion"},
    {v1::AuditEntry::ACTION_UNDELETE, "rétablissement", "undeletion"},
    {v1::AuditEntry::ACTION_PURGE, "purge", "purge"},
    {v1::AuditEntry::ACTION_ERASE, "effacement", "erasure"},
}};

template <typename Enum>
absl::Span<const Entry<Enum>> Entries();
template <>
absl::Span<const Entry<v1::SessionState>> Entries() {
  return kStates;
}
template <>
absl::Span<const Entry<v1::Attendance::Status>> Entries() {
  return kStatuses;
}
template <>
absl::Span<const Entry<v1::ParticipationIssue::Kind>> Entries() {
  return kKinds;
}
template <>
absl::Span<const Entry<v1::ParticipationIssue::Impact>> Entries() {
  return kImpacts;
}
template <>
absl::Span<const Entry<v1::Appreciation>> Entries() {
  return kAppreciations;
}
template <>
absl::Span<const Entry<v1::SessionRecord::Unlisted>> Entries() {
  return kUnlisted;
}
template <>
absl::Span<const Entry<v1::IssueState>> Entries() {
  return kIssueStates;
}
template <>
absl::Span<const Entry<v1::ProgrammeItem::Weight>> Entries() {
  return kWeights;
}
template <>
absl::Span<const Entry<v1::AgendaItem::Choice>> Entries() {
  return kChoices;
}
template <>
absl::Span<const Entry<v1::Role>> Entries() {
  return kRoles;
}
template <>
absl::Span<const Entry<v1::AuditEntry::Action>> Entries() {
  return kActions;
}

}  // namespace

template <typename Enum>
std::string Word(Enum value, Language language) {
  for (const Entry<Enum>& entry : Entries<Enum>()) {
    if (entry.value == value) return std::string(Choose(language, entry.french, entry.english));
  }
  return "";
}

template <typename Enum>
std::optional<Enum> ParseWord(absl::string_view word) {
  const std::string folded = Fold(word);
  for (const Entry<Enum>& entry : Entries<Enum>()) {
    if (folded == Fold(entry.french) || folded == Fold(entry.english)) return entry.value;
  }
  return std::nullopt;
}

template <typename Enum>
std::string WordChoices(Language language) {
  std::vector<std::string> words;
  for (const Entry<Enum>& entry : Entries<Enum>()) words.emplace_back(Choose(language, entry.french, entry.english));
  return absl::StrJoin(words, "|");
}

template std::string Word(v1::SessionState, Language);
template std::string Word(v1::Attendance::Status, Language);
template std::string Word(v1::ParticipationIssue::Kind, Language);
template std::string Word(v1::ParticipationIssue::Impact, Language);
template std::string Word(v1::Appreciation, Language);
template std::string Word(v1::SessionRecord::Unlisted, Language);
template std::string Word(v1::IssueState, Language);
template std::string Word(v1::ProgrammeItem::Weight, Language);
template std::string Word(v1::AgendaItem::Choice, Language);
template std::string Word(v1::Role, Language);
template std::string Word(v1::AuditEntry::Action, Language);

template std::optional<v1::SessionState> ParseWord(absl::string_view);
template std::optional<v1::Attendance::Status> ParseWord(absl::string_view);
template std::optional<v1::ParticipationIssue::Kind> ParseWord(absl::string_view);
template std::optional<v1::ParticipationIssue::Impact> ParseWord(absl::string_view);
template std::optional<v1::Appreciation> ParseWord(absl::string_view);
template std::optional<v1::SessionRecord::Unlisted> ParseWord(absl::string_view);
template std::optional<v1::IssueState> ParseWord(absl::string_view);
template std::optional<v1::ProgrammeItem::Weight> ParseWord(absl::string_view);
template std::optional<v1::AgendaItem::Choice> ParseWord(absl::string_view);
template std::optional<v1::Role> ParseWord(absl::string_view);
template std::optional<v1::AuditEntry::Action> ParseWord(absl::string_view);

template std::string WordChoices<v1::SessionState>(Language);
template std::string WordChoices<v1::Attendance::Status>(Language);
template std::string WordChoices<v1::ParticipationIssue::Kind>(Language);
template std::string WordChoices<v1::ParticipationIssue::Impact>(Language);
template std::string WordChoices<v1::Appreciation>(Language);
template std::string WordChoices<v1::SessionRecord::Unlisted>(Language);
template std::string WordChoices<v1::IssueState>(Language);
template std::string WordChoices<v1::ProgrammeItem::Weight>(Language);
template std::string WordChoices<v1::AgendaItem::Choice>(Language);
template std::string WordChoices<v1::Role>(Language);
template std::string WordChoices<v1::AuditEntry::Action>(Language);

}  // namespace tutorat::format
