#include "server/domain/figures/small_counts.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "proto/status_macros.h"
#include "server/domain/contract/walk.h"
#include "server/domain/figures/frozen_balance.h"
#include "tutorat/v1/issue_register.pb.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Ratio = v1::AttendanceRatio;

// From so many people on, a number points at nobody.
constexpr int kMinimumCellSize = 3;

bool Points(int people) { return people > 0 && people < kMinimumCellSize; }

bool IsRecorded(const Ratio& ratio) { return ratio.numerator() != 0 || ratio.denominator() != 0; }

// Of presences out of expected; 0 out of 0 is nothing.
bool IsDisclosable(int came, int expected) {
  if (came == 0 && expected == 0) return true;
  return came >= kMinimumCellSize && expected >= kMinimumCellSize && !Points(expected - came);
}

// Of several sessions together.
bool IsDisclosable(const Ratio& ratio) {
  if (!IsRecorded(ratio)) return true;
  return ratio.session_count() > 1 && IsDisclosable(ratio.numerator(), ratio.denominator());
}

// What one is more than the other: sessions that only one of two balances has, or a correction.
Ratio Minus(const Ratio& ratio, const Ratio& other) {
  Ratio rest;
  rest.set_numerator(ratio.numerator() - other.numerator());
  rest.set_denominator(ratio.denominator() - other.denominator());
  rest.set_session_count(ratio.session_count() - other.session_count());
  return rest;
}

bool MayTellDifference(const Ratio& first, const Ratio& second) {
  const bool falls = second.session_count() < first.session_count();
  return IsDisclosable(falls ? Minus(first, second) : Minus(second, first));
}

// Leaves out what was recorded.
void Suppress(Ratio* ratio) {
  if (!IsRecorded(*ratio)) return;
  ratio->clear_numerator();
  ratio->clear_denominator();
  ratio->set_withheld(true);
}

void HideSession(v1::BalanceSession* session) {
  if (session->has_attendance()) Suppress(session->mutable_attendance());
}

// What the total tells of the withheld groups together, and how many they are.
struct Rest {
  Ratio ratio;
  int groups = 0;
};

Rest RestOf(const v1::Balance& balance) {
  Rest rest{balance.observations().attendance(), 0};
  for (const v1::GroupBalance& group : balance.groups()) {
    rest.ratio = Minus(rest.ratio, group.attendance());
    // A withheld group keeps its number of sessions.
    if (group.attendance().withheld()) {
      rest.ratio.set_session_count(rest.ratio.session_count() + group.attendance().session_count());
      ++rest.groups;
    }
  }
  return rest;
}

// `chosen`: by the numbers of its groups, which two totals of other groups could be subtracted from.
bool MayTellTotal(const Rest& rest, bool chosen) {
  return rest.groups == 0 || (!chosen && rest.groups > 1 && IsDisclosable(rest.ratio));
}

void HideTotal(v1::Balance* balance) { Suppress(balance->mutable_observations()->mutable_attendance()); }

void WithholdBalance(v1::Balance* balance) {
  for (v1::GroupBalance& group : *balance->mutable_groups()) {
    for (v1::BalanceSession& session : *group.mutable_sessions()) HideSession(&session);
    if (!IsDisclosable(group.attendance())) Suppress(group.mutable_attendance());
  }
  const Ratio& total = balance->observations().attendance();
  const bool chosen = balance->group_numbers_size() > 0;
  if (IsRecorded(total) && !(IsDisclosable(total) && MayTellTotal(RestOf(*balance), chosen))) HideTotal(balance);
}

using GroupsByCode = std::map<std::pair<std::string, int>, v1::GroupBalance*>;

GroupsByCode IndexGroups(v1::Balance* balance) {
  GroupsByCode index;
  for (v1::GroupBalance& group : *balance->mutable_groups()) index[{group.wave(), group.number()}] = &group;
  return index;
}

// A group that one of the two does not have counts as nothing there.
void WithholdGroups(v1::Balance* first, v1::Balance* second) {
  GroupsByCode of_first = IndexGroups(first);
  GroupsByCode of_second = IndexGroups(second);
  GroupsByCode both = of_first;
  both.insert(of_second.begin(), of_second.end());
  for (const auto& [code, unused] : both) {
    std::vector<Ratio*> sides;
    for (GroupsByCode* side : {&of_first, &of_second}) {
      if (const auto found = side->find(code); found != side->end())
        sides.push_back(found->second->mutable_attendance());
    }
    bool told = sides.size() == 2 ? MayTellDifference(*sides[0], *sides[1]) : true;
    for (const Ratio* ratio : sides) told = told && !ratio->withheld() && IsDisclosable(*ratio);
    if (told) continue;
    for (Ratio* ratio : sides) Suppress(ratio);
  }
}

// Nothing recorded in it, or every number of people in it: an optional one where it is noted, any other one where the
// message notes one at all.
std::vector<int> PeopleIn(const Message& message, const std::vector<const FieldDescriptor*>& counts) {
  const Reflection* reflection = message.GetReflection();
  std::vector<int> people;
  bool noted = false;
  for (const FieldDescriptor* field : counts) {
    if (field->is_repeated()) {
      const int size = reflection->FieldSize(message, field);
      noted = noted || size > 0;
      if (size > 0) people.push_back(size);
    } else {
      const bool set = reflection->HasField(message, field);
      noted = noted || set;
      if (set || !field->has_presence()) people.push_back(reflection->GetInt32(message, field));
    }
  }
  return noted ? people : std::vector<int>();
}

void WithholdCounts(Message* message) {
  std::vector<const FieldDescriptor*> counts;
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->field(i);
    if (field->options().GetExtension(v1::counts_people)) counts.push_back(field);
  }
  if (counts.empty()) return;
  const Reflection* reflection = message->GetReflection();
  bool told = true;
  for (const int people : PeopleIn(*message, counts)) told = told && people >= kMinimumCellSize;
  for (const FieldDescriptor* field : counts) {
    // Names of members point at them however many they are.
    if (!told || field->is_repeated()) reflection->ClearField(message, field);
  }
  const FieldDescriptor* withheld = message->GetDescriptor()->FindFieldByName("withheld");
  if (!told && withheld != nullptr) reflection->SetBool(message, withheld, true);
}

absl::Status WithholdFrozen(v1::FrozenBalance* frozen) {
  if (frozen->sha256().empty()) return absl::OkStatus();  // done already
  // Of a list. The few numbers that a small content withholds are quickly tried out against its hash.
  if (frozen->content().empty()) {
    frozen->clear_sha256();
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(auto balance, Unfreeze(*frozen));
  const std::string sha256 = frozen->sha256();
  WithholdBalance(&balance);
  Freeze(balance, frozen);
  if (frozen->sha256() != sha256) frozen->clear_sha256();
  return absl::OkStatus();
}

// In one message. Over what knows itself which of its numbers depend on each other.
Step Withhold(Message* message, absl::Status* status) {
  if (auto* balance = dynamic_cast<v1::Balance*>(message)) {
    WithholdBalance(balance);
    return Step::kOver;
  }
  if (auto* frozen = dynamic_cast<v1::FrozenBalance*>(message)) {
    *status = WithholdFrozen(frozen);
    return Step::kOver;
  }
  if (auto* session = dynamic_cast<v1::BalanceSession*>(message)) HideSession(session);
  WithholdCounts(message);
  return Step::kInto;
}

}  // namespace

absl::Status SuppressSmallCounts(Message* answer) {
  absl::Status status;
  if (Withhold(answer, &status) == Step::kOver) return status;
  Walk(answer, [&](Message* holder, const Place& place) {
    return place.IsMessage() && status.ok() ? Withhold(MutableMessageAt(holder, place), &status) : Step::kOver;
  });
  return status;
}

void SuppressSmallCounts(Periods periods, v1::Balance* first, v1::Balance* second) {
  if (periods == Periods::kOverlap) WithholdGroups(first, second);
  const Ratio first_total = first->observations().attendance();
  const Ratio second_total = second->observations().attendance();
  WithholdBalance(first);
  WithholdBalance(second);
  if (periods == Periods::kApart) return;
  // What the totals tell of the withheld groups may differ by one session; and one total tells what the other
  // withholds.
  const bool told = !first->observations().attendance().withheld() && !second->observations().attendance().withheld() &&
                    MayTellDifference(first_total, second_total) &&
                    MayTellDifference(RestOf(*first).ratio, RestOf(*second).ratio);
  if (told) return;
  HideTotal(first);
  HideTotal(second);
}

}  // namespace tutorat::domain
