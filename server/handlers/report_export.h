// ExportReport: any report as a file.
#pragma once

#include <vector>

#include "server/call/handler.h"

namespace tutorat::api {

// `handlers`: of the methods that are not standard ones.
Handler ExportReportHandler(std::vector<Handler> handlers);

}  // namespace tutorat::api
