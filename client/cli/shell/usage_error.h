#pragma once

#include <string>
#include <vector>

#include "client/text/language.h"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace tutorat::cli {

// Describes an error of the command line or of the configuration file, with its remedy, in one line.
std::string DescribeUsageError(const CLI::App& app, const CLI::ParseError& error, format::Language language);

// What is wrong where an option that wants a value is followed by another option, which would be taken for it: a value
// was forgotten. Empty: nothing is.
std::string DescribeForgottenValue(const CLI::App& app, const std::vector<std::string>& arguments,
                                   format::Language language);

}  // namespace tutorat::cli
