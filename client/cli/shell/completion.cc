#include "client/cli/shell/completion.h"

#include <algorithm>
#include <ostream>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"

namespace tutorat::cli {
namespace {

// What may be typed after a noun and verb, which `path` holds with a space before each: " session record".
struct Place {
  std::string path;
  std::vector<const CLI::App*> verbs;
  std::vector<const CLI::Option*> flags;
};

std::vector<const CLI::Option*> Flags(const CLI::App& app) {
  return app.get_options([](const CLI::Option* option) { return !option->get_lnames().empty(); });
}

void Collect(const CLI::App& app, const std::string& path, std::vector<Place>& places) {
  Place place{path, app.get_subcommands([](const CLI::App*) { return true; }), Flags(app)};
  places.push_back(place);
  for (const CLI::App* verb : place.verbs) Collect(*verb, absl::StrCat(path, " ", verb->get_name()), places);
}

std::vector<Place> Places(const CLI::App& app) {
  std::vector<Place> places;
  Collect(app, "", places);
  return places;
}

bool TakesValue(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

// What the flag's value may be, where its type lists it: `fr|en`. `N|NAMES` in capitals describes, and lists nothing.
std::vector<std::string> Values(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  if (!absl::StrContains(type, "|") || absl::StartsWith(type, "N|")) return {};
  return absl::StrSplit(type, '|');
}

std::string Words(const Place& place, const CLI::App& root) {
  std::vector<std::string> words;
  for (const CLI::App* verb : place.verbs) words.push_back(verb->get_name());
  for (const CLI::Option* flag : place.flags) words.push_back("--" + flag->get_lnames().front());
  if (!place.path.empty()) {
    for (const CLI::Option* flag : Flags(root)) {
      const std::string word = "--" + flag->get_lnames().front();
      if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    }
  }
  return absl::StrJoin(words, " ");
}

// `case` arms, by the noun and verb that were typed: what may follow.
std::string WordArms(const CLI::App& app) {
  return absl::StrJoin(Places(app), "", [&app](std::string* arms, const Place& place) {
    absl::StrAppend(arms, "    \"", place.path, "\") words=\"", Words(place, app), "\" ;;\n");
  });
}

// `case` arms, by the path and the flag before the cursor: which values it takes. An empty list: any text, or a file.
std::string ValueArms(const CLI::App& app) {
  std::string arms;
  for (const Place& place : Places(app)) {
    for (const CLI::Option* flag : place.flags) {
      if (!TakesValue(*flag)) continue;
      std::vector<std::string> patterns;
      // Flags of the root stand after any verb.
      const std::string prefix = place.path.empty() ? "*" : absl::StrCat("\"", place.path, "\"");
      for (const std::string& name : flag->get_lnames()) patterns.push_back(absl::StrCat(prefix, "\" --", name, "\""));
      for (const std::string& name : flag->get_snames()) patterns.push_back(absl::StrCat(prefix, "\" -", name, "\""));
      absl::StrAppend(&arms, "    ", absl::StrJoin(patterns, "|"), ") values=\"", absl::StrJoin(Values(*flag), " "),
                      "\"; takes_value=1 ;;\n");
    }
  }
  return arms;
}

// Finds the noun and verb among the words before the cursor: those words that some path begins with.
std::string PathArms(const CLI::App& app) {
  return absl::StrJoin(Places(app), "|",
                       [](std::string* arms, const Place& place) { absl::StrAppend(arms, "\"", place.path, "\""); });
}

std::string FishQuote(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

}  // namespace

std::string BashCompletion(const CLI::App& app) {
  return absl::StrCat(R"(# bash: source <(tutorat completion bash), for example in ~/.bashrc
_tutorat() {
  local path="" words="" values="" takes_value="" word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${COMP_WORDS[i]}"
    case "$path $word" in
    )",
                      PathArms(app), R"() path="$path $word" ;;
    esac
  done
  case "$path" in
)",
                      WordArms(app), R"(  esac
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}"
  if [[ "$previous" == "=" ]]; then
    previous="${COMP_WORDS[COMP_CWORD - 2]}"
  elif [[ "$current" == "=" ]]; then
    current="" previous="${COMP_WORDS[COMP_CWORD - 1]}"
  fi
  case "$path $previous" in
)",
                      ValueArms(app), R"(  esac
  if [[ -z "$takes_value" ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  elif [[ -n "$values" ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _tutorat tutorat
)");
}

std::string ZshCompletion(const CLI::App& app) {
  return absl::StrCat(R"(#compdef tutorat
# zsh: tutorat completion zsh > a folder of $fpath, in a file _tutorat
_tutorat() {
  local path_="" words_="" values="" takes_value="" word i
  for ((i = 2; i < CURRENT; i++)); do
    word="${words[i]}"
    case "$path_ $word" in
    )",
                      PathArms(app), R"() path_="$path_ $word" ;;
    esac
  done
  case "$path_" in
)",
                      absl::StrReplaceAll(WordArms(app), {{" words=", " words_="}}), R"(  esac
  case "$path_ ${words[CURRENT - 1]}" in
)",
                      ValueArms(app), R"(  esac
  if [[ -z "$takes_value" ]]; then
    compadd -- ${=words_}
  elif [[ -n "$values" ]]; then
    compadd -- ${=values}
  else
    _files
  fi
}
compdef _tutorat tutorat
)");
}

std::string FishCompletion(const CLI::App& app) {
  std::string script =
      "# fish: tutorat completion fish > ~/.config/fish/completions/tutorat.fish\n"
      "complete -c tutorat -f\n";
  for (const Place& place : Places(app)) {
    const std::vector<std::string> typed = absl::StrSplit(place.path, ' ', absl::SkipEmpty());
    std::vector<std::string> conditions;
    conditions.reserve(typed.size());
    for (const std::string& word : typed) conditions.push_back("__fish_seen_subcommand_from " + word);
    std::vector<std::string> names;
    for (const CLI::App* verb : place.verbs) names.push_back(verb->get_name());
    std::vector<std::string> before = conditions;
    if (!names.empty()) before.push_back("not __fish_seen_subcommand_from " + absl::StrJoin(names, " "));
    for (const CLI::App* verb : place.verbs) {
      absl::StrAppend(&script, "complete -c tutorat -n ", FishQuote(absl::StrJoin(before, "; and ")), " -a ",
                      verb->get_name(), " -d ", FishQuote(verb->get_description()), "\n");
    }
    for (const CLI::Option* flag : place.flags) {
      absl::StrAppend(&script, "complete -c tutorat");
      if (!conditions.empty()) absl::StrAppend(&script, " -n ", FishQuote(absl::StrJoin(conditions, "; and ")));
      absl::StrAppend(&script, " -l ", flag->get_lnames().front());
      if (!flag->get_snames().empty()) absl::StrAppend(&script, " -s ", flag->get_snames().front());
      if (TakesValue(*flag)) {
        const std::vector<std::string> values = Values(*flag);
        absl::StrAppend(&script, values.empty() ? " -r -F" : " -x -a " + FishQuote(absl::StrJoin(values, " ")));
      }
      absl::StrAppend(&script, " -d ", FishQuote(flag->get_description()), "\n");
    }
  }
  return script;
}

void AddCompletion(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(app, "completion",
                           context.Text("Complétion pour le shell : source <(tutorat completion bash)",
                                        "Completion for the shell: source <(tutorat completion bash)"));
  using Script = std::string (*)(const CLI::App&);
  for (const auto& [name, script] :
       {std::pair<const char*, Script>("bash", BashCompletion), std::pair<const char*, Script>("zsh", ZshCompletion),
        std::pair<const char*, Script>("fish", FishCompletion)}) {
    CLI::App* shell =
        AddVerb(noun, name, absl::StrCat(context.Text("Écrire le script pour ", "Write the script for "), name));
    OnRun(shell, context, [&app, &context, script = script] {
      context.out << script(app);
      return kExitDone;
    });
  }
}

const RegisteredNoun kCompletionNoun(210, &AddCompletion);

}  // namespace tutorat::cli
