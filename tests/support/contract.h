// The contract as its descriptors have it, for tests that hold for all of it.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <set>
#include <vector>

#include "google/api/field_behavior.pb.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::tests {

std::vector<const google::protobuf::MethodDescriptor*> Methods();

// In the order of the services' methods.
std::vector<const google::protobuf::Descriptor*> Resources();

// Of all methods: what callers send, with every message in it, each once.
std::set<const google::protobuf::Descriptor*> SentMessages();
// And what they get.
std::set<const google::protobuf::Descriptor*> AnsweredMessages();

std::unique_ptr<google::protobuf::Message> New(const google::protobuf::Descriptor* type);

bool Has(const google::protobuf::FieldDescriptor* field, google::api::FieldBehavior behavior);
const v1::FieldRules& RulesOf(const google::protobuf::FieldDescriptor* field);

}  // namespace tutorat::tests
