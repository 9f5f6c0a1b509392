#ifndef TUTORAT_CLIENT_FORMAT_CADENCE_PRINT_H_
#define TUTORAT_CLIENT_FORMAT_CADENCE_PRINT_H_

#include <string>
#include <vector>

#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/table.h"
#include "tutorat/v1/cadence.pb.h"

namespace tutorat::format {

// The table of a cadence with the sentences under it. Groups that are behind say so in words, and stand out where
// `style` has colours.
std::string CadenceTable(const v1::Cadence& cadence, Language language, const TableStyle& style);
std::string CadenceMarkdown(const v1::Cadence& cadence, Language language);

// Who is behind, by how many and what is planned; by which rule; against which cohort and calendar. Each figure comes
// with what it counts. No names of people.
std::vector<std::string> CadenceSentences(const v1::Cadence& cadence, Language language);

// A record a group, every figure of GroupCadence, days AAAA-MM-JJ, enum values by their names in lower case.
std::string CadenceCsv(const v1::Cadence& cadence, CsvStyle style);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_CADENCE_PRINT_H_
