#include "tests/conformance/samples/balance_samples.h"

#include "tutorat/v1/balance_comparison.pb.h"
#include "tutorat/v1/balance_diff.pb.h"
#include "tutorat/v1/freeze.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Descriptor;

int NewGroup(World& world) { return world.AddGroup(NextGroupNumber()).number(); }

v1::FreezeBalanceRequest SampleFreeze(World& world) {
  v1::FreezeBalanceRequest request;
  request.set_from_date("2023-11-10");
  request.set_months(3);
  request.set_wave(world.code());
  request.add_group_numbers(NewGroup(world));
  request.set_label("comité du 19/02/2024");
  request.set_frozen_by("Zoé N’Guyễn");
  return request;
}

std::string FreezeOne(const Api& api, World& world) {
  return api.Get<v1::FreezeBalanceResponse>(SampleFreeze(world)).frozen_balance().name();
}

}  // namespace

MessagePtr SampleOfBalances(const Descriptor* type, const Api& api, World& world) {
  if (type == v1::FreezeBalanceRequest::descriptor()) {
    v1::FreezeBalanceRequest request = SampleFreeze(world);
    request.set_request_id(RandomId());
    return Copy(request);
  }
  if (type == v1::GetFrozenBalanceRequest::descriptor()) {
    v1::GetFrozenBalanceRequest request;
    request.set_name(FreezeOne(api, world));
    return Copy(request);
  }
  if (type == v1::DiffBalancesRequest::descriptor()) {
    v1::DiffBalancesRequest request;
    request.set_name(FreezeOne(api, world));
    request.set_other(FreezeOne(api, world));
    return Copy(request);
  }
  if (type == v1::ComparePeriodsRequest::descriptor()) {
    v1::ComparePeriodsRequest request;
    request.mutable_first()->set_from_date("2023-11-10");
    request.mutable_first()->set_months(3);
    request.mutable_second()->set_from_date("2024-02-10");
    request.mutable_second()->set_months(3);
    request.set_wave(world.code());
    return Copy(request);
  }
  if (type == v1::CompareWavesRequest::descriptor()) {
    v1::CompareWavesRequest request;
    request.set_first(world.code());
    request.set_second(World(api).code());
    request.set_weeks(3);
    request.set_as_of_date("2024-02-09");
    return Copy(request);
  }
  return nullptr;
}

}  // namespace tutorat::tests
