#include "tests/conformance/samples/personal_data_samples.h"

#include "absl/strings/str_cat.h"
#include "tutorat/v1/personal_data.pb.h"

namespace tutorat::tests {
namespace {

// Long before any other wave's, which a retention would erase too.
constexpr char kRetainedUntil[] = "1999-12-31";

std::string StoredPerson(World& world) {
  return world.AddMember(world.AddGroup(NextGroupNumber()).name(), absl::StrCat("Ève ", RandomId())).name();
}

void EndRetention(const Api& api, const World& world) {
  v1::GetWaveRequest get;
  get.set_name(world.wave());
  v1::UpdateWaveRequest update;
  *update.mutable_wave() = api.Get<v1::GetWaveResponse>(get).wave();
  update.mutable_wave()->set_personal_data_until(kRetainedUntil);
  update.mutable_update_mask()->add_paths("personal_data_until");
  api.Get<v1::UpdateWaveResponse>(update);
}

}  // namespace

bool FillPersonalDataRequest(const Api& api, World& world, google::protobuf::Message* request) {
  if (auto* list = dynamic_cast<v1::ListErasuresRequest*>(request)) {
    list->set_page_size(10);
  } else if (auto* held = dynamic_cast<v1::ExportPersonRequest*>(request)) {
    held->set_person(StoredPerson(world));
  } else if (auto* erase = dynamic_cast<v1::ErasePersonRequest*>(request)) {
    erase->set_person(StoredPerson(world));
    erase->set_request_id(RandomId());
  } else if (auto* retention = dynamic_cast<v1::ApplyRetentionRequest*>(request)) {
    StoredPerson(world);
    EndRetention(api, world);
    retention->set_as_of_date(kRetainedUntil);
    retention->set_request_id(RandomId());
  } else {
    return false;
  }
  return true;
}

}  // namespace tutorat::tests
