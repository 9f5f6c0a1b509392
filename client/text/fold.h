#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tutorat::format {

// `text` as two people mean the same by it: without case, accents and surrounding spaces, « Prévue » as `prevue`, and
// with the apostrophes and hyphens of a keyboard. What is not UTF-8 becomes U+FFFD.
std::string Fold(absl::string_view text);

}  // namespace tutorat::format
