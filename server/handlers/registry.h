// The registry of services and their handlers.
#pragma once

#include <vector>

#include "server/call/handler.h"
#include "server/handlers/privacy/personal_data.h"

namespace tutorat::api {

// A service of the contract, with the handlers of its methods that are not standard ones.
struct ServiceHandlers {
  const char* name;  // tutorat.v1.SessionService
  std::vector<Handler> handlers;
};

// Every service. `erasures` outlives them.
std::vector<ServiceHandlers> AllHandlers(ErasureLog& erasures);

}  // namespace tutorat::api
