#include "server/storage/resource_types.h"

#include <set>

#include "proto/contract.h"
#include "server/domain/base/resource_names.h"
#include "tutorat/v1/options.pb.h"
#include "tutorat/v1/stored_record.pb.h"

namespace tutorat::storage {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

// The collections that a message's fields name, at every depth.
void CollectReferences(const Descriptor* message, std::set<const Descriptor*>* seen,
                       std::set<std::string>* collections) {
  if (!seen->insert(message).second) return;
  for (int i = 0; i < message->field_count(); ++i) {
    const auto* field = message->field(i);
    if (field->message_type() != nullptr) CollectReferences(field->message_type(), seen, collections);
    collections->insert(field->options().GetExtension(v1::refers_to));
  }
}

void AddAfterReferences(const Descriptor* resource, std::set<const Descriptor*>* added,
                        std::vector<const Message*>* types) {
  if (!added->insert(resource).second) return;
  std::set<const Descriptor*> seen;
  std::set<std::string> collections;
  CollectReferences(resource, &seen, &collections);
  for (const Descriptor* other : contract::Resources()) {
    if (collections.count(domain::ResourceOf(other).collection()) > 0) AddAfterReferences(other, added, types);
  }
  types->push_back(MessageFactory::generated_factory()->GetPrototype(resource));
}

std::vector<const Message*> InOrderOfReferences() {
  std::vector<const Message*> types;
  std::set<const Descriptor*> added;
  for (const Descriptor* resource : contract::Resources()) AddAfterReferences(resource, &added, &types);
  return types;
}

}  // namespace

const std::vector<const Message*>& ResourceTypes() {
  static const auto& types = *new std::vector<const Message*>(InOrderOfReferences());
  return types;
}

const std::vector<const Message*>& RecordTypes() {
  static const auto& types =
      *new std::vector<const Message*>{&v1::StoredResponse::default_instance(), &v1::AuditMark::default_instance()};
  return types;
}

}  // namespace tutorat::storage
