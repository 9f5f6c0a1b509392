#pragma once

#include <string>
#include <vector>

#include "client/files/session_csv.h"
#include "client/text/language.h"
#include "client/text/table.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::format {

// The report of an import or of its preview, line by line: the server's results for the lines that could be read, and
// the problems of those that could not, together in the order of the file.
v1::ImportReport MergeProblems(const SessionFile& file, v1::ImportReport report, Language language);

// LIGNE, ACTION, DÉTAIL of each line of the file: the session, the fields that change, what is wrong, warnings.
Table ImportTable(const SessionFile& file, const v1::ImportReport& report, Language language);

// What comes into being besides sessions, a sentence for each kind, and the totals.
std::vector<std::string> ImportSummary(const v1::ImportReport& report, Language language);

}  // namespace tutorat::format
