// What the contract declares, from its descriptors: nothing is listed by hand beside it. A program that asks links
// tutorat_services, in which the descriptors are; one that does not stops at the first question. Thread-safe.
#pragma once

#include <vector>

#include "google/protobuf/descriptor.h"

namespace tutorat::contract {

// Every service, by name.
const std::vector<const google::protobuf::ServiceDescriptor*>& Services();

// Every message with the option `resource` that a service's messages can hold, by collection.
const std::vector<const google::protobuf::Descriptor*>& Resources();

}  // namespace tutorat::contract
