// The call as its handler sees it. Handlers are plain functions
//
//     absl::StatusOr<Response> Handle(CallContext&, const Request&)
//
// on validated requests; everything that surrounds them is the pipeline's (pipeline.h).
#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "server/auth/principal.h"
#include "server/domain/base/error.h"
#include "server/storage/store.h"
#include "tutorat/v1/warning.pb.h"

namespace tutorat::api {

struct CallContext;

// A handler with its types taken off; fills *response.
using HandlerFunction = std::function<absl::Status(CallContext&, const google::protobuf::Message& request,
                                                   google::protobuf::Message* response)>;

struct CallContext {
  storage::Store& store;
  absl::Time now;
  absl::Time deadline;
  domain::Language language;
  const google::protobuf::MethodDescriptor* method;
  Principal principal;
  // As what the caller is served: the strongest of their roles that the method lists.
  v1::Role role;
  // Of a streaming method: sends a message before the last one, which the handler returns. Never waits; a message may
  // be left out when the caller reads slowly, and they may begin again when a transaction is run again: for progress
  // only.
  std::function<void(const google::protobuf::Message&)> send;
  // Of a streaming method: sends a part of the answer before the last one. None is left out: what the caller has not
  // taken yet is kept. Never in a transaction, which may be run again.
  std::function<void(const google::protobuf::Message&)> send_part = nullptr;
  // Runs another method for the same caller, as if they had called it: permission, the tutor's scope, suppression of
  // what the caller may not see, words. The request is valid.
  std::function<absl::Status(const google::protobuf::MethodDescriptor& method, const HandlerFunction& handler,
                             const google::protobuf::Message& request, google::protobuf::Message* response)>
      call = nullptr;
  // Whether the caller has gone, or the server has stopped waiting for the call; null: it never is.
  std::function<bool()> cancelled = nullptr;

  // For work that takes long, between its parts: not OK once nobody waits for the answer (CANCELLED / CALL_CANCELLED,
  // DEADLINE_EXCEEDED).
  absl::Status CheckWanted() const;
};

// In the caller's language.
inline v1::Warning ToWarning(const domain::Warning& found, domain::Language language) {
  v1::Warning warning;
  warning.set_reason(found.reason);
  warning.set_field(found.field);
  warning.set_message(found.text.In(language));
  return warning;
}

}  // namespace tutorat::api
