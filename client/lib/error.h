#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tutorat::client {

// A field of a request that the server refused.
struct Violation {
  // Path from the request's root: `record.themes`.
  std::string field;
  // What is wrong and the remedy, in the caller's language.
  std::string description;
  // UPPER_SNAKE_CASE.
  std::string reason;
};

// What a server says of a call that it refused.
struct Error {
  absl::StatusCode code = absl::StatusCode::kOk;
  // UPPER_SNAKE_CASE, stable; empty when no Tutorat server answered and this side has no name for it.
  std::string reason;
  std::string message;
  std::vector<Violation> violations;
  // Made by LocalError: no server was asked.
  bool is_local = false;
  // How long the server asks to wait before the call is repeated.
  std::optional<absl::Duration> retry_delay;
};

// Of a status that Client returned; of any other, its code and message only.
Error ReadError(const absl::Status& status);

// A status that ReadError takes apart again. `details` is a serialized google.rpc.Status, or empty.
absl::Status MakeStatus(absl::StatusCode code, absl::string_view message, absl::string_view details);

// An error of this side, for which no server was asked; ReadError gives its reason back.
absl::Status LocalError(absl::StatusCode code, absl::string_view reason, absl::string_view message);

// True when a server that is away, too busy or slow, or somebody else's write is the reason: the same call may succeed
// later, and whether it was done is not known.
bool IsTemporary(const absl::Status& status);

// True when the call may have been done, or the same one may be done later, with nobody correcting it: also where the
// server failed, or waits for its schema.
bool MayStillBeStored(const absl::Status& status);

// True when the request itself, or what its caller may do, is the reason: sent again, it would be refused again.
// Never of an error of this side, which a file or a flag mends.
bool IsRefusal(const absl::Status& status);

}  // namespace tutorat::client
