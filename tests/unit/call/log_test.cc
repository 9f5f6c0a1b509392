// Whatever a call holds of personal data and however it ends, the log has none of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "tests/support/contract.h"
#include "tests/unit/handlers/fixture.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using testing::HasSubstr;
using testing::Not;

constexpr char kPerson[] = "Zénobie";

// The log of this process for as long as it lives.
class CapturedLog {
 public:
  CapturedLog() : before_(spdlog::default_logger()) {
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("captured", std::make_shared<spdlog::sinks::ostream_sink_mt>(text_)));
    spdlog::set_level(spdlog::level::trace);
  }
  ~CapturedLog() {
    spdlog::set_default_logger(before_);
    spdlog::set_level(spdlog::level::off);
  }
  CapturedLog(const CapturedLog&) = delete;
  CapturedLog& operator=(const CapturedLog&) = delete;

  std::string Text() const {
    spdlog::default_logger()->flush();
    return text_.str();
  }

 private:
  std::ostringstream text_;
  std::shared_ptr<spdlog::logger> before_;
};

// Sets every personal text of the message and of one item of each repeated field to `value`. How many there are.
int Personalise(Message* message, const std::string& value) {
  int set = 0;
  const auto* reflection = message->GetReflection();
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->field(i);
    if (field->options().GetExtension(v1::pii)) {
      if (field->is_repeated()) {
        reflection->AddString(message, field, value);
      } else {
        reflection->SetString(message, field, value);
      }
      ++set;
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
               field->message_type()->file()->package() == "tutorat.v1") {
      set += Personalise(
          field->is_repeated() ? reflection->AddMessage(message, field) : reflection->MutableMessage(message, field),
          value);
    }
  }
  return set;
}

TEST(Log, HoldsNoPersonalDataOfAnyCallThatFails) {
  LocalApi api;
  CapturedLog log;
  int calls = 0;
  for (const auto* method : Methods()) {
    // Well formed but for what else is missing; on two lines; far too long.
    for (const std::string& value : {std::string(kPerson), absl::StrCat(kPerson, "\n|/", kPerson),
                                     absl::StrCat(kPerson, std::string(20'000, 'x'))}) {
      const MessagePtr request = NewMessage(method->input_type());
      if (Personalise(request.get(), value) == 0) continue;
      const auto answer = api.Call(*method, request->DebugString());
      // An import says in its answer what is wrong with a row.
      EXPECT_TRUE(!answer.ok() || method->server_streaming()) << method->full_name();
      ++calls;
    }
  }
  EXPECT_GT(calls, 20);
  EXPECT_THAT(log.Text(), HasSubstr("event=call method=tutorat.v1.SessionService.RecordSession"));
  EXPECT_THAT(log.Text(), Not(HasSubstr(kPerson)));
}

}  // namespace
}  // namespace tutorat::tests
