#include "server/domain/contract/walk.h"

#include <vector>

#include "absl/strings/str_cat.h"

namespace tutorat::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Calls `visit(place)`, and for messages into which it goes `enter(place)`.
template <class Visit, class Enter>
void WalkFields(const Message& message, const Place* outer, const Visit& visit, const Enter& enter) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    for (int i = 0; i < (field->is_repeated() ? reflection->FieldSize(message, field) : 1); ++i) {
      const Place place{outer, field, field->is_repeated() ? i : -1};
      if (visit(place) == Step::kInto && place.IsMessage()) enter(place);
    }
  }
}

void WalkIn(const Message& message, const Place* outer, absl::FunctionRef<Step(const Message&, const Place&)> visit) {
  WalkFields(
      message, outer, [&](const Place& place) { return visit(message, place); },
      [&](const Place& place) { WalkIn(MessageAt(message, place), &place, visit); });
}

void WalkIn(Message* message, const Place* outer, absl::FunctionRef<Step(Message*, const Place&)> visit) {
  WalkFields(
      *message, outer, [&](const Place& place) { return visit(message, place); },
      [&](const Place& place) { WalkIn(MutableMessageAt(message, place), &place, visit); });
}

}  // namespace

std::string Place::Path() const {
  const std::string within = outer == nullptr ? "" : absl::StrCat(outer->Path(), ".");
  return index < 0 ? absl::StrCat(within, field->name()) : absl::StrCat(within, field->name(), "[", index, "]");
}

void Walk(const Message& message, absl::FunctionRef<Step(const Message&, const Place&)> visit) {
  WalkIn(message, nullptr, visit);
}

void Walk(Message* message, absl::FunctionRef<Step(Message*, const Place&)> visit) { WalkIn(message, nullptr, visit); }

std::string TextAt(const Message& holder, const Place& place) {
  const auto* reflection = holder.GetReflection();
  return place.index < 0 ? reflection->GetString(holder, place.field)
                         : reflection->GetRepeatedString(holder, place.field, place.index);
}

void SetTextAt(Message* holder, const Place& place, std::string text) {
  const auto* reflection = holder->GetReflection();
  if (place.index < 0) {
    reflection->SetString(holder, place.field, std::move(text));
  } else {
    reflection->SetRepeatedString(holder, place.field, place.index, std::move(text));
  }
}

const Message& MessageAt(const Message& holder, const Place& place) {
  const auto* reflection = holder.GetReflection();
  return place.index < 0 ? reflection->GetMessage(holder, place.field)
                         : reflection->GetRepeatedMessage(holder, place.field, place.index);
}

Message* MutableMessageAt(Message* holder, const Place& place) {
  const auto* reflection = holder->GetReflection();
  return place.index < 0 ? reflection->MutableMessage(holder, place.field)
                         : reflection->MutableRepeatedMessage(holder, place.field, place.index);
}

}  // namespace tutorat::domain
