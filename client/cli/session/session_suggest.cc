#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/cli/session/session.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/report_output.h"
#include "client/cli/shell/resolve.h"
#include "client/text/width.h"
#include "proto/status_macros.h"
#include "tutorat/v1/agenda.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;

struct SuggestOptions {
  GroupOptions where;
  std::string date;
  std::string limit;
};

// What the tutor can do with the suggestions.
void PrintHint(Context& context, const v1::Agenda& agenda) {
  if (agenda.planned_session().empty()) return;
  const std::string hint =
      Say(context.language, "Retenir ou écarter : tutorat session edit --group $0 --date $1 --take CODE --drop CODE",
          "Take or drop: tutorat session edit --group $0 --date $1 --take CODE --drop CODE",
          absl::StrCat(absl::StripPrefix(agenda.group().wave(), "waves/"), "/", agenda.group().number()),
          agenda.planned_date());
  // Under the sentence that it goes on from.
  constexpr int kIndent = 2;
  for (const std::string& line : format::Wrap(hint, context.width > 0 ? context.width - kIndent : 0, 0)) {
    context.out << std::string(kIndent, ' ') << line << "\n";
  }
}

Exit Suggest(Context& context, const SuggestOptions& options, const ReportPrint& print) {
  v1::SuggestThemesRequest request;
  if (options.where.group.empty()) {
    return context.FailUsage(
        context.Text("il manque --group, par exemple --group 4", "--group is missing, for example --group 4"));
  }
  ASSIGN_OR_RETURN(*request.mutable_date(), ParseDayIfAny(context, "--date", options.date));
  if (!options.limit.empty()) {
    ASSIGN_OR_RETURN(const int limit, ParseNumber(context, "--limit", options.limit));
    request.set_limit(limit);
  }
  ASSIGN_OR_RETURN(*request.mutable_group(), ResolveGroup(context, options.where.group, options.where.wave));
  return PrintReport<v1::SuggestThemesResponse>(
      context, print, std::move(request),
      [&context](const v1::SuggestThemesResponse& response) { PrintHint(context, response.agenda()); });
}

}  // namespace

void AddSessionSuggest(CLI::App* noun, Context& context) {
  auto options = std::make_shared<SuggestOptions>();
  auto print = std::make_shared<ReportPrint>();
  CLI::App* suggest = AddVerb(noun, "suggest",
                              context.Text("Proposer les prochains thèmes d'un groupe, et dire pourquoi",
                                           "Suggest a group's next themes, and say why"));
  AddGroupOptions(suggest, context, options->where);
  AddText(suggest, "--date", options->date, "DATE", context.Text("À ce jour (aujourd'hui)", "As of this day (today)"));
  AddText(suggest, "--limit", options->limit, "N", context.Text("Combien au plus (10)", "How many at most (10)"));
  AddReportPrint(suggest, context, *print);
  OnReport(suggest, context, [&context, options, print] { return Suggest(context, *options, *print); });
}

}  // namespace tutorat::cli
