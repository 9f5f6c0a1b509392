#include "client/files/session_columns.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "client/text/fold.h"

namespace tutorat::format {
namespace {

constexpr std::array<SessionColumnInfo, 26> kSessionColumns = {{
    {SessionColumn::kWave, "wave", "vague", "wave"},
    {SessionColumn::kGroup, "group", "groupe", "group", true},
    {SessionColumn::kTutor, "tutor", "tuteur", "tutor"},
    {SessionColumn::kDate, "date", "date", "date", true},
    {SessionColumn::kStart, "start", "debut", "start"},
    {SessionColumn::kZone, "zone", "fuseau", "time_zone"},
    {SessionColumn::kDuration, "duration", "duree", "duration_minutes"},
    {SessionColumn::kStatus, "status", "statut", "state"},
    {SessionColumn::kReason, "reason", "motif", "cancel_reason"},
    {SessionColumn::kThemes, "themes", "themes", "themes", true},
    {SessionColumn::kAsked, "asked", "demandes", "requested_themes"},
    {SessionColumn::kPresent, "present", "presents", "present"},
    {SessionColumn::kLate, "late", "retards", "late"},
    {SessionColumn::kExcused, "excused", "excuses", "excused"},
    {SessionColumn::kAbsent, "absent", "absents", "absent"},
    {SessionColumn::kOthers, "others", "autres", "unlisted_members"},
    {SessionColumn::kExpected, "expected", "attendus", "expected"},
    {SessionColumn::kGuests, "guests", "invites", "guests"},
    {SessionColumn::kIssue, "issue", "probleme", "issues.kind"},
    {SessionColumn::kAffected, "affected", "concernes", "issues.affected"},
    {SessionColumn::kImpact, "impact", "impact", "issues.impact"},
    {SessionColumn::kIssueNote, "issue_note", "note_probleme", "issues.note"},
    {SessionColumn::kAppreciation, "appreciation", "appreciation", "appreciation"},
    {SessionColumn::kNote, "note", "note", "notes"},
    {SessionColumn::kLink, "link", "lien", "external_link"},
    {SessionColumn::kRequestId, "request_id", "request_id", ""},
}};

std::string Normal(absl::string_view name) {
  return absl::StrReplaceAll(Fold(name), {{" ", "_"}, {"-", "_"}, {"\u2019", "_"}});
}

// Levenshtein's: letters to add, remove or change.
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

absl::Span<const SessionColumnInfo> SessionColumns() { return kSessionColumns; }

const SessionColumnInfo& InfoOf(SessionColumn column) { return kSessionColumns[static_cast<size_t>(column)]; }

std::string NameOf(SessionColumn column, Language language) {
  return std::string(Choose(language, InfoOf(column).french, InfoOf(column).english));
}

std::optional<SessionColumn> FindSessionColumn(absl::string_view name) {
  const std::string normal = Normal(name);
  for (const SessionColumnInfo& info : kSessionColumns) {
    if (normal == info.english || normal == info.french) return info.column;
  }
  return std::nullopt;
}

std::optional<SessionColumn> ColumnOfField(absl::string_view field) {
  std::string path;
  bool index = false;
  for (const char c : field) {
    if (c == '[') index = true;
    if (!index) path.push_back(c);
    if (c == ']') index = false;
  }
  if (path == "issues") return SessionColumn::kIssue;
  for (const SessionColumnInfo& info : kSessionColumns) {
    const absl::string_view known = info.field;
    if (known.empty() || !absl::StartsWith(path, known)) continue;
    if (path.size() == known.size() || path[known.size()] == '.') return info.column;
  }
  return std::nullopt;
}

std::string NearestColumnName(absl::string_view name) {
  const std::string normal = Normal(name);
  std::string nearest;
  size_t best = std::max<size_t>(2, normal.size() / 2) + 1;
  for (const SessionColumnInfo& info : kSessionColumns) {
    for (const absl::string_view known : {info.english, info.french}) {
      // « date_seance » is a date; but « issue_not » is nearer to issue_note than to issue.
      const size_t most = absl::StartsWith(normal, known) ? 2 : normal.size() + known.size();
      const size_t distance = std::min(most, Distance(normal, known));
      if (distance < best) {
        best = distance;
        nearest = std::string(known);
      }
    }
  }
  return nearest;
}

}  // namespace tutorat::format
