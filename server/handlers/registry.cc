#include "server/handlers/registry.h"

#include "server/handlers/accounts/accounts.h"
#include "server/handlers/accounts/audit.h"
#include "server/handlers/reports/balance.h"
#include "server/handlers/reports/balance_comparison.h"
#include "server/handlers/reports/cadence.h"
#include "server/handlers/reports/frozen_balance.h"
#include "server/handlers/reports/theme_reports.h"
#include "server/handlers/sessions/issues.h"
#include "server/handlers/sessions/session_service.h"
#include "server/handlers/themes/service.h"

namespace tutorat::api {

std::vector<Handler> AccountHandlers() { return {Bind(&CreateToken), Bind(&RevokeToken), Bind(&WhoAmI)}; }

std::vector<ServiceHandlers> AllHandlers(ErasureLog& erasures) {
  return {
      {"tutorat.v1.AccountService", AccountHandlers()},
      {"tutorat.v1.AuditService", {Bind(&GetAuditEntry), Bind(&ListAuditEntries)}},
      {"tutorat.v1.CalendarService", {}},
      {"tutorat.v1.GroupService", {}},
      {"tutorat.v1.IssueService", {Bind(&GetIssueRegister), Bind(&TransitionIssue)}},
      {"tutorat.v1.PersonalDataService", PersonalDataHandlers(erasures)},
      {"tutorat.v1.ReportService",
       {Bind(&GetBalance), Bind(&FreezeBalance), Bind(&ListFrozenBalances), Bind(&DiffBalances), Bind(&ComparePeriods),
        Bind(&CompareWaves), Bind(&GetCadence), Bind(&GetCoverage), Bind(&SuggestThemes)}},
      {"tutorat.v1.SessionService", {Bind(&RecordSession), Bind(&ImportSessions)}},
      {"tutorat.v1.ThemeService",
       {Bind(&ImportThemes), Bind(&RecogniseThemes), Bind(&ListUnresolvedTerms), Bind(&ResolveTerm),
        Bind(&RecodeSessions)}},
  };
}

}  // namespace tutorat::api
