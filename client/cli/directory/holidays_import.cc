#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/cli/directory/holidays.h"
#include "client/cli/shell/input_file.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/resolve.h"
#include "client/cli/shell/resource.h"
#include "client/cli/shell/text.h"
#include "client/files/holiday_plan.h"
#include "client/files/holidays.h"
#include "proto/status_macros.h"
#include "tutorat/v1/school_calendar.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;

std::string CodeOf(const HolidayImport& import) {
  return std::string(absl::StripPrefix(import.calendar, "schoolCalendars/"));
}

// B of zone-b; empty when the code does not end so.
std::string ZoneOf(const HolidayImport& import) {
  if (!import.zone.empty()) return import.zone;
  const std::string code = CodeOf(import);
  const size_t size = code.size();
  const bool ends =
      size >= 2 && code[size - 2] == '-' && absl::ascii_isalpha(static_cast<unsigned char>(code[size - 1]));
  return ends ? absl::AsciiStrToUpper(code.substr(size - 1)) : "";
}

// As it is stored; without name and etag, where there is none yet.
absl::StatusOr<v1::SchoolCalendar> FindCalendar(Context& context, const HolidayImport& import) {
  auto found = Get<v1::SchoolCalendar>(context, SchoolCalendarName(import.calendar));
  if (!absl::IsNotFound(found.status())) return found;
  v1::SchoolCalendar calendar;
  calendar.set_code(CodeOf(import));
  const std::string zone = ZoneOf(import);
  calendar.set_label(!import.label.empty() ? import.label : zone.empty() ? "" : absl::StrCat("Zone ", zone));
  return calendar;
}

std::string NextImport(const Context& context, const HolidayImport& import) {
  return Say(context.language, "Pour enregistrer : $0 --apply", "To store it: $0 --apply",
             absl::StrCat("tutorat calendar holidays import ", ShellQuoted(import.file), " --calendar ",
                          ShellQuoted(import.calendar),
                          import.zone.empty() ? "" : absl::StrCat(" --zone ", ShellQuoted(import.zone)),
                          import.label.empty() ? "" : absl::StrCat(" --label ", ShellQuoted(import.label)),
                          import.replace ? " --replace" : ""));
}

void PrintPlan(Context& context, const HolidayImport& import, const format::HolidayFile& file,
               const format::HolidayPlan& plan, const v1::SchoolCalendar& calendar) {
  if (context.format == OutputFormat::kJson || context.format == OutputFormat::kCsv) {
    for (const std::string& note : file.notes) context.err << note << "\n";
  }
  if (context.format == OutputFormat::kJson) return PrintJson(context, calendar);
  if (context.format == OutputFormat::kCsv) {
    context.out << format::WriteCsv(HolidayPlanRecords(plan), format::CsvStyle::kPlain);
    return;
  }
  PrintTable(context, HolidayPlanTable(plan, import.apply, context.language));
  context.out << "\n";
  for (const std::string& note : file.notes) context.out << note << "\n";
  context.out << HolidayPlanSummary(plan, CodeOf(import), import.apply, context.language) << "\n";
  if (!import.apply && plan.ChangesSomething()) context.out << NextImport(context, import) << "\n";
}

Exit Refuse(Context& context, const format::HolidayFile& file) {
  if (file.holidays.empty()) {
    for (const std::string& note : file.notes) context.err << note << "\n";
  }
  for (size_t i = 0; i + 1 < file.problems.size(); ++i) {
    context.err << Describe(file.problems[i], context.language) << "\n";
  }
  return context.Fail(
      absl::InvalidArgumentError(absl::StrCat(Describe(file.problems.back(), context.language),
                                              context.Text(" ; rien n'est enregistré", "; nothing is stored"))));
}

}  // namespace

Exit ImportHolidays(Context& context, const HolidayImport& import) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadInput(context, import.file));
  const format::HolidayFile file = format::ReadHolidays(bytes, ZoneOf(import), context.language);
  if (!file.problems.empty()) return Refuse(context, file);
  ASSIGN_OR_RETURN(const v1::SchoolCalendar stored, FindCalendar(context, import));
  const format::HolidayPlan plan = format::PlanHolidays(stored, file.holidays, import.replace);
  v1::SchoolCalendar calendar = stored;
  if (plan.ChangesSomething()) {
    calendar = plan.result;
    const Store store = import.apply ? Store::kNow : Store::kValidate;
    RETURN_IF_ERROR(stored.name().empty() ? CallCreate(context, calendar, store)
                                          : CallUpdate(context, {"holidays"}, calendar, store));
  }
  PrintPlan(context, import, file, plan, calendar);
  return kExitDone;
}

}  // namespace tutorat::cli
