// On each store: a person who was erased is nowhere, and no figure has changed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "server/app/admin/check.h"
#include "server/domain/base/text.h"
#include "server/handlers/privacy/personal_data.h"
#include "tests/support/database.h"
#include "tests/unit/handlers/world.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/freeze.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"
#include "tutorat/v1/personal_data.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/token.pb.h"

namespace tutorat::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ErasureTest : public testing::TestWithParam<Kind> {
 protected:
  ErasureTest() : world_(api_) {
    Record(
        "date: '2024-01-10' themes: 'EJ & SF' present { names: ['Adèle Aubépine', 'Basile Houblon'] } "
        "notes: 'Merci à AUBÉPINE Adèle (adele@ac-paris.fr).\\nÀ revoir' guests: 'Inès Pinson'");
    Record(
        "date: '2024-01-17' themes: 'Tiers' absent { names: 'Adèle Aubépine' } present { names: 'Basile Houblon' } "
        "notes: 'Mme Aubépine absente' guests: 'adele aubepine' issues { kind: KIND_MIC note: 'chez Adèle Aubépine' "
        "affected { names: 'Adèle Aubépine' } }");
    api_.Do<v1::FreezeBalanceResponse, v1::FreezeBalanceRequest>(
        "from_date: '2023-11-10' months: 3 wave: 'V6' label: 'comité' frozen_by: 'Adèle Aubépine'");
  }

  void Record(const std::string& record) {
    api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
        absl::StrCat("request_id: 'r", ++requests_, "' record { group: '4' wave: 'V6' ", record, " }"));
  }

  v1::ErasePersonResponse Erase(const std::string& person) {
    return api_.Do<v1::ErasePersonResponse, v1::ErasePersonRequest>(
        absl::StrCat("request_id: 'e", ++requests_, "' person: '", person, "'"));
  }

  // The balance of all that was recorded, and what was frozen of it, as programs get them.
  std::string Figures() {
    auto balance = api_.Do<v1::GetBalanceResponse, v1::GetBalanceRequest>("from_date: '2023-11-10' months: 3");
    balance.mutable_balance()->clear_snapshot_time();
    std::string figures = balance.SerializeAsString();
    const auto frozen = api_.Do<v1::ListFrozenBalancesResponse, v1::ListFrozenBalancesRequest>("");
    for (const v1::FrozenBalance& one : frozen.frozen_balances()) {
      const auto whole =
          api_.Do<v1::GetFrozenBalanceResponse, v1::GetFrozenBalanceRequest>(absl::StrCat("name: '", one.name(), "'"));
      absl::StrAppend(&figures, whole.frozen_balance().sha256());
      for (const std::string& piece : whole.frozen_balance().content()) figures += piece;
    }
    return figures;
  }

  std::vector<std::string> Tables() {
    const std::string statement =
        GetParam().server() ? "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                            : "SELECT name FROM sqlite_master WHERE type = 'table'";
    std::vector<std::string> tables;
    const absl::Status status = connection_->Query(
        statement, {}, [&](storage::sql::Row row) { tables.push_back(std::get<std::string>(row[0])); });
    EXPECT_EQ(status, absl::OkStatus());
    return tables;
  }

  void RunSql(const std::string& statement) { ASSERT_EQ(connection_->Run(statement), absl::OkStatus()) << statement; }

  // `table: value` of every value of every table in which one of the texts is, folded; those of base 64 decoded.
  std::vector<std::string> FoundInTables(const std::vector<std::string>& texts) {
    std::vector<std::string> found;
    size_t values = 0;
    for (const std::string& table : Tables()) {
      const absl::Status status =
          connection_->Query(absl::StrCat("SELECT * FROM `", table, "`"), {}, [&](storage::sql::Row row) {
            for (const auto& value : row) {
              const auto* text = std::get_if<std::string>(&value);
              if (text == nullptr) continue;
              ++values;
              std::string decoded = *text;
              if (table == "stored_responses") absl::Base64Unescape(*text, &decoded);
              for (const std::string& wanted : texts) {
                if (absl::StrContains(domain::Fold(absl::StrCat(*text, " ", decoded)), wanted)) {
                  found.push_back(absl::StrCat(table, ": ", *text));
                }
              }
            }
          });
      EXPECT_EQ(status, absl::OkStatus());
    }
    EXPECT_GT(values, 100U);
    return found;
  }

  // Names of SQLite's files that hold one of these bytes.
  std::vector<std::string> FoundInFiles(const std::vector<std::string>& texts) {
    std::filesystem::path folder;
    const absl::Status status = connection_->Query("PRAGMA database_list", {}, [&](storage::sql::Row row) {
      folder = std::filesystem::path(std::get<std::string>(row[2])).parent_path();
    });
    EXPECT_EQ(status, absl::OkStatus());
    std::vector<std::string> found;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      std::ifstream in(file.path(), std::ios::binary);
      std::stringstream bytes;
      bytes << in.rdbuf();
      for (const std::string& text : texts) {
        if (absl::StrContains(bytes.str(), text)) found.push_back(file.path().filename().string());
      }
    }
    return found;
  }

  std::unique_ptr<Database> database_ = *MakeDatabase(GetParam(), Schema::kNewest);
  std::unique_ptr<storage::sql::Connection> connection_ = *database_->Connect();
  LocalApi api_{*database_->Open()};
  World world_;
  int requests_ = 0;
};

const std::vector<std::string>& FoldedNames() {
  static const auto& names = *new std::vector<std::string>{"adele aubepine", "aubepine adele", "adele@ac-paris.fr"};
  return names;
}

TEST_P(ErasureTest, NothingIsLeftInAnyTableOrFileAndNoFigureChanges) {
  // An earlier spelling, which only the audit holds.
  const auto member = api_.Do<v1::GetMemberResponse, v1::GetMemberRequest>(absl::StrCat("name: '", world_.adele, "'"));
  api_.Do<v1::UpdateMemberResponse, v1::UpdateMemberRequest>(
      absl::StrCat("member { name: '", world_.adele, "' etag: '", member.member().etag(),
                   "' display_name: 'Adèle Aubépine-Houx' } update_mask { paths: 'display_name' }"));
  ASSERT_THAT(FoundInTables(FoldedNames()), Not(IsEmpty()));
  // A server's files are its operator's.
  const bool has_files = !GetParam().server();
  if (has_files) {
    ASSERT_THAT(FoundInFiles({"Adèle Aubépine"}), Not(IsEmpty()));
  }
  const std::string before = Figures();

  const auto erased = Erase("adele aubépine houx");
  EXPECT_THAT(erased.erasure().resources(), ElementsAre(world_.adele));
  EXPECT_GT(erased.audit_entry_count(), 3);
  EXPECT_EQ(Figures(), before);
  EXPECT_THAT(FoundInTables(FoldedNames()), IsEmpty());
  if (has_files) {
    EXPECT_THAT(FoundInFiles({"Adèle Aubépine", "AUBÉPINE Adèle", "adele@ac-paris.fr", "adele aubepine"}), IsEmpty());
  }

  const auto now = api_.Do<v1::GetMemberResponse, v1::GetMemberRequest>(absl::StrCat("name: '", world_.adele, "'"));
  EXPECT_EQ(now.member().display_name(), erased.erasure().pseudonym());
  EXPECT_EQ(now.member().email(), "");
  EXPECT_EQ(now.member().group(), world_.group);
  ASSERT_EQ(api_.noted().erasures.size(), 1U);
  EXPECT_EQ(api_.noted().erasures[0].pseudonym(), erased.erasure().pseudonym());
  EXPECT_THAT(api_.noted().erasures[0].DebugString(), Not(HasSubstr("Aub")));
}

TEST_P(ErasureTest, RemarksAreShownWithAndWithoutTheName) {
  const auto preview =
      api_.Do<v1::ErasePersonResponse, v1::ErasePersonRequest>("person: 'adele@ac-paris.fr' validate_only: true");
  std::vector<std::string> shown;
  const std::string& pseudonym = preview.erasure().pseudonym();
  for (const v1::Remark& remark : preview.remarks()) {
    shown.push_back(absl::StrCat(remark.field(), "=", absl::StrReplaceAll(remark.redacted(), {{pseudonym, "X"}})));
  }
  EXPECT_THAT(shown, testing::UnorderedElementsAre("frozen_by=X", "notes=Merci à X (X).\nÀ revoir", "notes=",
                                                   "guests[0].display_name=X", "participation_issues[0].note=chez X"));
  EXPECT_THAT(FoundInTables(FoldedNames()), Not(IsEmpty()));
  EXPECT_THAT(api_.noted().erasures, IsEmpty());
  const auto none = api_.Do<v1::ListErasuresResponse, v1::ListErasuresRequest>("");
  EXPECT_EQ(none.erasures_size(), 0);
}

TEST_P(ErasureTest, ErasedTwiceChangesNothing) {
  const auto first = Erase("Adèle Aubépine");
  const std::string figures = Figures();
  const auto count = [&] {
    return api_.Do<v1::ListAuditEntriesResponse, v1::ListAuditEntriesRequest>("page_size: 1000").audit_entries_size();
  };
  const int entries = count();
  const auto again = Erase(world_.adele);
  EXPECT_EQ(again.erasure().name(), first.erasure().name());
  EXPECT_EQ(again.audit_entry_count(), 0);
  v1::ErasePersonRequest by_name;
  by_name.set_person("Adèle Aubépine");
  EXPECT_EQ(Refusal(api_.Send<v1::ErasePersonResponse>(by_name).status()), "NOT_FOUND PERSON_NOT_FOUND");
  EXPECT_EQ(count(), entries);
  EXPECT_EQ(Figures(), figures);
}

TEST_P(ErasureTest, ARepeatedRequestGetsItsAnswerWithoutTheRemarks) {
  const std::string request = "request_id: 'same' person: 'Adèle Aubépine'";
  const auto first = api_.Do<v1::ErasePersonResponse, v1::ErasePersonRequest>(request);
  const auto again = api_.Do<v1::ErasePersonResponse, v1::ErasePersonRequest>(request);
  EXPECT_EQ(again.erasure().name(), first.erasure().name());
  EXPECT_GT(first.remarks_size(), 0);
  EXPECT_EQ(again.remarks_size(), 0);
}

TEST_P(ErasureTest, TwoPeopleOfOneNameAreAmbiguous) {
  const std::string other = world_.AddGroup("V6", 5);
  world_.AddMember(other, "Adèle Aubépine", "a.aubepine@ac-lyon.fr");
  v1::ErasePersonRequest request;
  request.set_person("Adèle Aubépine");
  EXPECT_EQ(Refusal(api_.Send<v1::ErasePersonResponse>(request).status()), "FAILED_PRECONDITION AMBIGUOUS_PERSON");
  // By address: her own sessions lose the name, the other one keeps it.
  Erase("adele@ac-paris.fr");
  EXPECT_THAT(FoundInTables({"adele@ac-paris.fr"}), IsEmpty());
  EXPECT_THAT(FoundInTables({"a.aubepine@ac-lyon.fr"}), Not(IsEmpty()));
}

TEST_P(ErasureTest, AnAccountIsDisabledAndItsTokensRevoked) {
  const auto account = api_.Do<v1::CreateAccountResponse, v1::CreateAccountRequest>(
      "account { display_name: 'Odile Compte' email: 'odile@ac-paris.fr' roles: ROLE_READER }");
  const std::string& name = account.account().name();
  const auto token = api_.Do<v1::CreateTokenResponse, v1::CreateTokenRequest>(
      absl::StrCat("token { account: '", name, "' label: 'portable' }"));
  Erase("Odile Compte");
  const auto now = api_.Do<v1::GetAccountResponse, v1::GetAccountRequest>(absl::StrCat("name: '", name, "'"));
  EXPECT_TRUE(now.account().disabled());
  const auto revoked =
      api_.Do<v1::GetTokenResponse, v1::GetTokenRequest>(absl::StrCat("name: '", token.token().name(), "'"));
  EXPECT_TRUE(revoked.token().has_revoke_time());
}

TEST_P(ErasureTest, TheLastAdministratorIsNotErased) {
  api_.Do<v1::CreateAccountResponse, v1::CreateAccountRequest>(
      "account { display_name: 'Odile Compte' email: 'odile@ac-paris.fr' roles: ROLE_ADMINISTRATOR }");
  v1::ErasePersonRequest request;
  request.set_person("Odile Compte");
  EXPECT_EQ(Refusal(api_.Send<v1::ErasePersonResponse>(request).status()), "FAILED_PRECONDITION LAST_ADMINISTRATOR");
  api_.Do<v1::CreateAccountResponse, v1::CreateAccountRequest>(
      "account { display_name: 'Paule Autre' roles: ROLE_ADMINISTRATOR }");
  EXPECT_EQ(Erase("Odile Compte").erasure().resources_size(), 1);
}

TEST_P(ErasureTest, FreeTextsAreForgottenInTheAuditTooAndTheChainHolds) {
  const auto account = api_.Do<v1::CreateAccountResponse, v1::CreateAccountRequest>(
      "account { display_name: 'Odile Compte' email: 'odile@ac-paris.fr' roles: ROLE_READER }");
  api_.Do<v1::CreateTokenResponse, v1::CreateTokenRequest>(
      absl::StrCat("token { account: '", account.account().name(), "' label: 'portable d\\'Odile Compte' }"));
  const auto listed = api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("");
  v1::Session session = listed.sessions(0);
  const auto rewrite = [&](const std::string& themes, const std::string& link) {
    v1::UpdateSessionRequest request;
    *request.mutable_session() = session;
    request.mutable_session()->set_themes(themes);
    request.mutable_session()->set_external_link(link);
    request.mutable_update_mask()->add_paths("themes");
    request.mutable_update_mask()->add_paths("external_link");
    const auto answer = api_.Send<v1::UpdateSessionResponse>(request);
    ASSERT_EQ(answer.status(), absl::OkStatus());
    session = answer->session();
  };
  rewrite("EJ avec Odile Compte", "https://x.example/odile@ac-paris.fr");
  rewrite("EJ", "");
  rewrite("SF, Odile Compte", "");
  ASSERT_THAT(FoundInTables({"odile compte", "odile@ac-paris.fr"}), Not(IsEmpty()));
  const auto erased = Erase("Odile Compte");
  EXPECT_THAT(erased.remarks(), testing::Contains(testing::Property(&v1::Remark::field, "themes")));
  // The tutor's words, which the erasure only points at, once somebody has changed them.
  session =
      api_.Do<v1::GetSessionResponse, v1::GetSessionRequest>(absl::StrCat("name: '", session.name(), "'")).session();
  rewrite("SF", "");
  EXPECT_THAT(FoundInTables({"odile compte", "odile@ac-paris.fr"}), IsEmpty());
  std::stringstream out;
  EXPECT_EQ(app::Check(api_.store(), out), 0) << out.str();
}

TEST_P(ErasureTest, FreeTextsThatAreNotMarkedAreToldInTheAudit) {
  const auto listed = api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("");
  const auto audit = api_.Do<v1::ListAuditEntriesResponse, v1::ListAuditEntriesRequest>(
      absl::StrCat("resource: '", listed.sessions(0).name(), "'"));
  bool told = false;
  for (const v1::AuditChange& change : audit.audit_entries(0).changes()) {
    told |= change.field() == "themes" && change.personal_after() == "\"EJ & SF\"";
    EXPECT_TRUE(change.field() != "notes" || change.personal_after().empty());
    EXPECT_EQ(change.salt(), "");
  }
  EXPECT_TRUE(told);
}

TEST_P(ErasureTest, WhatABackupBringsBackIsErasedAgain) {
  const std::vector<std::string> tables = Tables();
  for (const std::string& table : tables) {
    RunSql(absl::StrCat("CREATE TABLE `kept_", table, "` AS SELECT * FROM `", table, "`"));
  }
  const auto erased = Erase("Adèle Aubépine");
  const auto member_now = [&] {
    return api_.Do<v1::GetMemberResponse, v1::GetMemberRequest>(absl::StrCat("name: '", world_.adele, "'")).member();
  };
  EXPECT_EQ(member_now().display_name(), erased.erasure().pseudonym());
  RunSql(GetParam().server() ? "SET FOREIGN_KEY_CHECKS = 0" : "PRAGMA foreign_keys = OFF");
  for (const std::string& table : tables) {
    RunSql(absl::StrCat("DELETE FROM `", table, "`"));
    RunSql(absl::StrCat("INSERT INTO `", table, "` SELECT * FROM `kept_", table, "`"));
    RunSql(absl::StrCat("DROP TABLE `kept_", table, "`"));
  }
  EXPECT_EQ(member_now().display_name(), "Adèle Aubépine");
  const auto again = [&] {
    return api::ReapplyErasures(api_.store(), api_.noted().erasures, absl::Now(), absl::InfiniteFuture()).value_or(-1);
  };
  EXPECT_EQ(again(), 1);
  EXPECT_EQ(member_now().display_name(), erased.erasure().pseudonym());
  EXPECT_EQ(member_now().email(), "");
  EXPECT_THAT(FoundInTables(FoldedNames()), IsEmpty());
  EXPECT_EQ(again(), 0);
}

TEST_P(ErasureTest, RetentionErasesTheMembersOfItsWaveAndNobodyElse) {
  const auto wave = api_.Do<v1::GetWaveResponse, v1::GetWaveRequest>("name: 'waves/V6'").wave();
  api_.Do<v1::UpdateWaveResponse, v1::UpdateWaveRequest>(
      absl::StrCat("wave { name: 'waves/V6' etag: '", wave.etag(), "' personal_data_until: '2025-01-01' }"));
  world_.AddWave("V7");
  const std::string later = world_.AddMember(world_.AddGroup("V7", 1), "Adèle Aubépine", "adele@ac-paris.fr");
  const std::string figures = Figures();
  const auto early = api_.Do<v1::ApplyRetentionResponse, v1::ApplyRetentionRequest>("as_of_date: '2024-12-31'");
  EXPECT_EQ(early.waves_size(), 0);
  const auto preview =
      api_.Do<v1::ApplyRetentionResponse, v1::ApplyRetentionRequest>("as_of_date: '2025-01-01' validate_only: true");
  ASSERT_EQ(preview.waves_size(), 1);
  EXPECT_EQ(preview.waves(0).member_count(), 2);
  EXPECT_THAT(preview.waves(0).remarks(), testing::Contains(testing::Property(&v1::Remark::field, "notes")));
  const auto done =
      api_.Do<v1::ApplyRetentionResponse, v1::ApplyRetentionRequest>("as_of_date: '2025-01-01' request_id: 'kept'");
  EXPECT_EQ(done.waves(0).erasures_size(), 2);
  EXPECT_EQ(done.waves(0).remarks_size(), preview.waves(0).remarks_size());
  EXPECT_EQ(api_.noted().erasures.size(), 2U);
  const auto repeated =
      api_.Do<v1::ApplyRetentionResponse, v1::ApplyRetentionRequest>("as_of_date: '2025-01-01' request_id: 'kept'");
  EXPECT_EQ(repeated.waves(0).erasures_size(), 2);
  EXPECT_EQ(repeated.waves(0).remarks_size(), 0);
  const auto name_of = [&](const std::string& member) {
    return api_.Do<v1::GetMemberResponse, v1::GetMemberRequest>(absl::StrCat("name: '", member, "'"))
        .member()
        .display_name();
  };
  EXPECT_THAT(name_of(world_.adele), testing::StartsWith("Personne "));
  EXPECT_THAT(name_of(world_.basile), testing::StartsWith("Personne "));
  EXPECT_EQ(name_of(later), "Adèle Aubépine");
  EXPECT_EQ(Figures(), figures);
  const auto again = api_.Do<v1::ApplyRetentionResponse, v1::ApplyRetentionRequest>("as_of_date: '2025-01-01'");
  EXPECT_EQ(again.waves(0).member_count(), 0);
}

TEST_P(ErasureTest, ExportHoldsWhatIsHeldOnThePersonAndNobodyElse) {
  const auto data = api_.Do<v1::ExportPersonResponse, v1::ExportPersonRequest>("person: 'adele@ac-paris.fr'").data();
  const std::string text = data.DebugString();
  for (const char* collection : {"members", "sessions", "remarks", "auditEntries"}) {
    EXPECT_EQ(data.fields().count(collection), 1U) << collection;
  }
  EXPECT_EQ(data.fields().at("sessions").list_value().values_size(), 2);
  EXPECT_THAT(text, HasSubstr("adele@ac-paris.fr"));
  EXPECT_THAT(text, Not(HasSubstr("Basile")));
  EXPECT_THAT(text, Not(HasSubstr(world_.basile)));
  EXPECT_THAT(text, Not(HasSubstr("salt")));
}

TEST_P(ErasureTest, AuditIsToldWithoutPersonalValues) {
  const auto listed = api_.Do<v1::ListAuditEntriesResponse, v1::ListAuditEntriesRequest>(
      absl::StrCat("resource: '", world_.adele, "'"));
  ASSERT_EQ(listed.audit_entries_size(), 1);
  const v1::AuditEntry& entry = listed.audit_entries(0);
  EXPECT_EQ(entry.account(), "accounts/anybody");
  EXPECT_EQ(entry.method(), "tutorat.v1.GroupService.CreateMember");
  for (const v1::AuditChange& change : entry.changes()) {
    EXPECT_EQ(change.personal_after(), "");
    EXPECT_EQ(change.salt(), "");
  }
  const auto got =
      api_.Do<v1::GetAuditEntryResponse, v1::GetAuditEntryRequest>(absl::StrCat("name: '", entry.name(), "'"));
  EXPECT_EQ(got.audit_entry().DebugString(), entry.DebugString());
}

INSTANTIATE_TEST_SUITE_P(On, ErasureTest, ::testing::ValuesIn(AllKinds()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
