#include "tests/conformance/load.h"

#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tests/support/world.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::tests {
namespace {

constexpr int kImportEvery = 5;
constexpr int kImportRows = 3;

v1::SessionRecord NewRecord(const std::string& group, std::vector<std::string>* themes) {
  thread_local std::mt19937 random{std::random_device()()};
  v1::SessionRecord record;
  record.set_group(group);
  // Seldom at the same hour: an overlap costs a warning.
  record.set_date(absl::StrFormat("%d-%02d-%02d", 2015 + random() % 10, 1 + random() % 12, 1 + random() % 28));
  record.set_start(absl::StrFormat("%02d:%02d", random() % 24, random() % 60));
  record.set_themes(absl::StrCat("tiers ", RandomId()));
  record.mutable_present()->set_count(7);
  record.add_guests("Inès");
  record.add_issues()->set_kind(v1::ParticipationIssue::KIND_MIC);
  themes->push_back(record.themes());
  return record;
}

Attempt NewAttempt(const std::string& group, int number) {
  Attempt attempt;
  if (number % kImportEvery != 0) {
    auto request = std::make_unique<v1::RecordSessionRequest>();
    *request->mutable_record() = NewRecord(group, &attempt.themes);
    request->set_request_id(RandomId());
    attempt.request = std::move(request);
    return attempt;
  }
  auto request = std::make_unique<v1::ImportSessionsRequest>();
  for (int i = 0; i < kImportRows; ++i) *request->add_rows()->mutable_record() = NewRecord(group, &attempt.themes);
  request->set_request_id(RandomId());
  attempt.request = std::move(request);
  return attempt;
}

std::vector<std::string> NamesIn(const google::protobuf::Message& response) {
  if (const auto* recorded = dynamic_cast<const v1::RecordSessionResponse*>(&response)) {
    return {recorded->session().name()};
  }
  std::vector<std::string> names;
  for (const auto& result : static_cast<const v1::ImportSessionsResponse&>(response).report().results()) {
    names.push_back(result.session());
  }
  return names;
}

}  // namespace

Load::Load(const Endpoint& endpoint, const std::string& group, int clients) {
  for (int i = 0; i < clients; ++i) {
    clients_.emplace_back([this, endpoint, group] { Run(endpoint, group); });
  }
}

Load::~Load() { Stop(); }

Tally Load::Stop() {
  stopping_ = true;
  for (std::thread& client : clients_) client.join();
  clients_.clear();
  return std::move(tally_);
}

void Load::Run(const Endpoint& endpoint, const std::string& group) {
  const Api api(endpoint);
  Tally tally;
  for (int i = 1; !stopping_ && tally.unanswered.empty(); ++i) {
    Attempt attempt = NewAttempt(group, i);
    const Outcome outcome = Send(api, attempt, &tally);
    if (outcome.ok()) continue;
    // Without a reason it was no Tutorat server that answered, but the transport.
    if (!outcome.reason.empty()) tally.refused.push_back(outcome);
    tally.unanswered.push_back(std::move(attempt));
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  tally_.acknowledged.merge(tally.acknowledged);
  for (Attempt& attempt : tally.unanswered) tally_.unanswered.push_back(std::move(attempt));
  tally_.refused.insert(tally_.refused.end(), tally.refused.begin(), tally.refused.end());
}

Outcome Send(const Api& api, const Attempt& attempt, Tally* tally) {
  const MessagePtr response = NewMessage(MethodOf(attempt.request->GetDescriptor())->output_type());
  Outcome outcome = api.Call(*attempt.request, response.get());
  while (outcome.reason == "TOO_BUSY" || outcome.reason == "TRANSACTION_CONFLICT") {
    absl::SleepFor(absl::Milliseconds(20));
    outcome = api.Call(*attempt.request, response.get());
  }
  if (!outcome.ok()) return outcome;
  const std::vector<std::string> names = NamesIn(*response);
  for (size_t i = 0; i < attempt.themes.size(); ++i) {
    tally->acknowledged[attempt.themes[i]] = i < names.size() ? names[i] : "";
  }
  return outcome;
}

Audit Compare(const Api& api, const std::string& group, const std::map<std::string, std::string>& acknowledged) {
  Audit audit;
  std::map<std::string, std::vector<std::string>> stored;
  v1::ListSessionsRequest request;
  request.set_group(group);
  request.set_page_size(1000);
  do {
    const auto page = api.Get<v1::ListSessionsResponse>(request);
    for (const v1::Session& session : page.sessions()) {
      stored[session.themes()].push_back(session.name());
      ++audit.stored;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  for (const auto& [themes, name] : acknowledged) {
    const auto found = stored.find(themes);
    if (found == stored.end() || found->second[0] != name) ++audit.lost;
  }
  for (const auto& [themes, names] : stored) {
    if (names.size() > 1) ++audit.duplicates;
    if (acknowledged.count(themes) == 0) ++audit.unknown;
  }
  return audit;
}

}  // namespace tutorat::tests
