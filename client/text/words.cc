#include "client/text/words.h"

#include <vector>

#include "absl/strings/str_join.h"
#include "proto/fold.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::format {
namespace {

using google::protobuf::EnumDescriptor;

const v1::Words* WordsOf(const google::protobuf::EnumValueDescriptor* value) {
  if (value == nullptr || !value->options().HasExtension(v1::words)) return nullptr;
  return &value->options().GetExtension(v1::words);
}

}  // namespace

std::string WordOf(const EnumDescriptor& values, int number, Language language) {
  const v1::Words* words = WordsOf(values.FindValueByNumber(number));
  return words == nullptr ? "" : std::string(Choose(language, words->fr(), words->en()));
}

std::optional<int> ParseWordOf(const EnumDescriptor& values, absl::string_view word) {
  const std::string folded = contract::FoldName(word);
  for (int i = 0; i < values.value_count(); ++i) {
    const v1::Words* words = WordsOf(values.value(i));
    if (words != nullptr && (folded == contract::FoldName(words->fr()) || folded == contract::FoldName(words->en()))) {
      return values.value(i)->number();
    }
  }
  return std::nullopt;
}

std::string WordChoicesOf(const EnumDescriptor& values, Language language) {
  std::vector<std::string> choices;
  for (int i = 0; i < values.value_count(); ++i) {
    const v1::Words* words = WordsOf(values.value(i));
    if (words != nullptr) choices.emplace_back(Choose(language, words->fr(), words->en()));
  }
  return absl::StrJoin(choices, "|");
}

}  // namespace tutorat::format
