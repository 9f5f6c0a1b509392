// Personal data, which the contract marks with `pii` (DOMAIN rule 10), and credentials, which it marks with `secret`.
// Pure.
#pragma once

#include "google/protobuf/message.h"

namespace tutorat::domain {

// Clears every field marked `pii`, of the message and of all messages in it.
void ClearPersonalData(google::protobuf::Message* message);

// The same of what it marks with `secret`.
void ClearSecrets(google::protobuf::Message* message);

// The same of etags: hashes by which what was cleared could be found by trying.
void ClearEtags(google::protobuf::Message* message);

}  // namespace tutorat::domain
