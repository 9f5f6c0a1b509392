// Valid resources and requests with every field set that a caller may set, so that a new field of the contract is in
// every test that goes through them by reflection.
#pragma once

#include "tests/support/api.h"
#include "tests/support/world.h"

namespace tutorat::tests {

// A resource type and its standard methods.
struct Resource {
  const google::protobuf::Descriptor* type;
  std::string collection;  // waves
  std::string singular;    // WAVE
  const google::protobuf::MethodDescriptor* get;
  const google::protobuf::MethodDescriptor* list;
  const google::protobuf::MethodDescriptor* create;
  const google::protobuf::MethodDescriptor* update;
  const google::protobuf::MethodDescriptor* remove;
  const google::protobuf::MethodDescriptor* undelete;
};
std::ostream& operator<<(std::ostream& out, const Resource& resource);

// Every resource that the contract's services have.
const std::vector<Resource>& Resources();

// What the server sets: what a caller sends there is not stored.
bool IsServers(const google::protobuf::FieldDescriptor* field);

std::string TextOf(const google::protobuf::Message& message, const std::string& field);
void SetText(google::protobuf::Message* message, const std::string& field, const std::string& value);
google::protobuf::Message* Part(google::protobuf::Message* message, const std::string& field);
// The first field: the resource of a request or a response.
const google::protobuf::Message& First(const google::protobuf::Message& message);
google::protobuf::Message* MutableFirst(google::protobuf::Message* message);

// Not stored yet; what it names is. Each is another one.
MessagePtr Sample(const google::protobuf::Descriptor* type, World& world);
// With another value in each field that may change.
MessagePtr OtherSample(const google::protobuf::Message& sample, World& world);

// A request that its method would take; what it names is stored.
MessagePtr SampleRequest(const google::protobuf::MethodDescriptor* method, const Api& api, World& world);

MessagePtr CreateRequest(const Resource& resource, const google::protobuf::Message& sample);
// As it is stored now.
MessagePtr Create(const Api& api, const Resource& resource, const google::protobuf::Message& sample);
MessagePtr GetByName(const Api& api, const Resource& resource, const std::string& name);
MessagePtr UpdateRequest(const Resource& resource, const google::protobuf::Message& sent,
                         const std::vector<std::string>& mask);
MessagePtr DeleteRequest(const Resource& resource, const google::protobuf::Message& stored);
MessagePtr UndeleteRequest(const Resource& resource, const std::string& name);

// Where two messages differ but for the fields named; empty when they do not.
std::string Difference(const google::protobuf::Message& expected, const google::protobuf::Message& actual,
                       const std::vector<std::string>& ignored);

}  // namespace tutorat::tests
