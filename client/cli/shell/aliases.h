// What commands and flags are called in French: never shown in help but once, at its root.
#pragma once

#include <string>

#include "client/cli/shell/context.h"

namespace tutorat::cli {

// Gives every noun and verb of the tree its French names.
void AddAliases(CLI::App& app);

// `--group,-g,--groupe` of `--group,-g`: the names of an option, with the French ones.
std::string WithAliases(const std::string& names);

// All of them, for people: `bilan, séance ...`.
std::string ListAliases();

}  // namespace tutorat::cli
