#pragma once

#include <string>

namespace CLI {
class App;
}  // namespace CLI

namespace tutorat::cli {

// The shell script that completes the nouns, verbs, flags and listed values of `app`, the program's root.
std::string BashCompletion(const CLI::App& app);
std::string ZshCompletion(const CLI::App& app);
std::string FishCompletion(const CLI::App& app);

}  // namespace tutorat::cli
