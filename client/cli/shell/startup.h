#pragma once

#include <string>
#include <vector>

#include "client/text/language.h"

namespace tutorat::cli {

// The settings that are read before the command line is parsed: those in which help and usage errors are written.
struct Startup {
  format::Language language = format::Language::kEnglish;
  bool language_chosen = false;
  // As typed; not checked.
  std::string format;
  // --config, TUTORAT_CONFIG or, where it exists, ~/.config/tutorat/config.toml; empty: none.
  std::string config_path;
};

// `arguments` without the program's name. What is wrong in them, or in the file, is left to the parser to say.
Startup ReadStartup(const std::vector<std::string>& arguments);

}  // namespace tutorat::cli
