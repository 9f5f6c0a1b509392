// Maps the driver's error numbers to named errors.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tutorat::storage::mysql {

enum class Meaning {
  kUnique,    // a unique key has that value already
  kRunAgain,  // deadlock, lock wait, certification conflict: the transaction must be rolled back and run again
  kLost,      // the connection is of no more use: gone, or to a server that does not take writes now
  kBusy,      // this statement could not be done now; the connection is good
  kRefused,   // a mistake of ours, or something nobody foresaw
};

Meaning MeaningOf(int error_number);

// The server's text of an error without what it quotes of rows (Incorrect string value: '...' for column `notes`): that
// may be personal, and the text is for the log.
std::string WithoutValues(absl::string_view text);

// UniqueViolation, RunAgain, Unavailable or INTERNAL (storage/errors.h, storage/sql/connection.h).
absl::Status ToStatus(Meaning meaning);

}  // namespace tutorat::storage::mysql
