#include "server/handlers/resources/standard_methods.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/field_mask.pb.h"
#include "proto/status_macros.h"
#include "server/call/idempotency.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/contract/field_update.h"
#include "server/domain/contract/fields.h"
#include "server/domain/contract/page_token.h"
#include "server/domain/contract/validate.h"
#include "server/handlers/resources/list_filter.h"
#include "server/handlers/resources/resource_hooks.h"
#include "server/storage/errors.h"

namespace tutorat::api {
namespace {

using domain::Warning;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

// Access to a field that the contract's conventions promise.
class Fields {
 public:
  explicit Fields(Message* message) : message_(*message) {}

  std::string Text(const char* name) const { return message_.GetReflection()->GetString(message_, Field(name)); }
  void SetText(const char* name, std::string value) {
    message_.GetReflection()->SetString(&message_, Field(name), std::move(value));
  }
  bool Has(const char* name) const { return message_.GetReflection()->HasField(message_, Field(name)); }
  void Clear(const char* name) { message_.GetReflection()->ClearField(&message_, Field(name)); }
  void SetTime(const char* name, absl::Time time) {
    static_cast<Timestamp&>(*message_.GetReflection()->MutableMessage(&message_, Field(name))) =
        domain::ToTimestamp(time);
  }

 private:
  const FieldDescriptor* Field(const char* name) const { return message_.GetDescriptor()->FindFieldByName(name); }

  Message& message_;
};

Message* FirstMessage(Message* response) {
  return response->GetReflection()->MutableMessage(response, response->GetDescriptor()->field(0));
}

void AddWarnings(const std::vector<Warning>& warnings, domain::Language language, Message* response) {
  const FieldDescriptor* field = response->GetDescriptor()->FindFieldByName("warnings");
  for (const Warning& warning : warnings) {
    response->GetReflection()->AddMessage(response, field)->CopyFrom(ToWarning(warning, language));
  }
}

// Loads by `name`, which may be one that people use.
absl::Status LoadByName(storage::ReadTransaction& transaction, const std::string& name, Message* resource) {
  ASSIGN_OR_RETURN(const auto canonical, CanonicalName(transaction, name));
  return transaction.Get(canonical, resource);
}

absl::Status CheckNotDeleted(Message* stored) {
  if (!Fields(stored).Has("delete_time")) return absl::OkStatus();
  return storage::NotFound(stored->GetDescriptor(), Fields(stored).Text("name"));
}

absl::Status Get(CallContext& context, const Message& request, Message* response) {
  return context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) {
    return LoadByName(transaction, domain::TextField(request, "name"), FirstMessage(response));
  });
}

absl::Status List(CallContext& context, const Message& request, Message* response) {
  return ListPage(context, request, Items::kKeep, response);
}

absl::Status Create(CallContext& context, const Message& request, Message* response) {
  const FieldDescriptor* sent = request.GetDescriptor()->field(0);
  return IdempotentWrite(context, request, response, [&](storage::WriteTransaction& transaction) -> absl::Status {
    Message* resource = FirstMessage(response);
    resource->CopyFrom(request.GetReflection()->GetMessage(request, sent));
    domain::ClearServerFields(resource);
    ASSIGN_OR_RETURN(auto warnings, BeforeWrite(transaction, resource, context.now));
    Fields fields(resource);
    fields.SetText("name", domain::MakeName(*resource, context.now));
    fields.SetTime("create_time", context.now);
    fields.SetTime("update_time", context.now);
    RETURN_IF_ERROR(transaction.Insert(*resource));
    RETURN_IF_ERROR(AfterWrite(transaction, *resource, context.now));
    fields.SetText("etag", domain::Etag(*resource));
    AddWarnings(warnings, context.language, response);
    return absl::OkStatus();
  });
}

absl::Status Update(CallContext& context, const Message& request, Message* response) {
  const FieldDescriptor* field = request.GetDescriptor()->field(0);
  const Message& sent = request.GetReflection()->GetMessage(request, field);
  std::vector<domain::Violation> missing;
  for (const char* needed : {"name", "etag"}) {
    if (!domain::TextField(sent, needed).empty()) continue;
    missing.push_back({absl::StrCat(field->name(), ".", needed),
                       "REQUIRED",
                       {.en = "is required: read the resource first and send it back with its changes",
                        .fr = "est obligatoire : lire d'abord la ressource et la renvoyer avec ses changements"}});
  }
  if (!missing.empty()) return domain::InvalidFields(missing);
  const auto& mask = static_cast<const google::protobuf::FieldMask&>(
      request.GetReflection()->GetMessage(request, request.GetDescriptor()->FindFieldByName("update_mask")));
  return IdempotentWrite(context, request, response, [&](storage::WriteTransaction& transaction) -> absl::Status {
    Message* resource = FirstMessage(response);
    RETURN_IF_ERROR(LoadByName(transaction, domain::TextField(sent, "name"), resource));
    RETURN_IF_ERROR(CheckNotDeleted(resource));
    RETURN_IF_ERROR(CheckEtag(domain::TextField(sent, "etag"), *resource));
    auto violations = domain::ApplyUpdate(sent, mask, field->name(), resource);
    for (auto& violation : domain::Validate(*resource, field->name())) violations.push_back(std::move(violation));
    if (!violations.empty()) return domain::InvalidFields(violations);
    ASSIGN_OR_RETURN(auto warnings, BeforeWrite(transaction, resource, context.now));
    Fields fields(resource);
    fields.SetTime("update_time", context.now);
    RETURN_IF_ERROR(transaction.Update(*resource));
    RETURN_IF_ERROR(AfterWrite(transaction, *resource, context.now));
    fields.SetText("etag", domain::Etag(*resource));
    AddWarnings(warnings, context.language, response);
    return absl::OkStatus();
  });
}

absl::Status Delete(CallContext& context, const Message& request, Message* response) {
  return IdempotentWrite(context, request, response, [&](storage::WriteTransaction& transaction) -> absl::Status {
    Message* resource = FirstMessage(response);
    RETURN_IF_ERROR(LoadByName(transaction, domain::TextField(request, "name"), resource));
    RETURN_IF_ERROR(CheckNotDeleted(resource));
    RETURN_IF_ERROR(CheckEtag(domain::TextField(request, "etag"), *resource));
    Fields fields(resource);
    const std::string name = fields.Text("name");
    RETURN_IF_ERROR(BeforeDelete(transaction, *resource, context.now));
    ASSIGN_OR_RETURN(const auto referenced, transaction.IsReferenced(name));
    if (referenced) {
      return domain::MakeError(
          absl::StatusCode::kFailedPrecondition, "RESOURCE_IN_USE",
          {.en = absl::StrCat(name, " is still in use by others: delete or change those first"),
           .fr = absl::StrCat(name, " sert encore à d'autres : les supprimer ou les modifier d'abord")});
    }
    fields.SetTime("update_time", context.now);
    fields.SetTime("delete_time", context.now);
    fields.SetTime("purge_time", context.now + kDeletedKept);
    RETURN_IF_ERROR(transaction.Update(*resource));
    RETURN_IF_ERROR(AfterWrite(transaction, *resource, context.now));
    fields.SetText("etag", domain::Etag(*resource));
    return absl::OkStatus();
  });
}

absl::Status Undelete(CallContext& context, const Message& request, Message* response) {
  return IdempotentWrite(context, request, response, [&](storage::WriteTransaction& transaction) -> absl::Status {
    Message* resource = FirstMessage(response);
    RETURN_IF_ERROR(LoadByName(transaction, domain::TextField(request, "name"), resource));
    Fields fields(resource);
    if (!fields.Has("delete_time")) {
      const std::string name = fields.Text("name");
      return domain::MakeError(absl::StatusCode::kFailedPrecondition, "NOT_DELETED",
                               {.en = absl::StrCat(name, " is not deleted: there is nothing to undo"),
                                .fr = absl::StrCat(name, " n'est pas supprimé : il n'y a rien à rétablir")});
    }
    // What it names may have been deleted since.
    RETURN_IF_ERROR(BeforeWrite(transaction, resource, context.now).status());
    fields.Clear("delete_time");
    fields.Clear("purge_time");
    fields.SetTime("update_time", context.now);
    RETURN_IF_ERROR(transaction.Update(*resource));
    RETURN_IF_ERROR(AfterWrite(transaction, *resource, context.now));
    fields.SetText("etag", domain::Etag(*resource));
    return absl::OkStatus();
  });
}

}  // namespace

absl::Status CheckEtag(const std::string& sent, const Message& stored) {
  if (sent == domain::TextField(stored, "etag")) return absl::OkStatus();
  return domain::MakeError(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                           {.en = absl::StrCat(domain::TextField(stored, "name"),
                                               " has changed since it was read: read it again, then change it"),
                            .fr = absl::StrCat(domain::TextField(stored, "name"),
                                               " a changé depuis sa lecture : la relire, puis la modifier")});
}

HandlerFunction StandardHandler(v1::MethodKind kind) {
  switch (kind) {
    case v1::METHOD_KIND_GET:
      return Get;
    case v1::METHOD_KIND_LIST:
      return List;
    case v1::METHOD_KIND_CREATE:
      return Create;
    case v1::METHOD_KIND_UPDATE:
      return Update;
    case v1::METHOD_KIND_DELETE:
      return Delete;
    case v1::METHOD_KIND_UNDELETE:
      return Undelete;
    default:
      return nullptr;
  }
}

namespace {

// How many of the items a page takes: at most `size`, and one at least if there is one.
size_t CountFitting(const std::vector<std::unique_ptr<Message>>& items, size_t size) {
  size_t bytes = 0;
  size_t count = 0;
  while (count < std::min(items.size(), size)) {
    bytes += items[count]->ByteSizeLong();
    if (bytes > kMostBytesOfPage && count > 0) break;
    ++count;
  }
  return count;
}

}  // namespace

absl::Status ListPage(CallContext& context, const Message& request, Items kept, Message* response) {
  ASSIGN_OR_RETURN(const auto after, domain::ReadPageToken(request));
  const FieldDescriptor* items = response->GetDescriptor()->field(0);
  const auto& type = *google::protobuf::MessageFactory::generated_factory()->GetPrototype(items->message_type());
  return context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(auto filter, FilterOf(transaction, request));
    const auto* reflection = request.GetReflection();
    const int asked = reflection->GetInt32(request, request.GetDescriptor()->FindFieldByName("page_size"));
    const int size = asked == 0 ? kDefaultPageSize : std::min(asked, kLargestPageSize);
    if (kept == Items::kLeaveOut) filter.items.emplace();
    filter.etags = true;
    filter.after = after;
    filter.limit = size + 1;  // one more tells whether there is a next page
    ASSIGN_OR_RETURN(auto found, transaction.ListMessages(type, filter));
    const size_t fitting = CountFitting(found, static_cast<size_t>(size));
    const bool more = found.size() > fitting;
    found.resize(fitting);
    if (more)
      Fields(response).SetText("next_page_token",
                               domain::MakePageToken(request, domain::TextField(*found.back(), "name")));
    for (auto& item : found) response->GetReflection()->AddAllocatedMessage(response, items, item.release());
    return absl::OkStatus();
  });
}

}  // namespace tutorat::api
