// The program, in this process, against a server that answers each method as the test says.
#pragma once

#include <google/protobuf/text_format.h>

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tests/unit/client/cli/fixture.h"
#include "tests/unit/client/lib/fake_server.h"

namespace tutorat::tests {

class AnsweredTest : public ProgramTest {
 protected:
  AnsweredTest() {
    Set("LANG", "fr_FR.UTF-8");
    Set("TUTORAT_SERVER", server_.address());
  }

  // The answer of the method whose response this is, in text form. Without one, an empty message.
  template <class Response>
  void Answers(const std::string& method, const std::string& text) {
    Response response;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &response)) << text;
    answers_[method] = response.SerializeAsString();
  }
  void Refuses(const std::string& method, grpc::Status status) { refusals_[method] = std::move(status); }

  // `path` as in SessionService/RecordSession.
  template <class Request>
  Request Last(absl::string_view path) const {
    const auto requests = server_.Requests<Request>(absl::StrCat("/tutorat.v1.", path));
    EXPECT_FALSE(requests.empty()) << path;
    return requests.empty() ? Request() : requests.back();
  }

  const FakeServer& server() const { return server_; }

 private:
  grpc::Status Handle(const FakeServer::Call& call, std::string& response) {
    const std::string method = call.method.substr(call.method.rfind('/') + 1);
    if (const auto refusal = refusals_.find(method); refusal != refusals_.end()) return refusal->second;
    if (const auto answer = answers_.find(method); answer != answers_.end()) response = answer->second;
    return grpc::Status::OK;
  }

  std::map<std::string, std::string> answers_;
  std::map<std::string, grpc::Status> refusals_;
  const FakeServer server_{
      [this](const FakeServer::Call& call, std::string& response) { return Handle(call, response); }};
};

}  // namespace tutorat::tests
