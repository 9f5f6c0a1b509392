#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "client/text/language.h"
#include "tutorat/v1/theme_recognition.pb.h"

namespace tutorat::format {

// The labels of themes, by themes/{code}.
using ThemeLabels = std::map<std::string, v1::ThemeLabel>;

template <class Range>
ThemeLabels LabelsOf(const Range& labels) {
  ThemeLabels by_name;
  for (const v1::ThemeLabel& label : labels) by_name[label.theme()] = label;
  return by_name;
}

// `budget` of themes/budget.
std::string ThemeCode(absl::string_view name);
// In the language where there is one, else in French; the code where the theme is not known.
std::string ThemeName(const ThemeLabels& labels, const std::string& name, Language language);

// A word: recognised, to decide, unknown.
std::string MentionState(v1::ThemeMention::State state, Language language);

// « Saisie du budget » : Saisie budgétaire — or what it may mean, or that it is unknown.
std::string DescribeMention(const v1::ThemeMention& mention, const ThemeLabels& labels, Language language);
// A line each.
template <class Range>
std::string DescribeMentions(const Range& mentions, const ThemeLabels& labels, Language language) {
  std::string lines;
  for (const v1::ThemeMention& mention : mentions) {
    lines += (lines.empty() ? "" : "\n") + DescribeMention(mention, labels, language);
  }
  return lines;
}

// For programs: `budget-saisie`, `?ej|execution` and `!` of each mention, separated by spaces.
template <class Range>
std::string MentionCodes(const Range& mentions) {
  std::string codes;
  for (const v1::ThemeMention& mention : mentions) {
    codes += codes.empty() ? "" : " ";
    if (!mention.theme().empty()) {
      codes += ThemeCode(mention.theme());
      continue;
    }
    codes += mention.state() == v1::ThemeMention::STATE_AMBIGUOUS ? "?" : "!";
    for (int i = 0; i < mention.candidates_size(); ++i) {
      codes += (i == 0 ? "" : "|") + ThemeCode(mention.candidates(i));
    }
  }
  return codes;
}

}  // namespace tutorat::format
