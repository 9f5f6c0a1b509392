#ifndef TUTORAT_CLIENT_FORMAT_FROZEN_PRINT_H_
#define TUTORAT_CLIENT_FORMAT_FROZEN_PRINT_H_

#include <string>
#include <vector>

#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/table.h"
#include "tutorat/v1/frozen_balance.pb.h"

namespace tutorat::format {

// The lines under a frozen balance: when, by whom and under which label it was frozen, and its SHA-256.
std::vector<std::string> FrozenSentences(const v1::FrozenBalance& frozen, Language language);

// Frozen balances in order of time.
Table FrozenTable(const std::vector<v1::FrozenBalance>& balances, Language language);
// `name,frozen_time,frozen_by,label,from_date,to_date,wave,sha256`; the time is UTC (RFC 3339).
std::string FrozenCsv(const std::vector<v1::FrozenBalance>& balances, CsvStyle style);

// The end of its id, which tables show and commands take.
std::string FrozenId(const v1::FrozenBalance& frozen);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_FROZEN_PRINT_H_
