// The stage of a call that puts a report's figures into words. It runs on what the caller may see: after personal data
// and small counts were taken out, never before.
#pragma once

#include "google/protobuf/message.h"
#include "server/domain/base/error.h"
#include "tutorat/v1/document.pb.h"

namespace tutorat::report {

// Fills the field of type v1.Document of a response that has one, unless the request's v1.DocumentOptions say to omit
// it; nothing for any other response. In `language`, unless the options name another. Pure.
void AddDocument(const google::protobuf::Message& request, domain::Language language,
                 google::protobuf::Message* response);

using Writer = void (*)(const google::protobuf::Message& request, const google::protobuf::Message& response,
                        domain::Language language, v1::Document* document);
// Of responses of that type. Before main only.
void AddWriter(const google::protobuf::Descriptor* (*response)(), Writer writer);

// A report in words: a pure function, which the file that defines it adds to the program:
//   const RegisteredWording<&WordCadence> kCadenceWording;
template <auto Word>
class RegisteredWording {
 public:
  RegisteredWording() { Add(Word); }

 private:
  template <class Request, class Response>
  static void Add(void (*)(const Request&, const Response&, domain::Language, v1::Document*)) {
    AddWriter(&Response::descriptor,
              [](const google::protobuf::Message& request, const google::protobuf::Message& response,
                 domain::Language language, v1::Document* document) {
                Word(static_cast<const Request&>(request), static_cast<const Response&>(response), language, document);
              });
  }
};

}  // namespace tutorat::report
