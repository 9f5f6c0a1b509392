// The handlers of each service: its methods that are not standard ones.
#pragma once

#include <vector>

#include "server/api/call.h"

namespace tutorat::api {

std::vector<Handler> SessionHandlers();
std::vector<Handler> ThemeHandlers();
std::vector<Handler> IssueHandlers();
std::vector<Handler> ReportHandlers();
std::vector<Handler> AccountHandlers();
std::vector<Handler> AuditHandlers();

}  // namespace tutorat::api
