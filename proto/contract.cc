#include "proto/contract.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>

#include "absl/strings/str_split.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::contract {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::ServiceDescriptor;

const std::string& CollectionOf(const Descriptor* message) {
  return message->options().GetExtension(v1::resource).collection();
}

void CollectResources(const FileDescriptor* file, std::set<const FileDescriptor*>* seen,
                      std::vector<const Descriptor*>* resources) {
  if (!seen->insert(file).second) return;
  for (int i = 0; i < file->message_type_count(); ++i) {
    if (!CollectionOf(file->message_type(i)).empty()) resources->push_back(file->message_type(i));
  }
  for (int i = 0; i < file->dependency_count(); ++i) CollectResources(file->dependency(i), seen, resources);
}

std::vector<const ServiceDescriptor*> FindServices() {
  std::vector<const ServiceDescriptor*> services;
  for (const absl::string_view name : absl::StrSplit(TUTORAT_SERVICE_FILES, ',')) {
    const auto* file = DescriptorPool::generated_pool()->FindFileByName(std::string(name));
    if (file == nullptr) {
      std::cerr << name << " is not linked: tutorat_services is missing\n";
      std::abort();
    }
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  std::sort(services.begin(), services.end(),
            [](const auto* a, const auto* b) { return a->full_name() < b->full_name(); });
  return services;
}

std::vector<const Descriptor*> FindResources() {
  std::vector<const Descriptor*> resources;
  std::set<const FileDescriptor*> seen;
  for (const ServiceDescriptor* service : Services()) CollectResources(service->file(), &seen, &resources);
  std::sort(resources.begin(), resources.end(),
            [](const auto* a, const auto* b) { return CollectionOf(a) < CollectionOf(b); });
  return resources;
}

}  // namespace

const std::vector<const ServiceDescriptor*>& Services() {
  static const auto& services = *new std::vector<const ServiceDescriptor*>(FindServices());
  return services;
}

const std::vector<const Descriptor*>& Resources() {
  static const auto& resources = *new std::vector<const Descriptor*>(FindResources());
  return resources;
}

}  // namespace tutorat::contract
