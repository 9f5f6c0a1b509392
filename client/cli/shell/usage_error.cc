#include "client/cli/shell/usage_error.h"

#include <algorithm>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tutorat::cli {
namespace {

using format::Language;
using format::Say;

// The command that was typed, as far as it was understood: `tutorat session record`.
const CLI::App& LastCommand(const CLI::App& app) {
  const CLI::App* last = &app;
  while (!last->get_subcommands().empty()) last = last->get_subcommands().front();
  return *last;
}

std::string FullName(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name() : absl::StrCat(FullName(*app.get_parent()), " ", app.get_name());
}

std::string SeeHelp(const CLI::App& command, Language language) {
  return Say(language, " ; voir $0 --help", "; see $0 --help", FullName(command));
}

std::string Choices(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* verb : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(verb->get_name());
  }
  return absl::StrJoin(names, ", ");
}

// CLI11 says which option only within its English sentences: `--date: 1 required DATE missing`.
std::string OptionOf(const std::string& message) {
  return std::string(absl::StripSuffix(std::vector<std::string>(absl::StrSplit(message, ' ')).front(), ":"));
}

// How many letters are to be added, left out, changed or swapped with the next one.
size_t SlipsBetween(absl::string_view a, absl::string_view b) {
  std::vector<std::vector<size_t>> slips(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      size_t& best = slips[i][j];
      best = i == 0 ? j : j == 0 ? i : slips[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      if (i == 0 || j == 0) continue;
      best = std::min({best, slips[i - 1][j] + 1, slips[i][j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = std::min(best, slips[i - 2][j - 2] + 1);
    }
  }
  return slips[a.size()][b.size()];
}

// ` ; vouliez-vous dire record ?`, of the nearest of these names, where one is near.
std::string DidYouMean(absl::string_view typed, const std::vector<std::string>& names, Language language) {
  const std::string* nearest = nullptr;
  size_t best = std::max<size_t>(1, typed.size() / 3) + 1;
  for (const std::string& name : names) {
    if (const size_t slips = SlipsBetween(typed, name); slips < best) {
      best = slips;
      nearest = &name;
    }
  }
  if (nearest == nullptr) return "";
  return Say(language, " ; vouliez-vous dire $0 ?", "; did you mean $0?", *nearest);
}

std::vector<std::string> CommandNames(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* verb : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(verb->get_name());
    names.insert(names.end(), verb->get_aliases().begin(), verb->get_aliases().end());
  }
  return names;
}

// Of the command and of those above it.
std::vector<std::string> FlagNames(const CLI::App* command) {
  std::vector<std::string> names;
  for (; command != nullptr; command = command->get_parent()) {
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

// What was typed that no command knows.
std::string DescribeExtra(const CLI::App& command, const std::string& extra, Language language) {
  if (absl::StartsWith(extra, "-")) {
    const std::string name = extra.substr(0, extra.find('='));
    return absl::StrCat(Say(language, "option inconnue : $0", "unknown option: $0", extra),
                        DidYouMean(name, FlagNames(&command), language), SeeHelp(command, language));
  }
  if (Choices(command).empty()) {
    return absl::StrCat(Say(language, "argument de trop : $0", "unexpected argument: $0", extra),
                        SeeHelp(command, language));
  }
  return Say(language, "commande inconnue : $0$1 ; après « $2 », choisir $3",
             "unknown command: $0$1; after \"$2\" choose $3", extra, DidYouMean(extra, CommandNames(command), language),
             FullName(command), Choices(command));
}

std::string DescribeRequired(const CLI::App& command, const std::string& message, Language language) {
  if (!absl::StartsWith(message, "A subcommand")) {
    const std::string name = OptionOf(message);
    const CLI::Option* option = command.get_option_no_throw(name);
    const bool positional = option != nullptr && option->get_positional();
    return absl::StrCat(Say(language, "il manque $0", "$0 is missing", positional ? option->get_type_name() : name),
                        SeeHelp(command, language));
  }
  return absl::StrCat(Say(language, "il manque une commande après « $0 » : $1", "a command is missing after \"$0\": $1",
                          FullName(command), Choices(command)),
                      SeeHelp(command, language));
}

// Of the command or of those above it, as it is typed, be it with its value; nullptr: none.
const CLI::Option* OptionCalled(const CLI::App* command, absl::string_view argument) {
  if (!absl::StartsWith(argument, "-")) return nullptr;
  const std::string name(argument.substr(0, argument.find('=')));
  for (; command != nullptr; command = command->get_parent()) {
    if (const CLI::Option* option = command->get_option_no_throw(name); option != nullptr) return option;
  }
  return nullptr;
}

}  // namespace

std::string DescribeForgottenValue(const CLI::App& app, const std::vector<std::string>& arguments, Language language) {
  const CLI::App* command = &app;
  for (size_t i = 0; i + 1 < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string& argument = arguments[i];
    const auto verbs = command->get_subcommands([&](const CLI::App* verb) { return verb->check_name(argument); });
    if (!verbs.empty()) command = verbs.front();
    const CLI::Option* option = OptionCalled(command, argument);
    if (option == nullptr || argument.find('=') != std::string::npos || option->get_items_expected_min() == 0) continue;
    const std::string& value = arguments[++i];
    if (OptionCalled(command, value) == nullptr) continue;
    return Say(language, "$0 : la valeur manque, et « $1 » est une option ; écrire $0=$1 si c'est bien le texte voulu",
               "$0: the value is missing, and \"$1\" is an option; write $0=$1 if that text is meant", argument, value);
  }
  return "";
}

std::string DescribeUsageError(const CLI::App& app, const CLI::ParseError& error, Language language) {
  const CLI::App& command = LastCommand(app);
  const std::string message = error.what();
  if (dynamic_cast<const CLI::ConfigError*>(&error) != nullptr) {
    std::string key = std::vector<std::string>(absl::StrSplit(message, ' ')).back();
    // A section that no command has.
    key = std::string(absl::StripSuffix(key, ".++"));
    return Say(language,
               "fichier de configuration : clé inconnue : $0 ; les clés sont les noms des options, sans --, et les "
               "sections ceux des commandes",
               "configuration file: unknown key: $0; keys are the names of options, without --, and sections those of "
               "commands",
               key);
  }
  if (dynamic_cast<const CLI::FileError*>(&error) != nullptr) {
    return Say(language, "fichier de configuration illisible : $0 ; corriger --config ou TUTORAT_CONFIG",
               "configuration file cannot be read: $0; correct --config or TUTORAT_CONFIG", OptionOf(message));
  }
  if (const std::vector<std::string> extras = app.remaining(true); !extras.empty()) {
    return DescribeExtra(command, extras.front(), language);
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) return DescribeRequired(command, message, language);
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    const bool too_many = absl::StrContains(message, "At Most");
    return absl::StrCat(too_many
                            ? Say(language, "$0 : donné plusieurs fois", "$0: given several times", OptionOf(message))
                            : Say(language, "$0 : il manque la valeur", "$0: its value is missing", OptionOf(message)),
                        SeeHelp(command, language));
  }
  return absl::StrCat(message, SeeHelp(command, language));
}

}  // namespace tutorat::cli
