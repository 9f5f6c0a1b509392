#include "tests/conformance/samples/theme_samples.h"

#include "absl/strings/str_cat.h"
#include "tutorat/v1/agenda.pb.h"
#include "tutorat/v1/cadence.pb.h"
#include "tutorat/v1/coverage.pb.h"
#include "tutorat/v1/report_export.pb.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/theme_recognition.pb.h"

namespace tutorat::tests {
bool FillThemeRequest(const Api& api, World& world, google::protobuf::Message* request) {
  if (auto* coverage = dynamic_cast<v1::GetCoverageRequest*>(request)) {
    coverage->set_from_date("2023-11-10");
    coverage->set_months(3);
    coverage->set_wave(world.code());
    coverage->add_group_numbers(world.AddGroup(NextGroupNumber()).number());
    coverage->set_repeated_from(2);
  } else if (auto* suggest = dynamic_cast<v1::SuggestThemesRequest*>(request)) {
    suggest->set_group(world.AddGroup(NextGroupNumber()).name());
    suggest->set_date("2024-02-09");
    suggest->set_limit(5);
  } else if (auto* cadence = dynamic_cast<v1::GetCadenceRequest*>(request)) {
    cadence->set_wave(world.code());
    cadence->add_group_numbers(world.AddGroup(NextGroupNumber()).number());
    cadence->set_as_of_date("2024-02-09");
    cadence->set_interval_weeks(3);
  } else if (auto* exported = dynamic_cast<v1::ExportReportRequest*>(request)) {
    exported->mutable_balance()->set_from_date("2024-01-01");
    exported->mutable_balance()->set_months(3);
    exported->set_format(v1::ExportReportRequest::FORMAT_HTML);
  } else if (auto* get = dynamic_cast<v1::GetSessionRecordRequest*>(request)) {
    get->set_name(world.AddSession(world.NewSession(world.AddGroup(NextGroupNumber()).name())).name());
  } else if (auto* text = dynamic_cast<v1::RecogniseThemesRequest*>(request)) {
    text->set_text("Saisie du budget\n& œuvres");
    text->set_date("2024-02-29");
  } else if (auto* queue = dynamic_cast<v1::ListUnresolvedTermsRequest*>(request)) {
    queue->set_wave(world.code());
    queue->set_group(world.AddGroup(NextGroupNumber()).name());
  } else if (auto* thesaurus = dynamic_cast<v1::GetThesaurusRequest*>(request)) {
    // A server has one from its first theme on.
    world.AddTheme();
    thesaurus->set_name("thesauri/current");
  } else if (auto* resolution = dynamic_cast<v1::GetResolutionRequest*>(request)) {
    v1::ResolveTermRequest resolve;
    resolve.set_text(absl::StrCat("terme ", RandomId()));
    resolve.set_theme(world.AddTheme().name());
    resolution->set_name(api.Get<v1::ResolveTermResponse>(resolve).resolution().name());
  } else {
    return false;
  }
  return true;
}

}  // namespace tutorat::tests
