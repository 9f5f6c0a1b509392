#include "server/handlers/sessions/session_correction.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/text.h"
#include "server/domain/contract/field_update.h"
#include "server/domain/session/session_rules.h"
#include "server/handlers/resources/standard_methods.h"
#include "server/handlers/sessions/record_steps.h"
#include "server/handlers/sessions/record_writer.h"
#include "server/storage/errors.h"

namespace tutorat::api {
namespace {

using domain::Violation;
using google::protobuf::FieldDescriptor;
using Fields = std::set<std::string>;

const FieldDescriptor* FieldOf(const std::string& name) {
  return v1::SessionRecord::descriptor()->FindFieldByName(name);
}

bool IsSet(const v1::SessionRecord& record, const std::string& name) {
  const FieldDescriptor* field = FieldOf(name);
  const auto* reflection = record.GetReflection();
  return field->is_repeated() ? reflection->FieldSize(record, field) > 0 : reflection->HasField(record, field);
}

constexpr char kAllFields[] = "*";

// A session always has one.
bool IsNeverNothing(const std::string& name) {
  static const auto& fields = *new Fields{"group", "wave", "date", "start", "time_zone", "duration_minutes", "state"};
  return fields.count(name) > 0;
}

// What one field says depends on the others of its row.
const std::vector<std::vector<std::string>>& FieldsTogether() {
  static const auto& rows = *new std::vector<std::vector<std::string>>{
      {"group", "wave"},
      {"date", "start", "time_zone"},
      {"present", "late", "excused", "absent", "expected", "unlisted_members"}};
  return rows;
}

// What a request changes: fields that become nothing first, then what is added.
struct Correction {
  Fields emptied;
  v1::SessionRecord record;
};

Correction ReadCorrection(const v1::RecordSessionRequest& request) {
  Correction change;
  change.record = request.record();
  const auto& paths = request.update_mask().paths();
  const auto* descriptor = v1::SessionRecord::descriptor();
  for (int i = 0; i < descriptor->field_count() && !paths.empty(); ++i) {
    const std::string& name = descriptor->field(i)->name();
    if (std::find(paths.begin(), paths.end(), name) == paths.end() && paths[0] != kAllFields) {
      change.record.GetReflection()->ClearField(&change.record, descriptor->field(i));
    } else if (!IsNeverNothing(name)) {
      change.emptied.insert(name);
    }
  }
  change.emptied.insert(request.clear().begin(), request.clear().end());
  return change;
}

// What is as `current` says already is no change: names need not be found again, nor hours that come twice.
void DropWhatIsAlready(const v1::SessionRecord& current, Correction* change) {
  std::vector<std::vector<std::string>> rows = FieldsTogether();
  const auto* descriptor = v1::SessionRecord::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const std::string& name = descriptor->field(i)->name();
    const bool together = std::any_of(rows.begin(), rows.end(), [&](const std::vector<std::string>& row) {
      return std::find(row.begin(), row.end(), name) != row.end();
    });
    if (!together) rows.push_back({name});
  }
  const auto* reflection = current.GetReflection();
  for (const std::vector<std::string>& row : rows) {
    const bool same = std::all_of(row.begin(), row.end(), [&](const std::string& name) {
      if (!IsSet(change->record, name)) return change->emptied.count(name) == 0 || !IsSet(current, name);
      google::protobuf::util::MessageDifferencer differencer;
      return differencer.CompareWithFields(current, change->record, {FieldOf(name)}, {FieldOf(name)});
    });
    if (!same) continue;
    for (const std::string& name : row) {
      change->emptied.erase(name);
      reflection->ClearField(&change->record, FieldOf(name));
    }
  }
}

void ClearAttendance(v1::Attendance::Status status, v1::Session* session) {
  auto* all = session->mutable_attendances();
  all->erase(std::remove_if(all->begin(), all->end(),
                            [status](const v1::Attendance& attendance) { return attendance.status() == status; }),
             all->end());
}

void Empty(const Fields& emptied, v1::Session* session) {
  const auto has = [&](const char* field) { return emptied.count(field) > 0; };
  v1::HeadCount* count = session->mutable_head_count();
  if (has("present")) {
    ClearAttendance(v1::Attendance::STATUS_PRESENT, session);
    count->clear_present();
  }
  if (has("late")) {
    ClearAttendance(v1::Attendance::STATUS_LATE, session);
    count->clear_late();
  }
  if (has("excused")) {
    ClearAttendance(v1::Attendance::STATUS_EXCUSED, session);
    count->clear_excused();
  }
  if (has("absent")) {
    ClearAttendance(v1::Attendance::STATUS_ABSENT, session);
    count->clear_absent();
  }
  if (has("expected")) count->clear_expected();
  if (count->ByteSizeLong() == 0) session->clear_head_count();
  if (has("issues")) session->clear_participation_issues();
  // The rest is called alike in both.
  for (const std::string& name : emptied) {
    const FieldDescriptor* field = v1::Session::descriptor()->FindFieldByName(name);
    if (field != nullptr) session->GetReflection()->ClearField(session, field);
  }
}

absl::Status Move(const v1::SessionRecord& current, Correction* change, ReferenceResolver& directory,
                  std::optional<domain::Warning>* gap, RecordResult* out) {
  v1::SessionRecord& record = change->record;
  if (!record.group().empty() || !record.wave().empty()) {
    const bool whole = absl::StrContains(record.group(), '/');
    ASSIGN_OR_RETURN(const auto group,
                     directory.FindGroup(record.group().empty() ? current.group() : record.group(),
                                         record.wave().empty() && !whole ? current.wave() : record.wave(),
                                         /*tutor=*/"", &out->violations));
    if (group != nullptr) out->session.set_group(group->name());
  }
  const bool moves = !record.date().empty() || !record.start().empty() || !record.time_zone().empty();
  if (record.date().empty()) record.set_date(current.date());
  if (!moves) return absl::OkStatus();
  const Start start = StartOf(record.date(), record.start().empty() ? current.start() : record.start(),
                              record.time_zone().empty() ? current.time_zone() : record.time_zone());
  SetStart(start, &out->session);
  domain::FillLocalTime(&out->session);
  *gap = start.gap;
  return absl::OkStatus();
}

// DOMAIN rule 12, of a session that gets another group, start or other themes.
absl::Status CheckNotRecorded(storage::WriteTransaction& transaction, const v1::Session& before,
                              const v1::Session& session) {
  if (before.group() == session.group() && before.local_date() == session.local_date() &&
      before.local_clock() == session.local_clock() && before.themes() == session.themes()) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto same_day,
                   SessionsOn(transaction, session.group(), *domain::ParseDate(session.local_date())));
  for (const v1::Session& other : same_day) {
    if (other.name() != session.name() && other.local_clock() == session.local_clock() &&
        domain::IsSameText(other.themes(), session.themes())) {
      return AlreadyRecorded(other);
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<Violation> CheckRequest(const v1::RecordSessionRequest& request) {
  std::vector<Violation> violations;
  const auto add = [&](const char* field, const char* reason, domain::Text text) {
    violations.push_back({field, reason, std::move(text)});
  };
  const auto check_path = [&](const char* field, const std::string& path) {
    if (FieldOf(path) != nullptr) return true;
    add(field, "UNKNOWN_FIELD",
        {absl::StrCat(domain::Shown(path), " is no field of SessionRecord: name whole fields"),
         absl::StrCat(domain::Shown(path), " n'est pas un champ de SessionRecord : nommer des champs entiers")});
    return false;
  };
  if (request.session().empty()) {
    for (const char* needed : {"group", "date"}) {
      if (IsSet(request.record(), needed)) continue;
      violations.push_back(
          {absl::StrCat("record.", needed), "REQUIRED", {"is required and missing", "est obligatoire et manque"}});
    }
    if (request.has_update_mask() || request.clear_size() > 0 || !request.etag().empty()) {
      add("session", "REQUIRED",
          {"etag, update_mask and clear are of a correction: say of which session",
           "etag, update_mask et clear sont d'une correction : dire de quelle séance"});
    }
    return violations;
  }
  if (request.etag().empty()) {
    add("etag", "REQUIRED",
        {"is required with session: read the session first and send its etag back",
         "est obligatoire avec session : lire d'abord la séance et renvoyer son etag"});
  }
  const auto& paths = request.update_mask().paths();
  if (paths.size() != 1 || paths[0] != kAllFields) {
    for (const std::string& path : paths) check_path("update_mask", path);
  }
  const Correction change = ReadCorrection(request);
  for (const std::string& path : request.clear()) {
    if (!check_path("clear", path)) continue;
    if (IsNeverNothing(path)) {
      add("clear", "REQUIRED",
          {absl::StrCat(path, " is never empty: give another value"),
           absl::StrCat(path, " n'est jamais vide : donner une autre valeur")});
    } else if (IsSet(change.record, path)) {
      add("clear", "CONFLICTING_FIELDS",
          {absl::StrCat(path,
                        " is emptied and given at once: empty it first and give it by a second call, or keep one"),
           absl::StrCat(path,
                        " est effacé et donné à la fois : effacer d'abord, donner par un second appel, ou n'en garder "
                        "qu'un")});
    }
  }
  return violations;
}

absl::StatusOr<RecordResult> Correct(storage::WriteTransaction& transaction, ReferenceResolver& directory,
                                     const v1::RecordSessionRequest& request, absl::Time now) {
  RecordResult out;
  Correction change = ReadCorrection(request);
  ASSIGN_OR_RETURN(const auto before, transaction.Get<v1::Session>(request.session()));
  if (before.has_delete_time()) return storage::NotFound(v1::Session::descriptor(), request.session());
  RETURN_IF_ERROR(CheckEtag(request.etag(), before));
  ASSIGN_OR_RETURN(const auto current, RecordWriter(transaction).Write(before));
  DropWhatIsAlready(current, &change);

  out.session = before;
  Empty(change.emptied, &out.session);
  std::optional<domain::Warning> gap;
  RETURN_IF_ERROR(Move(current, &change, directory, &gap, &out));
  if (change.record.state() != v1::SESSION_STATE_UNSPECIFIED) out.session.set_state(change.record.state());
  RETURN_IF_ERROR(ApplyRecord(change.record, Given::kAdds, directory, &out));
  if (!out.violations.empty()) return out;
  if (domain::ChangedFields(before, out.session).empty()) {
    out.session = before;
    out.action = v1::ImportResult::ACTION_SAME;
    return out;
  }
  if (!change.record.another_session()) {
    RETURN_IF_ERROR(CheckNotRecorded(transaction, before, out.session));
  }
  RETURN_IF_ERROR(StoreSession(transaction, before, now, /*around=*/nullptr, &out));
  if (gap) out.warnings.push_back(*gap);
  return out;
}

}  // namespace tutorat::api
