#include "server/api/handlers.h"

#include "server/api/account_service.h"
#include "server/api/audit_service.h"
#include "server/api/balance_comparison.h"
#include "server/api/cadence.h"
#include "server/api/frozen_balance.h"
#include "server/api/issue_service.h"
#include "server/api/report_service.h"
#include "server/api/session_service.h"
#include "server/api/theme_reports.h"
#include "server/api/theme_service.h"

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
