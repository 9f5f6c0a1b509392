#include "client/cli/shell/startup.h"

#include <cstdlib>
#include <filesystem>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "client/cli/shell/options.h"

namespace tutorat::cli {
namespace {

using format::Language;

// The last one counts, as it does for the parser.
std::string FlagValue(const std::vector<std::string>& arguments, const std::string& flag) {
  std::string value;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--") break;
    absl::string_view argument = arguments[i];
    if (argument == flag && i + 1 < arguments.size()) {
      value = arguments[i + 1];
    } else if (absl::ConsumePrefix(&argument, flag + "=")) {
      value = std::string(argument);
    }
  }
  return value;
}

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string DefaultConfigPath() {
  std::string folder = Variable("XDG_CONFIG_HOME");
  if (folder.empty() && !Variable("HOME").empty()) folder = absl::StrCat(Variable("HOME"), "/.config");
  if (folder.empty()) return "";
  const std::string path = absl::StrCat(folder, "/tutorat/config.toml");
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) ? path : "";
}

std::optional<Language> ParseLanguage(absl::string_view text) {
  if (text == "fr") return Language::kFrench;
  if (text == "en") return Language::kEnglish;
  return std::nullopt;
}

Language LanguageOfLocale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string locale = Variable(name);
    if (!locale.empty()) return absl::StartsWith(locale, "fr") ? Language::kFrench : Language::kEnglish;
  }
  return Language::kEnglish;
}

}  // namespace

Startup ReadStartup(const std::vector<std::string>& arguments) {
  Startup startup;
  startup.config_path = FlagValue(arguments, "--config");
  if (startup.config_path.empty()) startup.config_path = Variable("TUTORAT_CONFIG");
  if (startup.config_path.empty()) startup.config_path = DefaultConfigPath();

  const auto setting = [&](const std::string& flag, const char* variable, absl::string_view key) {
    std::string value = FlagValue(arguments, flag);
    if (value.empty()) value = Variable(variable);
    if (value.empty() && !startup.config_path.empty()) value = KeyOfFile(startup.config_path, key);
    return value;
  };
  startup.format = setting("--format", "TUTORAT_FORMAT", "format");
  const std::optional<Language> language = ParseLanguage(setting("--lang", "TUTORAT_LANG", "lang"));
  startup.language_chosen = language.has_value();
  startup.language = language.value_or(LanguageOfLocale());
  return startup;
}

}  // namespace tutorat::cli
