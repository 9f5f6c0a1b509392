#include "server/report/wording/documents.h"

#include "absl/container/flat_hash_map.h"
#include "server/domain/base/require.h"
#include "server/report/wording/reports.h"

namespace tutorat::report {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using Writer = void (*)(const Message& request, const Message& response, Language language, v1::Document* document);

template <class Request, class Response,
          void (*Word)(const Request&, const Response&, Language language, v1::Document* document)>
void Write(const Message& request, const Message& response, Language language, v1::Document* document) {
  Word(static_cast<const Request&>(request), static_cast<const Response&>(response), language, document);
}

// By the type of the response.
const absl::flat_hash_map<const Descriptor*, Writer>& Writers() {
  static const auto* writers = new absl::flat_hash_map<const Descriptor*, Writer>({
      {v1::GetBalanceResponse::descriptor(), &Write<v1::GetBalanceRequest, v1::GetBalanceResponse, WordBalance>},
      {v1::GetFrozenBalanceResponse::descriptor(),
       &Write<v1::GetFrozenBalanceRequest, v1::GetFrozenBalanceResponse, WordFrozenBalance>},
      {v1::ComparePeriodsResponse::descriptor(),
       &Write<v1::ComparePeriodsRequest, v1::ComparePeriodsResponse, WordPeriods>},
      {v1::CompareWavesResponse::descriptor(), &Write<v1::CompareWavesRequest, v1::CompareWavesResponse, WordWaves>},
      {v1::DiffBalancesResponse::descriptor(), &Write<v1::DiffBalancesRequest, v1::DiffBalancesResponse, WordDiff>},
      {v1::GetCadenceResponse::descriptor(), &Write<v1::GetCadenceRequest, v1::GetCadenceResponse, WordCadence>},
      {v1::GetCoverageResponse::descriptor(), &Write<v1::GetCoverageRequest, v1::GetCoverageResponse, WordCoverage>},
      {v1::SuggestThemesResponse::descriptor(),
       &Write<v1::SuggestThemesRequest, v1::SuggestThemesResponse, WordSuggestions>},
      {v1::GetIssueRegisterResponse::descriptor(),
       &Write<v1::GetIssueRegisterRequest, v1::GetIssueRegisterResponse, WordIssueRegister>},
      {v1::ApplyRetentionResponse::descriptor(),
       &Write<v1::ApplyRetentionRequest, v1::ApplyRetentionResponse, WordRetention>},
  });
  return *writers;
}

// The field whose type is the message of that name; null: there is none.
const google::protobuf::FieldDescriptor* FieldOfType(const Descriptor* message, const Descriptor* type) {
  for (int i = 0; i < message->field_count(); ++i) {
    const auto* field = message->field(i);
    if (field->message_type() == type && !field->is_repeated()) return field;
  }
  return nullptr;
}

v1::DocumentOptions OptionsOf(const Message& request) {
  const auto* field = FieldOfType(request.GetDescriptor(), v1::DocumentOptions::descriptor());
  if (field == nullptr) return {};
  return static_cast<const v1::DocumentOptions&>(request.GetReflection()->GetMessage(request, field));
}

}  // namespace

void AddDocument(const Message& request, Language language, Message* response) {
  const auto* field = FieldOfType(response->GetDescriptor(), v1::Document::descriptor());
  if (field == nullptr) return;
  const v1::DocumentOptions options = OptionsOf(request);
  if (options.omit()) return;
  if (!options.language().empty()) language = options.language() == "fr" ? Language::kFrench : Language::kEnglish;
  const auto writer = Writers().find(response->GetDescriptor());
  domain::Require(writer != Writers().end(), "every response with a document has a writer");
  writer->second(request, *response, language,
                 static_cast<v1::Document*>(response->GetReflection()->MutableMessage(response, field)));
}

}  // namespace tutorat::report
