// What several tests of the rules use.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::tests {

// Of the tests on random input: the same on each run, and a failure names it.
inline constexpr unsigned kSeed = 20240219;

// `3 7 10`, in the order of the groups.
inline std::string Numbers(const google::protobuf::RepeatedPtrField<v1::GroupReference>& groups) {
  return absl::StrJoin(groups, " ", [](std::string* out, const auto& group) { absl::StrAppend(out, group.number()); });
}

}  // namespace tutorat::tests
