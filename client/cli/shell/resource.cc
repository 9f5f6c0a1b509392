#include "client/cli/shell/resource.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/reflection.h"
#include "tutorat/v1/warning.pb.h"

namespace tutorat::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

// The messages of a method are named after it; where they hold the resource, it is their first field (AIP-131 to 135).
class Method {
 public:
  Method(const std::string& verb, const Message& resource)
      : request_(New(resource, absl::StrCat(verb, resource.GetDescriptor()->name(), "Request"))),
        response_(New(resource, absl::StrCat(verb, resource.GetDescriptor()->name(), "Response"))) {}

  Message& Sub(const std::string& field) {
    return *request_->GetReflection()->MutableMessage(request_.get(), Find(*request_, field));
  }
  Message& Resource() { return *request_->GetReflection()->MutableMessage(request_.get(), First(*request_)); }
  void Set(const std::string& field, const std::string& value) {
    request_->GetReflection()->SetString(request_.get(), Find(*request_, field), value);
  }

  absl::Status Call(Context& context, Message& resource, Store store = Store::kNow) {
    if (store == Store::kValidate) {
      request_->GetReflection()->SetBool(request_.get(), Find(*request_, "validate_only"), true);
    }
    RETURN_IF_ERROR(context.Server().CallMethod(*request_, *response_));
    const google::protobuf::Reflection& reflection = *response_->GetReflection();
    resource.CopyFrom(reflection.GetMessage(*response_, First(*response_)));
    if (const FieldDescriptor* warnings = response_->GetDescriptor()->FindFieldByName("warnings");
        warnings != nullptr && store == Store::kNow) {
      for (const auto& warning : reflection.GetRepeatedFieldRef<v1::Warning>(*response_, warnings)) {
        context.Warn(warning.message());
      }
    }
    return absl::OkStatus();
  }

 private:
  static std::unique_ptr<Message> New(const Message& resource, const std::string& name) {
    const Descriptor* type = resource.GetDescriptor()->file()->FindMessageTypeByName(name);
    return std::unique_ptr<Message>(MessageFactory::generated_factory()->GetPrototype(type)->New());
  }
  static const FieldDescriptor* First(const Message& message) { return message.GetDescriptor()->field(0); }
  static const FieldDescriptor* Find(const Message& message, const std::string& field) {
    return message.GetDescriptor()->FindFieldByName(field);
  }

  const std::unique_ptr<Message> request_;
  const std::unique_ptr<Message> response_;
};

std::string Text(const Message& message, const std::string& field) {
  return message.GetReflection()->GetString(message, message.GetDescriptor()->FindFieldByName(field));
}

}  // namespace

absl::Status CallGet(Context& context, const std::string& name, Message& resource) {
  Method method("Get", resource);
  method.Set("name", name);
  return method.Call(context, resource);
}

absl::Status CallCreate(Context& context, Message& resource, Store store) {
  Method method("Create", resource);
  method.Resource().CopyFrom(resource);
  return method.Call(context, resource, store);
}

absl::Status CallUpdate(Context& context, const std::vector<std::string>& fields, Message& resource, Store store) {
  Method method("Update", resource);
  method.Resource().CopyFrom(resource);
  google::protobuf::FieldMask mask;
  for (const std::string& field : fields) mask.add_paths(field);
  method.Sub("update_mask").CopyFrom(mask);
  return method.Call(context, resource, store);
}

absl::Status CallDelete(Context& context, Message& resource) {
  Method method("Delete", resource);
  method.Set("name", Text(resource, "name"));
  method.Set("etag", Text(resource, "etag"));
  return method.Call(context, resource);
}

absl::Status CallUndelete(Context& context, Message& resource) {
  Method method("Undelete", resource);
  method.Set("name", Text(resource, "name"));
  return method.Call(context, resource);
}

}  // namespace tutorat::cli
