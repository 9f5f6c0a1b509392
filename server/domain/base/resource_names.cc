#include "server/domain/base/resource_names.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <sodium.h>

#include <array>
#include <memory>
#include <mutex>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/domain/base/require.h"

namespace tutorat::domain {
namespace {

constexpr absl::string_view kCrockford = "0123456789abcdefghjkmnpqrstvwxyz";

// Content as bytes that do not depend on map or field iteration order.
std::string Canonical(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

// Random for the first id of a millisecond, then one more than the last: what one transaction makes keeps its order.
std::array<unsigned char, 10> RandomPart(uint64_t millis) {
  static std::mutex mutex;
  static uint64_t last_millis = 0;
  static std::array<unsigned char, 10> last{};
  const std::lock_guard<std::mutex> lock(mutex);
  if (millis != last_millis) {
    randombytes_buf(last.data(), last.size());
    last.front() &= 0x7f;  // room to count upwards
    last_millis = millis;
  } else {
    for (auto digit = last.rbegin(); digit != last.rend() && ++*digit == 0;) ++digit;
  }
  return last;
}

std::string DigestWithout(const google::protobuf::Message& message, const char* field) {
  std::unique_ptr<google::protobuf::Message> copy(message.New());
  copy->CopyFrom(message);
  if (const auto* left_out = copy->GetDescriptor()->FindFieldByName(field)) {
    copy->GetReflection()->ClearField(copy.get(), left_out);
  }
  return Digest(absl::StrCat(message.GetDescriptor()->full_name(), "\n", Canonical(*copy)));
}

}  // namespace

std::string NewId(absl::Time now) {
  auto millis = static_cast<uint64_t>(absl::ToUnixMillis(now));
  std::array<unsigned char, 10> random = RandomPart(millis);
  std::string id(26, '0');
  for (size_t i = 10; i-- > 0; millis >>= 5) id[i] = kCrockford[millis & 31];
  // 80 bits are exactly 16 digits of 5 bits.
  uint32_t buffer = 0;
  int bits = 0;
  size_t at = 10;
  for (const unsigned char byte : random) {
    buffer = (buffer << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) id[at++] = kCrockford[(buffer >> (bits - 5)) & 31];
  }
  return id;
}

const v1::ResourceRules& ResourceOf(const google::protobuf::Descriptor* descriptor) {
  const v1::ResourceRules& rules = descriptor->options().GetExtension(v1::resource);
  Require(!rules.collection().empty(), absl::StrCat(descriptor->full_name(), " declares no resource option"));
  return rules;
}

absl::string_view CollectionOf(absl::string_view name) {
  const size_t slash = name.find('/');
  return slash == absl::string_view::npos ? absl::string_view() : name.substr(0, slash);
}

std::string MakeName(const google::protobuf::Message& resource, absl::Time now) {
  const v1::ResourceRules& rules = ResourceOf(resource.GetDescriptor());
  if (rules.id_field().empty()) return absl::StrCat(rules.collection(), "/", NewId(now));
  const auto* field = resource.GetDescriptor()->FindFieldByName(rules.id_field());
  return absl::StrCat(rules.collection(), "/", resource.GetReflection()->GetString(resource, field));
}

std::string Singular(const google::protobuf::Descriptor* descriptor) {
  std::string singular;
  for (const char letter : descriptor->name()) {
    if (absl::ascii_isupper(letter) && !singular.empty()) singular += '_';
    singular += absl::ascii_toupper(letter);
  }
  return singular;
}

std::string Etag(const google::protobuf::Message& resource) { return DigestWithout(resource, "etag"); }

std::string Fingerprint(const google::protobuf::Message& request) { return DigestWithout(request, "request_id"); }

std::string Digest(absl::string_view bytes) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                     nullptr, 0);
  std::string out;
  absl::WebSafeBase64Escape({reinterpret_cast<const char*>(hash.data()), hash.size()}, &out);
  while (!out.empty() && out.back() == '=') out.pop_back();
  return out;
}

}  // namespace tutorat::domain
