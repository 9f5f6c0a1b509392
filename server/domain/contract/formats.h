// Checks texts against the patterns and formats that the contract's rules name. Pure and thread-safe.
#pragma once

#include <optional>
#include <string>

#include "server/domain/base/error.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::domain {

struct WrongForm {
  std::string reason;
  Text text;
};

// What is wrong with `value` under `rules.pattern` and `rules.format`. `shown` is the value as the text may show it:
// empty for personal data.
std::optional<WrongForm> CheckForm(const std::string& value, const v1::FieldRules& rules, const std::string& shown);

}  // namespace tutorat::domain
