#pragma once

#include <string>

#include "client/cli/shell/context.h"

namespace tutorat::cli {

struct ImportOptions {
  // `-`: standard input.
  std::string file;
  // For lines that name no wave; may be empty.
  std::string wave;
  // False: a preview, which stores nothing.
  bool apply = false;
  // Where to write a file to fill in, instead of importing one.
  std::string blank = {};
};

// Imports sessions from a file in the import format, and prints what it does line by line. Returns an exit code:
// refused when a line has an error, and then nothing is stored.
Exit RunImport(Context& context, const ImportOptions& options);

}  // namespace tutorat::cli
