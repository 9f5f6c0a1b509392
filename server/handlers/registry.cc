#include "server/handlers/registry.h"

#include <algorithm>
#include <iterator>

#include "proto/contract.h"
#include "server/domain/base/require.h"
#include "server/handlers/report_export.h"

namespace tutorat::api {

namespace {

std::vector<Handler> OwnHandlers(ErasureLog& erasures) {
  std::vector<Handler> handlers = RegisteredHandlers();
  for (Handler& handler : PersonalDataHandlers(erasures)) handlers.push_back(std::move(handler));
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
