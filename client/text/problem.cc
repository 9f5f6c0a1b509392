#include "client/text/problem.h"

#include "absl/strings/str_cat.h"
#include "client/text/width.h"

namespace tutorat::format {
namespace {

// Enough to find the cell again.
constexpr int kShownValue = 60;

std::string Shorten(const std::string& value) {
  const std::string line = Printable(value.substr(0, value.find('\n')));
  const std::vector<std::string> parts = Wrap(line, kShownValue, 0);
  return parts.size() > 1 || line.size() < value.size() ? parts[0] + "…" : parts[0];
}

}  // namespace

std::string Describe(const Problem& problem, Language language) {
  std::string text;
  if (problem.line > 0) absl::StrAppend(&text, Say(language, "ligne $0", "line $0", problem.line));
  if (!problem.column.empty()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", Say(language, "colonne $0", "column $0", problem.column));
  }
  if (!text.empty()) absl::StrAppend(&text, Choose(language, " : ", ": "));
  if (!problem.value.empty()) {
    absl::StrAppend(&text, Say(language, "« $0 » ", "\"$0\" ", Shorten(problem.value)));
  }
  return absl::StrCat(text, problem.message);
}

}  // namespace tutorat::format
