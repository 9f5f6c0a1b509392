#pragma once

#include <vector>

#include "absl/status/status.h"
#include "server/call/handler.h"
#include "tutorat/v1/personal_data.pb.h"

namespace tutorat::api {

// Where erasures are noted beside the store, to be done again after a backup was restored. Thread-safe.
class ErasureLog {
 public:
  virtual ~ErasureLog() = default;

  // On disk when it returns. One that is noted already is not noted again.
  virtual absl::Status Note(const std::vector<v1::Erasure>& erasures) = 0;
};

// Erases again what a backup brought back of these erasures, and stores those that are not stored. How many were.
absl::StatusOr<int> ReapplyErasures(storage::Store& store, const std::vector<v1::Erasure>& erasures, absl::Time now,
                                    absl::Time deadline);

// Those of PersonalDataService that note what they erase. `log` outlives them.
std::vector<Handler> PersonalDataHandlers(ErasureLog& log);

}  // namespace tutorat::api
