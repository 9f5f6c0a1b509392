#ifndef TUTORAT_CLIENT_CLI_OPTIONS_H_
#define TUTORAT_CLIENT_CLI_OPTIONS_H_

#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/string_view.h"

namespace tutorat::cli {

// How commands declare what they take. Everything is a text, so that each value is checked in one place, with an error
// in the user's language. `type` is what help shows for the value; where it lists the choices, as `fr|en`, completion
// offers them.
CLI::Option* AddText(CLI::App* app, const std::string& names, std::string& value, absl::string_view type,
                     absl::string_view help);
// May be given several times, a value each.
CLI::Option* AddTexts(CLI::App* app, const std::string& names, std::vector<std::string>& values, absl::string_view type,
                      absl::string_view help);
CLI::Option* AddSwitch(CLI::App* app, const std::string& names, bool& value, absl::string_view help);

// Gives every flag of the whole tree its variable: --from-csv is TUTORAT_FROM_CSV.
void NameVariables(CLI::App& app);

// Adds --config, a TOML file whose keys are flags: at the top the global ones, under [noun.verb] those of a verb. A
// variable is stronger than the file.
void UseConfigFile(CLI::App& app, absl::string_view type, absl::string_view help);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_OPTIONS_H_
