#ifndef TUTORAT_CLIENT_FORMAT_BALANCE_DIFF_PRINT_H_
#define TUTORAT_CLIENT_FORMAT_BALANCE_DIFF_PRINT_H_

#include <string>

#include "client/format/csv.h"
#include "client/format/language.h"
#include "client/format/table.h"
#include "tutorat/v1/balance_diff.pb.h"

namespace tutorat::format {

// Which balances, how much changed, the sessions and groups that changed, and the figures; or that nothing changed.
std::string DiffTable(const v1::BalanceDiff& diff, Language language, const TableStyle& style);
std::string DiffMarkdown(const v1::BalanceDiff& diff, Language language);

// `kind,change,group,session,date,field,label,before,after`: of a session, a record for each field that was corrected,
// or one with its themes when it is new or was removed; of a group, one; of a figure, one, whose field is its key.
std::string DiffCsv(const v1::BalanceDiff& diff, CsvStyle style);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_BALANCE_DIFF_PRINT_H_
