#pragma once

#include <map>
#include <string>
#include <vector>

#include "client/files/session_columns.h"
#include "client/text/language.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::format {

// The issues of a session, which take four cells of its line, by their field's number in v1.RecordedIssue; see
// session_csv.h.
using IssueCells = std::map<int, std::string>;

struct IssueProblem {
  SessionColumn column;
  std::string message;
};

// Adds the issues to `record`. Returns what is wrong, in which case `record` is not to be used.
std::vector<IssueProblem> ReadIssues(IssueCells cells, Language language, v1::SessionRecord& record);

IssueCells WriteIssues(const v1::SessionRecord& record, Language language);

}  // namespace tutorat::format
