#include "server/auth/jwt.h"

#include <cjose/cjose.h>
#include <jansson.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tutorat::api {
namespace {

constexpr absl::Duration kLeeway = absl::Minutes(1);
constexpr size_t kLargestToken = size_t{16} * 1024;
constexpr size_t kWeakestRsaBits = 2048;
constexpr size_t kMostKeys = 100;

struct JsonFree {
  void operator()(json_t* json) const { json_decref(json); }
};
using Json = std::unique_ptr<json_t, JsonFree>;

struct JwsFree {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
using Jws = std::unique_ptr<cjose_jws_t, JwsFree>;

// Null for what is no JSON object, or names something twice: two readers could take it for two different things.
Json ReadObject(absl::string_view text) {
  Json json(json_loadb(text.data(), text.size(), JSON_REJECT_DUPLICATES, nullptr));
  return json_is_object(json.get()) ? std::move(json) : nullptr;
}

// Nothing for a member that is not there, or is no text.
absl::string_view TextOf(const json_t* object, const char* name) {
  const json_t* value = json_object_get(object, name);
  return json_is_string(value) ? absl::string_view(json_string_value(value), json_string_length(value))
                               : absl::string_view();
}

std::vector<std::string> TextsOf(const json_t* value) {
  std::vector<std::string> texts;
  const auto add = [&](const json_t* text) {
    if (json_is_string(text)) texts.emplace_back(json_string_value(text), json_string_length(text));
  };
  add(value);
  for (size_t i = 0; i < json_array_size(value); ++i) add(json_array_get(value, i));
  return texts;
}

// The curve of an algorithm with elliptic curves.
cjose_jwk_ec_curve CurveOf(absl::string_view algorithm) {
  return algorithm == "ES256"   ? CJOSE_JWK_EC_P_256
         : algorithm == "ES384" ? CJOSE_JWK_EC_P_384
         : algorithm == "ES512" ? CJOSE_JWK_EC_P_521
                                : CJOSE_JWK_EC_INVALID;
}

// The key is of the kind that the algorithm takes, and strong enough.
bool Suits(const cjose_jwk_t* key, absl::string_view algorithm) {
  cjose_err ignored;
  const cjose_jwk_ec_curve curve = CurveOf(algorithm);
  if (curve != CJOSE_JWK_EC_INVALID) {
    return cjose_jwk_get_kty(key, &ignored) == CJOSE_JWK_KTY_EC && cjose_jwk_EC_get_curve(key, &ignored) == curve;
  }
  return cjose_jwk_get_kty(key, &ignored) == CJOSE_JWK_KTY_RSA &&
         cjose_jwk_get_keysize(key, &ignored) >= kWeakestRsaBits;
}

// Without padding, as RFC 7515 has it.
bool IsBase64Url(absl::string_view text) {
  return text.size() % 4 != 1 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
         });
}

// The public part of a key, which is all that this is about; null when it is none. libcjose 0.6.2 ends the process at a
// `=` in the middle of a number: what it gets to read is looked at before.
Json PublicPart(const json_t* key, absl::string_view algorithm) {
  const bool curve = CurveOf(algorithm) != CJOSE_JWK_EC_INVALID;
  if (TextOf(key, "kty") != (curve ? "EC" : "RSA")) return nullptr;
  Json part(json_object());
  for (const char* number : {curve ? "x" : "n", curve ? "y" : "e"}) {
    const absl::string_view text = TextOf(key, number);
    if (text.empty() || !IsBase64Url(text)) return nullptr;
    json_object_set(part.get(), number, json_object_get(key, number));
  }
  for (const char* word : {"kty", "crv"}) json_object_set(part.get(), word, json_object_get(key, word));
  return part;
}

// Null for a key that is of no use for the algorithm.
std::shared_ptr<const cjose_jwk_t> ReadKey(const json_t* json, absl::string_view algorithm) {
  const absl::string_view use = TextOf(json, "use");
  const absl::string_view meant_for = TextOf(json, "alg");
  if ((!use.empty() && use != "sig") || (!meant_for.empty() && meant_for != algorithm)) return nullptr;
  const Json part = PublicPart(json, algorithm);
  if (part == nullptr) return nullptr;
  cjose_err ignored;
  std::shared_ptr<cjose_jwk_t> key(cjose_jwk_import_json(part.get(), &ignored),
                                   [](cjose_jwk_t* done) { cjose_jwk_release(done); });
  return key != nullptr && Suits(key.get(), algorithm) ? key : nullptr;
}

// False when the member is there and is no time.
bool ReadTime(const json_t* claims, const char* name, absl::Time otherwise, absl::Time* time) {
  const json_t* value = json_object_get(claims, name);
  *time = otherwise;
  if (value == nullptr) return true;
  if (!json_is_number(value)) return false;
  *time = absl::UnixEpoch() + absl::Seconds(json_number_value(value));
  return true;
}

// Three parts of base64url.
bool HasFormOfJwt(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), IsBase64Url);
}

}  // namespace

const std::vector<std::string>& JwtAlgorithms() {
  static const auto& algorithms =
      *new std::vector<std::string>{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"};
  return algorithms;
}

absl::StatusOr<JwtKeys> JwtKeys::Parse(absl::string_view json, const std::string& algorithm) {
  const Json set = ReadObject(json);
  const json_t* list = json_object_get(set.get(), "keys");
  if (!json_is_array(list)) return absl::InvalidArgumentError("is no JWK set: {\"keys\": [...]} is expected");
  if (json_array_size(list) > kMostKeys) {
    return absl::InvalidArgumentError(absl::StrCat("has more than ", kMostKeys, " keys"));
  }
  JwtKeys keys;
  for (size_t i = 0; i < json_array_size(list); ++i) {
    const json_t* each = json_array_get(list, i);
    const std::string kid(TextOf(each, "kid"));
    auto key = kid.empty() ? nullptr : ReadKey(each, algorithm);
    if (key == nullptr) continue;
    if (!keys.keys_.emplace(kid, std::move(key)).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("has two keys with the same kid, the second of them at place ", i));
    }
  }
  return keys;
}

std::vector<std::string> JwtClaims::Texts(absl::string_view name) const {
  const json_t* value = json_object_get(json_.get(), std::string(name).c_str());
  if (value == nullptr) {
    value = json_.get();
    for (const absl::string_view step : absl::StrSplit(name, '.')) {
      value = json_object_get(value, std::string(step).c_str());
    }
  }
  return TextsOf(value);
}

// The steps of VerifyJwt. Each returns whether the token is still good; if not, the fault is said.
class JwtReader {
 public:
  JwtReader(const JwtKeys& keys, const JwtRules& rules, absl::Time now) : keys_(keys), rules_(rules), now_(now) {}

  JwtVerdict Read(absl::string_view token) {
    if (token.size() > kLargestToken || !HasFormOfJwt(token)) return verdict_;
    cjose_err ignored;
    const Jws jws(cjose_jws_import(token.data(), token.size(), &ignored));
    if (jws != nullptr && CheckSignature(jws.get()) && ReadClaims(jws.get()) && CheckClaims()) {
      verdict_.claims = claims_;
    }
    return verdict_;
  }

 private:
  bool Fail(JwtFault fault) {
    verdict_.fault = fault;
    return false;
  }

  bool CheckSignature(cjose_jws_t* jws) {
    const cjose_header_t* header = cjose_jws_get_protected(jws);
    if (TextOf(header, "alg") != rules_.algorithm) return Fail(JwtFault::kAlgorithm);
    // Something without which, its issuer says, nobody may take the token: RFC 7515, 4.1.11.
    if (json_object_get(header, "crit") != nullptr) return Fail(JwtFault::kMalformed);
    const auto key = keys_.keys_.find(std::string(TextOf(header, "kid")));
    if (key == keys_.keys_.end()) return Fail(JwtFault::kKey);
    cjose_err ignored;
    return cjose_jws_verify(jws, key->second.get(), &ignored) || Fail(JwtFault::kSignature);
  }

  bool ReadClaims(cjose_jws_t* jws) {
    uint8_t* bytes = nullptr;
    size_t size = 0;
    cjose_err ignored;
    if (!cjose_jws_get_plaintext(jws, &bytes, &size, &ignored)) return Fail(JwtFault::kMalformed);
    Json json = ReadObject({reinterpret_cast<const char*>(bytes), size});
    if (json == nullptr) return Fail(JwtFault::kMalformed);
    claims_->json_ = std::shared_ptr<json_t>(std::move(json));
    claims_->subject_ = std::string(TextOf(claims_->json_.get(), "sub"));
    return true;
  }

  bool CheckClaims() {
    const json_t* json = claims_->json_.get();
    if (TextOf(json, "iss") != rules_.issuer) return Fail(JwtFault::kIssuer);
    const std::vector<std::string> audiences = TextsOf(json_object_get(json, "aud"));
    if (std::find(audiences.begin(), audiences.end(), rules_.audience) == audiences.end()) {
      return Fail(JwtFault::kAudience);
    }
    absl::Time not_before;
    // A token without an end is one that has ended.
    if (!ReadTime(json, "exp", absl::InfinitePast(), &claims_->expire_time_) ||
        !ReadTime(json, "nbf", absl::InfinitePast(), &not_before) || claims_->subject_.empty()) {
      return Fail(JwtFault::kMalformed);
    }
    if (claims_->expire_time_ + kLeeway <= now_) return Fail(JwtFault::kExpired);
    return not_before - kLeeway <= now_ || Fail(JwtFault::kNotYet);
  }

  const JwtKeys& keys_;
  const JwtRules& rules_;
  const absl::Time now_;
  const std::shared_ptr<JwtClaims> claims_ = std::make_shared<JwtClaims>();
  JwtVerdict verdict_;
};

JwtVerdict VerifyJwt(absl::string_view token, const JwtKeys& keys, const JwtRules& rules, absl::Time now) {
  return JwtReader(keys, rules, now).Read(token);
}

}  // namespace tutorat::api
