// The api room over an SQLite store of its own, or any other, without a network: calls pass the whole pipeline as
// bytes.
#pragma once

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/call/pipeline.h"
#include "server/domain/base/error.h"
#include "server/handlers/privacy/personal_data.h"
#include "server/storage/store.h"
#include "tests/support/anybody.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/helpers.h"

namespace tutorat::tests {

class LocalApi {
 public:
  LocalApi();
  // On this store, whose schema is there.
  explicit LocalApi(std::unique_ptr<storage::Store> store);

  storage::Store& store() { return *store_; }
  // Who calls, from the next call on.
  api::Principal& caller() { return caller_.principal; }

  // What the method of this request type answers.
  template <class Response, class Request>
  absl::StatusOr<Response> Send(const Request& request, domain::Language language = domain::Language::kEnglish) {
    const auto bytes = Handle(Request::descriptor(), request.SerializeAsString(), language);
    if (!bytes.ok()) return bytes.status();
    Response response;
    EXPECT_TRUE(response.ParseFromString(*bytes));
    return response;
  }

  // The same, of a request in text form which must succeed.
  template <class Response, class Request>
  Response Do(const std::string& request) {
    const auto response = Send<Response>(Make<Request>(request));
    EXPECT_TRUE(response.ok()) << request << "\n" << response.status();
    return response.ok() ? *response : Response();
  }

  // What a method answers, as bytes, to a request in text form.
  absl::StatusOr<std::string> Call(const google::protobuf::MethodDescriptor& method, const std::string& request);

  // Runs `f` in a transaction which is then rolled back.
  template <class F>
  void InTransaction(F f) {
    const absl::Status status = store_->Write(absl::InfiniteFuture(), [&](storage::WriteTransaction& transaction) {
      f(transaction);
      return absl::CancelledError("rolled back");
    });
    EXPECT_TRUE(absl::IsCancelled(status)) << status;
  }

  // What was noted beside the store of erasures.
  class Noted final : public api::ErasureLog {
   public:
    absl::Status Note(const std::vector<v1::Erasure>& noted) override {
      erasures.insert(erasures.end(), noted.begin(), noted.end());
      return absl::OkStatus();
    }
    std::vector<v1::Erasure> erasures;
  };
  Noted& noted() { return noted_; }

  // Messages of streaming calls so far, those of their answers apart.
  const std::vector<std::string>& sent() const { return sent_; }

 private:
  absl::StatusOr<std::string> Handle(const google::protobuf::Descriptor* request, const std::string& bytes,
                                     domain::Language language);

  TempDir directory_;
  std::unique_ptr<storage::Store> store_;
  Anybody caller_;
  Noted noted_;
  std::unique_ptr<api::Pipeline> pipeline_;
  std::map<const google::protobuf::Descriptor*, api::HandlerFunction> handlers_;
  std::map<const google::protobuf::Descriptor*, const google::protobuf::MethodDescriptor*> methods_;
  std::vector<std::string> sent_;
};

// Like Listed of a status, with the code's own reason in front: INVALID_FIELDS: record.date BAD_FORMAT.
std::string Refusal(const absl::Status& status);

}  // namespace tutorat::tests
