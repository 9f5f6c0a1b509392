#include "server/domain/audit/audit.h"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/domain/base/local_time.h"
#include "server/domain/contract/fields.h"
#include "server/domain/contract/redacted_json.h"
#include "server/domain/contract/walk.h"
#include "server/domain/figures/frozen_balance.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::domain {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Duration;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

constexpr size_t kLongestValue = 16'000;
constexpr size_t kSaltBytes = 16;
constexpr char kForgotten[] = "\"…\"";
constexpr absl::string_view kCollection = "auditEntries/";
constexpr size_t kEntryDigits = 12;

// Follow from the write itself, or are said by the entry.
constexpr std::array<absl::string_view, 7> kOfEveryWrite = {"name",        "etag",       "create_time",  "update_time",
                                                            "delete_time", "purge_time", "last_use_time"};

bool IsOfEveryWrite(const FieldDescriptor* field) {
  return std::find(kOfEveryWrite.begin(), kOfEveryWrite.end(), field->name()) != kOfEveryWrite.end();
}

bool IsMarkedPersonal(const FieldDescriptor* field) { return field->options().GetExtension(v1::pii); }
// A free text may name people, marked or not: what the hash covers could not be forgotten.
bool IsPersonal(const FieldDescriptor* field) { return IsMarkedPersonal(field) || IsFreeText(field); }
bool IsSecret(const FieldDescriptor* field) { return field->options().GetExtension(v1::secret); }

// A message that is a value by itself rather than a group of fields.
bool IsValue(const FieldDescriptor* field) {
  return field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->message_type() == Timestamp::descriptor() ||
         field->message_type() == Duration::descriptor();
}

std::string NewSalt() {
  std::array<unsigned char, kSaltBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return absl::BytesToHexString({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string Bounded(std::string value) {
  if (value.size() <= kLongestValue) return value;
  return absl::StrCat("{\"bytes\":", value.size(), ",\"sha256\":\"", Sha256(value), "\"}");
}

// Each part with its length, so that no two lists of parts give the same text.
void AddPart(absl::string_view part, std::string* text) { absl::StrAppend(text, part.size(), ":", part, "\n"); }

class Differ {
 public:
  explicit Differ(PersonalValues personal) : personal_(personal) {}

  // `top`: of the resource itself. Either may be null, not both.
  void Compare(const std::string& prefix, const Message* before, const Message* after, bool top) {
    const Descriptor* type = (after != nullptr ? after : before)->GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      if (IsSecret(field) ||
          (top && (IsOfEveryWrite(field) || (before == nullptr && HasBehavior(field, google::api::OUTPUT_ONLY)))))
        continue;
      CompareField(absl::StrCat(prefix, field->name()), field, before, after);
    }
  }

  google::protobuf::RepeatedPtrField<v1::AuditChange> Take() { return std::move(changes_); }

 private:
  static int SizeOf(const Message* message, const FieldDescriptor* field) {
    return message == nullptr ? 0 : message->GetReflection()->FieldSize(*message, field);
  }
  static bool IsSet(const Message* message, const FieldDescriptor* field) {
    if (message == nullptr) return false;
    if (field->is_repeated()) return SizeOf(message, field) > 0;
    return message->GetReflection()->HasField(*message, field);
  }
  // Empty where it is not set.
  static std::string ValueOf(const Message* message, const FieldDescriptor* field) {
    return IsSet(message, field) ? RedactedJson(*message, field) : "";
  }

  void CompareField(const std::string& path, const FieldDescriptor* field, const Message* before,
                    const Message* after) {
    if (!IsSet(before, field) && !IsSet(after, field)) return;
    if (IsPersonal(field)) {
      AddPersonal(path, field, ValueOf(before, field), ValueOf(after, field));
    } else if (field->is_repeated() && !IsValue(field)) {
      CompareItems(path, field, before, after);
    } else if (IsValue(field)) {
      Add(path, ValueOf(before, field), ValueOf(after, field));
    } else if (IsSet(before, field) && IsSet(after, field)) {
      Compare(absl::StrCat(path, "."), &before->GetReflection()->GetMessage(*before, field),
              &after->GetReflection()->GetMessage(*after, field), false);
    } else {
      Add(path, ValueOf(before, field), ValueOf(after, field));
      const Message* set = IsSet(before, field) ? before : after;
      AddPersonalIn(path, set->GetReflection()->GetMessage(*set, field), set == before);
    }
  }

  void CompareItems(const std::string& path, const FieldDescriptor* field, const Message* before,
                    const Message* after) {
    const int old_size = SizeOf(before, field);
    const int new_size = SizeOf(after, field);
    const int common = std::min(old_size, new_size);
    const Message* longer = old_size > new_size ? before : after;
    if (common == 0) Add(path, ValueOf(before, field), ValueOf(after, field));
    for (int i = 0; i < std::max(old_size, new_size); ++i) {
      const std::string item = absl::StrCat(path, "[", i, "]");
      if (i < common) {
        Compare(absl::StrCat(item, "."), &before->GetReflection()->GetRepeatedMessage(*before, field, i),
                &after->GetReflection()->GetRepeatedMessage(*after, field, i), false);
        continue;
      }
      const Message& whole = longer->GetReflection()->GetRepeatedMessage(*longer, field, i);
      if (common > 0) {
        const std::string value = RedactedJson(whole);
        Add(item, longer == before ? value : "", longer == before ? "" : value);
      }
      AddPersonalIn(item, whole, longer == before);
    }
  }

  // The personal values of something that is on one side only.
  void AddPersonalIn(const std::string& path, const Message& whole, bool before) {
    Walk(whole, [&](const Message& holder, const Place& place) {
      if (IsSecret(place.field)) return Step::kOver;
      if (!IsPersonal(place.field)) return IsValue(place.field) ? Step::kOver : Step::kInto;
      if (place.index > 0) return Step::kOver;  // a repeated one is one value
      const std::string value = RedactedJson(holder, place.field);
      const Place as_a_whole{place.outer, place.field, -1};
      AddPersonal(absl::StrCat(path, ".", as_a_whole.Path()), place.field, before ? value : "", before ? "" : value);
      return Step::kOver;
    });
  }

  void Add(const std::string& path, std::string before, std::string after) {
    if (before == after) return;
    v1::AuditChange* change = changes_.Add();
    change->set_field(path);
    change->set_before(Bounded(std::move(before)));
    change->set_after(Bounded(std::move(after)));
  }

  void AddPersonal(const std::string& path, const FieldDescriptor* field, std::string before, std::string after) {
    if (before == after) return;
    v1::AuditChange* change = changes_.Add();
    change->set_field(path);
    if (personal_ == PersonalValues::kForget) return;
    if (personal_ == PersonalValues::kKeepAfter && !before.empty()) before = kForgotten;
    const bool whole = IsMarkedPersonal(field);
    change->set_personal_before(whole ? std::move(before) : Bounded(std::move(before)));
    change->set_personal_after(whole ? std::move(after) : Bounded(std::move(after)));
    change->set_salt(NewSalt());
    change->set_commitment(CommitmentOf(*change));
  }

  const PersonalValues personal_;
  google::protobuf::RepeatedPtrField<v1::AuditChange> changes_;
};

bool IsDeleted(const Message& resource) {
  const auto* field = resource.GetDescriptor()->FindFieldByName("delete_time");
  return field != nullptr && resource.GetReflection()->HasField(resource, field);
}

}  // namespace

google::protobuf::RepeatedPtrField<v1::AuditChange> Diff(const Message* before, const Message& after,
                                                         PersonalValues personal) {
  Differ differ(personal);
  differ.Compare("", before, &after, true);
  return differ.Take();
}

v1::AuditEntry::Action ActionOf(const Message* before, const Message& after) {
  if (before == nullptr) return v1::AuditEntry::ACTION_CREATE;
  if (IsDeleted(*before) == IsDeleted(after)) return v1::AuditEntry::ACTION_UPDATE;
  return IsDeleted(after) ? v1::AuditEntry::ACTION_DELETE : v1::AuditEntry::ACTION_UNDELETE;
}

bool IsMarkedPersonal(const Descriptor& type, absl::string_view path) {
  const Descriptor* inner = &type;
  const FieldDescriptor* field = nullptr;
  for (const absl::string_view step : absl::StrSplit(path, '.')) {
    if (inner == nullptr) return true;
    field = inner->FindFieldByName(std::string(step.substr(0, step.find('['))));
    if (field == nullptr || IsMarkedPersonal(field)) return true;
    inner = field->message_type();
  }
  return false;
}

std::string AuditEntryName(int64_t number) { return absl::StrFormat("%s%0*d", kCollection, int{kEntryDigits}, number); }

int64_t AuditEntryNumber(absl::string_view name) {
  int64_t number = 0;
  if (!absl::ConsumePrefix(&name, kCollection) || name.size() != kEntryDigits || !absl::SimpleAtoi(name, &number))
    return 0;
  return number > 0 && AuditEntryName(number).substr(kCollection.size()) == name ? number : 0;
}

std::string CommitmentOf(const v1::AuditChange& change) {
  std::string text;
  for (const std::string* part : {&change.salt(), &change.personal_before(), &change.personal_after()}) {
    AddPart(*part, &text);
  }
  return Sha256(text);
}

std::string HashOf(const v1::AuditEntry& entry) {
  std::string text;
  for (const std::string& part :
       {std::string("tutorat audit 1"), entry.name(), absl::StrCat(absl::ToUnixMicros(ToTime(entry.create_time()))),
        entry.local_date(), entry.account(), entry.request_id(), entry.method(), entry.resource(),
        absl::StrCat(static_cast<int>(entry.action())), entry.previous_hash(), absl::StrCat(entry.changes_size())}) {
    AddPart(part, &text);
  }
  for (const v1::AuditChange& change : entry.changes()) {
    for (const std::string* part : {&change.field(), &change.before(), &change.after(), &change.commitment()}) {
      AddPart(*part, &text);
    }
  }
  return Sha256(text);
}

bool HasPersonalValues(const v1::AuditChange& change) {
  return !change.salt().empty() || !change.personal_before().empty() || !change.personal_after().empty();
}

void ForgetPersonalValues(v1::AuditChange* change) {
  change->clear_personal_before();
  change->clear_personal_after();
  change->clear_salt();
}

std::vector<Violation> CheckAuditEntry(const v1::AuditEntry& entry) {
  std::vector<Violation> violations;
  if (HashOf(entry) != entry.hash()) {
    violations.push_back({"hash",
                          "AUDIT_ENTRY_ALTERED",
                          {.en = "the entry was altered: it is not what was hashed when it was stored",
                           .fr = "l'entrée a été modifiée : elle n'est pas ce dont l'empreinte a été prise"}});
  }
  for (int i = 0; i < entry.changes_size(); ++i) {
    const v1::AuditChange& change = entry.changes(i);
    if (!HasPersonalValues(change) || CommitmentOf(change) == change.commitment()) continue;
    violations.push_back({absl::StrCat("changes[", i, "].commitment"),
                          "AUDIT_VALUE_ALTERED",
                          {.en = "the entry was altered: its personal values are not those that were committed to",
                           .fr = "l'entrée a été modifiée : ses valeurs personnelles ne sont pas celles d'origine"}});
  }
  return violations;
}

}  // namespace tutorat::domain
