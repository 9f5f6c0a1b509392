#include "server/report/wording/documents.h"

#include "tests/support/contract.h"
#include "tests/unit/report/wording/samples.h"

namespace tutorat::report {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const FieldDescriptor* FieldOf(const Descriptor* message, const Descriptor* type) {
  for (int i = 0; i < message->field_count(); ++i) {
    if (message->field(i)->message_type() == type) return message->field(i);
  }
  return nullptr;
}

TEST(AddDocumentTest, WritesOneForEveryMethodThatAnswersOne) {
  int written = 0;
  for (const auto* method : tests::Methods()) {
    const FieldDescriptor* field = FieldOf(method->output_type(), v1::Document::descriptor());
    const tests::MessagePtr request = tests::NewMessage(method->input_type());
    const tests::MessagePtr response = tests::NewMessage(method->output_type());
    AddDocument(*request, kFrench, response.get());
    if (field == nullptr) {
      EXPECT_EQ(response->ByteSizeLong(), 0) << tests::NameOf(method);
      continue;
    }
    ++written;
    EXPECT_NE(FieldOf(method->input_type(), v1::DocumentOptions::descriptor()), nullptr) << tests::NameOf(method);
    const auto& document = static_cast<const v1::Document&>(response->GetReflection()->GetMessage(*response, field));
    EXPECT_EQ(document.language(), "fr") << tests::NameOf(method);
    EXPECT_NE(document.title(), "") << tests::NameOf(method);
  }
  EXPECT_GE(written, 10);
}

// The document of an empty coverage, as the request's options ask for it.
v1::GetCoverageResponse Answered(const std::string& options, Language language) {
  v1::GetCoverageResponse response;
  AddDocument(Make<v1::GetCoverageRequest>(options), language, &response);
  return response;
}

TEST(AddDocumentTest, SpeaksTheLanguageOfTheCallUnlessAnotherIsAskedFor) {
  EXPECT_EQ(Answered("", kFrench).document().language(), "fr");
  EXPECT_EQ(Answered("", kEnglish).document().language(), "en");
  const v1::Document document = Answered("document { language: 'en' }", kFrench).document();
  EXPECT_EQ(document.language(), "en");
  EXPECT_EQ(document.title(), "Coverage of the themes");
  EXPECT_EQ(Answered("document { language: 'fr' }", kEnglish).document().title(), "Couverture des thèmes");
}

TEST(AddDocumentTest, LeavesItOutWhereItIsNotWanted) {
  EXPECT_FALSE(Answered("document { omit: true }", kFrench).has_document());
  EXPECT_FALSE(Answered("document { omit: true language: 'en' }", kFrench).has_document());
}

TEST(AddDocumentTest, TakesTheRequestToTheWriter) {
  v1::GetCoverageResponse response;
  *response.mutable_coverage() = SampleCoverage();
  AddDocument(Make<v1::GetCoverageRequest>("document_level: 1"), kFrench, &response);
  EXPECT_EQ(TableOf(response.document(), "coverage").rows_size(), 1);
}

}  // namespace
}  // namespace tutorat::report
