// Every type of resource that a store keeps.
#pragma once

#include <vector>

#include "google/protobuf/message.h"

namespace tutorat::storage {

// An empty message of each, in the order in which resources can be stored: what others name comes before them.
const std::vector<const google::protobuf::Message*>& ResourceTypes();

// The same of the records that the server keeps for itself (storage/records.h).
const std::vector<const google::protobuf::Message*>& RecordTypes();

}  // namespace tutorat::storage
