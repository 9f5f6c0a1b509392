#include "client/report/theme_print.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tutorat::format {

std::string ThemeCode(absl::string_view name) { return std::string(absl::StripPrefix(name, "themes/")); }

std::string ThemeName(const ThemeLabels& labels, const std::string& name, Language language) {
  const auto found = labels.find(name);
  if (found == labels.end()) return ThemeCode(name);
  const bool english = language == Language::kEnglish && !found->second.label_en().empty();
  return english ? found->second.label_en() : found->second.label();
}

std::string MentionState(v1::ThemeMention::State state, Language language) {
  switch (state) {
    case v1::ThemeMention::STATE_RECOGNISED:
      return Say(language, "reconnu", "recognised");
    case v1::ThemeMention::STATE_AMBIGUOUS:
      return Say(language, "à décider", "to decide");
    default:
      return Say(language, "inconnu", "unknown");
  }
}

std::string DescribeMention(const v1::ThemeMention& mention, const ThemeLabels& labels, Language language) {
  const std::string words = Say(language, "« $0 » : ", "\"$0\": ", mention.text());
  if (mention.state() == v1::ThemeMention::STATE_RECOGNISED) {
    return absl::StrCat(words, ThemeName(labels, mention.theme(), language));
  }
  std::string line = absl::StrCat(words, MentionState(mention.state(), language));
  for (int i = 0; i < mention.candidates_size(); ++i) {
    absl::StrAppend(&line, i == 0 ? Say(language, ", peut-être ", ", perhaps ") : Say(language, " ou ", " or "),
                    ThemeName(labels, mention.candidates(i), language));
  }
  return line;
}

}  // namespace tutorat::format
