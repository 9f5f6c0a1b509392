#include "server/domain/privacy/erasure.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/audit/audit.h"
#include "server/domain/base/text.h"
#include "server/domain/contract/fields.h"
#include "server/domain/contract/walk.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Fewer letters are an initial, or a word of any text.
constexpr size_t kPartOfAName = 3;

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

struct Eraser::Redaction {
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
  Walk(message, [&](const Message& holder, const Place& place) {
    if (!place.IsText()) return Step::kInto;
    const auto found = wanted.find(TextAt(holder, place));
    if (found != wanted.end()) people.insert(found->second.begin(), found->second.end());
    return Step::kOver;
  });
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
  Redaction redaction{texts, NamedIn(*message), FoundIn(*message, by_group_), TextField(*message, "name"), remarks};
  redaction.nearby.insert(redaction.named.begin(), redaction.named.end());
  Walk(message, [&](Message* holder, const Place& place) {
    const FieldDescriptor* field = place.field;
    const ErasedPerson* is = IsMarked(field) && place.IsText() && place.index < 0 ? PersonThatIs(*holder) : nullptr;
    if (is != nullptr) {
      const std::string now = field->name() == "display_name" ? is->pseudonym : "";
      redaction.changed |= TextAt(*holder, place) != now;
      SetTextAt(holder, place, now);
      return Step::kOver;
    }
    // What the server made of other fields says nothing that they do not.
    const bool follows = HasBehavior(field, google::api::OUTPUT_ONLY) || field->options().GetExtension(v1::secret);
    if (follows && texts == Texts::kPersonal) return Step::kOver;
    if (place.IsText()) RedactText(holder, place, &redaction);
    return Step::kInto;
  });
  return redaction.changed;
}

void Eraser::RedactText(Message* message, const Place& place, Redaction* redaction) const {
  const FieldDescriptor* field = place.field;
  const std::string text = TextAt(*message, place);
  const std::vector<NameFinder::Found> found = finder_.Find(text);
  const bool mine = IsMarked(field) || redaction->texts == Texts::kAll;
  std::string redacted;
  size_t copied = 0;
  for (const NameFinder::Found& name : found) {
    if (!mine || (redaction->texts != Texts::kAll && !IsSure(name, redaction->named))) continue;
    absl::StrAppend(&redacted, text.substr(copied, name.begin - copied), people_[name.id].pseudonym);
    copied = name.end;
  }
  if (copied > 0) {
    redacted = CutTo(field, absl::StrCat(redacted, text.substr(copied)));
    if (redacted == text) return;
    SetTextAt(message, place, redacted);
    redaction->changed = true;
  } else if (redaction->texts == Texts::kAll || !IsFreeText(field) ||
             (found.empty() && (IsOwnName(*message, field) || !HoldsPartOfAName(text, redaction->nearby)))) {
    return;
  }
  v1::Remark& remark = redaction->remarks->emplace_back();
  remark.set_resource(redaction->resource);
  remark.set_field(place.Path());
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
