#include "tests/conformance/samples/samples.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "tests/conformance/samples/account_samples.h"
#include "tests/conformance/samples/balance_samples.h"
#include "tests/conformance/samples/issue_samples.h"
#include "tests/conformance/samples/personal_data_samples.h"
#include "tests/conformance/samples/theme_samples.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/options.pb.h"
#include "tutorat/v1/theme_recognition.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

v1::Wave SampleWave(World& world) {
  v1::Wave wave;
  wave.set_code(absl::StrCat("T-", RandomId()));
  wave.set_display_name("Vague d'été : œuvres & « façades »");
  wave.set_start_date("2024-02-29");
  wave.set_school_calendar(world.AddSchoolCalendar().name());
  wave.set_programme(world.AddProgramme().name());
  wave.set_personal_data_until("2027-09-01");
  return wave;
}

v1::Theme SampleTheme(World& world) {
  v1::Theme theme;
  const std::string id = RandomId();
  const std::string other = world.AddTheme().name();
  theme.set_code(absl::StrCat("theme-", id));
  theme.set_parent(other);
  theme.set_label("Intégration (budget)");
  theme.set_label_en("Budget integration");
  theme.set_rank(3);
  auto* asked = theme.add_aliases();
  asked->set_text(absl::StrCat("IB", id));
  asked->set_certainty(v1::ThemeAlias::CERTAINTY_ASK);
  asked->add_sure_with(other);
  theme.set_valid_from("2023-09-01");
  theme.set_valid_to("2026-09-01");
  return theme;
}

v1::Programme SampleProgramme(World& world) {
  v1::Programme programme;
  programme.set_code(absl::StrCat("programme-", RandomId()));
  programme.set_label("Trois mois d'op@le");
  auto* item = programme.add_items();
  item->set_theme(world.AddTheme().name());
  item->set_month(2);
  item->set_weight(v1::ProgrammeItem::WEIGHT_CORE);
  return programme;
}

v1::SchoolCalendar SampleSchoolCalendar() {
  v1::SchoolCalendar calendar;
  // A code has 32 characters at most.
  calendar.set_code(absl::StrCat("zone-", RandomId()));
  calendar.set_label("Zone B");
  auto* holiday = calendar.add_holidays();
  holiday->set_label("Vacances de Noël");
  holiday->set_from_date("2023-12-23");
  holiday->set_to_date("2024-01-08");
  return calendar;
}

v1::Establishment SampleEstablishment() {
  v1::Establishment establishment;
  establishment.set_uai(RandomUai());
  establishment.set_display_name("Lycée Jean-Zay");
  establishment.set_city("Saint-Étienne");
  return establishment;
}

v1::Tutor SampleTutor() {
  v1::Tutor tutor;
  const std::string id = RandomId();
  tutor.set_display_name(absl::StrCat("Zoé N’Guyễn ", id));
  tutor.set_email(absl::StrCat(id, "@ac-exemple.fr"));
  return tutor;
}

v1::Group SampleGroup(World& world) {
  v1::Group group;
  group.set_wave(world.wave());
  group.set_number(NextGroupNumber());
  group.set_label("Collèges du sud");
  auto* assignment = group.add_tutor_assignments();
  assignment->set_tutor(world.AddTutor().name());
  assignment->set_from_date("2023-09-01");
  assignment->set_to_date("2024-07-06");
  group.set_start_date("2023-11-10");
  return group;
}

v1::Member SampleMember(World& world) {
  v1::Member member;
  const std::string id = RandomId();
  member.set_group(world.AddGroup(NextGroupNumber()).name());
  member.set_display_name(absl::StrCat("Gaëlle d'Ormesson ", id));
  member.set_email(absl::StrCat(id, "@ac-exemple.fr"));
  member.set_establishment(world.AddEstablishment().name());
  member.set_join_date("2023-11-10");
  member.set_leave_date("2024-02-10");
  return member;
}

v1::Session SampleSession(World& world) {
  const std::string group = world.AddGroup(NextGroupNumber()).name();
  v1::Session session = world.NewSession(group);
  session.set_tutor(world.AddTutor().name());
  session.set_state(v1::SESSION_STATE_CANCELLED);
  session.set_cancel_reason("grève des transports");
  session.set_time_zone("Indian/Reunion");
  auto* attendance = session.add_attendances();
  attendance->set_member(world.AddMember(group, "Nadia B.").name());
  attendance->set_status(v1::Attendance::STATUS_EXCUSED);
  auto* count = session.mutable_head_count();
  count->set_present(3);
  count->set_late(0);
  count->set_excused(2);
  count->set_absent(1);
  count->set_expected(12);
  session.add_guests()->set_display_name("Inès, du bureau du conseil");
  auto* issue = session.add_participation_issues();
  issue->set_kind(v1::ParticipationIssue::KIND_CAMERA);
  issue->add_members(attendance->member());
  issue->set_impact(v1::ParticipationIssue::IMPACT_SLIGHT);
  issue->set_note("ni micro\nni caméra");
  session.set_appreciation(v1::APPRECIATION_FAIR);
  session.set_notes("à revoir :\n\t– le kit de bascule 🎓");
  session.set_external_link("https://visio.exemple.fr/salle?n=4");
  session.set_requested_themes("les marchés,\nla prochaine fois");
  auto* item = session.add_agenda();
  item->set_theme(world.AddTheme().name());
  item->set_choice(v1::AgendaItem::CHOICE_DROPPED);
  return session;
}

v1::SessionRecord SampleRecord(World& world) {
  const v1::Group group = world.AddGroup(NextGroupNumber());
  const std::string members[] = {"Nadia B.", "Omar C.", "Pia D.", "Quentin E."};
  for (const std::string& member : members) world.AddMember(group.name(), member);
  v1::SessionRecord record = world.NewRecord(group.number());
  record.set_tutor(world.AddTutor().email());
  record.set_start("09:30");
  record.set_time_zone("America/Cayenne");
  record.set_duration_minutes(90);
  record.set_state(v1::SESSION_STATE_CANCELLED);
  record.set_cancel_reason("grève des transports");
  record.mutable_present()->add_names(members[0]);
  record.mutable_late()->add_names(members[1]);
  record.mutable_excused()->add_names(members[2]);
  record.mutable_absent()->set_count(2);
  record.set_expected(12);
  record.add_guests("Inès, du bureau du conseil");
  auto* issue = record.add_issues();
  issue->set_kind(v1::ParticipationIssue::KIND_MIC);
  issue->mutable_affected()->add_names(members[0]);
  issue->set_impact(v1::ParticipationIssue::IMPACT_STRONG);
  issue->set_note("pas de micro");
  record.set_appreciation(v1::APPRECIATION_POOR);
  record.set_notes("à revoir");
  record.set_external_link("https://visio.exemple.fr/");
  record.set_requested_themes("les marchés");
  auto* item = record.add_agenda();
  item->set_theme(world.AddTheme().name());
  item->set_choice(v1::AgendaItem::CHOICE_TAKEN);
  return record;
}

MessagePtr SampleListRequest(const MethodDescriptor* method, World& world) {
  MessagePtr request = NewMessage(method->input_type());
  const auto* reflection = request->GetReflection();
  for (int i = 0; i < method->input_type()->field_count(); ++i) {
    const FieldDescriptor* field = method->input_type()->field(i);
    if (field->name() == "page_size" || field->name() == "number") reflection->SetInt32(request.get(), field, 10);
    if (field->name() == "show_deleted") reflection->SetBool(request.get(), field, true);
    if (field->name() == "wave") reflection->SetString(request.get(), field, world.wave());
    if (field->name() == "group") reflection->SetString(request.get(), field, world.AddGroup(NextGroupNumber()).name());
    if (field->name() == "tutor") reflection->SetString(request.get(), field, world.AddTutor().name());
    if (field->name() == "from_date") reflection->SetString(request.get(), field, "2023-11-10");
    if (field->name() == "to_date") reflection->SetString(request.get(), field, "2024-02-10");
    if (field->name() == "states") reflection->AddEnumValue(request.get(), field, v1::SESSION_STATE_HELD);
  }
  return request;
}

// SCHOOL_CALENDAR of SchoolCalendar.
std::string Singular(const std::string& type) {
  std::string singular;
  for (const char letter : type) {
    absl::StrAppend(&singular, absl::ascii_isupper(letter) && !singular.empty() ? "_" : "",
                    std::string(1, absl::ascii_toupper(letter)));
  }
  return singular;
}

std::vector<Resource> FindResources() {
  std::map<const Descriptor*, Resource> found;
  for (const MethodDescriptor* method : Methods()) {
    const v1::MethodKind kind = method->options().GetExtension(v1::kind);
    if (kind == v1::METHOD_KIND_UNSPECIFIED) continue;
    const Descriptor* type = method->output_type()->field(0)->message_type();
    Resource& resource = found[type];
    resource.type = type;
    resource.collection = type->options().GetExtension(v1::resource).collection();
    resource.singular = Singular(type->name());
    if (kind == v1::METHOD_KIND_GET) resource.get = method;
    if (kind == v1::METHOD_KIND_LIST) resource.list = method;
    if (kind == v1::METHOD_KIND_CREATE) resource.create = method;
    if (kind == v1::METHOD_KIND_UPDATE) resource.update = method;
    if (kind == v1::METHOD_KIND_DELETE) resource.remove = method;
    if (kind == v1::METHOD_KIND_UNDELETE) resource.undelete = method;
  }
  std::vector<Resource> resources;
  resources.reserve(found.size());
  for (const auto& [type, resource] : found) {
    // What only the server makes has tests of its own.
    if (resource.create != nullptr) resources.push_back(resource);
  }
  std::sort(resources.begin(), resources.end(),
            [](const Resource& a, const Resource& b) { return a.collection < b.collection; });
  return resources;
}

const Resource& ResourceOf(const MethodDescriptor* method) {
  const Descriptor* type = method->output_type()->field(0)->message_type();
  return *std::find_if(Resources().begin(), Resources().end(),
                       [&](const Resource& resource) { return resource.type == type; });
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Resource& resource) { return out << resource.collection; }

const std::vector<Resource>& Resources() {
  static const auto& resources = *new std::vector<Resource>(FindResources());
  return resources;
}

bool IsServers(const FieldDescriptor* field) {
  return HasBehavior(field, google::api::OUTPUT_ONLY) || HasBehavior(field, google::api::IDENTIFIER) ||
         field->name() == "etag";
}

std::string TextOf(const Message& message, const std::string& field) {
  return message.GetReflection()->GetString(message, message.GetDescriptor()->FindFieldByName(field));
}

void SetText(Message* message, const std::string& field, const std::string& value) {
  message->GetReflection()->SetString(message, message->GetDescriptor()->FindFieldByName(field), value);
}

Message* Part(Message* message, const std::string& field) {
  return message->GetReflection()->MutableMessage(message, message->GetDescriptor()->FindFieldByName(field));
}

const Message& First(const Message& message) {
  return message.GetReflection()->GetMessage(message, message.GetDescriptor()->field(0));
}

Message* MutableFirst(Message* message) {
  return message->GetReflection()->MutableMessage(message, message->GetDescriptor()->field(0));
}

MessagePtr Sample(const Descriptor* type, World& world) {
  if (type == v1::Wave::descriptor()) return Copy(SampleWave(world));
  if (type == v1::Theme::descriptor()) return Copy(SampleTheme(world));
  if (type == v1::Programme::descriptor()) return Copy(SampleProgramme(world));
  if (type == v1::SchoolCalendar::descriptor()) return Copy(SampleSchoolCalendar());
  if (type == v1::Establishment::descriptor()) return Copy(SampleEstablishment());
  if (type == v1::Tutor::descriptor()) return Copy(SampleTutor());
  if (type == v1::Group::descriptor()) return Copy(SampleGroup(world));
  if (type == v1::Member::descriptor()) return Copy(SampleMember(world));
  if (type == v1::Session::descriptor()) return Copy(SampleSession(world));
  if (type == v1::Account::descriptor()) return Copy(SampleAccount(world));
  ADD_FAILURE() << type->full_name() << " is a resource without a sample here";
  return NewMessage(type);
}

MessagePtr OtherSample(const Message& sample, World& world) {
  MessagePtr other = Sample(sample.GetDescriptor(), world);
  if (auto* wave = dynamic_cast<v1::Wave*>(other.get())) {
    wave->set_display_name("Vague d'hiver");
    wave->set_start_date("2025-01-01");
  } else if (auto* establishment = dynamic_cast<v1::Establishment*>(other.get())) {
    establishment->set_display_name("Collège Marie-Curie");
    establishment->set_city("Le Blanc");
  } else if (auto* group = dynamic_cast<v1::Group*>(other.get())) {
    group->set_label("Lycées du nord");
    group->set_start_date("2023-12-01");
  } else if (auto* member = dynamic_cast<v1::Member*>(other.get())) {
    member->set_join_date("2023-12-01");
    member->set_leave_date("2024-03-01");
  } else if (auto* session = dynamic_cast<v1::Session*>(other.get())) {
    session->set_state(v1::SESSION_STATE_CANCELLED);
    session->set_cancel_reason("tuteur malade");
    session->set_time_zone("Pacific/Noumea");
    session->mutable_duration()->set_seconds(5400);
    session->mutable_head_count()->set_present(4);
    session->mutable_guests(0)->set_display_name("Jules");
    session->set_appreciation(v1::APPRECIATION_GOOD);
    session->set_notes("vu");
    session->set_external_link("https://autre.exemple.fr");
    session->set_requested_themes("rien");
    session->mutable_agenda(0)->set_choice(v1::AgendaItem::CHOICE_TAKEN);
  } else if (auto* theme = dynamic_cast<v1::Theme*>(other.get())) {
    theme->set_label("Intégration des budgets");
    theme->set_label_en("Integration");
    theme->set_rank(4);
    theme->set_valid_from("2023-10-01");
    theme->set_valid_to("2026-10-01");
  } else if (auto* programme = dynamic_cast<v1::Programme*>(other.get())) {
    programme->set_label("Six mois");
    programme->mutable_items(0)->set_month(6);
  } else if (auto* calendar = dynamic_cast<v1::SchoolCalendar*>(other.get())) {
    calendar->set_label("Zone C");
    calendar->mutable_holidays(0)->set_label("Noël");
  } else if (auto* account = dynamic_cast<v1::Account*>(other.get())) {
    ChangeAccount(account);
  }
  const Descriptor* type = sample.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (HasBehavior(field, google::api::IMMUTABLE)) {
      // Texts and numbers: no resource has another kind of field that never changes.
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        SetText(other.get(), field->name(), TextOf(sample, field->name()));
      } else {
        other->GetReflection()->SetInt32(other.get(), field, sample.GetReflection()->GetInt32(sample, field));
      }
    }
  }
  return other;
}

MessagePtr SampleRequest(const MethodDescriptor* method, const Api& api, World& world) {
  if (MessagePtr sample = SampleOfBalances(method->input_type(), api, world)) return sample;
  MessagePtr request = NewMessage(method->input_type());
  if (FillAccountRequest(api, world, request.get())) return request;
  if (FillPersonalDataRequest(api, world, request.get())) return request;
  if (FillIssueRequest(api, world, request.get())) return request;
  if (FillThemeRequest(api, world, request.get())) return request;
  if (request->GetDescriptor() == v1::ListSessionRecordsRequest::descriptor()) return SampleListRequest(method, world);
  switch (method->options().GetExtension(v1::kind)) {
    case v1::METHOD_KIND_GET:
    case v1::METHOD_KIND_UNDELETE: {
      const Resource& resource = ResourceOf(method);
      const MessagePtr stored = Create(api, resource, *Sample(resource.type, world));
      SetText(request.get(), "name", TextOf(*stored, "name"));
      if (method != resource.undelete) return request;
      const MessagePtr response = NewMessage(resource.remove->output_type());
      EXPECT_TRUE(api.Call(*DeleteRequest(resource, *stored), response.get()).ok());
      break;
    }
    case v1::METHOD_KIND_LIST:
      return SampleListRequest(method, world);
    case v1::METHOD_KIND_CREATE:
      request = CreateRequest(ResourceOf(method), *Sample(ResourceOf(method).type, world));
      break;
    case v1::METHOD_KIND_UPDATE: {
      const MessagePtr stored = Create(api, ResourceOf(method), *Sample(ResourceOf(method).type, world));
      request = UpdateRequest(ResourceOf(method), *stored, {"*"});
      break;
    }
    case v1::METHOD_KIND_DELETE: {
      const MessagePtr stored = Create(api, ResourceOf(method), *Sample(ResourceOf(method).type, world));
      request = DeleteRequest(ResourceOf(method), *stored);
      break;
    }
    default:
      if (auto* balance = dynamic_cast<v1::GetBalanceRequest*>(request.get())) {
        balance->set_from_date("2023-11-10");
        balance->set_months(3);
        balance->set_wave(world.code());
        balance->add_group_numbers(world.AddGroup(NextGroupNumber()).number());
        return request;
      }
      if (auto* themes = dynamic_cast<v1::ImportThemesRequest*>(request.get())) {
        auto* row = themes->add_rows();
        *row->mutable_theme() = SampleTheme(world);
        row->set_line(2);
        themes->add_ignored_terms(absl::StrCat("divers ", RandomId()));
      } else if (auto* term = dynamic_cast<v1::ResolveTermRequest*>(request.get())) {
        term->set_text(absl::StrCat("terme ", RandomId()));
        term->set_theme(world.AddTheme().name());
      } else if (dynamic_cast<v1::RecodeSessionsRequest*>(request.get()) != nullptr) {
        // A session that was coded before its word meant anything; the request itself is nothing but its request_id.
        v1::Session session = world.NewSession(world.AddGroup(NextGroupNumber()).name());
        session.set_themes(absl::StrCat("mot ", RandomId()));
        world.AddSession(session);
        v1::CreateThemeRequest theme;
        *theme.mutable_theme() = SampleTheme(world);
        auto* alias = theme.mutable_theme()->mutable_aliases(0);
        alias->set_text(session.themes());
        alias->set_certainty(v1::ThemeAlias::CERTAINTY_SURE);
        alias->clear_sure_with();
        theme.mutable_theme()->clear_valid_from();
        api.Get<v1::CreateThemeResponse>(theme);
      } else if (auto* record = dynamic_cast<v1::RecordSessionRequest*>(request.get())) {
        *record->mutable_record() = SampleRecord(world);
      } else if (auto* import = dynamic_cast<v1::ImportSessionsRequest*>(request.get())) {
        auto* row = import->add_rows();
        *row->mutable_record() = SampleRecord(world);
        row->set_line(2);
        row->set_request_id(RandomId());
        import->set_default_wave(world.code());
      } else {
        ADD_FAILURE() << method->full_name() << " is a method without a sample here";
        return request;
      }
  }
  SetText(request.get(), "request_id", RandomId());
  return request;
}

MessagePtr CreateRequest(const Resource& resource, const Message& sample) {
  MessagePtr request = NewMessage(resource.create->input_type());
  MutableFirst(request.get())->CopyFrom(sample);
  return request;
}

MessagePtr Create(const Api& api, const Resource& resource, const Message& sample) {
  const MessagePtr response = NewMessage(resource.create->output_type());
  const Outcome outcome = api.Call(*CreateRequest(resource, sample), response.get());
  EXPECT_TRUE(outcome.ok()) << outcome << "\n" << sample.ShortDebugString();
  return Copy(First(*response));
}

MessagePtr GetByName(const Api& api, const Resource& resource, const std::string& name) {
  const MessagePtr request = NewMessage(resource.get->input_type());
  const MessagePtr response = NewMessage(resource.get->output_type());
  SetText(request.get(), "name", name);
  const Outcome outcome = api.Call(*request, response.get());
  EXPECT_TRUE(outcome.ok()) << outcome;
  return Copy(First(*response));
}

MessagePtr UpdateRequest(const Resource& resource, const Message& sent, const std::vector<std::string>& mask) {
  MessagePtr request = NewMessage(resource.update->input_type());
  MutableFirst(request.get())->CopyFrom(sent);
  auto* paths = static_cast<google::protobuf::FieldMask*>(Part(request.get(), "update_mask"));
  for (const std::string& path : mask) paths->add_paths(path);
  return request;
}

MessagePtr DeleteRequest(const Resource& resource, const Message& stored) {
  MessagePtr request = NewMessage(resource.remove->input_type());
  SetText(request.get(), "name", TextOf(stored, "name"));
  SetText(request.get(), "etag", TextOf(stored, "etag"));
  return request;
}

MessagePtr UndeleteRequest(const Resource& resource, const std::string& name) {
  MessagePtr request = NewMessage(resource.undelete->input_type());
  SetText(request.get(), "name", name);
  return request;
}

std::string Difference(const Message& expected, const Message& actual, const std::vector<std::string>& ignored) {
  google::protobuf::util::MessageDifferencer differencer;
  for (const std::string& field : ignored) {
    differencer.IgnoreField(expected.GetDescriptor()->FindFieldByName(field));
  }
  std::string difference;
  differencer.ReportDifferencesToString(&difference);
  return differencer.Compare(expected, actual) ? "" : difference;
}

}  // namespace tutorat::tests
