// Ends the calling function with a status that is not OK: what is left of a line then says what is done.
#pragma once

#include <utility>

#include "absl/status/status.h"

// Of an expression that is a Status.
#define RETURN_IF_ERROR(...)                                                                         \
  do {                                                                                               \
    if (absl::Status returned_status = (__VA_ARGS__); !returned_status.ok()) return returned_status; \
  } while (false)

// Of an expression that is a StatusOr, whose value `target` takes: something to assign to, or a declaration such as
// `const auto wave`.
#define ASSIGN_OR_RETURN(target, ...) ASSIGN_OR_RETURN_BY(ASSIGN_OR_RETURN_NAME(__COUNTER__), target, __VA_ARGS__)

#define ASSIGN_OR_RETURN_BY(result, target, ...)       \
  auto result = (__VA_ARGS__);                         \
  if (!result.ok()) return std::move(result).status(); \
  target = *std::move(result)
#define ASSIGN_OR_RETURN_NAME(number) ASSIGN_OR_RETURN_NAME_OF(number)
#define ASSIGN_OR_RETURN_NAME_OF(number) returned_result_##number
