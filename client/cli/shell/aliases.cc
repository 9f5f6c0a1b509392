#include "client/cli/shell/aliases.h"

#include <functional>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "proto/fold.h"

namespace tutorat::cli {
namespace {

struct Alias {
  absl::string_view name;
  // Separated by commas; each is understood without its accents too.
  absl::string_view french;
};

constexpr Alias kCommands[] = {{"account", "compte"},
                               {"balance", "bilan"},
                               {"calendar", "calendrier"},
                               {"cancel", "annuler"},
                               {"compare", "comparer"},
                               {"coverage", "couverture"},
                               {"create", "créer"},
                               {"delete", "supprimer"},
                               {"drop", "ôter"},
                               {"edit", "modifier,corriger"},
                               {"establishment", "établissement"},
                               {"export", "exporter"},
                               {"freeze", "figer"},
                               {"group", "groupe"},
                               {"import", "importer"},
                               {"issue", "problème"},
                               {"list", "lister"},
                               {"login", "connexion"},
                               {"logout", "déconnexion"},
                               {"member", "auditeur,membre"},
                               {"outbox", "attente"},
                               {"plan", "prévoir"},
                               {"record", "enregistrer,noter"},
                               {"resolve", "résoudre"},
                               {"send", "envoyer"},
                               {"session", "séance"},
                               {"show", "montrer"},
                               {"suggest", "proposer"},
                               {"theme", "thème"},
                               {"tutor", "tuteur"},
                               {"undelete", "rétablir"},
                               {"verify", "vérifier"},
                               {"wave", "vague"}};

constexpr Alias kFlags[] = {{"--absent", "--absents"}, {"--asked", "--demandes"},        {"--duration", "--durée"},
                            {"--end", "--fin"},        {"--excused", "--excusés"},       {"--group", "--groupe"},
                            {"--issue", "--problème"}, {"--late", "--retards"},          {"--present", "--présents"},
                            {"--start", "--début"},    {"--themes", "--thèmes,--thème"}, {"--tutor", "--tuteur"},
                            {"--wave", "--vague"}};

// As written, and without accents where that is another word.
std::vector<std::string> Spellings(absl::string_view french) {
  std::vector<std::string> spellings;
  for (const absl::string_view word : absl::StrSplit(french, ',')) {
    spellings.emplace_back(word);
    const absl::string_view dashes = word.substr(0, word.find_first_not_of('-'));
    std::string plain = absl::StrCat(dashes, contract::FoldName(word.substr(dashes.size())));
    if (plain != word) spellings.push_back(std::move(plain));
  }
  return spellings;
}

}  // namespace

void AddAliases(CLI::App& app) {
  for (CLI::App* command : app.get_subcommands(std::function<bool(CLI::App*)>())) {
    for (const Alias& alias : kCommands) {
      if (alias.name != command->get_name()) continue;
      for (const std::string& spelling : Spellings(alias.french)) command->alias(spelling);
    }
    AddAliases(*command);
  }
}

std::string WithAliases(const std::string& names) {
  const absl::string_view first = absl::string_view(names).substr(0, names.find(','));
  std::string all = names;
  for (const Alias& alias : kFlags) {
    if (alias.name != first) continue;
    for (const std::string& spelling : Spellings(alias.french)) absl::StrAppend(&all, ",", spelling);
  }
  return all;
}

std::string ListAliases() {
  std::string list;
  const auto add = [&list](const Alias& alias) {
    absl::StrAppend(&list, list.empty() ? "" : ", ", alias.name, " = ");
    const char* between = "";
    for (const absl::string_view word : absl::StrSplit(alias.french, ',')) {
      absl::StrAppend(&list, between, word);
      between = "|";
    }
  };
  for (const Alias& alias : kCommands) add(alias);
  for (const Alias& alias : kFlags) add(alias);
  return list;
}

}  // namespace tutorat::cli
