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

std::vector<Handler> SessionHandlers() { return {Bind(&RecordSession), Bind(&ImportSessions)}; }

std::vector<Handler> ThemeHandlers() {
  return {Bind(&ImportThemes), Bind(&RecogniseThemes), Bind(&ListUnresolvedTerms), Bind(&ResolveTerm),
          Bind(&RecodeSessions)};
}

std::vector<Handler> IssueHandlers() { return {Bind(&GetIssueRegister), Bind(&TransitionIssue)}; }

std::vector<Handler> ReportHandlers() {
  return {Bind(&GetBalance),   Bind(&FreezeBalance),  Bind(&ListFrozenBalances),
          Bind(&DiffBalances), Bind(&ComparePeriods), Bind(&CompareWaves),
          Bind(&GetCadence),   Bind(&GetCoverage),    Bind(&SuggestThemes)};
}

std::vector<Handler> AccountHandlers() { return {Bind(&CreateToken), Bind(&RevokeToken), Bind(&WhoAmI)}; }
std::vector<Handler> AuditHandlers() { return {Bind(&GetAuditEntry), Bind(&ListAuditEntries)}; }

}  // namespace tutorat::api
