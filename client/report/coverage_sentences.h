#ifndef TUTORAT_CLIENT_FORMAT_COVERAGE_SENTENCES_H_
#define TUTORAT_CLIENT_FORMAT_COVERAGE_SENTENCES_H_

#include <string>
#include <vector>

#include "client/report/coverage_print.h"
#include "client/text/language.h"
#include "tutorat/v1/coverage.pb.h"

namespace tutorat::format {

// The observations under the table of a coverage: sentences, in each of which a figure comes with what it counts. Those
// about themes are of the levels that are shown; what a whole domain came back as says nothing, unless domains are all
// there is.
std::vector<std::string> CoverageSentences(const v1::Coverage& coverage, const CoverageView& view, Language language);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_COVERAGE_SENTENCES_H_
