#include "client/lib/sha256.h"

#include <sodium.h>

#include <array>

#include "absl/strings/escaping.h"

namespace tutorat::client {

std::string Sha256(absl::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return absl::BytesToHexString({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

}  // namespace tutorat::client
