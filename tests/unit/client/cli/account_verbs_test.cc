// Accounts, their tokens, the audit and what is held on a person, as they are typed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/support/certificates.h"
#include "tests/unit/client/lib/answered.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/personal_data.pb.h"
#include "tutorat/v1/token.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using tests::kToken;

class AccountVerbs : public tests::AnsweredTest {
 protected:
  AccountVerbs() {
    Answers<v1::ListAccountsResponse>(
        "ListAccounts",
        "accounts { name: 'accounts/z' display_name: 'Zoé Martin' roles: ROLE_COORDINATOR roles: ROLE_ADMINISTRATOR } "
        "accounts { name: 'accounts/a' display_name: 'Anne Diaz' email: 'anne@example.fr' roles: ROLE_TUTOR "
        "tutor: 'tutors/t' etag: 'e-1' disabled: true }");
  }
};

TEST_F(AccountVerbs, AccountsAreListedByName) {
  Answers<v1::ListTutorsResponse>("ListTutors", "tutors { name: 'tutors/t' display_name: 'Anne D.' }");
  EXPECT_EQ(Run({"account", "list", "--format", "csv"}).out,
            "display_name,email,roles,tutor,state,name\n"
            "Anne Diaz,anne@example.fr,tuteur,Anne D.,désactivé,accounts/a\n"
            "Zoé Martin,,\"coordinateur, administrateur\",,actif,accounts/z\n");
  EXPECT_THAT(Run({"account", "list", "--lang", "en"}).out, HasSubstr("coordinator, administrator"));
  EXPECT_THAT(Run({"account", "list", "--format", "markdown"}).out, StartsWith("| COMPTE | ADRESSE |"));
  EXPECT_THAT(Run({"account", "list", "--format", "json"}).out, HasSubstr("\"ROLE_TUTOR\""));
}

TEST_F(AccountVerbs, AnAccountIsShownWithItsTokens) {
  Answers<v1::ListTokensResponse>("ListTokens",
                                  "tokens { name: 'tokens/1' label: 'portable' } "
                                  "tokens { name: 'tokens/2' revoke_time { seconds: 1709285400 } } "
                                  "tokens { name: 'tokens/3' expire_time { seconds: 1709285400 } }");
  const Result result = Run({"account", "show", "ANNE DIAZ"});
  EXPECT_THAT(result.out, AllOf(HasSubstr("portable : valable sans fin"), HasSubstr("2 : révoqué le 01/03/2024"),
                                HasSubstr("3 : expiré le 01/03/2024")));
  EXPECT_EQ(Last<v1::ListTokensRequest>("AccountService/ListTokens").account(), "accounts/a");
  EXPECT_EQ(Run({"account", "show", "nobody"}).code, 3);
}

TEST_F(AccountVerbs, AnAccountIsCreatedWithItsRoles) {
  Answers<v1::CreateAccountResponse>("CreateAccount", "account { name: 'accounts/n' display_name: 'Léa O\\'Brien' }");
  Answers<v1::ListTutorsResponse>("ListTutors", "tutors { name: 'tutors/t' display_name: 'Anne Diaz' }");
  const Result result = Run({"account", "create", "Léa O'Brien", "--role", "tuteur", "--role", "reader", "--tutor",
                             "anne diaz", "--email", "lea@example.fr"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("tutorat account token create 'Léa O'\\''Brien'"));
  EXPECT_EQ(Last<v1::CreateAccountRequest>("AccountService/CreateAccount").account().ShortDebugString(),
            "display_name: \"L\\303\\251a O\\'Brien\" email: \"lea@example.fr\" roles: ROLE_TUTOR roles: ROLE_READER "
            "tutor: \"tutors/t\"");
  EXPECT_EQ(Run({"account", "create", "Léa"}).code, 2);
  const Result unknown = Run({"account", "create", "Léa", "--role", "chef"});
  EXPECT_EQ(unknown.code, 4);
  EXPECT_THAT(unknown.err, HasSubstr("tuteur|coordinateur|lecteur|administrateur"));
}

TEST_F(AccountVerbs, AnEditChangesWhatIsSaid) {
  EXPECT_EQ(Run({"account", "edit", "anne@example.fr", "--name", "Anne D"}).code, 0);
  const auto renamed = Last<v1::UpdateAccountRequest>("AccountService/UpdateAccount");
  EXPECT_THAT(renamed.update_mask().paths(), ElementsAre("display_name"));
  EXPECT_EQ(renamed.account().etag(), "e-1");
  // Who is no tutor any more has no tutor's groups.
  EXPECT_EQ(Run({"account", "edit", "Anne Diaz", "--role", "lecteur"}).code, 0);
  const auto reader = Last<v1::UpdateAccountRequest>("AccountService/UpdateAccount");
  EXPECT_THAT(reader.update_mask().paths(), ElementsAre("roles", "tutor"));
  EXPECT_THAT(reader.account().roles(), ElementsAre(v1::ROLE_READER));
  EXPECT_EQ(reader.account().tutor(), "");
  EXPECT_EQ(Run({"account", "edit", "Anne Diaz"}).code, 2);
}

TEST_F(AccountVerbs, AnAccountIsDisabledAndEnabled) {
  for (const bool disabled : {true, false}) {
    EXPECT_EQ(Run({"account", disabled ? "disable" : "enable", "Zoé Martin"}).code, 0);
    const auto request = Last<v1::UpdateAccountRequest>("AccountService/UpdateAccount");
    EXPECT_THAT(request.update_mask().paths(), ElementsAre("disabled"));
    EXPECT_EQ(request.account().disabled(), disabled);
  }
  EXPECT_EQ(Run({"account", "delete", "Anne Diaz"}).code, 0);
  EXPECT_EQ(Last<v1::DeleteAccountRequest>("AccountService/DeleteAccount").etag(), "e-1");
  EXPECT_EQ(Run({"account", "undelete", "Anne Diaz"}).code, 3);
}

TEST_F(AccountVerbs, ATokenIsShownOnceAndAlone) {
  Answers<v1::CreateTokenResponse>("CreateToken", absl::StrCat("token { name: 'tokens/n' } text: '", kToken, "'"));
  const Result shown = Run({"account", "token", "create", "Anne Diaz", "--label", "portable", "--expires", "90"});
  EXPECT_EQ(shown.out, absl::StrCat(kToken, "\n"));
  EXPECT_THAT(shown.err, AllOf(HasSubstr("tokens/n"), Not(HasSubstr(kToken))));
  const auto request = Last<v1::CreateTokenRequest>("AccountService/CreateToken");
  EXPECT_EQ(request.token().account(), "accounts/a");
  EXPECT_EQ(request.token().label(), "portable");
  const absl::Duration life = absl::FromUnixSeconds(request.token().expire_time().seconds()) - absl::Now();
  EXPECT_GT(life, absl::Hours(24 * 90 - 1));
  EXPECT_LE(life, absl::Hours(24 * 90));
}

TEST_F(AccountVerbs, ATokenInAFileIsNotShown) {
  Answers<v1::CreateTokenResponse>("CreateToken", absl::StrCat("token { name: 'tokens/n' } text: '", kToken, "'"));
  for (const char* form : {"table", "json", "csv"}) {
    const std::string path = dir_.File(absl::StrCat("new/", form));
    const Result result = Run({"account", "token", "create", "Anne Diaz", "--output", path, "--format", form});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out + result.err, AllOf(HasSubstr("tokens/n"), Not(HasSubstr(kToken))));
    EXPECT_EQ(tests::ReadFile(path), absl::StrCat(kToken, "\n"));
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
  }
  const Result nowhere =
      Run({"account", "token", "create", "Anne Diaz", "--output", Write("file", "x") + "/under-a-file"});
  EXPECT_EQ(nowhere.code, 1);
  EXPECT_THAT(nowhere.err, AllOf(HasSubstr("revoke tokens/n"), Not(HasSubstr(kToken))));
}

TEST_F(AccountVerbs, ATokenWhoseTextWasLostIsToBeRevoked) {
  Answers<v1::CreateTokenResponse>("CreateToken", "token { name: 'tokens/n' }");
  const Result result = Run({"account", "token", "create", "Anne Diaz"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("tutorat account token revoke tokens/n"));
}

TEST_F(AccountVerbs, AnExpiryIsADayOrANumberOfDays) {
  EXPECT_EQ(Run({"account", "token", "create", "Anne Diaz", "--expires", "01/03/2999"}).code, 1);
  EXPECT_GT(Last<v1::CreateTokenRequest>("AccountService/CreateToken").token().expire_time().seconds(), 32472144000);
  for (const char* wrong : {"0", "-3", "bientôt", "30/02/2999", "99999"}) {
    const Result result = Run({"account", "token", "create", "Anne Diaz", "--expires", wrong});
    EXPECT_EQ(result.code, 4) << wrong;
    EXPECT_THAT(result.err, HasSubstr("--expires"));
  }
}

TEST_F(AccountVerbs, TokensAreListedAndRevoked) {
  Answers<v1::ListTokensResponse>("ListTokens",
                                  "tokens { name: 'tokens/1' account: 'accounts/a' label: 'portable' } "
                                  "tokens { name: 'tokens/2' account: 'accounts/gone' }");
  EXPECT_EQ(Run({"account", "token", "list", "--format", "csv"}).out,
            "account,label,state,last_use_time,id\nAnne Diaz,portable,valable sans fin,,1\n"
            "accounts/gone,,valable sans fin,,2\n");
  EXPECT_EQ(Last<v1::ListTokensRequest>("AccountService/ListTokens").account(), "");
  EXPECT_EQ(Run({"account", "token", "list", "Anne Diaz"}).code, 0);
  EXPECT_EQ(Last<v1::ListTokensRequest>("AccountService/ListTokens").account(), "accounts/a");
  for (const char* typed : {"01hf2x8qr5c0d3k9m7v4w6y1za", "tokens/01hf2x8qr5c0d3k9m7v4w6y1za", kToken}) {
    EXPECT_EQ(Run({"account", "token", "revoke", typed}).code, 0);
    EXPECT_EQ(Last<v1::RevokeTokenRequest>("AccountService/RevokeToken").name(), "tokens/01hf2x8qr5c0d3k9m7v4w6y1za");
  }
}

TEST_F(AccountVerbs, WhatIsHeldOnAPersonIsExported) {
  Answers<v1::ExportPersonResponse>(
      "ExportPerson",
      "data { fields { key: 'sessions' value { list_value { values { string_value: 's' } values { number_value: 3 } } "
      "} }"
      " fields { key: 'members' value { struct_value { fields { key: 'b' value { bool_value: true } }"
      " fields { key: 'a' value { list_value {} } } } } } }");
  const std::string json =
      "{\n  \"members\": {\n    \"a\": [],\n    \"b\": true\n  },\n  \"sessions\": [\n    \"s\",\n    3\n  ]\n}\n";
  EXPECT_EQ(Run({"account", "export", "Lucie Thym"}).out, json);
  EXPECT_EQ(Last<v1::ExportPersonRequest>("PersonalDataService/ExportPerson").person(), "Lucie Thym");
  const std::string path = dir_.File("lucie.json");
  EXPECT_THAT(Run({"account", "export", "Lucie Thym", "--output", path}).out, IsEmpty());
  EXPECT_EQ(tests::ReadFile(path), json);
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
}

TEST_F(AccountVerbs, APersonIsErasedAfterItWasShown) {
  Answers<v1::ErasePersonResponse>(
      "ErasePerson",
      "erasure { resources: 'members/1' resources: 'tutors/2' pseudonym: 'Personne 3F2A' } audit_entry_count: 12 "
      "remarks { resource: 'sessions/s' field: 'notes' text: 'Lucie en retard' redacted: 'Personne 3F2A en retard' } "
      "remarks { resource: 'sessions/s' field: 'themes' text: 'EJ avec Lucie' }");
  const Result preview = Run({"account", "erase", "Lucie Thym"});
  EXPECT_EQ(preview.code, 0) << preview.err;
  EXPECT_TRUE(Last<v1::ErasePersonRequest>("PersonalDataService/ErasePerson").validate_only());
  for (const char* text :
       {"Lucie en retard", "Personne 3F2A en retard", "(à reprendre à la main)", "Serait effacé : members/1, tutors/2",
        "rendre anonymes : 12", "Rien n'est changé.", "tutorat account erase 'Lucie Thym' --apply"}) {
    EXPECT_THAT(preview.out, HasSubstr(text));
  }
  const Result applied = Run({"account", "erase", "Lucie Thym", "--apply"});
  EXPECT_FALSE(Last<v1::ErasePersonRequest>("PersonalDataService/ErasePerson").validate_only());
  EXPECT_THAT(applied.out, AllOf(HasSubstr("Effacé : members/1, tutors/2 ; désormais « Personne 3F2A »"),
                                 Not(HasSubstr("--apply"))));
  EXPECT_EQ(Run({"account", "erase", "Lucie Thym", "--format", "csv"}).out,
            "resource,field,text,redacted\nsessions/s,notes,Lucie en retard,Personne 3F2A en retard\n"
            "sessions/s,themes,EJ avec Lucie,\n");
  EXPECT_THAT(Run({"account", "erase", "Lucie Thym", "--format", "json"}).out, HasSubstr("\"auditEntryCount\": 12"));
  EXPECT_THAT(Run({"account", "erase", "Lucie Thym", "--lang", "en", "--format", "markdown"}).out,
              AllOf(StartsWith("| RESOURCE | FIELD |"), HasSubstr("Nothing is changed.")));
}

TEST_F(AccountVerbs, RetentionIsAppliedAfterItWasShown) {
  Answers<v1::ApplyRetentionResponse>("ApplyRetention",
                                      "waves { wave: 'waves/V6' personal_data_until: '2025-08-31' member_count: 48 } "
                                      "document { blocks { sentence { text: 'V6 : 48 auditeurs.' } } }");
  const Result preview = Run({"account", "retention", "--as-of", "01/09/2025"});
  EXPECT_THAT(preview.out, AllOf(HasSubstr("- V6 : 48 auditeurs.\n"),
                                 HasSubstr("tutorat account retention --as-of 01/09/2025 --apply")));
  auto request = Last<v1::ApplyRetentionRequest>("PersonalDataService/ApplyRetention");
  EXPECT_TRUE(request.validate_only());
  EXPECT_EQ(request.as_of_date(), "2025-09-01");
  EXPECT_THAT(Run({"account", "retention", "--apply"}).out, Not(HasSubstr("--apply")));
  request = Last<v1::ApplyRetentionRequest>("PersonalDataService/ApplyRetention");
  EXPECT_FALSE(request.validate_only());
  EXPECT_EQ(request.as_of_date(), "");
  // A file is asked for before, never of what is done.
  EXPECT_EQ(Run({"account", "retention", "--apply", "--format", "csv"}).code, 2);
  EXPECT_EQ(Run({"account", "retention", "--as-of", "31/06/2025"}).code, 4);
}

TEST_F(AccountVerbs, ErasuresAreListedWithoutNames) {
  Answers<v1::ListErasuresResponse>(
      "ListErasures", "erasures { account: 'accounts/z' resources: 'members/1' pseudonym: 'Personne 3F2A' }");
  EXPECT_EQ(Run({"account", "erasures", "--format", "csv"}).out,
            "create_time,account,pseudonym,resources\n,Zoé Martin,Personne 3F2A,members/1\n");
}

TEST_F(AccountVerbs, ADeletionSaysThatItsTokensEnd) {
  const Result result = Run({"account", "delete", "Anne Diaz"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("ses jetons finissent avec lui"));
}

TEST_F(AccountVerbs, TheAuditIsListedByResourcePersonAndPeriod) {
  Answers<v1::ListAuditEntriesResponse>(
      "ListAuditEntries",
      "audit_entries { name: 'auditEntries/000000000012' create_time { seconds: 1709285400 nanos: 5000 } "
      "account: 'accounts/a' resource: 'sessions/s' action: ACTION_UPDATE changes { field: 'themes' } "
      "changes { field: 'notes' } } audit_entries { name: 'auditEntries/000000000013' account: 'tutoratd' "
      "action: ACTION_PURGE }");
  EXPECT_EQ(Run({"audit", "list", "--format", "csv"}).out,
            "number,create_time,account,action,resource,fields\n"
            "12,2024-03-01T09:30:00.000005+00:00,Anne Diaz,modification,sessions/s,\"themes, notes\"\n"
            "13,1970-01-01T00:00:00+00:00,tutoratd,purge,,\n");
  EXPECT_EQ(Run({"audit", "list", "--resource", "sessions/s", "--account", "anne diaz", "--from", "01/03/2024", "--to",
                 "2024-03-31"})
                .code,
            0);
  EXPECT_EQ(Last<v1::ListAuditEntriesRequest>("AuditService/ListAuditEntries").ShortDebugString(),
            "page_size: 1000 resource: \"sessions/s\" account: \"accounts/a\" from_date: \"2024-03-01\" "
            "to_date: \"2024-04-01\"");
  for (const char* actor : {"tutoratd", "server", "subjects/0a1b", "accounts/purged"}) {
    EXPECT_EQ(Run({"audit", "list", "--account", actor}).code, 0);
    EXPECT_EQ(Last<v1::ListAuditEntriesRequest>("AuditService/ListAuditEntries").account(), actor);
  }
  EXPECT_EQ(Run({"audit", "list", "--account", "nobody"}).code, 3);
  EXPECT_EQ(Run({"audit", "list", "--from", "jadis"}).code, 4);
}

TEST_F(AccountVerbs, AnAuditEntryIsShownBeforeAndAfter) {
  Answers<v1::GetAuditEntryResponse>(
      "GetAuditEntry",
      "audit_entry { name: 'auditEntries/000000000012' account: 'accounts/a' action: ACTION_UPDATE "
      "method: 'tutorat.v1.SessionService.UpdateSession' resource: 'sessions/s' "
      "changes { field: 'themes' before: '\"EJ\"' after: '\"SF\"' } "
      "changes { field: 'notes' personal_after: '\"Lucie\"' commitment: 'c' } "
      "changes { field: 'guests[0]' commitment: 'c' } }");
  const Result result = Run({"audit", "show", "12"});
  EXPECT_EQ(Last<v1::GetAuditEntryRequest>("AuditService/GetAuditEntry").name(), "auditEntries/000000000012");
  for (const char* text :
       {"Anne Diaz (accounts/a)", "themes : \"EJ\" → \"SF\"", "notes : (vide) → \"Lucie\" (donnée personnelle)",
        "guests[0] : donnée personnelle, non montrée", "modification"}) {
    EXPECT_THAT(result.out, HasSubstr(text));
  }
}

TEST_F(AccountVerbs, AWaveSaysHowLongPersonalDataAreKept) {
  Answers<v1::GetWaveResponse>("GetWave", "wave { name: 'waves/V6' code: 'V6' personal_data_until: '2025-08-31' }");
  EXPECT_EQ(Run({"wave", "edit", "V6", "--personal-data-until", "31/08/2025"}).code, 0);
  const auto request = Last<v1::UpdateWaveRequest>("GroupService/UpdateWave");
  EXPECT_THAT(request.update_mask().paths(), ElementsAre("personal_data_until"));
  EXPECT_EQ(request.wave().personal_data_until(), "2025-08-31");
  EXPECT_THAT(Run({"wave", "show", "V6"}).out, HasSubstr("31/08/2025"));
}

}  // namespace
}  // namespace tutorat::cli
