#include "server/handlers/privacy/personal_data.h"

#include <algorithm>

#include "proto/status_macros.h"
#include "server/call/idempotency.h"
#include "server/domain/base/local_time.h"
#include "server/handlers/privacy/erasure.h"
#include "server/handlers/resources/account_hooks.h"
#include "server/layers/audit_log.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
namespace {

using domain::PersonRecord;

absl::Status NoteErasures(ErasureLog& log, const std::vector<v1::Erasure>& erasures) {
  if (log.Note(erasures).ok()) return absl::OkStatus();
  return domain::MakeError(absl::StatusCode::kInternal, "ERASURE_NOT_NOTED",
                           {.en = "the person was erased, but the file of erasures cannot be written: see the server's "
                                  "log, then start it again, which notes it",
                            .fr = "la personne a été effacée, mais le fichier des effacements ne peut pas être écrit : "
                                  "voir le journal du serveur, puis le redémarrer, ce qui l'y note"});
}

const PersonRecord* RecordOf(const std::vector<PersonRecord>& people, const std::string& name) {
  const auto found =
      std::find_if(people.begin(), people.end(), [&](const auto& record) { return record.name == name; });
  return found == people.end() ? nullptr : &*found;
}

// Those of the resources of which something is left.
std::vector<std::string> NotErased(const std::vector<PersonRecord>& people, const std::vector<std::string>& resources,
                                   const ErasedResources& erased) {
  std::vector<std::string> left;
  for (const std::string& name : resources) {
    const PersonRecord* record = RecordOf(people, name);
    if (record != nullptr && !erased.IsErased(*record)) left.push_back(name);
  }
  return left;
}

absl::Status ErasePersonIn(storage::WriteTransaction& transaction, CallContext& context,
                           const v1::ErasePersonRequest& request, v1::ErasePersonResponse* response,
                           std::vector<v1::Remark>* remarks) {
  ASSIGN_OR_RETURN(const auto people, LoadPeople(transaction));
  ASSIGN_OR_RETURN(auto person, domain::FindPerson(people, request.person()));
  ASSIGN_OR_RETURN(auto erased, ErasedResources::Load(transaction));
  if (NotErased(people, person.resources, erased).empty()) {
    *response->mutable_erasure() = *erased.Of(person.resources.front());
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(PrepareAccountErasure(transaction, person.resources));
  RETURN_IF_ERROR(AddEarlierNames(transaction, &person));
  const v1::Erasure erasure = erased.Make(person.resources, context.principal.account, context.now);
  ASSIGN_OR_RETURN(auto done, Erase(transaction, {{person, erasure.pseudonym()}}, {erasure}, context.now));
  *response->mutable_erasure() = erasure;
  response->set_audit_entry_count(done.audit_entry_count);
  *remarks = std::move(done.remarks);
  return absl::OkStatus();
}

// The wave's members, deleted ones too, of whom something is left.
absl::StatusOr<std::vector<std::string>> MembersToErase(storage::ReadTransaction& transaction, const std::string& wave,
                                                        const std::vector<PersonRecord>& people,
                                                        const ErasedResources& erased) {
  storage::Filter filter;
  filter.Is("wave", wave).deleted = true;
  filter.items.emplace();
  ASSIGN_OR_RETURN(const auto members, transaction.List<v1::Member>(filter));
  std::vector<std::string> names;
  names.reserve(members.size());
  for (const v1::Member& member : members) names.push_back(member.name());
  return NotErased(people, names, erased);
}

// Of one wave, whose remarks are added to *remarks.
absl::Status EraseMembers(storage::WriteTransaction& transaction, CallContext& context,
                          const std::vector<PersonRecord>& people, ErasedResources* erased,
                          const std::vector<std::string>& members, v1::WaveRetention* retention,
                          std::vector<v1::Remark>* remarks) {
  std::vector<domain::ErasedPerson> to_erase;
  std::vector<v1::Erasure> erasures;
  for (const std::string& member : members) {
    // As this member only: somebody may be a member of a later wave, or lead a group.
    domain::Person person = domain::PersonOf(people, {member});
    RETURN_IF_ERROR(AddEarlierNames(transaction, &person));
    erasures.push_back(erased->Make({member}, context.principal.account, context.now));
    to_erase.push_back({std::move(person), erasures.back().pseudonym()});
    *retention->add_erasures() = erasures.back();
  }
  if (to_erase.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto done, Erase(transaction, std::move(to_erase), erasures, context.now));
  *remarks = std::move(done.remarks);
  return absl::OkStatus();
}

// *remarks: one list for each wave of the response.
absl::Status ApplyRetentionIn(storage::WriteTransaction& transaction, CallContext& context, const std::string& as_of,
                              v1::ApplyRetentionResponse* response, std::vector<std::vector<v1::Remark>>* remarks) {
  ASSIGN_OR_RETURN(const auto people, LoadPeople(transaction));
  ASSIGN_OR_RETURN(auto erased, ErasedResources::Load(transaction));
  storage::Filter all;
  all.deleted = true;
  ASSIGN_OR_RETURN(const auto waves, transaction.List<v1::Wave>(all));
  for (const v1::Wave& wave : waves) {
    if (wave.personal_data_until().empty() || wave.personal_data_until() > as_of) continue;
    ASSIGN_OR_RETURN(const auto members, MembersToErase(transaction, wave.name(), people, erased));
    v1::WaveRetention* retention = response->add_waves();
    retention->set_wave(wave.name());
    retention->set_personal_data_until(wave.personal_data_until());
    retention->set_member_count(static_cast<int>(members.size()));
    RETURN_IF_ERROR(EraseMembers(transaction, context, people, &erased, members, retention, &remarks->emplace_back()));
  }
  return absl::OkStatus();
}

// Whether the store holds again what the erasure took out: an older copy of it was brought back.
bool IsBack(const std::vector<PersonRecord>& people, const domain::Person& person, const v1::Erasure& erasure) {
  return std::any_of(person.resources.begin(), person.resources.end(), [&](const std::string& name) {
    const PersonRecord& record = *RecordOf(people, name);
    return record.display_name != erasure.pseudonym() || !record.email.empty();
  });
}

// *done: how many were back.
absl::Status EraseAgain(storage::WriteTransaction& transaction, const std::vector<v1::Erasure>& erasures,
                        absl::Time now, int* done) {
  ASSIGN_OR_RETURN(const auto people, LoadPeople(transaction));
  ASSIGN_OR_RETURN(const auto stored, ErasedResources::Load(transaction));
  std::vector<domain::ErasedPerson> back;
  std::vector<v1::Erasure> of_them;
  for (const v1::Erasure& erasure : erasures) {
    domain::Person person = domain::PersonOf(people, {erasure.resources().begin(), erasure.resources().end()});
    if (IsBack(people, person, erasure)) {
      RETURN_IF_ERROR(AddEarlierNames(transaction, &person));
      back.push_back({std::move(person), erasure.pseudonym()});
      of_them.push_back(erasure);
    } else if (!erasure.resources().empty() && stored.Of(erasure.resources(0)) == nullptr) {
      RETURN_IF_ERROR(transaction.Insert(erasure));
    }
  }
  *done = static_cast<int>(back.size());
  return back.empty() ? absl::OkStatus() : Erase(transaction, std::move(back), of_them, now).status();
}

// INTERNAL / ERASURE_NOT_NOTED when it was done, but could not be noted: the next start of the server notes it.
absl::StatusOr<v1::ErasePersonResponse> ErasePerson(CallContext& context, const v1::ErasePersonRequest& request,
                                                    ErasureLog& log) {
  v1::ErasePersonResponse response;
  // Apart from the answer that is kept: it would bring the person's remarks back.
  std::vector<v1::Remark> remarks;
  RETURN_IF_ERROR(IdempotentWrite(context, request, &response, [&](storage::WriteTransaction& transaction) {
    remarks.clear();
    return ErasePersonIn(transaction, context, request, &response, &remarks);
  }));
  response.mutable_remarks()->Assign(remarks.begin(), remarks.end());
  if (!request.validate_only()) RETURN_IF_ERROR(NoteErasures(log, {response.erasure()}));
  return response;
}

absl::StatusOr<v1::ApplyRetentionResponse> ApplyRetention(CallContext& context,
                                                          const v1::ApplyRetentionRequest& request, ErasureLog& log) {
  const std::string as_of = domain::FormatDate(domain::DateOrToday(request.as_of_date(), context.now));
  v1::ApplyRetentionResponse response;
  std::vector<std::vector<v1::Remark>> remarks;  // apart, as those of ErasePerson
  RETURN_IF_ERROR(IdempotentWrite(context, request, &response, [&](storage::WriteTransaction& transaction) {
    remarks.clear();
    return ApplyRetentionIn(transaction, context, as_of, &response, &remarks);
  }));
  for (size_t i = 0; i < remarks.size(); ++i) {
    response.mutable_waves(static_cast<int>(i))->mutable_remarks()->Assign(remarks[i].begin(), remarks[i].end());
  }
  std::vector<v1::Erasure> erasures;
  for (const v1::WaveRetention& wave : response.waves()) {
    erasures.insert(erasures.end(), wave.erasures().begin(), wave.erasures().end());
  }
  if (!request.validate_only()) RETURN_IF_ERROR(NoteErasures(log, erasures));
  return response;
}

}  // namespace

absl::StatusOr<int> ReapplyErasures(storage::Store& store, const std::vector<v1::Erasure>& erasures, absl::Time now,
                                    absl::Time deadline) {
  AuditLoggingStore audited(store, {kServerAccount, "erase again", ""});
  int done = 0;
  RETURN_IF_ERROR(audited.Write(
      deadline, [&](storage::WriteTransaction& transaction) { return EraseAgain(transaction, erasures, now, &done); }));
  return done;
}

std::vector<Handler> PersonalDataHandlers(ErasureLog& log) {
  const auto bind = [&log]<class Request, class Response>(
                        absl::StatusOr<Response> (*handle)(CallContext&, const Request&, ErasureLog&)) {
    return Handler{Request::descriptor(), Response::descriptor(),
                   [&log, handle](CallContext& context, const google::protobuf::Message& request,
                                  google::protobuf::Message* response) {
                     ASSIGN_OR_RETURN(*static_cast<Response*>(response),
                                      handle(context, static_cast<const Request&>(request), log));
                     return absl::OkStatus();
                   }};
  };
  return {bind(&ErasePerson), bind(&ApplyRetention)};
}

}  // namespace tutorat::api
