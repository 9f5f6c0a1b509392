#pragma once

#include <vector>

#include "absl/status/status.h"
#include "server/call/call_context.h"
#include "tutorat/v1/personal_data.pb.h"

namespace tutorat::api {

// Where erasures are noted beside the store, to be done again after a backup was restored. Thread-safe.
class ErasureLog {
 public:
  virtual ~ErasureLog() = default;

  // On disk when it returns. One that is noted already is not noted again.
  virtual absl::Status Note(const std::vector<v1::Erasure>& erasures) = 0;
};

absl::StatusOr<v1::ExportPersonResponse> ExportPerson(CallContext& context, const v1::ExportPersonRequest& request);
// INTERNAL / ERASURE_NOT_NOTED when it was done, but could not be noted: the next start of the server notes it.
absl::StatusOr<v1::ErasePersonResponse> ErasePerson(CallContext& context, const v1::ErasePersonRequest& request,
                                                    ErasureLog& log);
absl::StatusOr<v1::ApplyRetentionResponse> ApplyRetention(CallContext& context,
                                                          const v1::ApplyRetentionRequest& request, ErasureLog& log);

// Erases again what a backup brought back of these erasures, and stores those that are not stored. How many were.
absl::StatusOr<int> ReapplyErasures(storage::Store& store, const std::vector<v1::Erasure>& erasures, absl::Time now,
                                    absl::Time deadline);

// `log` outlives the handlers.
std::vector<Handler> PersonalDataHandlers(ErasureLog& log);

}  // namespace tutorat::api
