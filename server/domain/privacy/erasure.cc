#include "server/domain/privacy/erasure.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/audit/audit.h"
#include "server/domain/base/text.h"
#include "server/domain/contract/fields.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Fewer letters are an initial, or a word of any text.
constexpr size_t kPartOfAName = 3;
constexpr int kNotRepeated = -1;

bool IsText(const FieldDescriptor* field) { return field->type() == FieldDescriptor::TYPE_STRING; }

bool IsMarked(const FieldDescriptor* field) { return field->options().GetExtension(v1::pii); }

// What a resource is called, and where it is written to: part of it is anybody's.
bool IsOwnName(const Message& message, const FieldDescriptor* field) {
  const v1::Format format = field->options().GetExtension(v1::rules).format();
  return !TextField(message, "name").empty() && (format == v1::FORMAT_PERSON || format == v1::FORMAT_EMAIL);
}

// Within what the field may hold: a pseudonym may be longer than the name.
std::string CutTo(const FieldDescriptor* field, std::string text) {
  const size_t most = field->options().GetExtension(v1::rules).max_length();
  if (most == 0 || CountCharacters(text) <= most) return text;
  size_t bytes = 0;
  for (size_t i = 0; i < most; ++i) bytes += std::max<size_t>(Utf8Length(text, bytes), 1);
  text.resize(bytes);
  return text;
}

std::string TextAt(const Message& message, const FieldDescriptor* field, int index) {
  const auto* reflection = message.GetReflection();
  return index == kNotRepeated ? reflection->GetString(message, field)
                               : reflection->GetRepeatedString(message, field, index);
}

void SetTextAt(Message* message, const FieldDescriptor* field, int index, std::string text) {
  const auto* reflection = message->GetReflection();
  if (index == kNotRepeated) {
    reflection->SetString(message, field, std::move(text));
  } else {
    reflection->SetRepeatedString(message, field, index, std::move(text));
  }
}

// A JSON text as words: what is escaped parts them.
std::string WithoutEscapes(absl::string_view json) {
  std::string text;
  for (size_t i = 0; i < json.size(); ++i) {
    if (json[i] != '\\') {
      text.push_back(json[i]);
      continue;
    }
    text.push_back(' ');
    i += i + 1 < json.size() && json[i + 1] == 'u' ? 5 : 1;
  }
  return text;
}

}  // namespace

struct Eraser::Walk {
  Texts texts;
  std::set<size_t> named;   // people whose resources the whole message names
  std::set<size_t> nearby;  // these, and people whose group it names
  std::string resource;
  std::vector<v1::Remark>* remarks;
  bool changed = false;
};

Eraser::Eraser(std::vector<ErasedPerson> people) : people_(std::move(people)) {
  for (size_t i = 0; i < people_.size(); ++i) {
    for (const std::string& name : people_[i].person.names) finder_.Add(name, i);
    for (const std::string& resource : people_[i].person.resources) by_resource_[resource].insert(i);
    for (const std::string& group : people_[i].person.groups) by_group_[group].insert(i);
  }
}

std::set<size_t> Eraser::FoundIn(const Message& message, const ByText& wanted) {
  std::set<size_t> people;
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (IsText(field)) {
        const auto found = wanted.find(TextAt(message, field, field->is_repeated() ? i : kNotRepeated));
        if (found != wanted.end()) people.insert(found->second.begin(), found->second.end());
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        people.merge(FoundIn(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                                  : reflection->GetMessage(message, field),
                             wanted));
      }
    }
  }
  return people;
}

std::set<size_t> Eraser::NamedIn(const Message& message) const { return FoundIn(message, by_resource_); }

const ErasedPerson* Eraser::PersonThatIs(const Message& message) const {
  const auto found = by_resource_.find(TextField(message, "name"));
  return found == by_resource_.end() ? nullptr : &people_[*found->second.begin()];
}

bool Eraser::IsSure(const NameFinder::Found& found, const std::set<size_t>& named) const {
  const bool may_be_another = found.single_word || people_[found.id].person.name_is_shared;
  return !may_be_another || named.count(found.id) > 0;
}

bool Eraser::HoldsPartOfAName(absl::string_view text, const std::set<size_t>& people) const {
  if (people.empty()) return false;
  const std::vector<std::string> words = FoldedWords(text);
  for (const size_t person : people) {
    for (const std::string& name : people_[person].person.names) {
      if (absl::StrContains(name, '@')) continue;
      for (const std::string& part : FoldedWords(name)) {
        if (part.size() >= kPartOfAName && std::find(words.begin(), words.end(), part) != words.end()) return true;
      }
    }
  }
  return false;
}

bool Eraser::Redact(Message* message, Texts texts, std::vector<v1::Remark>* remarks) const {
  Walk walk{texts, NamedIn(*message), FoundIn(*message, by_group_), TextField(*message, "name"), remarks};
  walk.nearby.insert(walk.named.begin(), walk.named.end());
  RedactMessage(message, "", &walk);
  return walk.changed;
}

void Eraser::RedactMessage(Message* message, const std::string& prefix, Walk* walk) const {
  const auto* reflection = message->GetReflection();
  const ErasedPerson* is = PersonThatIs(*message);
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(*message, &set);
  for (const FieldDescriptor* field : set) {
    const std::string path = absl::StrCat(prefix, field->name());
    if (is != nullptr && IsMarked(field) && IsText(field) && !field->is_repeated()) {
      const std::string now = field->name() == "display_name" ? is->pseudonym : "";
      walk->changed |= reflection->GetString(*message, field) != now;
      reflection->SetString(message, field, now);
      continue;
    }
    // What the server made of other fields says nothing that they do not.
    if (walk->texts == Texts::kPersonal &&
        (HasBehavior(field, google::api::OUTPUT_ONLY) || field->options().GetExtension(v1::secret)))
      continue;
    const int size = field->is_repeated() ? reflection->FieldSize(*message, field) : 1;
    for (int i = 0; i < size; ++i) {
      const std::string item = field->is_repeated() ? absl::StrCat(path, "[", i, "]") : path;
      if (IsText(field)) {
        RedactText(message, field, field->is_repeated() ? i : kNotRepeated, item, walk);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        RedactMessage(field->is_repeated() ? reflection->MutableRepeatedMessage(message, field, i)
                                           : reflection->MutableMessage(message, field),
                      absl::StrCat(item, "."), walk);
      }
    }
  }
}

void Eraser::RedactText(Message* message, const FieldDescriptor* field, int index, const std::string& path,
                        Walk* walk) const {
  const std::string text = TextAt(*message, field, index);
  const std::vector<NameFinder::Found> found = finder_.Find(text);
  const bool mine = IsMarked(field) || walk->texts == Texts::kAll;
  std::string redacted;
  size_t copied = 0;
  for (const NameFinder::Found& name : found) {
    if (!mine || (walk->texts != Texts::kAll && !IsSure(name, walk->named))) continue;
    absl::StrAppend(&redacted, text.substr(copied, name.begin - copied), people_[name.id].pseudonym);
    copied = name.end;
  }
  if (copied > 0) {
    redacted = CutTo(field, absl::StrCat(redacted, text.substr(copied)));
    if (redacted == text) return;
    SetTextAt(message, field, index, redacted);
    walk->changed = true;
  } else if (walk->texts == Texts::kAll || !IsFreeText(field) ||
             (found.empty() && (IsOwnName(*message, field) || !HoldsPartOfAName(text, walk->nearby)))) {
    return;
  }
  v1::Remark& remark = walk->remarks->emplace_back();
  remark.set_resource(walk->resource);
  remark.set_field(path);
  remark.set_text(text);
  remark.set_redacted(redacted);
}

bool Eraser::Forget(const Holdings& holdings, v1::AuditEntry* entry) const {
  const bool own = by_resource_.count(entry->resource()) > 0 || holdings.owned.count(entry->resource()) > 0;
  const auto named = holdings.naming.find(entry->resource());
  const std::set<size_t> people = named == holdings.naming.end() ? std::set<size_t>() : named->second;
  const auto holds_name = [&](const std::string& json) {
    const std::string text = WithoutEscapes(json);
    const auto found = finder_.Find(text);
    return std::any_of(found.begin(), found.end(), [&](const auto& name) { return IsSure(name, people); }) ||
           HoldsPartOfAName(text, people);
  };
  bool changed = false;
  for (v1::AuditChange& change : *entry->mutable_changes()) {
    if (!HasPersonalValues(change)) continue;
    if (!own && !holds_name(change.personal_before()) && !holds_name(change.personal_after())) continue;
    ForgetPersonalValues(&change);
    changed = true;
  }
  return changed;
}

}  // namespace tutorat::domain
