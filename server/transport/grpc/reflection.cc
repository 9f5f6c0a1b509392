#include "server/transport/grpc/reflection.h"

#include <google/protobuf/descriptor.pb.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/server_callback.h>

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "grpc/health/v1/health.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"

namespace tutorat::api {
namespace {

namespace wire = grpc::reflection::v1;

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

void AddFile(const FileDescriptor& file, std::set<const FileDescriptor*>* told, wire::FileDescriptorResponse* out) {
  if (!told->insert(&file).second) return;
  google::protobuf::FileDescriptorProto proto;
  file.CopyTo(&proto);
  out->add_file_descriptor_proto(proto.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i) AddFile(*file.dependency(i), told, out);
}

void AnswerNotFound(const std::string& what, wire::ServerReflectionResponse* response) {
  response->mutable_error_response()->set_error_code(grpc::StatusCode::NOT_FOUND);
  response->mutable_error_response()->set_error_message(absl::StrCat(what, " is not known to this server"));
}

// `file`: null, there is none.
void AnswerFile(const FileDescriptor* file, const std::string& what, wire::ServerReflectionResponse* response) {
  if (file == nullptr) return AnswerNotFound(what, response);
  std::set<const FileDescriptor*> told;
  AddFile(*file, &told, response->mutable_file_descriptor_response());
}

void AnswerExtension(const wire::ExtensionRequest& asked, wire::ServerReflectionResponse* response) {
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  const Descriptor* type = pool.FindMessageTypeByName(asked.containing_type());
  const FieldDescriptor* extension =
      type == nullptr ? nullptr : pool.FindExtensionByNumber(type, asked.extension_number());
  AnswerFile(extension == nullptr ? nullptr : extension->file(),
             absl::StrCat(asked.containing_type(), " ", asked.extension_number()), response);
}

void AnswerExtensionNumbers(const std::string& type_name, wire::ServerReflectionResponse* response) {
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  const Descriptor* type = pool.FindMessageTypeByName(type_name);
  if (type == nullptr) return AnswerNotFound(type_name, response);
  std::vector<const FieldDescriptor*> extensions;
  pool.FindAllExtensions(type, &extensions);
  auto* out = response->mutable_all_extension_numbers_response();
  out->set_base_type_name(type_name);
  for (const FieldDescriptor* extension : extensions) out->add_extension_number(extension->number());
}

wire::ServerReflectionResponse AnswerTo(const wire::ServerReflectionRequest& request,
                                        const std::vector<std::string>& services) {
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  wire::ServerReflectionResponse response;
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case wire::ServerReflectionRequest::kFileByFilename:
      AnswerFile(pool.FindFileByName(request.file_by_filename()), request.file_by_filename(), &response);
      break;
    case wire::ServerReflectionRequest::kFileContainingSymbol:
      AnswerFile(pool.FindFileContainingSymbol(request.file_containing_symbol()), request.file_containing_symbol(),
                 &response);
      break;
    case wire::ServerReflectionRequest::kFileContainingExtension:
      AnswerExtension(request.file_containing_extension(), &response);
      break;
    case wire::ServerReflectionRequest::kAllExtensionNumbersOfType:
      AnswerExtensionNumbers(request.all_extension_numbers_of_type(), &response);
      break;
    case wire::ServerReflectionRequest::kListServices:
      for (const std::string& service : services) {
        response.mutable_list_services_response()->add_service()->set_name(service);
      }
      break;
    default:
      response.mutable_error_response()->set_error_code(grpc::StatusCode::INVALID_ARGUMENT);
      response.mutable_error_response()->set_error_message("the request asks for nothing");
  }
  return response;
}

// Answers one request after the other until the caller has no more.
class ReflectionCall final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit ReflectionCall(const std::vector<std::string>& services) : services_(services) { StartRead(&request_); }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    wire::ServerReflectionRequest request;
    grpc::ProtoBufferReader reader(&request_);
    if (!reader.status().ok() || !request.ParseFromZeroCopyStream(&reader)) {
      return Finish({grpc::StatusCode::INVALID_ARGUMENT, "the message is no ServerReflectionRequest"});
    }
    const std::string answer = AnswerTo(request, services_).SerializeAsString();
    bytes_ += answer.size();
    if (++requests_ > Reflection::kMostRequests || bytes_ > Reflection::kMostBytes) {
      return Finish({grpc::StatusCode::RESOURCE_EXHAUSTED, "a stream asks for no more than this: open another"});
    }
    const grpc::Slice slice(answer);
    answer_ = grpc::ByteBuffer(&slice, 1);
    StartWrite(&answer_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    request_.Clear();
    StartRead(&request_);
  }

  void OnDone() override { delete this; }

 private:
  const std::vector<std::string>& services_;
  int requests_ = 0;
  size_t bytes_ = 0;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer answer_;
};

}  // namespace

Reflection::Reflection(const std::string& package, std::vector<std::string> services)
    : path_(absl::StrCat("/", package, ".ServerReflection/ServerReflectionInfo")), services_(std::move(services)) {
  // What nothing else of the program might refer to is linked in.
  grpc::health::v1::HealthCheckRequest::descriptor();
  google::rpc::ErrorInfo::descriptor();
  AddMethod(new grpc::internal::RpcServiceMethod(path_.c_str(), grpc::internal::RpcMethod::BIDI_STREAMING, nullptr));
  MarkMethodRawCallback(
      0, new grpc::internal::CallbackBidiHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
             [this](grpc::CallbackServerContext* /*context*/) { return new ReflectionCall(services_); }));
}

}  // namespace tutorat::api
