#include "client/cli/report/balance.h"

#include <memory>

#include "client/cli/report/period_options.h"
#include "client/cli/shell/nouns.h"
#include "proto/status_macros.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::cli {
namespace {

Exit ShowBalance(Context& context, const PeriodOptions& period, const ReportPrint& print) {
  v1::GetBalanceRequest request;
  RETURN_IF_ERROR(SetPeriod(context, period, "tutorat balance", request));
  return PrintReport<v1::GetBalanceResponse>(context, print, std::move(request));
}

struct ShowOptions {
  std::string id;
  PeriodOptions period;
  ReportPrint print = {.for_committee = true};
};

void AddBalanceShow(CLI::App* noun, Context& context) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App* verb =
      AddVerb(noun, "show", context.Text("Afficher le bilan d'une période", "Show the balance of a period"));
  AddText(verb, "id", options->id, "ID",
          context.Text("Au lieu d'une période : un bilan figé, par son identifiant ou sa fin, comme dans la liste",
                       "Instead of a period: a frozen balance, by its id or the end of it, as in the list"));
  AddPeriodOptions(verb, context, options->period);
  AddReportPrint(verb, context, options->print);
  OnReport(verb, context, [&context, options]() -> Exit {
    if (options->id.empty()) return ShowBalance(context, options->period, options->print);
    const PeriodOptions& period = options->period;
    if (!period.from.empty() || !period.months.empty() || !period.to.empty() || !period.wave.empty() ||
        !period.groups.empty()) {
      return context.FailUsage(
          context.Text("un bilan figé a sa période, sa vague et ses groupes ; donner son identifiant seul",
                       "a frozen balance has its period, wave and groups; give its id alone"));
    }
    return ShowFrozen(context, options->id, options->print);
  });
}

}  // namespace

void AddBalance(CLI::App& app, Context& context) {
  // With and without its verb it takes the same options, each of its own, so that help is complete at both levels.
  const auto period = std::make_shared<PeriodOptions>();
  const auto print = std::make_shared<ReportPrint>(ReportPrint{.for_committee = true});
  CLI::App* balance = AddNoun(app, "balance",
                              context.Text("Bilan des tutorats : séances et thèmes par groupe, et observations",
                                           "Balance of the tutorats: sessions and themes by group, and observations"),
                              Verb::kOptional);
  AddBalanceShow(balance, context);
  AddBalanceFreeze(balance, context);
  AddBalanceList(balance, context);
  AddBalanceVerify(balance, context);
  AddBalanceDiff(balance, context);
  AddBalanceCompare(balance, context);
  AddPeriodOptions(balance, context, *period);
  AddReportPrint(balance, context, *print);
  OnReport(balance, context, [&context, period, print] { return ShowBalance(context, *period, *print); });
}

const RegisteredNoun kBalanceNoun(20, &AddBalance);

}  // namespace tutorat::cli
