#pragma once

#include <deque>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/shell/context.h"
#include "google/protobuf/message.h"

namespace tutorat::cli {

// Flags of a verb, each of which sets a text field of a resource. Outlives the App's parse, at a stable address.
class FieldOptions {
 public:
  FieldOptions() = default;
  FieldOptions(const FieldOptions&) = delete;
  FieldOptions& operator=(const FieldOptions&) = delete;

  enum class Kind { kText, kDate, kLastDay, kEstablishment, kProgramme, kSchoolCalendar, kTheme };
  void Add(CLI::App* verb, const std::string& flag, std::string field, absl::string_view type, absl::string_view help,
           Kind kind = Kind::kText);

  // kLastDay is typed included, and stored as the day after it.
  // Sets the fields whose flag was given, an empty value clearing it, and returns their names. INVALID_ARGUMENT names
  // the flag whose date is none.
  absl::StatusOr<std::vector<std::string>> Apply(const Context& context, google::protobuf::Message& resource) const;

 private:
  struct Flag {
    std::string field;
    Kind kind;
    std::string value;
    const CLI::Option* option = nullptr;
  };

  // A deque: the App holds the addresses of the values.
  std::deque<Flag> flags_;
};

}  // namespace tutorat::cli
