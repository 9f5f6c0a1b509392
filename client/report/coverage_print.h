#ifndef TUTORAT_CLIENT_FORMAT_COVERAGE_PRINT_H_
#define TUTORAT_CLIENT_FORMAT_COVERAGE_PRINT_H_

#include <string>
#include <vector>

#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/table.h"
#include "tutorat/v1/coverage.pb.h"

namespace tutorat::format {

inline constexpr int kDomainLevel = 1;
inline constexpr int kThemeLevel = 2;
inline constexpr int kSubThemeLevel = 3;

// The parts of a coverage to show.
struct CoverageView {
  // Down to this level.
  int level = kSubThemeLevel;
  // Only themes that a group has not covered.
  bool gaps = false;
};

std::vector<const v1::ThemeCoverage*> ShownThemes(const v1::Coverage& coverage, const CoverageView& view);

// The table of a coverage (THÈME, GROUPES, SÉANCES, a column a group, SANS) and the observations under it. Where not
// all groups fit into the width there are several tables, one below the other.
std::string CoverageTable(const v1::Coverage& coverage, const CoverageView& view, Language language,
                          const TableStyle& style);
std::string CoverageMarkdown(const v1::Coverage& coverage, const CoverageView& view, Language language);

// `theme,label,group,first_date,sessions`, a record for each theme and group, those without the other too; labels in
// French, as the thesaurus has them.
std::string CoverageCsv(const v1::Coverage& coverage, const CoverageView& view, CsvStyle style);

// `theme,label,level,groups,sessions,groups_total,groups_without,month,weight,groups_late`, a record a theme; groups
// are separated by spaces, the latter three are of the programme.
std::string CoverageSummaryCsv(const v1::Coverage& coverage, const CoverageView& view, CsvStyle style);

// How people call a group: its number, or V6/4 where the coverage spans several waves.
std::string GroupName(const v1::Coverage& coverage, const v1::GroupReference& group);

// In the language, if the thesaurus has it.
std::string ThemeLabel(const v1::ThemeCoverage& theme, Language language);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_COVERAGE_PRINT_H_
