#include <algorithm>
#include <memory>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/directory/holidays.h"
#include "client/cli/session/session_filter.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output_file.h"
#include "client/files/icalendar.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

struct FeedOptions {
  SessionFilter filter;
  std::string output;
};

Exit WriteFeed(Context& context, const FeedOptions& options) {
  ASSIGN_OR_RETURN(const auto records, ListRecords(context, options.filter));
  std::vector<format::CalendarEntry> entries;
  entries.reserve(records.size());
  for (const v1::NamedRecord& one : records) {
    entries.push_back({one.session(), absl::StrCat(one.record().wave(), "/", one.record().group())});
  }
  std::sort(entries.begin(), entries.end(), [](const format::CalendarEntry& a, const format::CalendarEntry& b) {
    return std::tuple(a.session.start_time().seconds(), a.session.start_time().nanos(), a.session.name()) <
           std::tuple(b.session.start_time().seconds(), b.session.start_time().nanos(), b.session.name());
  });
  return WriteOutput(context, options.output, format::WriteICalendar(entries, context.language));
}

}  // namespace

void AddCalendar(CLI::App& app, Context& context) {
  const auto options = std::make_shared<FeedOptions>();
  CLI::App* calendar =
      AddNoun(app, "calendar",
              context.Text("Séances au format iCalendar (RFC 5545), pour un agenda ; vacances scolaires",
                           "Sessions as iCalendar (RFC 5545), for a calendar program; school holidays"),
              Verb::kOptional);
  AddSessionFilter(calendar, context, options->filter);
  AddText(calendar, "--output,-o", options->output, context.Text("FICHIER", "FILE"),
          context.Text("Remplacer ce fichier d'un coup, plutôt qu'écrire à l'écran : un serveur web peut le publier",
                       "Replace this file at once, rather than write to the screen: a web server can publish it"));
  AddHolidays(calendar, context);
  OnRun(calendar, context, [&context, options] { return WriteFeed(context, *options); });
}

const RegisteredNoun kCalendarNoun(40, &AddCalendar);

}  // namespace tutorat::cli
