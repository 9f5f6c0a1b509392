#ifndef TUTORAT_CLIENT_FORMAT_BALANCE_COMPARISON_PRINT_H_
#define TUTORAT_CLIENT_FORMAT_BALANCE_COMPARISON_PRINT_H_

#include <string>

#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/table.h"
#include "tutorat/v1/balance_comparison.pb.h"

namespace tutorat::format {

// The figures of two periods side by side, each with its denominator, and the difference.
std::string PeriodsTable(const v1::PeriodComparison& comparison, Language language, const TableStyle& style);
std::string PeriodsMarkdown(const v1::PeriodComparison& comparison, Language language);
// `key,label,kind,first_numerator,first_denominator,second_numerator,second_denominator,difference,
// difference_rounded`; a count has no denominator. The last one is in percentage points for a share.
std::string PeriodsCsv(const v1::PeriodComparison& comparison, CsvStyle style);

// Two waves, a row a week of their age. What a wave has not reached is blank.
std::string WavesTable(const v1::WaveComparison& comparison, Language language, const TableStyle& style);
std::string WavesMarkdown(const v1::WaveComparison& comparison, Language language);
// `week`, then of each wave `first_wave,first_held_sessions,first_groups_met,first_group_count,first_partial`.
std::string WavesCsv(const v1::WaveComparison& comparison, CsvStyle style);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_BALANCE_COMPARISON_PRINT_H_
