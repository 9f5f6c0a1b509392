#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/cli/shell/context.h"

namespace tutorat::cli {

// How nouns declare their verbs. `help` is the line that help shows for each.
enum class Verb { kNeeded, kOptional };
CLI::App* AddNoun(CLI::App& app, const std::string& name, absl::string_view help, Verb verb = Verb::kNeeded);
// What is typed after the noun or, with a noun that needs no verb, the noun itself, of the whole program.
CLI::App* AddVerb(CLI::App* noun, const std::string& name, absl::string_view help);

// `command` runs after parsing, so that what it refers to must outlive the App: options live in a shared_ptr that it
// holds.
// `html`: whether it takes --format html, which only reports do.
enum class Html { kRefused, kTaken };
void OnRun(CLI::App* verb, Context& context, std::function<Exit()> command, Html html = Html::kRefused);

// How commands declare what they take. Everything is a text, so that each value is checked in one place, with an error
// in the user's language. `type` is what help shows for the value; where it lists the choices, as `fr|en`, completion
// offers them.
CLI::Option* AddText(CLI::App* app, const std::string& names, std::string& value, absl::string_view type,
                     absl::string_view help);
// May be given several times, a value each.
CLI::Option* AddTexts(CLI::App* app, const std::string& names, std::vector<std::string>& values, absl::string_view type,
                      absl::string_view help);
CLI::Option* AddSwitch(CLI::App* app, const std::string& names, bool& value, absl::string_view help);

// The verb is refused without it.
void Require(CLI::Option* option);
void Require(CLI::App* verb, const std::string& flag);
// Once everything is parsed: was it given, be it by its variable or by the file?
bool IsGiven(const CLI::Option& option);
// `--date`.
std::string NameOf(const CLI::Option& option);

// Gives every flag of the whole tree its variable: --from-csv is TUTORAT_FROM_CSV.
void NameVariables(CLI::App& app);

// Adds --config, a TOML file whose keys are flags: at the top the global ones, under [noun.verb] those of a verb. A
// variable is stronger than the file.
void UseConfigFile(CLI::App& app, absl::string_view type, absl::string_view help);
// What such a file says of a global flag; empty when it says nothing.
std::string KeyOfFile(const std::string& path, absl::string_view key);

}  // namespace tutorat::cli
