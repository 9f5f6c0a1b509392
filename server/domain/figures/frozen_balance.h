// A balance as it is frozen: bytes that never change, and their SHA-256. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/domain/base/error.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"

namespace tutorat::domain {

// Characters of a piece of content; a row of a store holds one.
inline constexpr size_t kLargestPiece = 15000;

// The balance as JSON, as it is frozen: the proto3 JSON mapping (lowerCamelCase names, enums by name, fields at their
// default value left out), fields in the order of their numbers, indented, and a line feed at the end. Without personal
// data, so that erasing a person leaves it as it is, and without snapshot_time, which is the frozen balance's
// create_time: the same figures always give the same bytes, whatever the store, the process or the locale.
std::string FrozenBytes(v1::Balance balance);

// 64 hexadecimal digits in lower case, as `sha256sum` prints.
std::string Sha256(absl::string_view bytes);

// Sets wave, dates, sha256 and content to those of `balance`.
void Freeze(const v1::Balance& balance, v1::FrozenBalance* frozen);

// The content in one piece.
std::string ContentOf(const v1::FrozenBalance& frozen);

// SHA256_MISMATCH when the content is not what was frozen.
std::vector<Violation> CheckFrozen(const v1::FrozenBalance& frozen);

// What was frozen. DATA_LOSS / FROZEN_BALANCE_DAMAGED when the content is another one, or no balance.
absl::StatusOr<v1::Balance> Unfreeze(const v1::FrozenBalance& frozen);

}  // namespace tutorat::domain
