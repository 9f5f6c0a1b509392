#pragma once

#include <string>

#include "client/text/language.h"

namespace tutorat::format {

// One thing that is wrong in a file.
struct Problem {
  // From 1; 0 when it is of the file as a whole.
  int line = 0;
  // As the file's header calls it; empty when it is of the line as a whole.
  std::string column = {};
  // What stands there; empty when nothing does.
  std::string value = {};
  // What is wrong and what to do, to be read after the value.
  std::string message = {};
};

// As one line: `line 3, column date: "30/02/2024" does not exist ...`. A long value is cut.
std::string Describe(const Problem& problem, Language language);

}  // namespace tutorat::format
