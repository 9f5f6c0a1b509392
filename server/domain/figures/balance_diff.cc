#include "server/domain/figures/balance_diff.h"

#include <google/protobuf/util/message_differencer.h>

#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/domain/base/require.h"
#include "server/domain/contract/redaction.h"
#include "server/domain/figures/balance_figures.h"
#include "server/domain/session/group_timeline.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::util::MessageDifferencer;

struct Placed {
  const v1::GroupBalance* group;
  const v1::BalanceSession* session;
};
using SessionsByName = std::map<std::string, Placed>;

SessionsByName IndexSessions(const v1::Balance& balance) {
  SessionsByName index;
  for (const v1::GroupBalance& group : balance.groups()) {
    for (const v1::BalanceSession& session : group.sessions()) index[session.session()] = {&group, &session};
  }
  return index;
}

std::string TextOf(const v1::BalanceSession& session, const FieldDescriptor* field) {
  const auto* reflection = session.GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) return reflection->GetString(session, field);
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) return absl::StrCat(reflection->GetInt32(session, field));
  Require(field->message_type() == v1::AttendanceRatio::descriptor(), absl::StrCat(field->full_name(), " has no text"));
  const v1::AttendanceRatio& ratio = session.attendance();
  return ratio.session_count() == 0 || ratio.withheld() ? ""
                                                        : absl::StrCat(ratio.numerator(), "/", ratio.denominator());
}

void AddChange(const std::string& field, std::string before, std::string after, v1::SessionChange* change) {
  if (before == after) return;
  v1::FieldChange& added = *change->add_changes();
  added.set_field(field);
  added.set_before(std::move(before));
  added.set_after(std::move(after));
}

v1::SessionChange CompareSessions(const Placed& before, const Placed& after) {
  v1::SessionChange change;
  AddChange("group", GroupCode(before.group->wave(), before.group->number()),
            GroupCode(after.group->wave(), after.group->number()), &change);
  const auto* type = v1::BalanceSession::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->name() == "session" || field->options().GetExtension(v1::pii)) continue;
    AddChange(field->name(), TextOf(*before.session, field), TextOf(*after.session, field), &change);
  }
  return change;
}

void DiffSessions(const v1::Balance& before, const v1::Balance& after, v1::BalanceDiff* diff) {
  const SessionsByName old = IndexSessions(before);
  const SessionsByName current = IndexSessions(after);
  for (const v1::GroupBalance& group : after.groups()) {
    for (const v1::BalanceSession& session : group.sessions()) {
      const auto found = old.find(session.session());
      v1::SessionChange change;
      if (found != old.end()) {
        change = CompareSessions(found->second, {&group, &session});
        if (change.changes().empty()) continue;
        *change.mutable_before() = *found->second.session;
      }
      *change.mutable_after() = session;
      *change.mutable_group() = ReferenceTo(group);
      *(found == old.end() ? diff->add_new_sessions() : diff->add_corrected_sessions()) = std::move(change);
    }
  }
  for (const v1::GroupBalance& group : before.groups()) {
    for (const v1::BalanceSession& session : group.sessions()) {
      if (current.count(session.session()) > 0) continue;
      v1::SessionChange& change = *diff->add_removed_sessions();
      *change.mutable_before() = session;
      *change.mutable_group() = ReferenceTo(group);
    }
  }
}

// The groups of `balance` that `other` does not have.
void AddMissing(const v1::Balance& balance, const v1::Balance& other,
                google::protobuf::RepeatedPtrField<v1::GroupReference>* missing) {
  std::set<std::pair<std::string, int>> known;
  for (const v1::GroupBalance& group : other.groups()) known.emplace(group.wave(), group.number());
  for (const v1::GroupBalance& group : balance.groups()) {
    if (known.count({group.wave(), group.number()}) == 0) *missing->Add() = ReferenceTo(group);
  }
}

void DiffFigures(const v1::Balance& before, const v1::Balance& after, v1::BalanceDiff* diff) {
  for (FigurePair& pair : PairFigures(before, after)) {
    if (MessageDifferencer::Equals(pair.first, pair.second)) continue;
    v1::FigureChange& change = *diff->add_figures();
    change.set_key(std::move(pair.key));
    change.set_label(std::move(pair.label.fr));
    change.set_label_en(std::move(pair.label.en));
    change.set_kind(pair.kind);
    *change.mutable_before() = std::move(pair.first);
    *change.mutable_after() = std::move(pair.second);
  }
}

}  // namespace

v1::BalanceDiff DiffBalances(v1::Balance before, v1::Balance after) {
  ClearPersonalData(&before);
  ClearPersonalData(&after);
  v1::BalanceDiff diff;
  DiffSessions(before, after, &diff);
  AddMissing(after, before, diff.mutable_new_groups());
  AddMissing(before, after, diff.mutable_gone_groups());
  DiffFigures(before, after, &diff);
  diff.set_unchanged(diff.ByteSizeLong() == 0);
  return diff;
}

}  // namespace tutorat::domain
