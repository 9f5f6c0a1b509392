#include "server/handlers/resources/list_filter.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/domain/base/error.h"
#include "server/domain/base/local_time.h"
#include "server/storage/errors.h"

namespace tutorat::api {

absl::StatusOr<std::string> CanonicalName(storage::ReadTransaction& transaction, const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  int number = 0;
  if (parts.size() != 4 || parts[0] != "waves" || parts[2] != "groups" || !absl::SimpleAtoi(parts[3], &number)) {
    return name;
  }
  storage::Filter filter;
  filter.wave = absl::StrCat("waves/", parts[1]);
  filter.numbers = {number};
  filter.deleted = true;
  const auto groups = transaction.List<v1::Group>(filter);
  if (!groups.ok()) return groups.status();
  if (groups->empty()) return storage::NotFound(v1::Group::descriptor(), name);
  return groups->front().name();
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
         {absl::StrCat("no group has the number ", number, ": list the groups, or leave it out"),
          absl::StrCat("aucun groupe n'a le numéro ", number, " : lister les groupes, ou le retirer")}});
  }
  return domain::InvalidFields(violations);
}

absl::StatusOr<storage::Filter> FilterOf(storage::ReadTransaction& transaction,
                                         const google::protobuf::Message& list_request) {
  const auto* descriptor = list_request.GetDescriptor();
  const auto* reflection = list_request.GetReflection();
  const auto text = [&](const char* name) {
    const auto* field = descriptor->FindFieldByName(name);
    return field == nullptr ? "" : reflection->GetString(list_request, field);
  };
  storage::Filter filter;
  filter.wave = text("wave");
  filter.tutor = text("tutor");
  filter.account = text("account");
  filter.resource = text("resource");
  filter.from_date = text("from_date");
  filter.to_date = text("to_date");
  if (const std::string group = text("group"); !group.empty()) {
    auto name = CanonicalName(transaction, group);
    if (!name.ok()) return name.status();
    filter.group = *std::move(name);
  }
  if (const auto* number = descriptor->FindFieldByName("number")) {
    if (const int value = reflection->GetInt32(list_request, number); value > 0) filter.numbers.push_back(value);
  }
  if (const auto* states = descriptor->FindFieldByName("states")) {
    for (int i = 0; i < reflection->FieldSize(list_request, states); ++i) {
      filter.states.push_back(static_cast<v1::SessionState>(reflection->GetRepeatedEnumValue(list_request, states, i)));
    }
  }
  if (const auto* deleted = descriptor->FindFieldByName("show_deleted")) {
    filter.deleted = reflection->GetBool(list_request, deleted);
  }
  return filter;
}

absl::StatusOr<std::vector<v1::Session>> Neighbours(storage::ReadTransaction& transaction, const v1::Session& session) {
  const absl::CivilDay day = *domain::ParseDate(session.local_date());
  storage::Filter filter;
  filter.from_date = domain::FormatDate(day - 1);
  filter.to_date = domain::FormatDate(day + 2);
  filter.without_items = true;
  filter.limit = kMostNeighbours;
  filter.group = session.group();
  auto neighbours = transaction.List<v1::Session>(filter);
  if (!neighbours.ok() || session.tutor().empty()) return neighbours;
  filter.group.clear();
  filter.tutor = session.tutor();
  auto of_tutor = transaction.List<v1::Session>(filter);
  if (!of_tutor.ok()) return of_tutor;
  for (v1::Session& other : *of_tutor) {
    if (other.group() != session.group()) neighbours->push_back(std::move(other));
  }
  return neighbours;
}

}  // namespace tutorat::api
