#include "server/handlers/privacy/erasure.h"

#include <algorithm>
#include <set>

#include "proto/status_macros.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/contract/fields.h"
#include "server/storage/resource_types.h"
#include "server/storage/scan.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/stored_record.pb.h"
#include "tutorat/v1/token.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::api {
namespace {

using google::protobuf::Message;

template <class Resource>
void AddRecord(const Resource& resource, std::vector<domain::PersonRecord>* people) {
  people->push_back({resource.name(), resource.display_name(), resource.email(), ""});
}

void SetUpdateTime(Message* resource, absl::Time now) {
  const auto* field = resource->GetDescriptor()->FindFieldByName("update_time");
  if (field == nullptr) return;
  resource->GetReflection()->MutableMessage(resource, field)->CopyFrom(domain::ToTimestamp(now));
}

class Erasing {
 public:
  Erasing(storage::WriteTransaction& transaction, std::vector<domain::ErasedPerson> people, absl::Time now)
      : transaction_(transaction), eraser_(std::move(people)), now_(now) {}

  absl::Status Run(ErasureResult* result) {
    for (const Message* type : storage::ResourceTypes()) {
      if (type->GetDescriptor() == v1::AuditEntry::descriptor()) continue;
      if (type->GetDescriptor() == v1::Erasure::descriptor()) continue;
      RETURN_IF_ERROR(
          storage::ForEachResource(transaction_, *type, [&](Message& seen) { return EraseIn(&seen, result); }));
    }
    RETURN_IF_ERROR(EraseAudit(result));
    return EraseAnswers();
  }

 private:
  absl::Status EraseIn(Message* seen, ErasureResult* result) {
    const std::string name = domain::TextField(*seen, "name");
    if (auto named = eraser_.NamedIn(*seen); !named.empty()) holdings_.naming.emplace(name, std::move(named));
    if (!Change(seen, &result->remarks)) return absl::OkStatus();
    SetUpdateTime(seen, now_);
    return transaction_.Redact(*seen);
  }

  bool Change(Message* resource, std::vector<v1::Remark>* remarks) {
    bool changed = eraser_.Redact(resource, domain::Eraser::Texts::kPersonal, remarks);
    if (auto* account = dynamic_cast<v1::Account*>(resource); account != nullptr && IsOneOfThem(account->name())) {
      changed |= !account->disabled();
      account->set_disabled(true);
    }
    if (auto* token = dynamic_cast<v1::Token*>(resource); token != nullptr && IsOneOfThem(token->account())) {
      holdings_.owned.insert(token->name());
      changed |= !token->has_revoke_time() || !token->label().empty();
      token->clear_label();
      if (!token->has_revoke_time()) *token->mutable_revoke_time() = domain::ToTimestamp(now_);
    }
    return changed;
  }

  bool IsOneOfThem(const std::string& resource) const {
    const auto& people = eraser_.people();
    return std::any_of(people.begin(), people.end(), [&](const domain::ErasedPerson& erased) {
      const auto& own = erased.person.resources;
      return std::find(own.begin(), own.end(), resource) != own.end();
    });
  }

  absl::Status EraseAudit(ErasureResult* result) {
    return storage::ForEachResource(transaction_, v1::AuditEntry::default_instance(),
                                    [&](Message& seen) -> absl::Status {
                                      auto& entry = static_cast<v1::AuditEntry&>(seen);
                                      if (!eraser_.Forget(holdings_, &entry)) return absl::OkStatus();
                                      ++result->audit_entry_count;
                                      return transaction_.Redact(entry);
                                    });
  }

  absl::Status EraseAnswers() {
    return storage::ForEachResource(transaction_, v1::StoredResponse::default_instance(),
                                    [&](Message& seen) -> absl::Status {
                                      auto& answer = static_cast<v1::StoredResponse&>(seen);
                                      return EraseIn(&answer) ? transaction_.Redact(answer) : absl::OkStatus();
                                    });
  }

  // One that cannot be read any more is emptied: whoever repeats the request learns that it was done, and no more.
  bool EraseIn(v1::StoredResponse* answer) const {
    if (answer->response().empty()) return false;
    const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(answer->method());
    if (method != nullptr) {
      const std::unique_ptr<Message> response(
          google::protobuf::MessageFactory::generated_factory()->GetPrototype(method->output_type())->New());
      if (response->ParseFromString(answer->response())) {
        std::vector<v1::Remark> unused;
        if (!eraser_.Redact(response.get(), domain::Eraser::Texts::kAll, &unused)) return false;
        answer->set_response(response->SerializeAsString());
        return true;
      }
    }
    answer->clear_response();
    return true;
  }

  storage::WriteTransaction& transaction_;
  const domain::Eraser eraser_;
  const absl::Time now_;
  domain::Eraser::Holdings holdings_;
};

}  // namespace

absl::StatusOr<std::vector<domain::PersonRecord>> LoadPeople(storage::ReadTransaction& transaction) {
  storage::Filter all;
  all.deleted = true;
  std::vector<domain::PersonRecord> people;
  ASSIGN_OR_RETURN(const auto members, transaction.List<v1::Member>(all));
  for (const v1::Member& member : members) {
    AddRecord(member, &people);
    people.back().establishment = member.establishment();
    people.back().group = member.group();
  }
  ASSIGN_OR_RETURN(const auto tutors, transaction.List<v1::Tutor>(all));
  for (const v1::Tutor& tutor : tutors) AddRecord(tutor, &people);
  ASSIGN_OR_RETURN(const auto accounts, transaction.List<v1::Account>(all));
  for (const v1::Account& account : accounts) AddRecord(account, &people);
  return people;
}

absl::Status AddEarlierNames(storage::ReadTransaction& transaction, domain::Person* person) {
  std::set<std::string> names(person->names.begin(), person->names.end());
  for (const std::string& resource : person->resources) {
    ASSIGN_OR_RETURN(const auto entries, transaction.List<v1::AuditEntry>(storage::Filter().Is("resource", resource)));
    for (const v1::AuditEntry& entry : entries) {
      for (const v1::AuditChange& change : entry.changes()) {
        if (change.field() != "display_name" && change.field() != "email") continue;
        for (const std::string& value : {change.personal_before(), change.personal_after()}) {
          if (!value.empty()) names.insert(value);
        }
      }
    }
  }
  person->names.assign(names.begin(), names.end());
  return absl::OkStatus();
}

absl::StatusOr<ErasureResult> Erase(storage::WriteTransaction& transaction, std::vector<domain::ErasedPerson> people,
                                    const std::vector<v1::Erasure>& erasures, absl::Time now) {
  ErasureResult result;
  result.erasures = erasures;
  RETURN_IF_ERROR(Erasing(transaction, std::move(people), now).Run(&result));
  for (const v1::Erasure& erasure : erasures) {
    const absl::Status known = transaction.Get<v1::Erasure>(erasure.name()).status();
    RETURN_IF_ERROR(absl::IsNotFound(known) ? transaction.Insert(erasure) : known);
  }
  return result;
}

absl::StatusOr<ErasedResources> ErasedResources::Load(storage::ReadTransaction& transaction) {
  ASSIGN_OR_RETURN(auto erasures, transaction.List<v1::Erasure>({}));
  ErasedResources out;
  out.erasures_ = std::move(erasures);
  return out;
}

const v1::Erasure* ErasedResources::Of(const std::string& resource) const {
  for (const v1::Erasure& erasure : erasures_) {
    if (std::find(erasure.resources().begin(), erasure.resources().end(), resource) != erasure.resources().end()) {
      return &erasure;
    }
  }
  return nullptr;
}

bool ErasedResources::IsErased(const domain::PersonRecord& record) const {
  const v1::Erasure* erasure = Of(record.name);
  return erasure != nullptr && record.email.empty() && record.display_name == erasure->pseudonym();
}

v1::Erasure ErasedResources::Make(const std::vector<std::string>& resources, const std::string& account,
                                  absl::Time now) {
  v1::Erasure erasure;
  erasure.set_name(domain::MakeName(erasure, now));
  *erasure.mutable_create_time() = domain::ToTimestamp(now);
  erasure.set_account(account);
  erasure.mutable_resources()->Assign(resources.begin(), resources.end());
  erasure.set_pseudonym(domain::Pseudonym(resources.front(), /*longer=*/false));
  const bool taken = std::any_of(erasures_.begin(), erasures_.end(), [&](const v1::Erasure& other) {
    const bool own =
        std::find(other.resources().begin(), other.resources().end(), resources.front()) != other.resources().end();
    return !own && other.pseudonym() == erasure.pseudonym();
  });
  if (taken) erasure.set_pseudonym(domain::Pseudonym(resources.front(), /*longer=*/true));
  erasures_.push_back(erasure);
  return erasure;
}

}  // namespace tutorat::api
