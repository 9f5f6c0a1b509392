// Personal data: what the contract marks with `pii` (DOMAIN rule 10). Pure.
#pragma once

#include "google/protobuf/message.h"

namespace tutorat::domain {

// Clears every field marked `pii`, of the message and of all messages in it.
void ClearPersonalData(google::protobuf::Message* message);

}  // namespace tutorat::domain
