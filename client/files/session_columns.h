#ifndef TUTORAT_CLIENT_FORMAT_SESSION_COLUMNS_H_
#define TUTORAT_CLIENT_FORMAT_SESSION_COLUMNS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/text/language.h"

namespace tutorat::format {

// The columns of the import and export format of sessions.
enum class SessionColumn {
  kWave,
  kGroup,
  kTutor,
  kDate,
  kStart,
  kZone,
  kDuration,
  kStatus,
  kReason,
  kThemes,
  kAsked,
  kPresent,
  kLate,
  kExcused,
  kAbsent,
  kOthers,
  kExpected,
  kGuests,
  kIssue,
  kAffected,
  kImpact,
  kIssueNote,
  kAppreciation,
  kNote,
  kLink,
  kRequestId,
};

struct SessionColumnInfo {
  SessionColumn column;
  const char* english;
  const char* french;
  // Path in v1.SessionRecord, without indexes; empty for request_id, which is of the row.
  const char* field;
  bool required = false;
};

// In the order in which an export writes them.
absl::Span<const SessionColumnInfo> SessionColumns();

const SessionColumnInfo& InfoOf(SessionColumn column);
std::string NameOf(SessionColumn column, Language language);

// By a name of either language, whatever its case and accents, with spaces or hyphens for underscores.
std::optional<SessionColumn> FindSessionColumn(absl::string_view name);

// By a field of v1.SessionRecord as the server names it: `date`, `present.names[2]`, `issues[0].impact`.
std::optional<SessionColumn> ColumnOfField(absl::string_view field);

// The known name that `name` was probably meant to be; empty when none is near.
std::string NearestColumnName(absl::string_view name);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_SESSION_COLUMNS_H_
