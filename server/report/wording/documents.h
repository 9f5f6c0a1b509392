// The stage of a call that puts a report's figures into words. It runs on what the caller may see: after personal data
// and small counts were taken out, never before.
#pragma once

#include "google/protobuf/message.h"
#include "server/domain/base/error.h"

namespace tutorat::report {

// Fills the field of type v1.Document of a response that has one, unless the request's v1.DocumentOptions say to omit
// it; nothing for any other response. In `language`, unless the options name another. Pure.
void AddDocument(const google::protobuf::Message& request, domain::Language language,
                 google::protobuf::Message* response);

}  // namespace tutorat::report
