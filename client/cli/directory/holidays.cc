#include "client/files/holidays.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "client/cli/directory/holidays.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resolve.h"
#include "client/cli/shell/standard_verbs.h"
#include "client/lib/json.h"
#include "client/lib/list.h"
#include "proto/status_macros.h"
#include "tutorat/v1/school_calendar.pb.h"

namespace tutorat::cli {
namespace {

struct HolidayExport {
  std::string calendar;
  std::string form;
  std::string output;
  bool excel = false;
};

Exit ListHolidays(Context& context, const ListOptions& options) {
  ASSIGN_OR_RETURN(const auto calendars, ListResources<v1::ListSchoolCalendarsResponse, v1::ListSchoolCalendarsRequest>(
                                             context, options.show_deleted));
  return PrintResources<v1::SchoolCalendar>(
      context, options, calendars, calendars.school_calendars(), [&](const v1::SchoolCalendar& one) -> Details {
        const bool empty = one.holidays().empty();
        return {{{"code", context.Text("CALENDRIER", "CALENDAR")}, one.code()},
                {{"label", context.Text("NOM", "NAME")}, one.label()},
                {{"holidays", context.Text("VACANCES", "HOLIDAYS"), format::Align::kRight},
                 absl::StrCat(one.holidays_size())},
                {{"from", context.Text("DU", "FROM")}, empty ? "" : ShownDay(context, one.holidays(0).from_date())},
                {{"to", context.Text("AU", "TO")}, empty ? "" : ShownDay(context, one.holidays().rbegin()->to_date())}};
      });
}

// As csv, what an import takes.
Exit ShowHolidays(Context& context, const v1::SchoolCalendar& calendar) {
  return PrintResources<v1::Holiday>(
      context, {}, calendar, calendar.holidays(), [&context](const v1::Holiday& holiday) -> Details {
        return {{{"label", context.Text("VACANCES", "HOLIDAY")}, holiday.label()},
                {{"from", context.Text("DÉBUT", "FROM")}, ShownDay(context, holiday.from_date())},
                {{"to", context.Text("REPRISE", "TO")}, ShownDay(context, holiday.to_date())}};
      });
}

Exit ExportHolidays(Context& context, const HolidayExport& options) {
  if (!options.form.empty() && options.form != "csv" && options.form != "ics") {
    return context.Fail(
        WrongValue(context, "--as", options.form,
                   context.Text("n'est pas connu ; choisir csv ou ics", "is not known; choose csv or ics")));
  }
  ASSIGN_OR_RETURN(const auto calendar, Get<v1::SchoolCalendar>(context, SchoolCalendarName(options.calendar)));
  if (options.form == "ics") return WriteOutput(context, options.output, format::WriteHolidaysIcal(calendar));
  if (options.form.empty() && context.format == OutputFormat::kJson) {
    return WriteOutput(context, options.output, absl::StrCat(client::JsonText(calendar), "\n"));
  }
  return WriteOutput(
      context, options.output,
      format::WriteHolidaysCsv(calendar, options.excel ? format::CsvStyle::kSpreadsheet : format::CsvStyle::kPlain));
}

void AddImportVerb(CLI::App* noun, Context& context) {
  const auto import = std::make_shared<HolidayImport>();
  CLI::App* verb =
      AddVerb(noun, "import",
              context.Text("Lire des vacances (iCalendar du ministère, ou CSV) : montre d'abord ce qui changerait",
                           "Read holidays (the ministry's iCalendar, or CSV): first shows what would change"));
  Require(AddText(
      verb, "file", import->file, context.Text("FICHIER", "FILE"),
      context.Text("Fichier .ics ou .csv, ou - pour l'entrée standard", ".ics or .csv file, or - for standard input")));
  Require(AddText(verb, "--calendar", import->calendar, "CODE",
                  context.Text("Calendrier où les ranger, créé s'il n'existe pas ; par exemple zone-b",
                               "Calendar to keep them in, made where there is none; for example zone-b")));
  AddText(verb, "--zone", import->zone, "A|B|C",
          context.Text("Zone à prendre dans le fichier ; sans cela, la lettre à la fin du code",
                       "Zone to take from the file; else the letter at the end of the code"));
  AddText(verb, "--label", import->label, context.Text("NOM", "NAME"),
          context.Text("Nom en clair d'un calendrier nouveau", "Name in full of a new calendar"));
  AddSwitch(
      verb, "--replace", import->replace,
      context.Text("Retirer aussi les vacances que le fichier n'a pas", "Also remove holidays that the file has not"));
  AddSwitch(verb, "--apply", import->apply, context.Text("Enregistrer", "Store it"));
  OnRun(verb, context, [&context, import] { return ImportHolidays(context, *import); });
}

void AddExportVerb(CLI::App* noun, Context& context) {
  const auto options = std::make_shared<HolidayExport>();
  CLI::App* verb = AddVerb(noun, "export",
                           context.Text("Écrire un calendrier, que import relit tel quel",
                                        "Write a calendar, which import reads back as it is"));
  Require(
      AddText(verb, "calendar", options->calendar, "CODE", context.Text("Par exemple zone-b", "For example zone-b")));
  AddText(verb, "--as", options->form, "csv|ics", context.Text("Forme du fichier (csv)", "Form of the file (csv)"));
  AddFileOptions(verb, context, options->output, options->excel);
  OnRun(verb, context, [&context, options] { return ExportHolidays(context, *options); });
}

}  // namespace

void AddHolidays(CLI::App* calendar, Context& context) {
  CLI::App* noun =
      AddNoun(*calendar, "holidays", context.Text("Vacances scolaires, par zone", "School holidays, by zone"));
  const auto rules = std::make_shared<Noun<v1::SchoolCalendar>>();
  rules->add = [&context](CLI::App* verb, Target& target) {
    Require(AddText(verb, "calendar", target.text, "CODE", context.Text("Par exemple zone-b", "For example zone-b")));
  };
  rules->find = [&context](const Target& target, Deleted deleted) {
    return Named<v1::SchoolCalendar>(context, SchoolCalendarName(target.text), deleted);
  };
  rules->label = [&context](const v1::SchoolCalendar& one) {
    return absl::StrCat(context.Text("calendrier scolaire ", "school calendar "), one.code());
  };
  rules->show = [&context](const v1::SchoolCalendar& one) { return ShowHolidays(context, one); };

  AddImportVerb(noun, context);
  AddList(noun, context, [&context](const ListOptions& options) { return ListHolidays(context, options); });
  AddExportVerb(noun, context);
  AddStandardVerbs<v1::SchoolCalendar>(noun, context, rules);
}

}  // namespace tutorat::cli
