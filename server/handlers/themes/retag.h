// Old sessions coded anew, and what people call the themes that an answer names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "proto/status_macros.h"
#include "server/domain/theme/unresolved_terms.h"
#include "server/storage/store.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/theme_recognition.pb.h"

namespace tutorat::api {

using Mentions = std::vector<v1::ThemeMention>;

bool SameMentions(const Mentions& one, const Mentions& other);

// Codes anew, of all sessions that are not deleted, those that `concerns` says and whose mentions `code` changes, and
// tells of each, by date. Nothing else of them changes, neither their text nor their update_time. How many sessions
// there are.
absl::StatusOr<int> Recode(storage::WriteTransaction& transaction, int revision,
                           absl::FunctionRef<bool(const v1::Session&)> concerns,
                           absl::FunctionRef<Mentions(const v1::Session&)> code,
                           google::protobuf::RepeatedPtrField<v1::RecodedSession>* out);

// Labels of the themes that mentions name, in the order of their names.
void WriteLabels(const Mentions& mentions, const std::vector<v1::Theme>& themes,
                 google::protobuf::RepeatedPtrField<v1::ThemeLabel>* out);
void WriteLabels(const google::protobuf::RepeatedPtrField<v1::RecodedSession>& sessions,
                 const std::vector<v1::Theme>& themes, google::protobuf::RepeatedPtrField<v1::ThemeLabel>* out);

template <class Resource>
absl::StatusOr<std::map<std::string, Resource>> ByName(storage::ReadTransaction& transaction, bool deleted) {
  storage::Filter filter;
  filter.deleted = deleted;
  ASSIGN_OR_RETURN(auto found, transaction.List<Resource>(filter));
  std::map<std::string, Resource> by_name;
  for (Resource& resource : found) by_name[resource.name()] = std::move(resource);
  return by_name;
}

}  // namespace tutorat::api
