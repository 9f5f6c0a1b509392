#include "client/cli/shell/field_options.h"

#include <utility>

#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resolve.h"
#include "proto/status_macros.h"

namespace tutorat::cli {

void FieldOptions::Add(CLI::App* verb, const std::string& flag, std::string field, absl::string_view type,
                       absl::string_view help, Kind kind) {
  flags_.push_back({std::move(field), kind, "", nullptr});
  flags_.back().option = AddText(verb, flag, flags_.back().value, type, help);
}

absl::StatusOr<std::vector<std::string>> FieldOptions::Apply(const Context& context,
                                                             google::protobuf::Message& resource) const {
  std::vector<std::string> fields;
  for (const Flag& flag : flags_) {
    if (!IsGiven(*flag.option)) continue;
    std::string value = flag.value;
    if (flag.kind == Kind::kDate && !value.empty()) {
      ASSIGN_OR_RETURN(value, ParseDay(context, NameOf(*flag.option), value));
    } else if (flag.kind == Kind::kLastDay) {
      ASSIGN_OR_RETURN(value, ParseLastDayIfAny(context, NameOf(*flag.option), value));
    } else if (flag.kind == Kind::kEstablishment) {
      value = ResolveEstablishment(value);
    } else if (flag.kind == Kind::kProgramme && !value.empty()) {
      value = ProgrammeName(value);
    } else if (flag.kind == Kind::kSchoolCalendar && !value.empty()) {
      value = SchoolCalendarName(value);
    } else if (flag.kind == Kind::kTheme && !value.empty()) {
      value = ThemeName(value);
    }
    resource.GetReflection()->SetString(&resource, resource.GetDescriptor()->FindFieldByName(flag.field), value);
    fields.push_back(flag.field);
  }
  return fields;
}

}  // namespace tutorat::cli
