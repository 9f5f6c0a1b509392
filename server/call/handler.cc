#include "server/call/handler.h"

namespace tutorat::api {
namespace {

// Filled before main begins, in any order; made after it has, when the messages have their descriptors.
std::vector<Handler (*)()>& HandlerMakers() {
  static auto& makers = *new std::vector<Handler (*)()>();
  return makers;
}

}  // namespace

void AddHandler(Handler (*make)()) { HandlerMakers().push_back(make); }

std::vector<Handler> RegisteredHandlers() {
  std::vector<Handler> handlers;
  for (const auto& make : HandlerMakers()) handlers.push_back(make());
  return handlers;
}

}  // namespace tutorat::api
