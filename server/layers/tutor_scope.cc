#include "server/layers/tutor_scope.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/domain/base/error.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/require.h"
#include "server/domain/contract/fields.h"
#include "server/domain/privacy/tutor_reach.h"
#include "tutorat/v1/establishment.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/options.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/stored_record.pb.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::api {
namespace {

using domain::TutorReach;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Messages = std::vector<std::unique_ptr<Message>>;

absl::Status NotYourGroup(absl::string_view what) {
  return domain::MakeError(
      absl::StatusCode::kPermissionDenied, "NOT_YOUR_GROUP",
      {.en = absl::StrCat(domain::Shown(what), " is in none of your groups: list your groups, or ask a coordinator"),
       .fr = absl::StrCat(domain::Shown(what),
                          " n'est dans aucun de vos groupes : lister vos groupes, ou voir un coordinateur")});
}

// Without saying what it is.
absl::Status NotYourGroup() {
  return domain::MakeError(
      absl::StatusCode::kPermissionDenied, "NOT_YOUR_GROUP",
      {.en = "this concerns a group that is none of yours: list your groups, or ask a coordinator",
       .fr = "cela concerne un groupe qui n'est pas l'un des vôtres : lister vos groupes, ou voir un coordinateur"});
}

absl::Status NotASubstitutes() {
  return domain::MakeError(absl::StatusCode::kPermissionDenied, "NOT_YOUR_SESSION",
                           {.en = "a substitute changes the sessions of the days of the substitution only: ask the "
                                  "group's tutor, or a coordinator",
                            .fr = "un remplaçant ne modifie que les séances des jours du remplacement : voir le tuteur "
                                  "du groupe, ou un coordinateur"});
}

absl::Status NotForTutors(const Message& resource) {
  const std::string& type = resource.GetDescriptor()->name();
  return domain::MakeError(
      absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED",
      {.en = absl::StrCat("a tutor may not make or change this ", type, ": ask a coordinator"),
       .fr = absl::StrCat("un tuteur ne peut ni créer ni modifier cela (", type, ") : voir un coordinateur")});
}

// The field that says which group a resource of this type belongs to; null: to none.
const FieldDescriptor* GroupField(const Descriptor* type) {
  if (!type->options().HasExtension(v1::resource)) return nullptr;
  return type->FindFieldByName(type == v1::Group::descriptor() ? "name" : "group");
}

std::string GroupOf(const Message& resource) {
  return resource.GetReflection()->GetString(resource, GroupField(resource.GetDescriptor()));
}

bool IsGuarded(const Message& resource) { return GroupField(resource.GetDescriptor()) != nullptr; }
bool IsSession(const Message& resource) { return resource.GetDescriptor() == v1::Session::descriptor(); }

enum class Access { kRead, kWrite };

// What one transaction lets through.
class TutorScope {
 public:
  TutorScope(storage::ReadTransaction& base, Access access) : base_(base), access_(access) {}

  // Before anything else.
  absl::Status Open(const std::string& tutor, absl::CivilDay today) {
    storage::Filter assigned;
    assigned.In("tutor_assignments.tutor", {tutor}).deleted = true;
    ASSIGN_OR_RETURN(const auto groups, base_.List<v1::Group>(assigned));
    reach_.emplace(tutor, today, groups);
    return absl::OkStatus();
  }

  // Of what was loaded; what may not be seen is cleared again. A write's rules look at the group that they lock and at
  // its members also where only a session's own day makes it the tutor's: what is stored in the end is checked then.
  absl::Status CheckRead(const absl::Status& loaded, absl::string_view name, Message* resource) {
    if (!IsGuarded(*resource)) return loaded;
    if (absl::IsNotFound(loaded)) return NotYourGroup(name);
    if (!loaded.ok()) return loaded;
    const bool locked = access_ == Access::kWrite && resource->GetDescriptor() == v1::Group::descriptor();
    if (Owns(*resource) || (locked && reach_->Leads(GroupOf(*resource)))) {
      seen_.insert(std::string(name));
      return absl::OkStatus();
    }
    resource->Clear();
    return NotYourGroup(name);
  }

  absl::StatusOr<Messages> List(const Message& type, storage::Filter filter) {
    if (type.GetDescriptor() == v1::StoredResponse::descriptor()) return ListAnswers(type, filter);
    if (!IsGuarded(type)) return base_.ListMessages(type, filter);
    RETURN_IF_ERROR(Narrow(type, &filter));
    return IsSession(type) ? ListSessions(type, filter) : base_.ListMessages(type, filter);
  }

  absl::Status ForEach(const Message& type, storage::Filter filter, storage::Selection selection,
                       absl::FunctionRef<void(const Message&)> each) {
    domain::Require(type.GetDescriptor() != v1::StoredResponse::descriptor(), "answers are checked one by one");
    if (!IsGuarded(type)) return base_.ForEachMessage(type, filter, selection, each);
    RETURN_IF_ERROR(Narrow(type, &filter));
    if (!IsSession(type)) return base_.ForEachMessage(type, filter, selection, each);
    // What says whose it is.
    selection.fields.insert(selection.fields.end(), {"group", "local_date"});
    return base_.ForEachMessage(type, filter, selection, [&](const Message& session) {
      if (Owns(session)) each(session);
    });
  }

  absl::Status CheckInsert(const Message& resource) const {
    if (!IsGuarded(resource)) {
      // The thesaurus' row is the server's own, made with the first session that is coded.
      const bool allowed = resource.GetDescriptor() == v1::Establishment::descriptor() ||
                           resource.GetDescriptor() == v1::Thesaurus::descriptor() ||
                           resource.GetDescriptor() == v1::StoredResponse::descriptor();
      return allowed ? absl::OkStatus() : NotForTutors(resource);
    }
    // An issue comes with the session that sees it, which is checked itself.
    const bool with_session = resource.GetDescriptor() == v1::Issue::descriptor() && reach_->Leads(GroupOf(resource));
    const bool group = resource.GetDescriptor() == v1::Group::descriptor();
    if (!group && (with_session || MayChange(resource))) return absl::OkStatus();
    return !group && Owns(resource) ? NotASubstitutes() : NotYourGroup(AddressedAs(resource));
  }

  // What it is to become, and, unless this transaction has seen it, what it is.
  absl::Status CheckUpdate(const Message& resource) {
    if (!IsGuarded(resource) || resource.GetDescriptor() == v1::Group::descriptor()) return NotForTutors(resource);
    if (!Owns(resource)) return NotYourGroup(GroupOf(resource));
    if (!MayChange(resource)) return NotASubstitutes();
    const std::string name = domain::TextField(resource, "name");
    if (!IsSession(resource) && seen_.count(name) > 0) return absl::OkStatus();
    // A session's day may be what is changed.
    const std::unique_ptr<Message> stored(resource.New());
    RETURN_IF_ERROR(CheckRead(base_.Get(name, stored.get()), name, stored.get()));
    return MayChange(*stored) ? absl::OkStatus() : NotASubstitutes();
  }

 private:
  // To the tutor's own groups.
  absl::Status Narrow(const Message& type, storage::Filter* filter) const {
    const bool led = access_ == Access::kWrite || IsSession(type);
    const std::vector<std::string> groups = led ? reach_->LedGroups() : reach_->OwnGroups();
    for (const storage::Term& term : filter->terms) {
      if (term.field != "group" || term.values.size() != 1) continue;
      const auto& group = std::get<std::string>(term.values.front());
      if (!std::binary_search(groups.begin(), groups.end(), group)) return NotYourGroup(group);
    }
    filter->In(GroupField(type.GetDescriptor())->name(), groups);
    return absl::OkStatus();
  }

  // An answer of before is given again only if it could be given now.
  absl::StatusOr<Messages> ListAnswers(const Message& type, const storage::Filter& filter) {
    auto answers = base_.ListMessages(type, filter);
    if (!answers.ok()) return answers;
    for (const auto& answer : *answers) {
      RETURN_IF_ERROR(CheckAnswer(static_cast<const v1::StoredResponse&>(*answer)));
    }
    return answers;
  }

  absl::Status CheckAnswer(const v1::StoredResponse& answer) const {
    const auto* pool = google::protobuf::DescriptorPool::generated_pool();
    const auto* method = pool->FindMethodByName(answer.method());
    if (method == nullptr) return absl::OkStatus();
    const std::unique_ptr<Message> response(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(method->output_type())->New());
    if (!response->ParseFromString(answer.response())) return absl::OkStatus();
    std::vector<const FieldDescriptor*> set;
    response->GetReflection()->ListFields(*response, &set);
    for (const FieldDescriptor* field : set) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_repeated()) continue;
      const Message& resource = response->GetReflection()->GetMessage(*response, field);
      if (IsGuarded(resource) && !Owns(resource)) return NotYourGroup();
    }
    return absl::OkStatus();
  }

  bool Owns(const Message& resource) const {
    if (IsSession(resource)) return reach_->OwnsSession(GroupOf(resource), domain::TextField(resource, "local_date"));
    return reach_->OwnsGroup(GroupOf(resource));
  }

  // Issues follow from the sessions that saw them, and whoever sees the group may say how one stands.
  bool MayChange(const Message& resource) const {
    if (resource.GetDescriptor() == v1::Issue::descriptor()) return Owns(resource);
    const std::string group = GroupOf(resource);
    return IsSession(resource) ? reach_->MayChangeSession(group, domain::TextField(resource, "local_date"))
                               : reach_->MayChange(group);
  }

  // Some of a led group's sessions are not the tutor's: pages are read on until `limit` are.
  absl::StatusOr<Messages> ListSessions(const Message& type, storage::Filter filter) {
    Messages out;
    while (true) {
      auto page = base_.ListMessages(type, filter);
      if (!page.ok()) return page;
      const bool last = filter.limit == 0 || page->size() < static_cast<size_t>(filter.limit);
      if (!last) filter.after = domain::TextField(*page->back(), "name");
      for (auto& session : *page) {
        if (!Owns(*session)) continue;
        seen_.insert(domain::TextField(*session, "name"));
        out.push_back(std::move(session));
        if (filter.limit > 0 && out.size() == static_cast<size_t>(filter.limit)) return out;
      }
      if (last) return out;
    }
  }

  // As people know it.
  static std::string AddressedAs(const Message& resource) {
    const auto* group = dynamic_cast<const v1::Group*>(&resource);
    return group == nullptr ? GroupOf(resource) : absl::StrCat(group->wave(), "/groups/", group->number());
  }

  storage::ReadTransaction& base_;
  const Access access_;
  std::optional<TutorReach> reach_;
  std::set<std::string> seen_;
};

class GuardedRead final : public storage::ReadTransaction {
 public:
  GuardedRead(storage::ReadTransaction& base, TutorScope& gate) : base_(base), gate_(gate) {}

  absl::Status Get(absl::string_view name, Message* resource) override {
    return gate_.CheckRead(base_.Get(name, resource), name, resource);
  }
  absl::StatusOr<Messages> ListMessages(const Message& type, const storage::Filter& filter) override {
    return gate_.List(type, filter);
  }
  absl::Status ForEachMessage(const Message& type, const storage::Filter& filter, const storage::Selection& selection,
                              absl::FunctionRef<void(const Message&)> each) override {
    return gate_.ForEach(type, filter, selection, each);
  }
  absl::StatusOr<bool> IsReferenced(absl::string_view name) override { return base_.IsReferenced(name); }
  absl::StatusOr<int64_t> Revision() override { return base_.Revision(); }

 private:
  storage::ReadTransaction& base_;
  TutorScope& gate_;
};

class GuardedWrite final : public storage::ForwardingTransaction {
 public:
  GuardedWrite(storage::WriteTransaction& base, TutorScope& gate) : ForwardingTransaction(base), gate_(gate) {}

  absl::Status Get(absl::string_view name, Message* resource) override {
    return gate_.CheckRead(base_.Get(name, resource), name, resource);
  }
  absl::StatusOr<Messages> ListMessages(const Message& type, const storage::Filter& filter) override {
    return gate_.List(type, filter);
  }
  absl::Status ForEachMessage(const Message& type, const storage::Filter& filter, const storage::Selection& selection,
                              absl::FunctionRef<void(const Message&)> each) override {
    return gate_.ForEach(type, filter, selection, each);
  }
  // Erasure's, which no tutor does.
  absl::Status Redact(const Message& /*resource*/) override { return NotYourGroup(); }
  absl::Status Insert(const Message& resource) override {
    const absl::Status allowed = gate_.CheckInsert(resource);
    return allowed.ok() ? base_.Insert(resource) : allowed;
  }
  absl::Status Update(const Message& resource) override {
    const absl::Status allowed = gate_.CheckUpdate(resource);
    return allowed.ok() ? base_.Update(resource) : allowed;
  }

 private:
  TutorScope& gate_;
};

// A group by its number is looked for among the tutor's own: "does not exist" would be untrue of another's.
absl::Status AsTold(const absl::Status& status) {
  return domain::Reason(status) == "GROUP_NOT_FOUND" ? NotYourGroup() : status;
}

absl::Status RunGuarded(storage::WriteTransaction& transaction, const std::string& tutor, absl::Time now,
                        storage::Store::WriteFunction f) {
  TutorScope gate(transaction, Access::kWrite);
  RETURN_IF_ERROR(gate.Open(tutor, domain::TodayInParis(now)));
  GuardedWrite guarded(transaction, gate);
  return f(guarded);
}

}  // namespace

absl::Status TutorScopedStore::Read(absl::Time deadline, ReadFunction f) {
  return AsTold(base_.Read(deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
    TutorScope gate(transaction, Access::kRead);
    RETURN_IF_ERROR(gate.Open(tutor_, domain::TodayInParis(now_)));
    GuardedRead guarded(transaction, gate);
    return f(guarded);
  }));
}

absl::Status TutorScopedStore::Write(absl::Time deadline, WriteFunction f) {
  return AsTold(base_.Write(
      deadline, [&](storage::WriteTransaction& transaction) { return RunGuarded(transaction, tutor_, now_, f); }));
}

absl::Status TutorScopedStore::Draft(absl::Time deadline, WriteFunction f) {
  return AsTold(base_.Draft(
      deadline, [&](storage::WriteTransaction& transaction) { return RunGuarded(transaction, tutor_, now_, f); }));
}

}  // namespace tutorat::api
