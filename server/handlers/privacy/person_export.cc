#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <memory>

#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/domain/base/require.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/contract/fields.h"
#include "server/domain/contract/redaction.h"
#include "server/handlers/privacy/erasure.h"
#include "server/storage/resource_types.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/options.pb.h"
#include "tutorat/v1/personal_data.pb.h"

namespace tutorat::api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::ListValue;
using google::protobuf::Message;
using google::protobuf::Struct;

Struct ToStruct(const Message& message) {
  std::string json;
  Struct out;
  const bool printed = google::protobuf::util::MessageToJsonString(message, &json).ok() &&
                       google::protobuf::util::JsonStringToMessage(json, &out).ok();
  domain::Require(printed, "a message has a JSON form, which is a JSON object");
  return out;
}

// Of what others recorded, only what concerns the person: items of repeated fields that name it, and no remark, which
// may be about somebody else. Remarks with the person's name are given apart.
void KeepOwn(const domain::Eraser& eraser, Message* message) {
  const auto* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(*message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->options().GetExtension(v1::pii)) {
      reflection->ClearField(message, field);
      continue;
    }
    if (!field->is_repeated()) continue;
    std::unique_ptr<Message> kept(message->New());
    for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Message* item = reflection->MutableRepeatedMessage(message, field, i);
        if (eraser.NamedIn(*item).empty()) continue;
        KeepOwn(eraser, item);
        reflection->AddMessage(kept.get(), field)->CopyFrom(*item);
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        const std::string text = reflection->GetRepeatedString(*message, field, i);
        const auto& own = eraser.people().front().person.resources;
        if (std::find(own.begin(), own.end(), text) != own.end()) reflection->AddString(kept.get(), field, text);
      }
    }
    reflection->ClearField(message, field);
    message->MergeFrom(*kept);
  }
}

// A part of the name in a text of the group may be somebody else's, who has not asked.
domain::Person WithoutGroups(domain::Person person) {
  person.groups.clear();
  return person;
}

class Exporting {
 public:
  Exporting(storage::ReadTransaction& transaction, const domain::Person& person)
      : transaction_(transaction), person_(person), eraser_({{WithoutGroups(person), "…"}}) {}

  absl::StatusOr<Struct> Run() {
    for (const Message* type : storage::ResourceTypes()) {
      if (type->GetDescriptor() == v1::AuditEntry::descriptor()) continue;
      storage::Filter filter;
      filter.deleted = true;
      ASSIGN_OR_RETURN(const auto resources, transaction_.ListMessages(*type, filter));
      for (const auto& resource : resources) AddResource(resource.get());
    }
    for (const std::string& resource : person_.resources) {
      RETURN_IF_ERROR(AddAudit(resource));
    }
    for (const v1::Remark& remark : remarks_) {
      *ListOf("remarks")->add_values()->mutable_struct_value() = ToStruct(remark);
    }
    return std::move(data_);
  }

 private:
  ListValue* ListOf(const std::string& collection) {
    return (*data_.mutable_fields())[collection].mutable_list_value();
  }

  void AddResource(Message* resource) {
    const std::unique_ptr<Message> copy(resource->New());
    copy->CopyFrom(*resource);
    std::vector<v1::Remark> found;
    eraser_.Redact(copy.get(), domain::Eraser::Texts::kPersonal, &found);
    const bool names_it = !eraser_.NamedIn(*resource).empty();
    for (v1::Remark& remark : found) {
      // Perhaps somebody else is meant, who has not asked.
      if (remark.redacted().empty() && person_.name_is_shared && !names_it) continue;
      remark.clear_redacted();
      remarks_.push_back(std::move(remark));
    }
    if (!names_it) return;
    const std::string name = domain::TextField(*resource, "name");
    if (std::find(person_.resources.begin(), person_.resources.end(), name) == person_.resources.end())
      KeepOwn(eraser_, resource);
    domain::ClearSecrets(resource);
    const std::string& collection = domain::ResourceOf(resource->GetDescriptor()).collection();
    *ListOf(collection)->add_values()->mutable_struct_value() = ToStruct(*resource);
  }

  // What was done to the person's own resources; what its accounts did.
  absl::Status AddAudit(const std::string& resource) {
    ASSIGN_OR_RETURN(auto entries, transaction_.List<v1::AuditEntry>(storage::Filter().Is("resource", resource)));
    for (v1::AuditEntry& entry : entries) {
      domain::ClearSecrets(&entry);
      *ListOf("auditEntries")->add_values()->mutable_struct_value() = ToStruct(entry);
    }
    if (domain::CollectionOf(resource) != "accounts") return absl::OkStatus();
    storage::Filter by;
    by.Is("account", resource).items.emplace();
    ASSIGN_OR_RETURN(auto actions, transaction_.List<v1::AuditEntry>(by));
    for (v1::AuditEntry& entry : actions) {
      entry.clear_hash();
      entry.clear_previous_hash();
      *ListOf("actions")->add_values()->mutable_struct_value() = ToStruct(entry);
    }
    return absl::OkStatus();
  }

  storage::ReadTransaction& transaction_;
  const domain::Person& person_;
  const domain::Eraser eraser_;
  std::vector<v1::Remark> remarks_;
  Struct data_;
};

absl::StatusOr<v1::ExportPersonResponse> ExportPerson(CallContext& context, const v1::ExportPersonRequest& request) {
  v1::ExportPersonResponse response;
  absl::Status status =
      context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const auto people, LoadPeople(transaction));
        ASSIGN_OR_RETURN(auto person, domain::FindPerson(people, request.person()));
        RETURN_IF_ERROR(AddEarlierNames(transaction, &person));
        ASSIGN_OR_RETURN(*response.mutable_data(), Exporting(transaction, person).Run());
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return response;
}

const Registered<&ExportPerson> kExportPerson;

}  // namespace
}  // namespace tutorat::api
