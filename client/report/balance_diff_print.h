#ifndef TUTORAT_CLIENT_FORMAT_BALANCE_DIFF_PRINT_H_
#define TUTORAT_CLIENT_FORMAT_BALANCE_DIFF_PRINT_H_

#include <string>

#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/table.h"
#include "tutorat/v1/balance_diff.pb.h"

namespace tutorat::format {

// The differences of two balances: which balances, totals, changed sessions and groups, figures; or that nothing
// changed.
std::string DiffTable(const v1::BalanceDiff& diff, Language language, const TableStyle& style);
std::string DiffMarkdown(const v1::BalanceDiff& diff, Language language);

// `kind,change,group,session,date,field,label,before,after`: of a session, a record for each field that was corrected,
// or one with its themes when it is new or was removed; of a group, one; of a figure, one, whose field is its key.
std::string DiffCsv(const v1::BalanceDiff& diff, CsvStyle style);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_BALANCE_DIFF_PRINT_H_
