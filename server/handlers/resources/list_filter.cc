#include "server/handlers/resources/list_filter.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "proto/status_macros.h"
#include "server/domain/base/error.h"
#include "server/domain/base/local_time.h"
#include "server/storage/errors.h"

namespace tutorat::api {

using google::protobuf::FieldDescriptor;

absl::StatusOr<std::string> CanonicalName(storage::ReadTransaction& transaction, const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  int number = 0;
  if (parts.size() != 4 || parts[0] != "waves" || parts[2] != "groups" || !absl::SimpleAtoi(parts[3], &number)) {
    return name;
  }
  storage::Filter filter;
  filter.Is("wave", absl::StrCat("waves/", parts[1])).In("number", {number}).deleted = true;
  ASSIGN_OR_RETURN(const auto groups, transaction.List<v1::Group>(filter));
  if (groups.empty()) return storage::NotFound(v1::Group::descriptor(), name);
  return groups.front().name();
}

std::string WaveName(const std::string& wave) {
  return wave.empty() || absl::StartsWith(wave, "waves/") ? wave : absl::StrCat("waves/", wave);
}

absl::Status CheckGroupNumbers(const google::protobuf::RepeatedField<int32_t>& numbers,
                               const std::vector<v1::Group>& groups) {
  std::vector<domain::Violation> violations;
  for (int i = 0; i < numbers.size(); ++i) {
    const int number = numbers[i];
    if (std::any_of(groups.begin(), groups.end(), [&](const v1::Group& group) { return group.number() == number; })) {
      continue;
    }
    violations.push_back(
        {absl::StrCat("group_numbers[", i, "]"),
         "GROUP_NOT_FOUND",
         {.en = absl::StrCat("no group has the number ", number, ": list the groups, or leave it out"),
          .fr = absl::StrCat("aucun groupe n'a le numéro ", number, " : lister les groupes, ou le retirer")}});
  }
  return domain::InvalidFields(violations);
}

absl::StatusOr<storage::Filter> FilterOf(storage::ReadTransaction& transaction,
                                         const google::protobuf::Message& list_request) {
  const auto* reflection = list_request.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(list_request, &set);
  storage::Filter filter;
  for (const FieldDescriptor* field : set) {
    const std::string& name = field->name();
    if (name == "page_size" || name == "page_token") continue;
    if (name == "show_deleted") {
      filter.deleted = true;
    } else if (field->is_repeated()) {
      std::vector<storage::FilterValue> values;
      values.reserve(static_cast<size_t>(reflection->FieldSize(list_request, field)));
      for (int i = 0; i < reflection->FieldSize(list_request, field); ++i) {
        values.emplace_back(reflection->GetRepeatedEnumValue(list_request, field, i));
      }
      filter.In(absl::StripSuffix(name, "s"), values);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
      filter.In(name, {reflection->GetInt32(list_request, field)});
    } else if (const std::string text = reflection->GetString(list_request, field); name == "from_date") {
      filter.AtLeast("local_date", text);
    } else if (name == "to_date") {
      filter.Below("local_date", text);
    } else {
      ASSIGN_OR_RETURN(auto canonical, CanonicalName(transaction, text));
      filter.Is(name, canonical);
    }
  }
  return filter;
}

namespace {

storage::Filter AroundDay(absl::CivilDay day) {
  storage::Filter around;
  around.AtLeast("local_date", domain::FormatDate(day - 1)).Below("local_date", domain::FormatDate(day + 2));
  around.items.emplace();
  return around;
}

}  // namespace

absl::StatusOr<SessionsAround> LoadSessionsAround(storage::ReadTransaction& transaction, const std::string& group,
                                                  absl::CivilDay day) {
  ASSIGN_OR_RETURN(auto sessions, transaction.List<v1::Session>(AroundDay(day).Is("group", group)));
  return SessionsAround{group, day, std::move(sessions), ""};
}

absl::StatusOr<std::vector<v1::Session>> Neighbours(storage::ReadTransaction& transaction, const v1::Session& session,
                                                    const SessionsAround* around) {
  const absl::CivilDay day = *domain::ParseDate(session.local_date());
  storage::Filter near = AroundDay(day);
  near.limit = kMostNeighbours;
  std::vector<v1::Session> neighbours;
  if (around != nullptr && around->group == session.group() && around->day == day) {
    const size_t count = std::min(around->sessions.size(), size_t{kMostNeighbours});
    neighbours.assign(around->sessions.begin(), around->sessions.begin() + static_cast<std::ptrdiff_t>(count));
  } else {
    ASSIGN_OR_RETURN(neighbours, transaction.List<v1::Session>(storage::Filter(near).Is("group", session.group())));
  }
  if (session.tutor().empty()) return neighbours;
  ASSIGN_OR_RETURN(auto of_tutor, transaction.List<v1::Session>(near.Is("tutor", session.tutor())));
  for (v1::Session& other : of_tutor) {
    if (other.group() != session.group()) neighbours.push_back(std::move(other));
  }
  return neighbours;
}

}  // namespace tutorat::api
