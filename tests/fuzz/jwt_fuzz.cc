// JSON Web Tokens of strangers, signed ones of whoever the issuer lets write claims, and the issuer's keys.
#include <cjose/cjose.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/auth/jwt.h"
#include "tests/fuzz/fuzz.h"

namespace tutorat::fuzz {
namespace {

using api::JwtKeys;

constexpr char kGood[] = R"({"iss":"https://id.example","aud":"tutorat","sub":"zoe","exp":1700000600})";

const api::JwtRules& Rules() {
  static const auto& rules = *new api::JwtRules{"https://id.example", "tutorat", "ES256"};
  return rules;
}

// Another one at each run: nobody has a signature of it beforehand.
cjose_jwk_t* Key() {
  static cjose_jwk_t* const key = [] {
    cjose_jwk_t* made = cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr);
    cjose_jwk_set_kid(made, "k", 1, nullptr);
    return made;
  }();
  return key;
}

const JwtKeys& Keys() {
  static const auto& keys = *[] {
    char* json = cjose_jwk_to_json(Key(), false, nullptr);
    auto read = JwtKeys::Parse(absl::StrCat("{\"keys\":[", json, "]}"), "ES256");
    std::free(json);
    Demand(read.ok() && read->size() == 1, "the key is read");
    return new JwtKeys(*std::move(read));
  }();
  return keys;
}

std::string Encoded(absl::string_view bytes) {
  std::string text;
  absl::WebSafeBase64Escape(bytes, &text);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

std::string Signed(absl::string_view claims) {
  cjose_header_t* header = cjose_header_new(nullptr);
  cjose_header_set(header, CJOSE_HDR_ALG, "ES256", nullptr);
  cjose_header_set(header, CJOSE_HDR_KID, "k", nullptr);
  cjose_jws_t* jws =
      cjose_jws_sign(Key(), header, reinterpret_cast<const uint8_t*>(claims.data()), claims.size(), nullptr);
  const char* text = nullptr;
  std::string token = jws != nullptr && cjose_jws_export(jws, &text, nullptr) ? text : "";
  cjose_jws_release(jws);
  cjose_header_release(header);
  return token;
}

api::JwtVerdict Verify(absl::string_view token) {
  return api::VerifyJwt(token, Keys(), Rules(), absl::FromUnixSeconds(1700000000));
}

void FuzzSigned(absl::string_view claims) {
  const auto verdict = Verify(Signed(claims));
  if (verdict.claims == nullptr) return;
  Demand(!verdict.claims->subject().empty(), "a good token says who it is");
  for (const char* name : {"tutorat_roles", "realm_access.roles", "a.b.c", ""}) {
    for (const std::string& text : verdict.claims->Texts(name)) Demand(text.size() <= claims.size(), "a claim's text");
  }
}

}  // namespace

// The first line says what the rest is.
void Fuzz(absl::string_view input) {
  absl::string_view rest = input;
  const absl::string_view kind = TakeUntil('\n', &rest);
  if (kind == "keys") {
    static const auto& token = *new std::string(Signed(kGood));
    const auto keys = JwtKeys::Parse(rest, "ES256");
    if (!keys.ok()) return;
    const auto verdict = api::VerifyJwt(token, *keys, Rules(), absl::FromUnixSeconds(1700000000));
    Demand(verdict.claims == nullptr, "another key verifies nothing");
  } else if (kind == "claims") {
    FuzzSigned(rest);
  } else if (kind == "parts") {
    // Header, claims and signature, before they are put into base64.
    const absl::string_view header = TakeUntil('\n', &rest);
    const absl::string_view claims = TakeUntil('\n', &rest);
    const std::string token = absl::StrCat(Encoded(header), ".", Encoded(claims), ".", Encoded(rest));
    Demand(Verify(token).claims == nullptr, "nobody else's signature is good");
  } else {
    Demand(Verify(input).claims == nullptr, "what nobody signed is refused");
  }
}

}  // namespace tutorat::fuzz
