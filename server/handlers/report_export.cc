#include "server/handlers/report_export.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/contract.h"
#include "proto/status_macros.h"
#include "server/domain/base/require.h"
#include "server/handlers/resources/standard_methods.h"
#include "server/report/render/render.h"
#include "tutorat/v1/report_export.pb.h"

namespace tutorat::api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Request = v1::ExportReportRequest;

constexpr size_t kPieceSize = size_t{256} << 10;

// The method whose request it is, and its handler.
struct Method {
  const google::protobuf::MethodDescriptor* descriptor;
  HandlerFunction handler;
};

Method MethodOf(const std::vector<Handler>& handlers, const google::protobuf::Descriptor* request) {
  for (const auto* service : contract::Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      if (service->method(i)->input_type() != request) continue;
      const auto own = std::find_if(handlers.begin(), handlers.end(),
                                    [&](const Handler& handler) { return handler.request == request; });
      return {service->method(i),
              own != handlers.end() ? own->run : StandardHandler(service->method(i)->options().GetExtension(v1::kind))};
    }
  }
  domain::Require(false, absl::StrCat("no method takes ", request->full_name()));
  return {};
}

absl::Status CheckRequest(const Request& request) {
  if (request.report_case() == Request::REPORT_NOT_SET) {
    return domain::InvalidFields({{"report",
                                   "REQUIRED",
                                   {.en = "which report? give the request of its method, for example balance",
                                    .fr = "quel rapport ? donner la requête de sa méthode, par exemple balance"}}});
  }
  if (request.has_retention() && !request.retention().validate_only()) {
    return domain::InvalidFields(
        {{"retention.validate_only",
          "REQUIRED",
          {"an export erases nobody: set validate_only", "un export n'efface personne : mettre validate_only"}}});
  }
  return absl::OkStatus();
}

absl::Status NoSuchTable(const std::string& key, const v1::Document& document) {
  std::vector<std::string> keys;
  for (const v1::DocumentTable& table : document.data()) keys.push_back(table.key());
  for (const v1::Block& block : document.blocks()) {
    if (block.has_table()) keys.push_back(block.table().key());
  }
  const std::string shown = domain::Shown(key);
  const std::string choices = absl::StrJoin(keys, ", ");
  return domain::InvalidFields(
      {{"table",
        "UNKNOWN_VALUE",
        {.en = absl::StrCat(shown, " is no table of this report; choose: ", choices),
         .fr = absl::StrCat(shown, " n'est pas un tableau de ce rapport ; choisir : ", choices)}}});
}

// The file's content and what it is.
absl::StatusOr<v1::ExportReportResponse> Render(const Request& request, const v1::Document& document) {
  v1::ExportReportResponse file;
  const auto name = [&](absl::string_view extension) {
    const FieldDescriptor* report =
        request.GetReflection()->GetOneofFieldDescriptor(request, Request::descriptor()->FindOneofByName("report"));
    file.set_file_name(absl::StrCat(report->name(), ".", extension));
  };
  if (request.format() == Request::FORMAT_HTML) {
    name("html");
    file.set_content_type("text/html; charset=utf-8");
    file.set_content(report::RenderHtml(document));
    return file;
  }
  if (request.format() == Request::FORMAT_MARKDOWN) {
    name("md");
    file.set_content_type("text/markdown; charset=utf-8");
    file.set_content(report::RenderMarkdown(document));
    return file;
  }
  const v1::DocumentTable* table = report::DataTable(document, request.table());
  if (table == nullptr) return NoSuchTable(request.table(), document);
  name("csv");
  file.set_content_type("text/csv; charset=utf-8");
  file.set_content(report::RenderCsv(
      *table, request.format() == Request::FORMAT_CSV ? report::CsvStyle::kPlain : report::CsvStyle::kSpreadsheet));
  return file;
}

// The field `document` of a report's request or response.
template <class Type>
Type* DocumentField(Message* message) {
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName("document");
  domain::Require(field != nullptr && field->message_type() == Type::descriptor(), "what is exported has a document");
  return static_cast<Type*>(message->GetReflection()->MutableMessage(message, field));
}

absl::StatusOr<v1::ExportReportResponse> ExportReport(const std::vector<Handler>& handlers, CallContext& context,
                                                      const Request& request) {
  RETURN_IF_ERROR(CheckRequest(request));
  const auto* reflection = request.GetReflection();
  const FieldDescriptor* chosen =
      reflection->GetOneofFieldDescriptor(request, Request::descriptor()->FindOneofByName("report"));
  const std::unique_ptr<Message> report(reflection->GetMessage(request, chosen).New());
  report->CopyFrom(reflection->GetMessage(request, chosen));
  DocumentField<v1::DocumentOptions>(report.get())->clear_omit();
  const Method method = MethodOf(handlers, report->GetDescriptor());
  const std::unique_ptr<Message> response(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.descriptor->output_type())->New());
  RETURN_IF_ERROR(context.call(*method.descriptor, method.handler, *report, response.get()));
  ASSIGN_OR_RETURN(v1::ExportReportResponse file, Render(request, *DocumentField<v1::Document>(response.get())));
  const std::string content = file.content();
  size_t sent = 0;
  for (; content.size() - sent > kPieceSize; sent += kPieceSize) {
    file.set_content(content.substr(sent, kPieceSize));
    context.send_part(file);
    file.clear_content_type();
    file.clear_file_name();
  }
  file.set_content(content.substr(sent));
  return file;
}

}  // namespace

Handler ExportReportHandler(std::vector<Handler> handlers) {
  return {Request::descriptor(), v1::ExportReportResponse::descriptor(),
          [handlers = std::move(handlers)](CallContext& context, const Message& request, Message* response) {
            ASSIGN_OR_RETURN(*static_cast<v1::ExportReportResponse*>(response),
                             ExportReport(handlers, context, static_cast<const Request&>(request)));
            return absl::OkStatus();
          }};
}

}  // namespace tutorat::api
