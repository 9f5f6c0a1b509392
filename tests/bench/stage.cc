#include "tests/bench/stage.h"

#include <algorithm>
#include <atomic>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/theme_recognition.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::bench {
namespace {

constexpr const char* kMembers[] = {"Adèle Aubépine",     "Baptiste Houblon",     "Céline Pervenche",
                                    "Damien Bleuet",      "Émilie Chèvrefeuille", "François Fougère",
                                    "Géraldine Nénuphar", "Henri Coquelicot"};
constexpr char kSeedWave[] = "SEED";
constexpr char kHistoryWave[] = "H1";
constexpr char kSeedRequest[] = "seed";
constexpr int kHistoryGroups = 100;
constexpr int kHistoryTutors = 25;
constexpr size_t kRowsOfInsert = 100;
constexpr int kClientsOfConnection = 4;

std::mt19937& Random() {
  thread_local std::mt19937 random{std::random_device()()};
  return random;
}

std::string Day(absl::CivilDay first, int after) { return absl::FormatCivilTime(first + after); }

void AddTheme(const std::string& code, const std::string& parent, const std::string& alias,
              v1::ThemeAlias::Certainty certainty, v1::ImportThemesRequest* request) {
  v1::Theme* theme = request->add_rows()->mutable_theme();
  theme->set_code(code);
  if (!parent.empty()) theme->set_parent(absl::StrCat("themes/", parent));
  theme->set_label(code);
  if (alias.empty()) return;
  theme->add_aliases()->set_text(alias);
  theme->mutable_aliases(0)->set_certainty(certainty);
}

void SeedThemes(const tests::Api& api) {
  v1::ImportThemesRequest request;
  AddTheme("domaine", "", "", v1::ThemeAlias::CERTAINTY_SURE, &request);
  AddTheme("budget", "domaine", "budget", v1::ThemeAlias::CERTAINTY_SURE, &request);
  AddTheme("budget-saisie", "budget", "saisie", v1::ThemeAlias::CERTAINTY_WITH_PARENT, &request);
  AddTheme("budget-execution", "budget", "exécution", v1::ThemeAlias::CERTAINTY_WITH_PARENT, &request);
  AddTheme("tiers", "domaine", "tiers", v1::ThemeAlias::CERTAINTY_SURE, &request);
  AddTheme("ej", "domaine", "EJ", v1::ThemeAlias::CERTAINTY_SURE, &request);
  if (!Ask<v1::ImportThemesResponse>(api, request).applied()) throw Failure("the themes are refused");
}

// Rows that are inserted some hundreds at a time.
class Filler {
 public:
  explicit Filler(Connection& connection) : connection_(connection) {}
  void Add(const Rows& rows) {
    Rows& waiting = waiting_[rows.table];
    if (waiting.table.empty()) waiting = {rows.table, rows.columns, {}};
    for (const Values& row : rows.values) {
      waiting.values.push_back(row);
      if (waiting.values.size() == kRowsOfInsert) Write(&waiting);
    }
  }
  void Finish() {
    for (auto& [table, rows] : waiting_) Write(&rows);
  }

 private:
  void Write(Rows* rows) {
    connection_.Insert(*rows);
    rows->values.clear();
  }

  Connection& connection_;
  std::map<std::string, Rows> waiting_;
};

// Copies of what was seeded, under other names.
class Copies {
 public:
  Copies(Connection& connection, const std::string& group)
      : filler_(connection),
        wave_(connection.Select("waves", "code", kSeedWave)),
        group_(connection.Select("tutoring_groups", "name", group)),
        assignment_(connection.Select("group_tutor_assignments", "owner", group)),
        members_(connection.Select("members", "group", group)),
        tutor_(connection.Select("tutors", "name", assignment_.Text(0, "tutor"))) {}

  std::vector<Group> AddWave(const std::string& code, int groups, int tutors) {
    wave_.Set("name", absl::StrCat("waves/", code));
    wave_.Set("code", code);
    filler_.Add(wave_);
    std::vector<std::string> names;
    names.reserve(static_cast<size_t>(tutors));
    for (int i = 0; i < tutors; ++i) {
      names.push_back(absl::StrCat("tutors/", OldRowId(++made_)));
      tutor_.Set("name", names.back());
      tutor_.Set("display_name", absl::StrCat("Tutrice ", code, " ", i));
      tutor_.Set("email", absl::StrCat("tutrice-", code, "-", i, "@ac-exemple.fr"));
      filler_.Add(tutor_);
    }
    std::vector<Group> added;
    added.reserve(static_cast<size_t>(groups));
    for (int i = 0; i < groups; ++i)
      added.push_back(AddGroup(code, i + 1, names[static_cast<size_t>(i) % names.size()]));
    return added;
  }

  // Evenly over the groups, and over so many days from the first.
  void AddSessions(const Record& record, const std::vector<Group>& groups, int count, absl::CivilDay first, int days) {
    for (int i = 0; i < count; ++i) {
      const auto& group = groups[static_cast<size_t>(i) % groups.size()];
      const int of_group = i / static_cast<int>(groups.size());
      const std::string day = Day(first, (of_group * 7 + group.number) % days);
      for (const Rows& rows : record.SessionOf(group, day, absl::StrCat("sessions/", OldRowId(++made_)))) {
        filler_.Add(rows);
      }
    }
  }

  void Finish() { filler_.Finish(); }

 private:
  Group AddGroup(const std::string& wave, int number, const std::string& tutor) {
    Group group{absl::StrCat("groups/", OldRowId(++made_)), number, tutor, {}};
    group_.Set("name", group.name);
    group_.Set("wave", absl::StrCat("waves/", wave));
    group_.Set("number", int64_t{number});
    filler_.Add(group_);
    assignment_.Set("owner", group.name);
    assignment_.Set("tutor", tutor);
    filler_.Add(assignment_);
    members_.Set("group", group.name);
    const size_t name = members_.Column("name");
    for (Values& member : members_.values) {
      group.members.push_back(absl::StrCat("members/", OldRowId(++made_)));
      member[name] = group.members.back();
    }
    filler_.Add(members_);
    return group;
  }

  Filler filler_;
  Rows wave_;
  Rows group_;
  Rows assignment_;
  Rows members_;
  Rows tutor_;
  int64_t made_ = 0;
};

v1::SessionRecord NewRecord(const std::string& wave, int number) {
  static std::atomic<int> made{0};
  v1::SessionRecord record;
  record.set_wave(wave);
  record.set_group(absl::StrCat(number));
  record.set_date(DayBefore());
  record.set_start(absl::StrFormat("%02d:%02d", Random()() % 24, Random()() % 60));
  record.set_themes(absl::StrCat("BUDGET (saisie, exécution), TIERS, EJ n° ", ++made));
  for (const char* member : kMembers) record.mutable_present()->add_names(member);
  return record;
}

}  // namespace

Stage::Stage(const Size& size) {
  auto made = tests::TestServer::Make();
  if (!made.ok()) throw Failure(made.status().ToString());
  server_ = *std::move(made);
  database_ = Database::At(server_->StoreAddress());
  database_process_ = database_->Worker();
  Start();
  Seed();
  Stop();
  Fill(size);
  database_->Save();
}

Stage::~Stage() {
  if (running_) server_->Kill();
}

void Stage::Start(const std::vector<std::string>& more) {
  if (absl::Status status = server_->Start(more); !status.ok()) throw Failure(status.ToString());
  running_ = true;
  const tests::Api api(endpoint());
  for (int tries = 0; api.Health() != 1; ++tries) {
    if (tries == 6000) throw Failure("the server is not ready within a minute");
    absl::SleepFor(absl::Milliseconds(10));
  }
}

void Stage::Stop() {
  if (!running_) return;
  running_ = false;
  if (const int code = server_->Stop(); code != 0) throw Failure(absl::StrCat("the server ends with ", code));
}

void Stage::Reset(bool running) {
  Stop();
  database_->Restore();
  if (running) Start();
}

std::vector<pid_t> Stage::Processes() const {
  std::vector<pid_t> processes;
  if (running_) processes.push_back(pid());
  if (!database_->OneWriter() && database_process_ != 0) processes.push_back(database_process_);
  return processes;
}

void Stage::Seed() {
  const tests::Api api(endpoint());
  SeedThemes(api);
  v1::CreateWaveRequest wave;
  wave.mutable_wave()->set_code(kSeedWave);
  Ask<v1::CreateWaveResponse>(api, wave);
  v1::CreateTutorRequest tutor;
  tutor.mutable_tutor()->set_display_name("Tutrice");
  tutor.mutable_tutor()->set_email("tutrice@ac-exemple.fr");
  v1::CreateGroupRequest group;
  group.mutable_group()->set_wave(absl::StrCat("waves/", kSeedWave));
  group.mutable_group()->set_number(1);
  group.mutable_group()->add_tutor_assignments()->set_tutor(Ask<v1::CreateTutorResponse>(api, tutor).tutor().name());
  seed_group_ = Ask<v1::CreateGroupResponse>(api, group).group().name();
  for (const char* name : kMembers) {
    v1::CreateMemberRequest member;
    member.mutable_member()->set_group(seed_group_);
    member.mutable_member()->set_display_name(name);
    Ask<v1::CreateMemberResponse>(api, member);
  }
  v1::RecordSessionRequest record;
  *record.mutable_record() = NewRecord(kSeedWave, 1);
  record.set_request_id(kSeedRequest);
  seed_session_ = Ask<v1::RecordSessionResponse>(api, record).session().name();
}

void Stage::Fill(const Size& size) {
  const auto connection = database_->Connect();
  record_ = std::make_unique<Record>(*connection, seed_session_, kSeedRequest);
  connection->BeginFilling();
  Copies copies(*connection, seed_group_);
  groups_ = copies.AddWave(kWave, size.groups, size.tutors);
  copies.AddSessions(*record_, groups_, size.past, absl::CivilDay(2010, 1, 1), 3650);
  if (size.history > 0) {
    const std::vector<Group> others = copies.AddWave(kHistoryWave, kHistoryGroups, kHistoryTutors);
    copies.AddSessions(*record_, others, size.history, absl::CivilDay(2023, 9, 1), kDaysOfYear);
  }
  copies.AddSessions(*record_, groups_, size.sessions, absl::CivilDay(2023, 9, 1), kDaysOfYear);
  copies.Finish();
  connection->EndFilling();
}

void Clients::Connect(const tests::Endpoint& endpoint, int clients) {
  const int connections = (clients + kClientsOfConnection - 1) / kClientsOfConnection;
  Connect(std::vector<tests::Endpoint>(static_cast<size_t>(connections), endpoint));
}

void Clients::Connect(const std::vector<tests::Endpoint>& endpoints) {
  apis_.clear();
  for (const tests::Endpoint& endpoint : endpoints) apis_.push_back(std::make_unique<tests::Api>(endpoint));
}

std::string Clients::Call(int client, const std::string& path, const std::string& request) const {
  std::string answer;
  const tests::Outcome outcome = Of(client).CallBytes(path, request, &answer);
  if (!outcome.ok()) throw Failure(absl::StrCat(path, ": ", outcome.reason, " ", outcome.message));
  if (answer.empty()) throw Failure(absl::StrCat(path, " answers nothing"));
  return answer;
}

std::string NewRecordRequest(const std::vector<Group>& groups) {
  v1::RecordSessionRequest request;
  *request.mutable_record() = NewRecord(kWave, AnyGroup(groups).number);
  request.set_request_id(NewRowId());
  return request.SerializeAsString();
}

std::string DayBefore() { return Day(absl::CivilDay(2010, 1, 1), static_cast<int>(Random()() % 3650)); }

const Group& AnyGroup(const std::vector<Group>& groups) { return groups[Random()() % groups.size()]; }

}  // namespace tutorat::bench
