// Formats, parses and hashes tokens: tutorat_{id}_{secret}. The id finds it; the secret, 256 random bits, is kept only
// as a hash. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tutorat::domain {

// What every token's text begins with, so that one that got lost is known for what it is.
inline constexpr absl::string_view kTokenPrefix = "tutorat_";

struct TokenParts {
  std::string id;      // of tokens/{id}
  std::string secret;  // as it stands in the text
};

// 32 bytes of the system's randomness in URL-safe base 64, 43 characters.
std::string MakeSecret();

std::string TokenText(const TokenParts& parts);

// Nothing when the text has not the form of one. Says nothing about whether there is such a token.
std::optional<TokenParts> SplitToken(absl::string_view text);

// BLAKE2b, 256 bits, in hexadecimal. A secret is as hard to guess as its hash: salt and slowness would add nothing.
std::string HashSecret(absl::string_view secret);

// Takes as long wherever the two differ.
bool IsSecret(absl::string_view secret, absl::string_view hash);

}  // namespace tutorat::domain
