// Which resources of one type a list gives.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

namespace tutorat::storage {

using FilterValue = std::variant<int64_t, std::string>;  // times in microseconds since 1970, durations in seconds

// Compares a field with values. The field is one of the type's own, or one of a resource that the type refers to:
// `wave` of a session is that of its group; or one of an item, `participation_issues.issue`, of which one at least
// satisfies the term. Another field is a programming error.
struct Term {
  enum class Op { kIn, kAtLeast, kBelow, kAtMost, kIsEmpty };
  std::string field;
  Op op;
  std::vector<FilterValue> values;  // one, except for kIn and kIsEmpty
};

// Without terms: all that are not deleted.
struct Filter {
  std::vector<Term> terms;  // all of them hold
  bool deleted = false;     // also what is deleted
  std::string after;        // names greater than this one
  int limit = 0;            // 0: all
  // Of the repeated fields these alone are filled; absent: all of them.
  std::optional<std::vector<std::string>> items;
  // Etags filled in, of resources with all their items: for what is answered. They are costly.
  bool etags = false;

  // Each adds a term. Is() with an empty text does not narrow; In() of no value gives nothing.
  Filter& Is(absl::string_view field, const std::string& text) {
    return text.empty() ? *this : Add(field, Term::Op::kIn, {text});
  }
  Filter& In(absl::string_view field, std::initializer_list<FilterValue> values) {
    return Add(field, Term::Op::kIn, values);
  }
  template <class Values>
  Filter& In(absl::string_view field, const Values& values) {
    return Add(field, Term::Op::kIn, {values.begin(), values.end()});
  }
  Filter& AtLeast(absl::string_view field, FilterValue value) {
    return Add(field, Term::Op::kAtLeast, {std::move(value)});
  }
  Filter& Below(absl::string_view field, FilterValue value) { return Add(field, Term::Op::kBelow, {std::move(value)}); }
  Filter& AtMost(absl::string_view field, FilterValue value) {
    return Add(field, Term::Op::kAtMost, {std::move(value)});
  }
  Filter& Empty(absl::string_view field) { return Add(field, Term::Op::kIsEmpty, {}); }

 private:
  Filter& Add(absl::string_view field, Term::Op op, std::vector<FilterValue> values) {
    terms.push_back({std::string(field), op, std::move(values)});
    return *this;
  }
};

// What ForEach reads of each resource.
struct Selection {
  // Besides `name` these alone are read and filled: `local_date`, or `attendances.member` of each item.
  std::vector<std::string> fields;
  // Fields of the type's own by which the resources come; those of which they are the same, by name.
  std::vector<std::string> order;
};

}  // namespace tutorat::storage
