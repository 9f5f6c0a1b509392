// Handlers, and the list of them that the program has.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "proto/status_macros.h"
#include "server/call/call_context.h"

namespace tutorat::api {

// A method is known by its types: in this contract each has its own.
struct Handler {
  const google::protobuf::Descriptor* request;
  const google::protobuf::Descriptor* response;
  HandlerFunction run;
};

template <class Request, class Response>
Handler Bind(absl::StatusOr<Response> (*handle)(CallContext&, const Request&)) {
  return {
      Request::descriptor(), Response::descriptor(),
      [handle](CallContext& context, const google::protobuf::Message& request, google::protobuf::Message* response) {
        ASSIGN_OR_RETURN(*static_cast<Response*>(response), handle(context, static_cast<const Request&>(request)));
        return absl::OkStatus();
      }};
}

// Before main only.
void AddHandler(Handler (*make)());

// A handler, which the file that defines it adds to the program:
//   const Registered<&GetCadence> kGetCadence;
template <auto Handle>
class Registered {
 public:
  Registered() {
    AddHandler([] { return Bind(Handle); });
  }
};

// Of every method that has a handler of its own and needs nothing but the call.
std::vector<Handler> RegisteredHandlers();

}  // namespace tutorat::api
