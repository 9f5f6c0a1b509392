#include "client/cli/shell/options.h"

#include <cstdlib>
#include <fstream>
#include <memory>
#include <utility>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "client/cli/shell/aliases.h"
#include "proto/byte_order_mark.h"

namespace tutorat::cli {
namespace {

// CLI11 reads the file before the variables, and then finds the option taken: what a variable says is left out of the
// file.
class ConfigFile : public CLI::ConfigTOML {
 public:
  explicit ConfigFile(const CLI::App& app) : app_(app) {}

  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::vector<CLI::ConfigItem> read = CLI::ConfigTOML::from_config(contract::SkipMark(input));
    std::erase_if(read, [this](const CLI::ConfigItem& item) { return VariableIsSet(item); });
    return read;
  }

 private:
  bool VariableIsSet(const CLI::ConfigItem& item) const {
    const CLI::App* app = &app_;
    for (const std::string& name : item.parents) {
      const std::vector<const CLI::App*> verbs =
          app->get_subcommands([&name](const CLI::App* verb) { return verb->get_name() == name; });
      if (verbs.empty()) return false;
      app = verbs.front();
    }
    const CLI::Option* option = app->get_option_no_throw("--" + item.name);
    if (option == nullptr || option->get_envname().empty()) return false;
    const char* value = std::getenv(option->get_envname().c_str());
    return value != nullptr && *value != '\0';
  }

  const CLI::App& app_;
};

}  // namespace

CLI::App* AddNoun(CLI::App& app, const std::string& name, absl::string_view help, Verb verb) {
  return AddVerb(&app, name, help)->require_subcommand(verb == Verb::kNeeded ? 1 : 0, 1);
}

CLI::App* AddVerb(CLI::App* noun, const std::string& name, absl::string_view help) {
  return noun->add_subcommand(name, std::string(help));
}

void OnRun(CLI::App* verb, Context& context, std::function<Exit()> command, Html html) {
  // What is inside runs before what is around it: the verb that was typed, not a noun that needs none.
  verb->callback([&context, command = std::move(command), html] {
    if (context.command) return;
    context.command = command;
    context.command_takes_html = html == Html::kTaken;
  });
}

CLI::Option* AddText(CLI::App* app, const std::string& names, std::string& value, absl::string_view type,
                     absl::string_view help) {
  return app->add_option(WithAliases(names), value, std::string(help))->type_name(std::string(type));
}

CLI::Option* AddTexts(CLI::App* app, const std::string& names, std::vector<std::string>& values, absl::string_view type,
                      absl::string_view help) {
  return app->add_option(WithAliases(names), values, std::string(help))
      ->type_name(std::string(type))
      ->allow_extra_args(false);
}

CLI::Option* AddSwitch(CLI::App* app, const std::string& names, bool& value, absl::string_view help) {
  return app->add_flag(names, value, std::string(help));
}

void Require(CLI::Option* option) { option->required(); }

void Require(CLI::App* verb, const std::string& flag) { Require(verb->get_option(flag)); }

bool IsGiven(const CLI::Option& option) { return option.count() > 0; }

std::string NameOf(const CLI::Option& option) { return option.get_name(); }

void NameVariables(CLI::App& app) {
  for (CLI::Option* option : app.get_options(std::function<bool(CLI::Option*)>())) {
    if (option->get_lnames().empty() || option == app.get_help_ptr() || option == app.get_version_ptr()) continue;
    const std::string name = absl::StrReplaceAll(option->get_lnames().front(), {{"-", "_"}});
    option->envname("TUTORAT_" + absl::AsciiStrToUpper(name));
  }
  for (CLI::App* verb : app.get_subcommands(std::function<bool(CLI::App*)>())) NameVariables(*verb);
}

void UseConfigFile(CLI::App& app, absl::string_view type, absl::string_view help) {
  app.set_config("--config", "", std::string(help))->type_name(std::string(type));
  app.config_formatter(std::make_shared<ConfigFile>(app));
  app.allow_config_extras(CLI::config_extras_mode::error);
}

std::string KeyOfFile(const std::string& path, absl::string_view key) {
  std::ifstream file(path);
  for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_config(contract::SkipMark(file))) {
    if (item.name == key && item.parents.empty() && !item.inputs.empty()) return item.inputs.front();
  }
  return "";
}

}  // namespace tutorat::cli
