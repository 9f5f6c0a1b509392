// What must hold for every message of the contract, now and for those that come.
#include "tests/support/contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/contract/formats.h"
#include "tutorat/v1/error_reason.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

std::vector<const FieldDescriptor*> FieldsOf(const std::set<const Descriptor*>& messages) {
  std::vector<const FieldDescriptor*> fields;
  for (const Descriptor* message : messages) {
    for (int i = 0; i < message->field_count(); ++i) fields.push_back(message->field(i));
  }
  return fields;
}

// Neither read from a request nor stored from it.
bool IsServers(const FieldDescriptor* field) {
  return HasBehavior(field, google::api::OUTPUT_ONLY) || HasBehavior(field, google::api::IDENTIFIER);
}

// Checked row by row, as RecordSessionRequest.request_id, so that the report names the row.
constexpr char kCheckedElsewhere[] = "tutorat.v1.ImportRow.request_id";

bool HasBound(const v1::FieldRules& rules) {
  const std::set<v1::Format> bounded = {v1::FORMAT_DATE, v1::FORMAT_CLOCK, v1::FORMAT_UAI};
  return rules.max_length() > 0 || bounded.count(rules.format()) > 0;
}

// The tests below walk these: an empty walk would find nothing wrong.
TEST(Contract, IsWalkedWhole) {
  EXPECT_GT(Methods().size(), 60);
  EXPECT_GE(ResourceTypes().size(), 12);
  EXPECT_GT(SentMessages().size(), 90);
}

TEST(Contract, EveryTextThatIsSentHasABound) {
  for (const FieldDescriptor* field : FieldsOf(SentMessages())) {
    if (field->type() != FieldDescriptor::TYPE_STRING || IsServers(field)) continue;
    if (field->full_name() == kCheckedElsewhere) continue;
    EXPECT_TRUE(HasBound(RulesOf(field))) << field->full_name();
    // A text without a form may hold anything, a line feed or an escape sequence.
    EXPECT_TRUE(RulesOf(field).format() != v1::FORMAT_UNSPECIFIED || !RulesOf(field).pattern().empty())
        << field->full_name();
  }
}

TEST(Contract, EveryListThatIsSentHasABound) {
  for (const FieldDescriptor* field : FieldsOf(SentMessages())) {
    if (!field->is_repeated() || IsServers(field)) continue;
    EXPECT_GT(RulesOf(field).max_items(), 0) << field->full_name();
  }
}

TEST(Contract, EveryNumberThatIsSentHasALowerBound) {
  for (const FieldDescriptor* field : FieldsOf(SentMessages())) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_INT32 || IsServers(field)) continue;
    EXPECT_TRUE(RulesOf(field).has_minimum()) << field->full_name();
    // More of these is taken as the largest page, or is only repeated in the report.
    if (field->name() == "page_size" || field->name() == "line") continue;
    EXPECT_TRUE(RulesOf(field).has_maximum()) << field->full_name();
  }
}

TEST(Contract, OnlyTypesThatTheValidatorKnowsAreSent) {
  const std::set<std::string> foreign = {"google.protobuf.Timestamp", "google.protobuf.Duration",
                                         "google.protobuf.FieldMask"};
  for (const FieldDescriptor* field : FieldsOf(SentMessages())) {
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
      case FieldDescriptor::CPPTYPE_INT32:
      case FieldDescriptor::CPPTYPE_BOOL:
      case FieldDescriptor::CPPTYPE_ENUM:
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        EXPECT_TRUE(absl::StartsWith(field->message_type()->full_name(), "tutorat.") ||
                    foreign.count(field->message_type()->full_name()) > 0)
            << field->full_name();
        break;
      default:
        ADD_FAILURE() << field->full_name();
    }
    EXPECT_FALSE(field->is_map()) << field->full_name();
    EXPECT_TRUE(field->type() != FieldDescriptor::TYPE_BYTES) << field->full_name();
  }
}

TEST(Contract, EveryMethodIsStandardOrNamedHere) {
  const std::set<std::string> custom = {
      "RecordSession",     "ImportSessions",   "ExportReport",        "GetBalance",     "FreezeBalance",
      "DiffBalances",      "ComparePeriods",   "CompareWaves",        "GetCoverage",    "SuggestThemes",
      "GetCadence",        "GetIssueRegister", "TransitionIssue",     "ImportThemes",   "RecogniseThemes",
      "ResolveTerm",       "RecodeSessions",   "ListUnresolvedTerms", "WhoAmI",         "CreateToken",
      "RevokeToken",       "ExportPerson",     "ErasePerson",         "ApplyRetention", "GetSessionRecord",
      "ListSessionRecords"};
  for (const MethodDescriptor* method : Methods()) {
    const v1::MethodKind kind = method->options().GetExtension(v1::kind);
    EXPECT_EQ(kind == v1::METHOD_KIND_UNSPECIFIED, custom.count(method->name()) > 0) << method->full_name();
    // GET of GetWave, LIST of ListWaves ...
    const std::string verb = v1::MethodKind_Name(kind).substr(std::string("METHOD_KIND_").size());
    if (kind != v1::METHOD_KIND_UNSPECIFIED) {
      EXPECT_TRUE(absl::StartsWithIgnoreCase(method->name(), verb)) << method->full_name();
    }
    EXPECT_EQ(method->input_type()->name(), absl::StrCat(method->name(), "Request"));
    EXPECT_EQ(method->output_type()->name(), absl::StrCat(method->name(), "Response"));
    EXPECT_EQ(method->client_streaming(), method->name() == "ImportSessions") << method->full_name();
  }
}

TEST(Contract, EveryResourceThatCallersMakeHasEveryStandardMethod) {
  // The server makes these, and callers only read them.
  const std::set<std::string> made_by_the_server = {"AuditEntry", "Erasure",   "FrozenBalance", "Issue",
                                                    "Resolution", "Thesaurus", "Token"};
  for (const Descriptor* resource : ResourceTypes()) {
    std::set<int> kinds;
    for (const MethodDescriptor* method : Methods()) {
      const v1::MethodKind kind = method->options().GetExtension(v1::kind);
      if (kind == v1::METHOD_KIND_UNSPECIFIED || method->output_type()->field(0)->message_type() != resource) continue;
      kinds.insert(kind);
    }
    const bool made = made_by_the_server.count(resource->name()) > 0;
    EXPECT_EQ(kinds.count(v1::METHOD_KIND_CREATE), made ? 0 : 1) << resource->name();
    if (!made) {
      EXPECT_EQ(kinds.size(), 6) << resource->name();
    }
  }
}

// Neither changed nor deleted after it was made.
bool IsWrittenOnce(const Descriptor* resource) {
  return resource->name() == "AuditEntry" || resource->name() == "Erasure";
}

TEST(Contract, ResourcesHaveWhatTheStandardMethodsSet) {
  for (const Descriptor* resource : ResourceTypes()) {
    EXPECT_FALSE(resource->options().GetExtension(v1::resource).collection().empty()) << resource->name();
    ASSERT_NE(resource->FindFieldByName("name"), nullptr);
    EXPECT_TRUE(HasBehavior(resource->FindFieldByName("name"), google::api::IDENTIFIER)) << resource->name();
    EXPECT_EQ(resource->FindFieldByName("etag") == nullptr, IsWrittenOnce(resource)) << resource->name();
    if (IsWrittenOnce(resource)) continue;
    for (const char* time : {"create_time", "update_time", "delete_time", "purge_time"}) {
      const FieldDescriptor* field = resource->FindFieldByName(time);
      ASSERT_NE(field, nullptr) << resource->name() << ' ' << time;
      EXPECT_TRUE(HasBehavior(field, google::api::OUTPUT_ONLY)) << field->full_name();
      EXPECT_EQ(field->message_type()->full_name(), "google.protobuf.Timestamp");
    }
    const std::string id = resource->options().GetExtension(v1::resource).id_field();
    if (id.empty()) continue;
    EXPECT_TRUE(HasBehavior(resource->FindFieldByName(id), google::api::IMMUTABLE)) << resource->name();
    EXPECT_TRUE(RulesOf(resource->FindFieldByName(id)).required()) << resource->name();
  }
}

// A name that is kept as it was: what it names may be deleted.
bool IsKeptAsItWas(const FieldDescriptor* field) {
  return field->full_name() == "tutorat.v1.FrozenBalance.wave" ||
         field->full_name() == "tutorat.v1.ThemeMention.candidates";
}

std::set<const Descriptor*> WithInner(const Descriptor* resource) {
  std::set<const Descriptor*> messages = {resource};
  for (const FieldDescriptor* field : FieldsOf(messages)) {
    if (field->message_type() != nullptr) messages.merge(WithInner(field->message_type()));
  }
  return messages;
}

TEST(Contract, EveryNameOfAResourceInAResourceIsAReferenceToItsCollection) {
  std::set<std::string> collections;
  std::set<const Descriptor*> stored;
  for (const Descriptor* resource : ResourceTypes()) {
    collections.insert(resource->options().GetExtension(v1::resource).collection());
    stored.merge(WithInner(resource));
  }
  int references = 0;
  for (const FieldDescriptor* field : FieldsOf(stored)) {
    const std::string& pattern = RulesOf(field).pattern();
    const std::string named = pattern.substr(0, pattern.find('/'));
    const bool names_one = pattern.find('/') != std::string::npos && collections.count(named) > 0;
    const std::string& referred = field->options().GetExtension(v1::refers_to);
    EXPECT_EQ(referred, names_one && !IsKeptAsItWas(field) ? named : "") << field->full_name();
    if (!referred.empty()) ++references;
  }
  EXPECT_GE(references, 20);
}

TEST(Contract, OnlyWhatIsStoredRefers) {
  std::set<const Descriptor*> stored;
  for (const Descriptor* resource : ResourceTypes()) stored.merge(WithInner(resource));
  std::set<const Descriptor*> messages = SentMessages();
  messages.merge(AnsweredMessages());
  for (const FieldDescriptor* field : FieldsOf(messages)) {
    if (field->options().GetExtension(v1::refers_to).empty()) continue;
    EXPECT_TRUE(stored.count(field->containing_type()) > 0) << field->full_name();
  }
}

TEST(Contract, EveryChangeCanBeRepeatedAndTriedFirst) {
  const std::set<std::string> custom = {"RecordSession",  "ImportSessions", "ImportThemes",    "ResolveTerm",
                                        "RecodeSessions", "FreezeBalance",  "TransitionIssue", "CreateToken",
                                        "RevokeToken",    "ErasePerson",    "ApplyRetention"};
  for (const MethodDescriptor* method : Methods()) {
    const v1::MethodKind kind = method->options().GetExtension(v1::kind);
    const bool changes = kind == v1::METHOD_KIND_CREATE || kind == v1::METHOD_KIND_UPDATE ||
                         kind == v1::METHOD_KIND_DELETE || kind == v1::METHOD_KIND_UNDELETE ||
                         custom.count(method->name()) > 0;
    for (const char* name : {"request_id", "validate_only"}) {
      EXPECT_EQ(method->input_type()->FindFieldByName(name) != nullptr, changes) << method->full_name() << ' ' << name;
    }
  }
}

TEST(Contract, UpdatesAndDeletesNameTheEtagThatWasRead) {
  for (const MethodDescriptor* method : Methods()) {
    const Descriptor* request = method->input_type();
    switch (method->options().GetExtension(v1::kind)) {
      case v1::METHOD_KIND_UPDATE:
        EXPECT_NE(request->field(0)->message_type()->FindFieldByName("etag"), nullptr) << request->name();
        EXPECT_NE(request->FindFieldByName("update_mask"), nullptr) << request->name();
        break;
      case v1::METHOD_KIND_DELETE:
        ASSERT_NE(request->FindFieldByName("etag"), nullptr) << request->name();
        EXPECT_TRUE(RulesOf(request->FindFieldByName("etag")).required()) << request->name();
        break;
      default:
        break;
    }
  }
}

TEST(Contract, ListsArePaged) {
  for (const MethodDescriptor* method : Methods()) {
    if (method->options().GetExtension(v1::kind) != v1::METHOD_KIND_LIST) continue;
    for (const char* name : {"page_size", "page_token"}) {
      EXPECT_NE(method->input_type()->FindFieldByName(name), nullptr) << method->full_name();
    }
    // A token is revoked, and stays listed.
    const Descriptor* listed = method->output_type()->field(0)->message_type();
    const bool stays = IsWrittenOnce(listed) || listed->name() == "Token";
    EXPECT_EQ(method->input_type()->FindFieldByName("show_deleted") == nullptr, stays) << method->full_name();
    EXPECT_TRUE(method->output_type()->field(0)->is_repeated()) << method->full_name();
    EXPECT_NE(method->output_type()->FindFieldByName("next_page_token"), nullptr) << method->full_name();
  }
}

TEST(Contract, EveryDayThatIsSentIsADay) {
  for (const FieldDescriptor* field : FieldsOf(SentMessages())) {
    if ((!absl::EndsWith(field->name(), "_date") && field->name() != "date") || IsServers(field)) continue;
    EXPECT_EQ(RulesOf(field).format(), v1::FORMAT_DATE) << field->full_name();
  }
}

TEST(Contract, EveryExampleHasTheFormThatItShows) {
  int seen = 0;
  for (const FieldDescriptor* field : FieldsOf(SentMessages())) {
    const v1::FieldRules& rules = RulesOf(field);
    EXPECT_EQ(rules.pattern().empty(), rules.example().empty()) << field->full_name();
    if (rules.pattern().empty()) continue;
    EXPECT_TRUE(re2::RE2(rules.pattern()).ok()) << field->full_name();
    EXPECT_FALSE(domain::CheckForm(rules.example(), rules, "").has_value()) << field->full_name();
    EXPECT_LE(rules.example().size(), rules.max_length()) << field->full_name();
    ++seen;
  }
  EXPECT_GT(seen, 20);
}

TEST(Contract, PersonalDataAreMarkedAndNothingElse) {
  std::set<const Descriptor*> messages = SentMessages();
  messages.merge(AnsweredMessages());
  std::vector<std::string> marked;
  for (const FieldDescriptor* field : FieldsOf(messages)) {
    if (field->options().GetExtension(v1::pii)) {
      marked.push_back(absl::StrCat(field->containing_type()->name(), ".", field->name()));
    }
  }
  EXPECT_THAT(marked,
              testing::UnorderedElementsAre(
                  "Tutor.display_name", "Tutor.email", "Member.display_name", "Member.email", "Guest.display_name",
                  "Session.cancel_reason", "Session.notes", "ParticipationIssue.note", "SessionRecord.tutor",
                  "SessionRecord.cancel_reason", "SessionRecord.guests", "SessionRecord.notes", "RecordedIssue.note",
                  "People.names", "GroupBalance.tutor", "BalanceSession.tutor", "CreatedResource.label",
                  "IssueTransition.actor", "IssueTransition.reason", "FrozenBalance.frozen_by",
                  "FreezeBalanceRequest.frozen_by", "IssueEntry.actor", "IssueEntry.reason",
                  "TransitionIssueRequest.actor", "TransitionIssueRequest.reason", "Account.display_name",
                  "Account.email", "Token.label", "WhoAmIResponse.display_name", "AuditChange.personal_before",
                  "AuditChange.personal_after", "ExportPersonRequest.person", "ExportPersonResponse.data",
                  "Remark.text", "Remark.redacted", "ErasePersonRequest.person"));
}

TEST(Contract, NamesOfPeopleAndRemarksAreNeverUnmarked) {
  const std::set<std::string> personal = {"email", "note", "notes", "cancel_reason", "guests", "names"};
  std::set<const Descriptor*> messages = SentMessages();
  messages.merge(AnsweredMessages());
  for (const FieldDescriptor* field : FieldsOf(messages)) {
    const bool person = RulesOf(field).format() == v1::FORMAT_PERSON || RulesOf(field).format() == v1::FORMAT_EMAIL;
    if (field->type() != FieldDescriptor::TYPE_STRING || (!person && personal.count(field->name()) == 0)) continue;
    EXPECT_TRUE(field->options().GetExtension(v1::pii)) << field->full_name();
  }
}

// Upper-case literals of the server that are no reasons: of algorithms, SQL, options of libraries, variables.
bool IsNoReason(const std::string& literal) {
  static const auto& others = *new std::set<std::string>{"ABCDEFGHJKLMNPRSTUVWXYZ",
                                                         "ACCOUNT",
                                                         "BEGIN",
                                                         "CLIENT_FOUND_ROWS",
                                                         "COMMIT",
                                                         "EC",
                                                         "ES",
                                                         "HOME",
                                                         "NAME",
                                                         "RSA",
                                                         "ROLLBACK",
                                                         "UTC",
                                                         "VACUUM",
                                                         "XDG_DATA_HOME"};
  static const re2::RE2& patterns = *new re2::RE2("TUTORATD_[A-Z_]+|OPT_[A-Z_]+|[EPR]S(256|384|512)");
  return others.count(literal) > 0 || re2::RE2::FullMatch(literal, patterns);
}

// What the server's sources build: literals, and a name of each resource with _NOT_FOUND and _ALREADY_EXISTS.
std::set<std::string> ReasonsBuilt() {
  std::set<std::string> reasons;
  static const re2::RE2& literal = *new re2::RE2("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)\"");
  for (const auto& file : std::filesystem::recursive_directory_iterator(TUTORAT_SOURCE_DIR "/server")) {
    if (file.path().extension() != ".cc" && file.path().extension() != ".h") continue;
    // Where columns have titles in capitals, and nothing is refused.
    if (file.path().string().find("/report/wording/") != std::string::npos) continue;
    std::ifstream stream(file.path());
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    re2::StringPiece rest = text;
    std::string found;
    while (re2::RE2::FindAndConsume(&rest, literal, &found)) {
      if (!IsNoReason(found)) reasons.insert(found);
    }
  }
  for (const Descriptor* resource : ResourceTypes()) {
    for (const char* what : {"_NOT_FOUND", "_ALREADY_EXISTS"}) {
      reasons.insert(absl::StrCat(domain::Singular(resource), what));
    }
  }
  return reasons;
}

TEST(Contract, EveryReasonThatTheServerGivesIsDeclaredAndNoOther) {
  const absl::string_view prefix = "ERROR_REASON_";
  std::set<std::string> declared;
  const auto* reasons = v1::ErrorReason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    if (reasons->value(i)->number() == v1::ERROR_REASON_UNSPECIFIED) continue;
    declared.insert(reasons->value(i)->name().substr(prefix.size()));
  }
  EXPECT_THAT(ReasonsBuilt(), testing::ContainerEq(declared));
}

}  // namespace
}  // namespace tutorat::tests
