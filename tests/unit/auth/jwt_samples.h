// A provider for the tests: its keys, and whatever tokens one may wish for.
#pragma once

#include <cjose/cjose.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tutorat::tests {

inline std::string Base64Url(const std::string& bytes) {
  std::string text;
  absl::WebSafeBase64Escape(bytes, &text);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

inline std::string FromBase64Url(const std::string& text) {
  std::string bytes;
  absl::WebSafeBase64Unescape(text, &bytes);
  return bytes;
}

// A pair of keys.
class SigningKey {
 public:
  static SigningKey Rsa(const std::string& kid, size_t bits = 2048) {
    const uint8_t exponent[] = {1, 0, 1};
    return {kid, cjose_jwk_create_RSA_random(bits, exponent, sizeof(exponent), nullptr)};
  }
  static SigningKey Curve(const std::string& kid, cjose_jwk_ec_curve curve) {
    return {kid, cjose_jwk_create_EC_random(curve, nullptr)};
  }
  static SigningKey Secret(const std::string& bytes) {
    return {"", cjose_jwk_create_oct_spec(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(), nullptr)};
  }

  // With members like `"use":"sig"` added.
  std::string PublicJson(const std::string& more = "") const {
    const std::unique_ptr<char, void (*)(void*)> json(cjose_jwk_to_json(key_.get(), false, nullptr), std::free);
    const std::string text = json.get();
    return more.empty() ? text : absl::StrCat(text.substr(0, text.size() - 1), ",", more, "}");
  }

  // The token; `header` as JSON, `alg` with which cjose signs.
  std::string Sign(const std::string& alg, const std::string& claims, const std::string& kid) const {
    cjose_header_t* header = cjose_header_new(nullptr);
    cjose_header_set(header, CJOSE_HDR_ALG, alg.c_str(), nullptr);
    if (!kid.empty()) cjose_header_set(header, CJOSE_HDR_KID, kid.c_str(), nullptr);
    cjose_jws_t* jws =
        cjose_jws_sign(key_.get(), header, reinterpret_cast<const uint8_t*>(claims.data()), claims.size(), nullptr);
    const char* text = nullptr;
    std::string token;
    if (jws != nullptr && cjose_jws_export(jws, &text, nullptr)) token = text;
    cjose_jws_release(jws);
    cjose_header_release(header);
    return token;
  }
  std::string Sign(const std::string& alg, const std::string& claims) const { return Sign(alg, claims, kid_); }

 private:
  SigningKey(std::string kid, cjose_jwk_t* key) : kid_(std::move(kid)), key_(key, &cjose_jwk_release) {
    if (!kid_.empty()) cjose_jwk_set_kid(key_.get(), kid_.c_str(), kid_.size(), nullptr);
  }

  std::string kid_;
  std::shared_ptr<cjose_jwk_t> key_;
};

inline std::string KeySet(const std::vector<std::string>& keys) {
  return absl::StrCat("{\"keys\":[", absl::StrJoin(keys, ","), "]}");
}

}  // namespace tutorat::tests
