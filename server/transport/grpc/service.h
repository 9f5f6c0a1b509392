// A gRPC service made from its descriptor: every method of the contract, served from its bytes by the pipeline. Reading
// the bytes ourselves is what lets a text that is not UTF-8 be refused by the name of its field.
#pragma once

#include <grpcpp/impl/codegen/service_type.h>

#include <string>
#include <vector>

#include "server/call/handler.h"
#include "server/call/pipeline.h"

namespace tutorat::api {

class Service final : public grpc::Service {
 public:
  // `name`: tutorat.v1.SessionService. Each method gets the handler of its types, else, if its `kind` is a standard
  // one, the generic handler of that kind. A method without either, and a handler without a method, stop the process:
  // both are mistakes of the program.
  Service(const char* name, Pipeline& pipeline, std::vector<Handler> handlers);

  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

 private:
  void AddUnary(int index, const google::protobuf::MethodDescriptor* method, const HandlerFunction& handler);
  void AddStreaming(int index, const google::protobuf::MethodDescriptor* method, const HandlerFunction& handler);

  Pipeline& pipeline_;
  std::vector<std::string> paths_;  // gRPC keeps pointers to them
  std::vector<HandlerFunction> handlers_;
};

}  // namespace tutorat::api
