#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "client/text/language.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace tutorat::format {

// Display words of enum values in tables and files, as the contract gives them (`words`). `values`: of which enum.

// Empty for the unspecified value, and for one that this program is too old to know.
std::string WordOf(const google::protobuf::EnumDescriptor& values, int number, Language language);

// The value that a word of either language means, whatever its case and accents.
std::optional<int> ParseWordOf(const google::protobuf::EnumDescriptor& values, absl::string_view word);

// All of them, for help and errors: `planned|held|cancelled`.
std::string WordChoicesOf(const google::protobuf::EnumDescriptor& values, Language language);

template <typename Enum>
std::string Word(Enum value, Language language) {
  return WordOf(*google::protobuf::GetEnumDescriptor<Enum>(), value, language);
}

template <typename Enum>
std::optional<Enum> ParseWord(absl::string_view word) {
  const std::optional<int> number = ParseWordOf(*google::protobuf::GetEnumDescriptor<Enum>(), word);
  if (!number) return std::nullopt;
  return static_cast<Enum>(*number);
}

template <typename Enum>
std::string WordChoices(Language language) {
  return WordChoicesOf(*google::protobuf::GetEnumDescriptor<Enum>(), language);
}

}  // namespace tutorat::format
