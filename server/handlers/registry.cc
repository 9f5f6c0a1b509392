#include "server/handlers/registry.h"

#include <algorithm>
#include <iterator>

#include "proto/contract.h"
#include "server/domain/base/require.h"
#include "server/handlers/accounts/accounts.h"
#include "server/handlers/accounts/audit.h"
#include "server/handlers/report_export.h"
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

namespace {

std::vector<Handler> OwnHandlers(ErasureLog& erasures) {
  std::vector<Handler> handlers = {
      Bind(&GetAuditEntry),  Bind(&ListAuditEntries), Bind(&GetIssueRegister),   Bind(&TransitionIssue),
      Bind(&GetBalance),     Bind(&FreezeBalance),    Bind(&ListFrozenBalances), Bind(&DiffBalances),
      Bind(&ComparePeriods), Bind(&CompareWaves),     Bind(&GetCadence),         Bind(&GetCoverage),
      Bind(&SuggestThemes),  Bind(&RecordSession),    Bind(&GetSessionRecord),   Bind(&ListSessionRecords),
      Bind(&ImportSessions), Bind(&ImportThemes),     Bind(&RecogniseThemes),    Bind(&ListUnresolvedTerms),
      Bind(&ResolveTerm),    Bind(&RecodeSessions)};
  for (auto&& more : {AccountHandlers(), PersonalDataHandlers(erasures)}) {
    handlers.insert(handlers.end(), more.begin(), more.end());
  }
  handlers.push_back(ExportReportHandler(handlers));
  return handlers;
}

bool Takes(const google::protobuf::ServiceDescriptor* service, const google::protobuf::Descriptor* request) {
  for (int i = 0; i < service->method_count(); ++i) {
    if (service->method(i)->input_type() == request) return true;
  }
  return false;
}

}  // namespace

std::vector<ServiceHandlers> AllHandlers(ErasureLog& erasures) {
  const std::vector<Handler> own = OwnHandlers(erasures);
  std::vector<ServiceHandlers> all;
  size_t served = 0;
  for (const auto* service : contract::Services()) {
    ServiceHandlers& handlers = all.emplace_back(ServiceHandlers{service->full_name().c_str(), {}});
    std::copy_if(own.begin(), own.end(), std::back_inserter(handlers.handlers),
                 [&](const Handler& handler) { return Takes(service, handler.request); });
    served += handlers.handlers.size();
  }
  domain::Require(served == own.size(), "a handler is of no service");
  return all;
}

}  // namespace tutorat::api
