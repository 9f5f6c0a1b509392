#pragma once

#include "client/cli/shell/context.h"

namespace tutorat::cli {

// A noun of the command line, which the file that defines it adds to the program:
//   const RegisteredNoun kWaveNoun(80, &AddWave);
class RegisteredNoun {
 public:
  // Adds a noun with its verbs.
  using Add = void (*)(CLI::App& app, Context& context);

  // `place`: help shows nouns in this order. No two have one place.
  RegisteredNoun(int place, Add add);
};

// Adds every noun that is registered.
void AddNouns(CLI::App& app, Context& context);

}  // namespace tutorat::cli
