#include "tests/unit/api/fixture.h"

#include <spdlog/spdlog.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/api/handlers.h"
#include "server/api/personal_data_service.h"
#include "server/api/standard.h"
#include "server/api/theme_reports.h"
#include "server/storage/sqlite/store.h"

namespace tutorat::tests {

LocalApi::LocalApi() {
  spdlog::set_level(spdlog::level::off);
  auto store = storage::sqlite::Open({directory_.File("tutorat.db")});
  EXPECT_TRUE(store.ok()) << store.status();
  store_ = *std::move(store);
  pipeline_ = std::make_unique<api::Pipeline>(*store_, caller_, api::PipelineOptions{1, 1});
  for (const char* name : {"tutorat.v1.AccountService", "tutorat.v1.AuditService", "tutorat.v1.CalendarService",
                           "tutorat.v1.GroupService", "tutorat.v1.IssueService", "tutorat.v1.PersonalDataService",
                           "tutorat.v1.ReportService", "tutorat.v1.SessionService", "tutorat.v1.ThemeService"}) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; i < service->method_count(); ++i) {
      const auto* method = service->method(i);
      methods_[method->input_type()] = method;
      handlers_[method->input_type()] = api::StandardHandler(method->options().GetExtension(v1::kind));
    }
  }
  for (const auto& handlers :
       {api::SessionHandlers(), api::ThemeHandlers(), api::IssueHandlers(), api::ReportHandlers(),
        api::AccountHandlers(), api::AuditHandlers(), api::PersonalDataHandlers(noted_)}) {
    for (const auto& handler : handlers) handlers_[handler.request] = handler.run;
  }
}

absl::StatusOr<std::string> LocalApi::Call(const google::protobuf::MethodDescriptor& method,
                                           const std::string& request) {
  const std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
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
                            [this](const std::string& message) { sent_.push_back(message); }});
}

std::string Refusal(const absl::Status& status) {
  const auto fields = Listed(status);
  return absl::StrCat(absl::StatusCodeToString(status.code()), " ", domain::Reason(status), fields.empty() ? "" : ": ",
                      absl::StrJoin(fields, ", "));
}

}  // namespace tutorat::tests
