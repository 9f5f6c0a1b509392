#ifndef TUTORAT_CLIENT_CLI_USAGE_ERROR_H_
#define TUTORAT_CLIENT_CLI_USAGE_ERROR_H_

#include <string>

#include "client/format/language.h"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace tutorat::cli {

// What the command line, or the configuration file, has wrong, and what to do, in one line.
std::string DescribeUsageError(const CLI::App& app, const CLI::ParseError& error, format::Language language);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_USAGE_ERROR_H_
