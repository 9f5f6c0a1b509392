#include "tests/conformance/samples/issue_samples.h"

#include <gtest/gtest.h>

#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/issue_register.pb.h"

namespace tutorat::tests {
namespace {

// Seen by one session.
v1::Issue StoredIssue(const Api& api, World& world) {
  v1::Session session = world.NewSession(world.AddGroup(NextGroupNumber()).name());
  session.add_participation_issues()->set_kind(v1::ParticipationIssue::KIND_MIC);
  v1::GetIssueRequest request;
  request.set_name(world.AddSession(session).participation_issues(0).issue());
  v1::GetIssueResponse response;
  EXPECT_TRUE(api.Call(request, &response).ok()) << request.name();
  return response.issue();
}

}  // namespace

bool FillIssueRequest(const Api& api, World& world, google::protobuf::Message* request) {
  if (auto* get = dynamic_cast<v1::GetIssueRequest*>(request)) {
    get->set_name(StoredIssue(api, world).name());
  } else if (auto* issues = dynamic_cast<v1::GetIssueRegisterRequest*>(request)) {
    issues->set_as_of_date("2024-02-09");
    issues->set_wave(world.code());
    issues->set_group(world.AddGroup(NextGroupNumber()).name());
    issues->add_states(v1::ISSUE_STATE_OPEN);
    issues->add_kinds(v1::ParticipationIssue::KIND_CAMERA);
  } else if (auto* transition = dynamic_cast<v1::TransitionIssueRequest*>(request)) {
    const v1::Issue issue = StoredIssue(api, world);
    transition->set_name(issue.name());
    transition->set_etag(issue.etag());
    transition->set_state(v1::ISSUE_STATE_DROPPED);
    transition->set_date("2030-01-31");
    transition->set_actor("bureau du conseil");
    transition->set_reason("départ de l'auditeur");
    transition->set_request_id(RandomId());
  } else {
    return false;
  }
  return true;
}

}  // namespace tutorat::tests
