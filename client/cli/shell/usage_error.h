#pragma once

#include <string>

#include "client/text/language.h"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace tutorat::cli {

// Describes an error of the command line or of the configuration file, with its remedy, in one line.
std::string DescribeUsageError(const CLI::App& app, const CLI::ParseError& error, format::Language language);

}  // namespace tutorat::cli
