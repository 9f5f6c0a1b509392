// The contract as its descriptors have it, for tests that hold for all of it.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "google/api/field_behavior.pb.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::tests {

// Those of every *_service.proto there is.
std::vector<const google::protobuf::ServiceDescriptor*> Services();
std::vector<const google::protobuf::MethodDescriptor*> Methods();
// SessionService.RecordSession
std::string NameOf(const google::protobuf::MethodDescriptor* method);
// The method whose request this is: in this contract each has its own.
const google::protobuf::MethodDescriptor* MethodOf(const google::protobuf::Descriptor* request);

// What a Get or a List answers, each once, in the order of the services' methods.
std::vector<const google::protobuf::Descriptor*> ResourceTypes();

// Of all methods: what callers send, with every message in it, each once.
std::set<const google::protobuf::Descriptor*> SentMessages();
// And what they get.
std::set<const google::protobuf::Descriptor*> AnsweredMessages();

using MessagePtr = std::unique_ptr<google::protobuf::Message>;

// An empty message of that type.
MessagePtr NewMessage(const google::protobuf::Descriptor* type);

bool HasBehavior(const google::protobuf::FieldDescriptor* field, google::api::FieldBehavior behavior);
const v1::FieldRules& RulesOf(const google::protobuf::FieldDescriptor* field);

}  // namespace tutorat::tests
