#ifndef TUTORAT_CLIENT_FORMAT_BALANCE_PRINT_H_
#define TUTORAT_CLIENT_FORMAT_BALANCE_PRINT_H_

#include <string>

#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/table.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::format {

// The table of a balance (GROUPE, NB SÉANCES, THÈMES ABORDÉS: a line for each session, verbatim) and the observations
// under it.
std::string BalanceTable(const v1::Balance& balance, Language language, const TableStyle& style);
std::string BalanceMarkdown(const v1::Balance& balance, Language language);

// `group,sessions,themes`, a record a group; the themes of its held sessions are separated by a line feed.
// A spreadsheet is read by people: its header is in their language.
std::string BalanceCsv(const v1::Balance& balance, CsvStyle style, Language language);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_BALANCE_PRINT_H_
