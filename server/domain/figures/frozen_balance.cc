#include "server/domain/figures/frozen_balance.h"

#include <google/protobuf/util/json_util.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/domain/base/require.h"
#include "server/domain/base/text.h"
#include "server/domain/contract/redaction.h"

namespace tutorat::domain {
namespace {

// Of a valid text, on the boundaries of its characters.
void Cut(absl::string_view text, v1::FrozenBalance* frozen) {
  while (!text.empty()) {
    size_t bytes = 0;
    for (size_t i = 0; i < kLargestPiece && bytes < text.size(); ++i) {
      bytes += std::max<size_t>(Utf8Length(text, bytes), 1);
    }
    frozen->add_content(std::string(text.substr(0, bytes)));
    text.remove_prefix(bytes);
  }
}

absl::Status Damaged(const v1::FrozenBalance& frozen) {
  return MakeError(
      absl::StatusCode::kDataLoss, "FROZEN_BALANCE_DAMAGED",
      {.en = absl::StrCat(frozen.name(),
                          " is no longer what was frozen: run `tutoratd check`, and restore it from a backup"),
       .fr = absl::StrCat(frozen.name(),
                          " n'est plus ce qui a été figé : lancer « tutoratd check », et la reprendre d'une ",
                          "sauvegarde")});
}

}  // namespace

std::string FrozenBytes(v1::Balance balance) {
  ClearPersonalData(&balance);
  balance.clear_snapshot_time();
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(balance, &json, options);
  Require(status.ok(), "a balance has a JSON form");
  while (!json.empty() && json.back() == '\n') json.pop_back();
  json.push_back('\n');
  return json;
}

std::string Sha256(absl::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return absl::BytesToHexString({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

void Freeze(const v1::Balance& balance, v1::FrozenBalance* frozen) {
  const std::string bytes = FrozenBytes(balance);
  frozen->set_from_date(balance.from_date());
  frozen->set_to_date(balance.to_date());
  frozen->set_wave(balance.wave());
  frozen->set_sha256(Sha256(bytes));
  frozen->clear_content();
  Cut(bytes, frozen);
}

std::string ContentOf(const v1::FrozenBalance& frozen) { return absl::StrJoin(frozen.content(), ""); }

std::vector<Violation> CheckFrozen(const v1::FrozenBalance& frozen) {
  const std::string now = Sha256(ContentOf(frozen));
  if (now == frozen.sha256()) return {};
  return {{"sha256",
           "SHA256_MISMATCH",
           {.en = absl::StrCat("the content is not what was frozen: its SHA-256 is ", now, ", not ", frozen.sha256()),
            .fr = absl::StrCat("le contenu n'est pas celui qui a été figé : son SHA-256 est ", now, " et non ",
                               frozen.sha256())}}};
}

absl::StatusOr<v1::Balance> Unfreeze(const v1::FrozenBalance& frozen) {
  if (!CheckFrozen(frozen).empty()) return Damaged(frozen);
  v1::Balance balance;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // of a newer program
  if (!google::protobuf::util::JsonStringToMessage(ContentOf(frozen), &balance, options).ok()) return Damaged(frozen);
  return balance;
}

}  // namespace tutorat::domain
