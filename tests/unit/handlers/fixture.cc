#include "tests/unit/handlers/fixture.h"

#include <spdlog/spdlog.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/handlers/registry.h"
#include "server/handlers/resources/standard_methods.h"
#include "server/storage/sqlite/store.h"
#include "tests/support/contract.h"

namespace tutorat::tests {

LocalApi::LocalApi() : LocalApi(nullptr) {}

LocalApi::LocalApi(std::unique_ptr<storage::Store> store) : store_(std::move(store)) {
  spdlog::set_level(spdlog::level::off);
  if (store_ == nullptr) store_ = *storage::sqlite::Open({directory_.File("tutorat.db")});
  pipeline_ = std::make_unique<api::Pipeline>(*store_, caller_, api::PipelineOptions{1, 1});
  for (const auto* method : Methods()) {
    methods_[method->input_type()] = method;
    handlers_[method->input_type()] = api::StandardHandler(method->options().GetExtension(v1::kind));
  }
  for (const auto& service : api::AllHandlers(noted_)) {
    for (const auto& handler : service.handlers) handlers_[handler.request] = handler.run;
  }
}

absl::StatusOr<std::string> LocalApi::Call(const google::protobuf::MethodDescriptor& method,
                                           const std::string& request) {
  const MessagePtr message = NewMessage(method.input_type());
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(request, message.get()))
      << method.full_name() << ": " << request;
  return Handle(method.input_type(), message->SerializeAsString(), domain::Language::kEnglish);
}

absl::StatusOr<std::string> LocalApi::Handle(const google::protobuf::Descriptor* request, const std::string& bytes,
                                             domain::Language language) {
  return pipeline_->Handle({methods_.at(request),
                            &handlers_.at(request),
                            bytes,
                            absl::InfiniteFuture(),
                            language,
                            {},
                            [this](const std::string& message) { sent_.push_back(message); },
                            [this](const std::string& message) { sent_.push_back(message); }});
}

std::string Refusal(const absl::Status& status) {
  const auto fields = Listed(status);
  return absl::StrCat(absl::StatusCodeToString(status.code()), " ", domain::Reason(status), fields.empty() ? "" : ": ",
                      absl::StrJoin(fields, ", "));
}

}  // namespace tutorat::tests
