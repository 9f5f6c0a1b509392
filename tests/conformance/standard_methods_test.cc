// The standard methods of every resource (AIP-131 to 135, 164), by reflection: what the contract says of them holds for
// each resource that it has, and for one that it may get.
#include <algorithm>

#include "google/api/field_behavior.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "tests/conformance/fixture.h"
#include "tests/conformance/samples/samples.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using grpc::StatusCode;

const std::vector<std::string> kServers = {"name", "create_time", "update_time", "delete_time", "purge_time", "etag"};

// What follows from a session's other fields.
std::vector<std::string> ServersOf(const Message& resource) {
  std::vector<std::string> fields = kServers;
  if (resource.GetDescriptor() == v1::Session::descriptor())
    fields.insert(fields.end(), {"local_date", "local_clock", "theme_mentions", "thesaurus_revision"});
  return fields;
}

// A text that callers may change.
std::string WordsOf(const google::protobuf::Descriptor& type) {
  for (const char* field : {"display_name", "label", "notes"}) {
    if (type.FindFieldByName(field) != nullptr) return field;
  }
  ADD_FAILURE() << type.full_name() << " has no text that is known here";
  return "";
}

bool Has(const Message& message, const std::string& field) {
  return message.GetReflection()->HasField(message, message.GetDescriptor()->FindFieldByName(field));
}

int64_t Seconds(const Message& message, const std::string& field) {
  const auto* descriptor = message.GetDescriptor()->FindFieldByName(field);
  return static_cast<const google::protobuf::Timestamp&>(message.GetReflection()->GetMessage(message, descriptor))
      .seconds();
}

class StandardMethodsTest : public ConformanceTest, public ::testing::WithParamInterface<Resource> {
 protected:
  const Resource& resource() const { return GetParam(); }
  MessagePtr NewSample() { return Sample(resource().type, world_); }
  MessagePtr Stored() { return Create(api_, resource(), *NewSample()); }
  MessagePtr StoredNow(const Message& stored) { return GetByName(api_, resource(), TextOf(stored, "name")); }

  // The resource in the answer of a call that must succeed.
  MessagePtr Do(const Message& request) {
    const MessagePtr response = NewMessage(MethodOf(request.GetDescriptor())->output_type());
    const Outcome outcome = api_.Call(request, response.get());
    EXPECT_TRUE(outcome.ok()) << outcome << "\n" << request.ShortDebugString();
    MessagePtr answered(First(*response).New());
    answered->CopyFrom(First(*response));
    return answered;
  }

  // Whether the list, all pages of it, has this name.
  bool IsListed(const std::string& name, bool show_deleted) {
    const MessagePtr request = NewMessage(resource().list->input_type());
    request->GetReflection()->SetBool(request.get(), request->GetDescriptor()->FindFieldByName("show_deleted"),
                                      show_deleted);
    request->GetReflection()->SetInt32(request.get(), request->GetDescriptor()->FindFieldByName("page_size"), 1000);
    const FieldDescriptor* items = resource().list->output_type()->field(0);
    do {
      const MessagePtr response = NewMessage(resource().list->output_type());
      EXPECT_TRUE(api_.Call(*request, response.get()).ok());
      for (int i = 0; i < response->GetReflection()->FieldSize(*response, items); ++i) {
        if (TextOf(response->GetReflection()->GetRepeatedMessage(*response, items, i), "name") == name) return true;
      }
      SetText(request.get(), "page_token", TextOf(*response, "next_page_token"));
    } while (!TextOf(*request, "page_token").empty());
    return false;
  }
};

// Else the tests below would pass over a field.
TEST_P(StandardMethodsTest, SampleSetsEveryField) {
  const MessagePtr sample = NewSample();
  for (int i = 0; i < resource().type->field_count(); ++i) {
    const FieldDescriptor* field = resource().type->field(i);
    if (IsServers(field)) continue;
    EXPECT_TRUE(field->is_repeated() ? sample->GetReflection()->FieldSize(*sample, field) > 0
                                     : sample->GetReflection()->HasField(*sample, field))
        << field->full_name();
  }
}

TEST_P(StandardMethodsTest, CreatedResourceIsThereAsSent) {
  const MessagePtr sample = NewSample();
  const MessagePtr created = Create(api_, resource(), *sample);
  EXPECT_EQ(Difference(*sample, *created, ServersOf(*sample)), "");
  EXPECT_EQ(TextOf(*created, "name").find(resource().collection + "/"), 0u) << TextOf(*created, "name");
  EXPECT_FALSE(TextOf(*created, "etag").empty());
  EXPECT_NEAR(static_cast<double>(Seconds(*created, "create_time")), static_cast<double>(time(nullptr)), 300);
  EXPECT_EQ(Seconds(*created, "create_time"), Seconds(*created, "update_time"));
  EXPECT_FALSE(Has(*created, "delete_time") || Has(*created, "purge_time"));
  EXPECT_EQ(Difference(*created, *StoredNow(*created), {}), "");
  EXPECT_TRUE(IsListed(TextOf(*created, "name"), false));
}

TEST_P(StandardMethodsTest, WhatOnlyTheServerSetsIsIgnored) {
  const MessagePtr sample = NewSample();
  for (int i = 0; i < resource().type->field_count(); ++i) {
    const FieldDescriptor* field = resource().type->field(i);
    if (!IsServers(field)) continue;
    if (field->is_repeated()) {
      SetText(sample->GetReflection()->AddMessage(sample.get(), field), "text", "forged");
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      SetText(sample.get(), field->name(), "forged");
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
      sample->GetReflection()->SetInt32(sample.get(), field, 1'000'000);
    } else {
      static_cast<google::protobuf::Timestamp*>(Part(sample.get(), field->name()))->set_seconds(1);
    }
  }
  const MessagePtr created = Create(api_, resource(), *sample);
  const auto expect_ignored = [&](const Message& answered) {
    for (const std::string time : {"create_time", "update_time", "delete_time", "purge_time"}) {
      EXPECT_NE(Seconds(answered, time), 1) << time;
    }
    for (const std::string text : {"name", "etag"}) EXPECT_NE(TextOf(answered, text), "forged");
    if (resource().type == v1::Session::descriptor()) {
      EXPECT_EQ(answered.ShortDebugString().find("forged"), std::string::npos);
      EXPECT_LT(static_cast<const v1::Session&>(answered).thesaurus_revision(), 1'000'000);
    }
  };
  expect_ignored(*created);
  const std::string name = TextOf(*created, "name");
  const std::string etag = TextOf(*created, "etag");
  const MessagePtr sent = NewMessage(resource().type);
  sent->CopyFrom(*sample);
  SetText(sent.get(), "name", name);
  SetText(sent.get(), "etag", etag);
  expect_ignored(*Do(*UpdateRequest(resource(), *sent, {"create_time", "delete_time", "purge_time", "etag"})));
  EXPECT_EQ(Seconds(*StoredNow(*created), "create_time"), Seconds(*created, "create_time"));
}

TEST_P(StandardMethodsTest, UpdateChangesWhatTheMaskNames) {
  for (int i = 0; i < resource().type->field_count(); ++i) {
    const FieldDescriptor* field = resource().type->field(i);
    // A session's group changes together with who attended; SessionTest moves one.
    const bool bound = resource().type == v1::Session::descriptor() &&
                       (field->name() == "group" || field->name() == "attendances" ||
                        field->name() == "participation_issues" || field->name() == "state");
    if (IsServers(field) || HasBehavior(field, google::api::IMMUTABLE) || bound) continue;
    SCOPED_TRACE(field->name());
    const MessagePtr before = Stored();
    const MessagePtr sent = OtherSample(*before, world_);
    SetText(sent.get(), "name", TextOf(*before, "name"));
    SetText(sent.get(), "etag", TextOf(*before, "etag"));
    const MessagePtr after = Do(*UpdateRequest(resource(), *sent, {field->name()}));
    std::vector<std::string> ignored = ServersOf(*before);
    ignored.push_back(field->name());
    EXPECT_EQ(Difference(*before, *after, ignored), "");
    for (int j = 0; j < resource().type->field_count(); ++j) {
      const std::string other = resource().type->field(j)->name();
      if (other != field->name()) ignored.push_back(other);
    }
    ignored.erase(std::remove(ignored.begin(), ignored.end(), field->name()), ignored.end());
    EXPECT_EQ(Difference(*sent, *after, ignored), "");
    EXPECT_NE(TextOf(*after, "etag"), TextOf(*before, "etag"));
    EXPECT_EQ(Difference(*after, *StoredNow(*before), {}), "");
  }
}

TEST_P(StandardMethodsTest, EmptyMaskChangesWhatIsSet) {
  const MessagePtr before = Stored();
  const MessagePtr sent = NewMessage(resource().type);
  SetText(sent.get(), "name", TextOf(*before, "name"));
  SetText(sent.get(), "etag", TextOf(*before, "etag"));
  const MessagePtr untouched = Do(*UpdateRequest(resource(), *sent, {}));
  EXPECT_EQ(Difference(*before, *untouched, kServers), "");
  const MessagePtr other = OtherSample(*before, world_);
  const FieldDescriptor* last = nullptr;
  for (int i = 0; i < resource().type->field_count(); ++i) {
    const FieldDescriptor* field = resource().type->field(i);
    if (!IsServers(field) && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) last = field;
  }
  SetText(sent.get(), last->name(), TextOf(*other, last->name()));
  SetText(sent.get(), "etag", TextOf(*untouched, "etag"));
  const MessagePtr after = Do(*UpdateRequest(resource(), *sent, {}));
  EXPECT_EQ(TextOf(*after, last->name()), TextOf(*other, last->name())) << last->name();
  std::vector<std::string> ignored = ServersOf(*before);
  ignored.push_back(last->name());
  EXPECT_EQ(Difference(*before, *after, ignored), "");
}

TEST_P(StandardMethodsTest, StarMaskReplacesTheWhole) {
  const MessagePtr before = Stored();
  // What must be there, and nothing else.
  const MessagePtr sent = NewMessage(resource().type);
  sent->CopyFrom(*before);
  for (int i = 0; i < resource().type->field_count(); ++i) {
    const FieldDescriptor* field = resource().type->field(i);
    const v1::FieldRules& rules = field->options().GetExtension(v1::rules);
    // Two are needed because of what another field says: that it is cancelled, that somebody is a tutor.
    const bool needed = rules.required() || rules.min_items() > 0 || field->name() == "cancel_reason" ||
                        field->full_name() == "tutorat.v1.Account.tutor";
    if (!needed && !IsServers(field)) sent->GetReflection()->ClearField(sent.get(), field);
  }
  const MessagePtr after = Do(*UpdateRequest(resource(), *sent, {"*"}));
  std::vector<std::string> ignored = ServersOf(*before);
  if (resource().type == v1::Session::descriptor()) {
    EXPECT_EQ(TextOf(*after, "time_zone"), "Europe/Paris");
    ignored.emplace_back("time_zone");
  }
  EXPECT_EQ(Difference(*sent, *after, ignored), "");
}

TEST_P(StandardMethodsTest, MaskOfUnknownFieldsIsRefused) {
  const MessagePtr before = Stored();
  for (const std::string path : {"nonsense", "etag.more", "displayName", ""}) {
    SCOPED_TRACE(path);
    ExpectInvalid(api_.Refusal(*UpdateRequest(resource(), *before, {path})), "update_mask", "UNKNOWN_FIELD");
  }
  ExpectInvalid(api_.Refusal(*UpdateRequest(resource(), *before, {"update_time", "nonsense"})), "update_mask",
                "UNKNOWN_FIELD");
  EXPECT_EQ(Difference(*before, *StoredNow(*before), {}), "");
}

TEST_P(StandardMethodsTest, ImmutableFieldsStay) {
  const MessagePtr before = Stored();
  const std::string prefix = resource().update->input_type()->field(0)->name();
  for (int i = 0; i < resource().type->field_count(); ++i) {
    const FieldDescriptor* field = resource().type->field(i);
    if (!HasBehavior(field, google::api::IMMUTABLE)) continue;
    SCOPED_TRACE(field->name());
    const MessagePtr sent = Sample(resource().type, world_);
    if (field->name() == "wave") SetText(sent.get(), "wave", World(api_).wave());
    SetText(sent.get(), "name", TextOf(*before, "name"));
    SetText(sent.get(), "etag", TextOf(*StoredNow(*before), "etag"));
    ExpectInvalid(api_.Refusal(*UpdateRequest(resource(), *sent, {field->name()})), prefix + "." + field->name(),
                  "IMMUTABLE");
    // The value that it has already is no change.
    Do(*UpdateRequest(resource(), *StoredNow(*before), {field->name()}));
  }
}

TEST_P(StandardMethodsTest, StaleEtagIsRefused) {
  const MessagePtr first = Stored();
  const MessagePtr sent = OtherSample(*first, world_);
  SetText(sent.get(), "name", TextOf(*first, "name"));
  SetText(sent.get(), "etag", TextOf(*first, "etag"));
  const std::vector<std::string> mask = {WordsOf(*resource().type)};
  const MessagePtr second = Do(*UpdateRequest(resource(), *sent, mask));
  ExpectRefused(api_.Refusal(*UpdateRequest(resource(), *sent, mask)), StatusCode::ABORTED, "ETAG_MISMATCH");
  ExpectRefused(api_.Refusal(*DeleteRequest(resource(), *first)), StatusCode::ABORTED, "ETAG_MISMATCH");
  EXPECT_EQ(Difference(*second, *StoredNow(*first), {}), "");
}

TEST_P(StandardMethodsTest, UpdateAndDeleteNeedTheEtag) {
  const MessagePtr stored = Stored();
  const MessagePtr sent = StoredNow(*stored);
  SetText(sent.get(), "etag", "");
  const std::string prefix = resource().update->input_type()->field(0)->name();
  ExpectInvalid(api_.Refusal(*UpdateRequest(resource(), *sent, {"*"})), prefix + ".etag", "REQUIRED");
  ExpectInvalid(api_.Refusal(*DeleteRequest(resource(), *sent)), "etag", "REQUIRED");
  SetText(sent.get(), "name", "");
  ExpectInvalid(api_.Refusal(*UpdateRequest(resource(), *sent, {"*"})), prefix + ".name", "REQUIRED");
}

TEST_P(StandardMethodsTest, OfUpdatesWithOneEtagOneWins) {
  constexpr int kCallers = 12;
  const MessagePtr before = Stored();
  std::vector<Outcome> outcomes(kCallers);
  std::vector<MessagePtr> requests;
  for (int i = 0; i < kCallers; ++i) {
    const MessagePtr sent = OtherSample(*before, world_);
    SetText(sent.get(), "name", TextOf(*before, "name"));
    SetText(sent.get(), "etag", TextOf(*before, "etag"));
    // A session is moved, so that its local day changes too.
    if (auto* session = dynamic_cast<v1::Session*>(sent.get())) {
      session->mutable_start_time()->set_seconds(session->start_time().seconds() + int64_t{86400} * i);
    }
    requests.push_back(UpdateRequest(resource(), *sent, {WordsOf(*resource().type)}));
  }
  AtOnce(kCallers, [&](size_t i) {
    const MessagePtr response = NewMessage(resource().update->output_type());
    outcomes[i] = api_.Call(*requests[i], response.get());
  });
  EXPECT_EQ(std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return o.ok(); }), 1);
  for (const Outcome& outcome : outcomes) {
    if (!outcome.ok()) ExpectRefused(outcome, StatusCode::ABORTED, "ETAG_MISMATCH");
  }
}

TEST_P(StandardMethodsTest, DeletedCanBeUndeletedFor30Days) {
  const MessagePtr stored = Stored();
  const std::string name = TextOf(*stored, "name");
  const MessagePtr deleted = Do(*DeleteRequest(resource(), *stored));
  EXPECT_NEAR(static_cast<double>(Seconds(*deleted, "delete_time")), static_cast<double>(time(nullptr)), 300);
  EXPECT_EQ(Seconds(*deleted, "purge_time") - Seconds(*deleted, "delete_time"), 30 * 86400);
  EXPECT_NE(TextOf(*deleted, "etag"), TextOf(*stored, "etag"));
  EXPECT_EQ(Difference(*deleted, *StoredNow(*stored), {}), "");
  EXPECT_FALSE(IsListed(name, false));
  EXPECT_TRUE(IsListed(name, true));
  const std::string missing = resource().singular + "_NOT_FOUND";
  ExpectRefused(api_.Refusal(*UpdateRequest(resource(), *deleted, {"*"})), StatusCode::NOT_FOUND, missing);
  ExpectRefused(api_.Refusal(*DeleteRequest(resource(), *deleted)), StatusCode::NOT_FOUND, missing);

  const MessagePtr restored = Do(*UndeleteRequest(resource(), name));
  EXPECT_EQ(Difference(*stored, *restored, {"update_time", "etag"}), "");
  EXPECT_TRUE(IsListed(name, false));
  ExpectRefused(api_.Refusal(*UndeleteRequest(resource(), name)), StatusCode::FAILED_PRECONDITION, "NOT_DELETED");
}

TEST_P(StandardMethodsTest, WhatDoesNotExistIsNotFound) {
  const std::string missing = resource().singular + "_NOT_FOUND";
  const std::string name = resource().collection + "/01hf2x8qr5c0d3k9m7v4w6y1za";
  const MessagePtr get = NewMessage(resource().get->input_type());
  SetText(get.get(), "name", name);
  ExpectRefused(api_.Refusal(*get), StatusCode::NOT_FOUND, missing);
  const MessagePtr resource_there = Stored();
  SetText(resource_there.get(), "name", name);
  ExpectRefused(api_.Refusal(*UpdateRequest(resource(), *resource_there, {"*"})), StatusCode::NOT_FOUND, missing);
  ExpectRefused(api_.Refusal(*DeleteRequest(resource(), *resource_there)), StatusCode::NOT_FOUND, missing);
  ExpectRefused(api_.Refusal(*UndeleteRequest(resource(), name)), StatusCode::NOT_FOUND, missing);
  // A name of another collection, and no name at all.
  for (const std::string wrong : {"balances/1", "waves", "/", "waves/T/groups", "sessions/../waves/V6"}) {
    SetText(get.get(), "name", wrong);
    const Outcome outcome = api_.Refusal(*get);
    EXPECT_TRUE(outcome.code == StatusCode::NOT_FOUND || outcome.code == StatusCode::INVALID_ARGUMENT)
        << wrong << ": " << outcome;
  }
}

INSTANTIATE_TEST_SUITE_P(Every, StandardMethodsTest, ::testing::ValuesIn(Resources()),
                         [](const auto& each) { return each.param.type->name(); });

}  // namespace
}  // namespace tutorat::tests
