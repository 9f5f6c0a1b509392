#include "client/cli/shell/nouns.h"

#include <cstdlib>
#include <map>

namespace tutorat::cli {
namespace {

// Filled before main begins, in any order.
std::map<int, RegisteredNoun::Add>& Nouns() {
  static auto& nouns = *new std::map<int, RegisteredNoun::Add>();
  return nouns;
}

}  // namespace

RegisteredNoun::RegisteredNoun(int place, Add add) {
  if (!Nouns().emplace(place, add).second) std::abort();
}

void AddNouns(CLI::App& app, Context& context) {
  for (const auto& [place, add] : Nouns()) add(app, context);
}

}  // namespace tutorat::cli
