#include "client/cli/shell/help.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/text/width.h"

namespace tutorat::cli {
namespace {

using format::Choose;
using format::Language;

// What is left of the explanation; a longer name has a line of its own.
constexpr int kWidestName = 26;

// A line of help: the name of an option or verb, and what it is.
using Entry = std::pair<std::string, std::string>;

class Help : public CLI::FormatterBase {
 public:
  Help(Language language, int width) : language_(language), width_(width) {}

  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode) const override {
    std::string text = Paragraph(app->get_description());
    absl::StrAppend(&text, "\n", Usage(*app, name), "\n");
    absl::StrAppend(&text, Section(Choose(language_, "Commandes", "Commands"), Verbs(*app)));
    absl::StrAppend(&text, Section(Choose(language_, "Arguments", "Arguments"), Positionals(*app)));
    const CLI::App* root = app;
    while (root->get_parent() != nullptr) root = root->get_parent();
    if (root == app) {
      absl::StrAppend(&text, Section(Choose(language_, "Options communes", "Common options"), Flags(*root)));
    } else {
      absl::StrAppend(&text, Section("Options", Flags(*app)), "\n",
                      Paragraph(std::string(Choose(
                          language_, "Options communes (--server, --format, --lang ...) : voir « tutorat --help ».",
                          "Common options (--server, --format, --lang ...): see \"tutorat --help\"."))));
    }
    if (!app->get_footer().empty()) absl::StrAppend(&text, "\n", app->get_footer(), "\n");
    return text;
  }

 private:
  std::string Paragraph(const std::string& text) const {
    return absl::StrCat(absl::StrJoin(format::Wrap(text, width_, 0), "\n"), "\n");
  }

  std::string Usage(const CLI::App& app, const std::string& name) const {
    std::string line = absl::StrCat(Choose(language_, "Usage : ", "Usage: "), name);
    for (const CLI::Option* option : Options(app, true)) {
      absl::StrAppend(
          &line, " ",
          option->get_required() ? option->get_type_name() : absl::StrCat("[", option->get_type_name(), "]"));
    }
    if (!Verbs(app).empty()) {
      absl::StrAppend(&line, " ",
                      app.get_parent() == nullptr ? Choose(language_, "NOM VERBE", "NOUN VERB")
                                                  : Choose(language_, "VERBE", "VERB"));
    }
    return absl::StrCat(line, " [OPTIONS]");
  }

  static std::vector<const CLI::Option*> Options(const CLI::App& app, bool positional) {
    return app.get_options([positional](const CLI::Option* option) {
      return option->get_positional() == positional && !option->get_group().empty();
    });
  }

  static std::vector<Entry> Verbs(const CLI::App& app) {
    std::vector<Entry> entries;
    for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
      entries.emplace_back(verb->get_name(), verb->get_description());
    }
    return entries;
  }

  static std::vector<Entry> Positionals(const CLI::App& app) {
    std::vector<Entry> entries;
    for (const CLI::Option* option : Options(app, true)) {
      entries.emplace_back(option->get_type_name(), option->get_description());
    }
    return entries;
  }

  std::vector<Entry> Flags(const CLI::App& app) const {
    std::vector<Entry> entries;
    for (const CLI::Option* option : Options(app, false)) {
      // Of every level, the root's help flag stands for all.
      if (option == app.get_help_ptr() && app.get_parent() != nullptr) continue;
      std::string name = option->get_snames().empty() ? "    " : absl::StrCat("-", option->get_snames().front(), ", ");
      absl::StrAppend(&name, "--", option->get_lnames().front());
      if (option->get_items_expected_max() > 0) absl::StrAppend(&name, " ", option->get_type_name());
      entries.emplace_back(name, option->get_description());
    }
    return entries;
  }

  std::string Section(absl::string_view title, const std::vector<Entry>& entries) const {
    if (entries.empty()) return "";
    std::string text = absl::StrCat("\n", title, Choose(language_, " :", ":"), "\n");
    int column = 0;
    for (const Entry& entry : entries)
      column = std::max(column, std::min(format::DisplayWidth(entry.first), kWidestName));
    for (const auto& [name, explanation] : entries) {
      const std::string margin(static_cast<std::size_t>(column) + 4, ' ');
      const int gap = column + 2 - format::DisplayWidth(name);
      absl::StrAppend(&text, "  ", name, gap < 2 ? "\n" + margin : std::string(static_cast<std::size_t>(gap), ' '),
                      absl::StrJoin(format::Wrap(explanation, width_ - column - 4, 0), "\n" + margin), "\n");
    }
    return text;
  }

  const Language language_;
  const int width_;
};

}  // namespace

std::shared_ptr<CLI::FormatterBase> MakeHelp(format::Language language, int width) {
  // Where no terminal says how wide it is, a page; wider than 100 is hard to read.
  constexpr int kPage = 80;
  constexpr int kWidest = 100;
  return std::make_shared<Help>(language, width <= 0 ? kPage : std::clamp(width, 50, kWidest));
}

}  // namespace tutorat::cli
