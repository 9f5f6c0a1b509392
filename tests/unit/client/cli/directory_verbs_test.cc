// Waves, groups, tutors, members and establishments as they are typed, in this process, against a server whose answers
// the test decides: which names are sent for what was typed, and what is said where they are none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/client/lib/answered.h"
#include "tutorat/v1/establishment.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr int kNotFoundCode = 3;
constexpr int kRefusedInput = 4;

class DirectoryVerbs : public tests::AnsweredTest {
 protected:
  DirectoryVerbs() {
    Waves("waves { name: 'waves/V6' code: 'V6' }");
    Answers<v1::ListTutorsResponse>(
        "ListTutors",
        "tutors { name: 'tutors/1' display_name: 'Zoé Martin' email: 'zoe@example.fr' }"
        " tutors { name: 'tutors/2' display_name: 'Denis Pinson' }"
        " tutors { name: 'tutors/3' display_name: 'Anne Le Goff' email: 'anne@example.fr' }"
        " tutors { name: 'tutors/4' display_name: 'ANNE LE GOFF' email: 'legoff@example.fr' }"
        " tutors { name: 'tutors/5' display_name: 'Bruno Loriot' delete_time { seconds: 1 } }");
    Answers<v1::ListMembersResponse>("ListMembers",
                                     "members { name: 'members/1' display_name: 'Lucie Thym' email: 'l@example.fr' "
                                     "  etag: 'm1' establishment: 'establishments/0750654D' }"
                                     " members { name: 'members/2' display_name: 'Zoé Jacinthe' etag: 'm2' }");
  }

  void Waves(const std::string& text) { Answers<v1::ListWavesResponse>("ListWaves", text); }
  void Groups(const std::string& text) { Answers<v1::ListGroupsResponse>("ListGroups", text); }

  // What one line of arguments says on standard error, with its exit code in front.
  static std::string Said(const std::vector<std::string>& arguments) {
    const Result result = Run(arguments);
    EXPECT_EQ(result.out, "");
    return absl::StrCat(result.code, " ", result.err);
  }

  static void Succeeds(const std::vector<std::string>& arguments) {
    const Result result = Run(arguments);
    EXPECT_EQ(result.code, 0) << result.err;
  }

  // The name of the group that this line asks for.
  std::string GroupAskedFor(const std::vector<std::string>& arguments) {
    std::vector<std::string> line = {"group", "show"};
    line.insert(line.end(), arguments.begin(), arguments.end());
    Succeeds(line);
    return Last<v1::GetGroupRequest>("GroupService/GetGroup").name();
  }
};

TEST_F(DirectoryVerbs, AGroupIsFoundByWhatPeopleCallIt) {
  EXPECT_EQ(GroupAskedFor({"4"}), "waves/V6/groups/4");
  EXPECT_EQ(GroupAskedFor({"V6/4"}), "waves/V6/groups/4");
  EXPECT_EQ(GroupAskedFor({"v6/4"}), "waves/V6/groups/4");
  EXPECT_EQ(GroupAskedFor({"4", "--wave", "V7"}), "waves/V7/groups/4");
  EXPECT_EQ(GroupAskedFor({"4", "-w", "waves/V7"}), "waves/V7/groups/4");
  EXPECT_EQ(GroupAskedFor({"groups/01h"}), "groups/01h");
  EXPECT_EQ(GroupAskedFor({"waves/V9/groups/12"}), "waves/V9/groups/12");
}

TEST_F(DirectoryVerbs, TheWaveWrittenExactlyAsTypedComesBeforeOneInOtherLetters) {
  Waves("waves { name: 'waves/V6' code: 'V6' } waves { name: 'waves/v6' code: 'v6' }");
  EXPECT_EQ(GroupAskedFor({"v6/4"}), "waves/v6/groups/4");
  EXPECT_EQ(GroupAskedFor({"V6/4"}), "waves/V6/groups/4");
  Waves("waves { name: 'waves/V7' code: 'V7' }");
  EXPECT_EQ(GroupAskedFor({"v6/4"}), "waves/v6/groups/4") << "the server then says that there is none";
}

TEST_F(DirectoryVerbs, WhereThereAreSeveralWavesTheOnlyGroupOfThatNumberIsMeant) {
  Waves("waves { name: 'waves/V6' code: 'V6' } waves { name: 'waves/V7' code: 'V7' }");
  Groups(
      "groups { name: 'groups/a' wave: 'waves/V6' number: 4 } groups { name: 'groups/b' wave: 'waves/V7' number: 14 }"
      " groups { name: 'groups/c' wave: 'waves/V6' number: 1 } groups { name: 'groups/d' wave: 'waves/V7' number: 1 }");
  EXPECT_EQ(GroupAskedFor({"4"}), "waves/V6/groups/4");
  EXPECT_EQ(GroupAskedFor({"14"}), "waves/V7/groups/14");
  EXPECT_THAT(Said({"group", "show", "1"}), AllOf(HasSubstr("4 "), HasSubstr("écrire V6/1 ou V7/1")));
  EXPECT_THAT(Said({"group", "show", "1", "--lang", "en"}), HasSubstr("write V6/1 or V7/1"));
  EXPECT_THAT(Said({"group", "show", "9"}), AllOf(HasSubstr("3 "), HasSubstr("aucun groupe 9")));
}

TEST_F(DirectoryVerbs, WhatIsNoGroupIsSaidBeforeTheServerIsAsked) {
  for (const char* wrong : {"quatre", "", "V6/", "V6/4/2", "4a", "-", "V6/quatre", "/"}) {
    EXPECT_THAT(Said({"group", "show", "--", wrong}), AllOf(HasSubstr("4 "), HasSubstr("écrire son numéro, ou V6/4")))
        << wrong;
  }
  EXPECT_THAT(server().calls(), IsEmpty());
}

TEST_F(DirectoryVerbs, WithoutAWaveTheRemedyIsSaid) {
  Waves("");
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{{"group", "show", "4"}, {"group", "list", "--wave", "V6"}}) {
    EXPECT_THAT(Said(line), AllOf(HasSubstr("3 "), HasSubstr("tutorat wave create V6")));
  }
  Waves("waves { name: 'waves/V6' code: 'V6' } waves { name: 'waves/V7' code: 'V7' }");
  EXPECT_THAT(Said({"group", "list", "--wave", "V9"}),
              AllOf(HasSubstr("3 "), HasSubstr("« V9 »"), HasSubstr("V6, V7")));
}

TEST_F(DirectoryVerbs, AGroupIsMadeInItsWave) {
  Succeeds({"group", "create", "12", "--wave", "V7", "--label", "Est", "--start-date", "10/11/2023"});
  EXPECT_EQ(Last<v1::CreateGroupRequest>("GroupService/CreateGroup").group().ShortDebugString(),
            "wave: \"waves/V7\" number: 12 label: \"Est\" start_date: \"2023-11-10\"");
  Succeeds({"group", "create", "V6/3"});
  EXPECT_EQ(Last<v1::CreateGroupRequest>("GroupService/CreateGroup").group().ShortDebugString(),
            "wave: \"waves/V6\" number: 3");
  EXPECT_THAT(Said({"group", "create", "groups/01h"}), AllOf(HasSubstr("4 "), HasSubstr("par exemple 4")));
  EXPECT_THAT(Said({"group", "create", "99999999999"}), HasSubstr("4 "));
  EXPECT_THAT(Said({"group", "create", "5", "--start-date", "30/02/2024"}), HasSubstr("4 "));
}

TEST_F(DirectoryVerbs, GroupsAreListedInTheOrderOfTheirNumbersWithWhoLeadsThemToday) {
  Groups(
      "groups { wave: 'waves/V7' number: 1 } groups { wave: 'waves/V6' number: 10 label: 'Dix' "
      "  tutor_assignments { tutor: 'tutors/1' } tutor_assignments { tutor: 'tutors/2' from_date: '2024-01-01' } }"
      " groups { wave: 'waves/V6' number: 2 tutor_assignments { tutor: 'tutors/1' to_date: '2024-01-01' } }"
      " groups { wave: 'waves/V6' number: 3 tutor_assignments { tutor: 'tutors/2' }"
      "  tutor_assignments { tutor: 'tutors/1' from_date: '2999-01-01' } }"
      " groups { wave: 'waves/V6' number: 4 tutor_assignments { tutor: 'tutors/gone' } }");
  const Result result = Run({"group", "list", "--format", "csv"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.out,
            "wave,group,label,tutor\n"
            "V6,2,,\n"
            "V6,3,,Denis Pinson\n"
            "V6,4,,tutors/gone\n"
            "V6,10,Dix,Denis Pinson\n"
            "V7,1,,\n");
}

TEST_F(DirectoryVerbs, ATutorIsGivenAGroupForTheDaysThatAreSaid) {
  Answers<v1::GetGroupResponse>("GetGroup",
                                "group { name: 'groups/a' wave: 'waves/V6' number: 4 etag: 'e' "
                                "  tutor_assignments { tutor: 'tutors/2' from_date: '2024-01-01' } }");
  const auto update = [&](const std::vector<std::string>& arguments) {
    std::vector<std::string> line = {"group", "tutor", "4"};
    line.insert(line.end(), arguments.begin(), arguments.end());
    Succeeds(line);
    return Last<v1::UpdateGroupRequest>("GroupService/UpdateGroup");
  };
  const v1::UpdateGroupRequest whole = update({"zoe martin"});
  EXPECT_EQ(whole.group().etag(), "e");
  EXPECT_THAT(whole.update_mask().paths(), ElementsAre("tutor_assignments"));
  ASSERT_EQ(whole.group().tutor_assignments_size(), 2);
  EXPECT_EQ(whole.group().tutor_assignments(0).ShortDebugString(), "tutor: \"tutors/1\"") << "from the start: first";
  const v1::UpdateGroupRequest part = update({"zoe@example.fr", "--from", "05/02/2024", "--until", "29/02/2024"});
  EXPECT_EQ(part.group().tutor_assignments(1).ShortDebugString(),
            "tutor: \"tutors/1\" from_date: \"2024-02-05\" to_date: \"2024-03-01\"")
      << "the last day is one of theirs";
  const v1::UpdateGroupRequest day = update({"tutors/1", "--from", "2024-02-28", "--until", "2024-02-28"});
  EXPECT_EQ(day.group().tutor_assignments(1).to_date(), "2024-02-29");
  const v1::UpdateGroupRequest none = update({"Denis Pinson", "--remove"});
  EXPECT_EQ(none.group().tutor_assignments_size(), 0);
}

TEST_F(DirectoryVerbs, WhatCannotBeGivenToATutorIsSaidAndNothingIsWritten) {
  Answers<v1::GetGroupResponse>("GetGroup", "group { name: 'groups/a' wave: 'waves/V6' number: 4 etag: 'e' }");
  EXPECT_THAT(Said({"group", "tutor", "4", "zoe martin", "--from", "2024-02-05", "--until", "2024-02-04"}),
              AllOf(HasSubstr("4 "), HasSubstr("--until"), HasSubstr("avant --from")));
  EXPECT_THAT(Said({"group", "tutor", "4", "zoe martin", "--from", "30/02/2024"}),
              AllOf(HasSubstr("4 "), HasSubstr("--from")));
  EXPECT_THAT(Said({"group", "tutor", "4", "zoe martin", "--remove"}),
              AllOf(HasSubstr("3 "), HasSubstr("Zoé Martin n'est pas tuteur du groupe V6/4")));
  EXPECT_THAT(Said({"group", "tutor", "4", "anne le goff"}),
              AllOf(HasSubstr("4 "), HasSubstr("anne@example.fr, legoff@example.fr")));
  EXPECT_THAT(Said({"group", "tutor", "4", "Bruno Loriot"}), AllOf(HasSubstr("3 "), HasSubstr("tuteur inconnu")))
      << "who was deleted leads no group";
  for (const auto& call : server().calls()) EXPECT_THAT(call.method, Not(HasSubstr("Update")));
}

TEST_F(DirectoryVerbs, TutorsAreFoundByNameAddressOrResource) {
  const auto edited = [&](const std::string& tutor) {
    Succeeds({"tutor", "edit", tutor, "--email", "x@example.fr"});
    return Last<v1::UpdateTutorRequest>("GroupService/UpdateTutor").tutor().name();
  };
  for (const char* zoe : {"Zoé Martin", "ZOE MARTIN", " zoé martin ", "zoe@example.fr", "ZOE@example.fr", "tutors/1"}) {
    EXPECT_EQ(edited(zoe), "tutors/1") << zoe;
  }
  EXPECT_EQ(edited("LeGoff@example.fr"), "tutors/4");
  EXPECT_EQ(Run({"tutor", "show", "Anne Le Goff"}).code, kRefusedInput);
  EXPECT_EQ(Run({"tutor", "show", "Zoé"}).code, kNotFoundCode) << "a part of a name is nobody's";
  EXPECT_EQ(Run({"tutor", "show", ""}).code, kNotFoundCode) << "nobody is found by the address that they do not have";
}

TEST_F(DirectoryVerbs, OnlyWhatIsGivenIsChanged) {
  Succeeds({"tutor", "edit", "Denis Pinson", "--name", "Denis Pinçon"});
  const auto update = Last<v1::UpdateTutorRequest>("GroupService/UpdateTutor");
  EXPECT_THAT(update.update_mask().paths(), ElementsAre("display_name"));
  EXPECT_EQ(update.tutor().display_name(), "Denis Pinçon");
  Succeeds({"tutor", "edit", "Zoé Martin", "--email", ""});
  EXPECT_THAT(Last<v1::UpdateTutorRequest>("GroupService/UpdateTutor").update_mask().paths(), ElementsAre("email"));
  EXPECT_EQ(Last<v1::UpdateTutorRequest>("GroupService/UpdateTutor").tutor().email(), "") << "empty clears";
  EXPECT_THAT(Said({"tutor", "edit", "Zoé Martin"}), AllOf(HasSubstr("2 "), HasSubstr("rien à modifier")));
}

TEST_F(DirectoryVerbs, TutorsAreListedByTheirNamesWithoutCaseAndAccents) {
  Answers<v1::ListTutorsResponse>(
      "ListTutors",
      "tutors { name: 'tutors/1' display_name: 'zoé' } tutors { name: 'tutors/2' display_name: "
      "'Éric' } tutors { name: 'tutors/3' display_name: 'Fanny' } tutors { name: 'tutors/4' "
      "display_name: 'denis' email: 'd@example.fr' }");
  EXPECT_EQ(Run({"tutor", "list", "--format", "csv"}).out,
            "display_name,email,name\ndenis,d@example.fr,tutors/4\nÉric,,tutors/2\nFanny,,tutors/3\nzoé,,tutors/1\n");
  EXPECT_FALSE(Last<v1::ListTutorsRequest>("GroupService/ListTutors").show_deleted());
  Succeeds({"tutor", "list", "--deleted"});
  EXPECT_TRUE(Last<v1::ListTutorsRequest>("GroupService/ListTutors").show_deleted());
}

TEST_F(DirectoryVerbs, WhoWasDeletedIsFoundToBeRestoredAndNobodyElseIs) {
  Succeeds({"tutor", "undelete", "bruno loriot"});
  EXPECT_EQ(Last<v1::UndeleteTutorRequest>("GroupService/UndeleteTutor").name(), "tutors/5");
  EXPECT_EQ(Run({"tutor", "undelete", "Zoé Martin"}).code, kNotFoundCode);
  Succeeds({"wave", "undelete", "V6"});
  EXPECT_EQ(Last<v1::UndeleteWaveRequest>("GroupService/UndeleteWave").name(), "waves/V6");
  Succeeds({"group", "undelete", "4"});
  EXPECT_EQ(Last<v1::UndeleteGroupRequest>("GroupService/UndeleteGroup").name(), "waves/V6/groups/4");
  Succeeds({"establishment", "undelete", "0750654d"});
  EXPECT_EQ(Last<v1::UndeleteEstablishmentRequest>("GroupService/UndeleteEstablishment").name(),
            "establishments/0750654D");
}

TEST_F(DirectoryVerbs, ADeletionSendsWhatWasReadAndSaysUntilWhenItCanBeUndone) {
  Answers<v1::DeleteMemberResponse>("DeleteMember", "member { purge_time { seconds: 1707000000 } }");
  const Result result = Run({"member", "delete", "lucie thym", "--group", "4"});
  EXPECT_EQ(result.code, 0) << result.err;
  const auto request = Last<v1::DeleteMemberRequest>("GroupService/DeleteMember");
  EXPECT_EQ(request.name(), "members/1");
  EXPECT_EQ(request.etag(), "m1");
  EXPECT_THAT(result.out, AllOf(HasSubstr("Supprimé : auditeur Lucie Thym"), HasSubstr("à rétablir avant le 0")));
}

TEST_F(DirectoryVerbs, AMemberIsOfAGroupFromADayToAnother) {
  Succeeds({"member", "create", "Marc Fenouil", "--group", "V6/4", "--email", "m@example.fr", "--establishment",
            "0750654d", "--joined", "10/11/2023", "--left", "2024-01-31"});
  EXPECT_EQ(Last<v1::CreateMemberRequest>("GroupService/CreateMember").member().ShortDebugString(),
            "group: \"waves/V6/groups/4\" display_name: \"Marc Fenouil\" email: \"m@example.fr\" establishment: "
            "\"establishments/0750654D\" join_date: \"2023-11-10\" leave_date: \"2024-01-31\"");
  Succeeds({"member", "edit", "zoe jacinthe", "--group", "4", "--establishment", "", "--left", ""});
  const auto update = Last<v1::UpdateMemberRequest>("GroupService/UpdateMember");
  EXPECT_EQ(update.member().name(), "members/2");
  EXPECT_EQ(update.member().establishment(), "");
  EXPECT_THAT(update.update_mask().paths(), ::testing::UnorderedElementsAre("establishment", "leave_date"));
  EXPECT_THAT(Said({"member", "edit", "zoe jacinte", "--group", "4", "--left", ""}),
              AllOf(HasSubstr("3 "), HasSubstr("auditeur inconnu : « zoe jacinte »")));
  EXPECT_EQ(Run({"member", "show", "zoe jacinthe"}).code, 2) << "a member is looked for in a group";
}

TEST_F(DirectoryVerbs, AWaveNamesItsProgrammeAndItsHolidays) {
  Succeeds({"wave", "create", "V8", "--name", "Vague 8", "--start", "02/09/2024", "--programme", "V6",
            "--school-calendar", "Zone-B", "--personal-data-until", "31/08/2026"});
  EXPECT_EQ(Last<v1::CreateWaveRequest>("GroupService/CreateWave").wave().ShortDebugString(),
            "code: \"V8\" display_name: \"Vague 8\" start_date: \"2024-09-02\" school_calendar: "
            "\"schoolCalendars/zone-b\" programme: \"programmes/v6\" personal_data_until: \"2026-08-31\"");
  Answers<v1::GetWaveResponse>("GetWave", "wave { name: 'waves/V6' code: 'V6' etag: 'w' programme: 'programmes/v6' }");
  Succeeds({"wave", "edit", "v6", "--programme", "", "--school-calendar", "schoolCalendars/corse"});
  const auto update = Last<v1::UpdateWaveRequest>("GroupService/UpdateWave");
  EXPECT_EQ(update.wave().ShortDebugString(),
            "name: \"waves/V6\" code: \"V6\" school_calendar: \"schoolCalendars/corse\" etag: \"w\"");
  EXPECT_THAT(update.update_mask().paths(), ElementsAre("programme", "school_calendar"));
}

TEST_F(DirectoryVerbs, AnEstablishmentIsCalledByItsUaiInCapitals) {
  Succeeds({"establishment", "create", "0750654d", "--name", "College", "--city", "Paris"});
  EXPECT_EQ(Last<v1::CreateEstablishmentRequest>("GroupService/CreateEstablishment").establishment().ShortDebugString(),
            "uai: \"0750654D\" display_name: \"College\" city: \"Paris\"");
  Answers<v1::GetEstablishmentResponse>("GetEstablishment",
                                        "establishment { name: 'establishments/0750654D' uai: '0750654D' etag: 'x' }");
  Succeeds({"establishment", "edit", "0750654d", "--city", "Créteil"});
  EXPECT_EQ(Last<v1::GetEstablishmentRequest>("GroupService/GetEstablishment").name(), "establishments/0750654D");
  EXPECT_EQ(Last<v1::UpdateEstablishmentRequest>("GroupService/UpdateEstablishment").establishment().city(), "Créteil");
  Answers<v1::ListEstablishmentsResponse>(
      "ListEstablishments", "establishments { uai: '0750654D' display_name: 'Collège, « Hugo »' city: 'Paris' }");
  EXPECT_EQ(Run({"establishment", "list", "--format", "csv"}).out,
            "uai,display_name,city\n0750654D,\"Collège, « Hugo »\",Paris\n");
}

TEST_F(DirectoryVerbs, WarningsOfTheServerAreShownAndChangeNoExitCode) {
  Answers<v1::CreateMemberResponse>("CreateMember",
                                    "member { display_name: 'Marc' } warnings { message: 'il y a déjà un Marc' }");
  const Result result = Run({"member", "create", "Marc", "--group", "4"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.err, HasSubstr("il y a déjà un Marc"));
  EXPECT_THAT(result.out, HasSubstr("Créé : auditeur Marc"));
}

TEST_F(DirectoryVerbs, WhatTheServerRefusesIsSaidInItsWordsWithItsCode) {
  Answers<v1::GetWaveResponse>("GetWave", "wave { name: 'waves/V6' code: 'V6' etag: 'w' }");
  const struct {
    grpc::StatusCode code;
    const char* reason;
    int exit;
  } cases[] = {{grpc::StatusCode::INVALID_ARGUMENT, "INVALID_FIELDS", 4},
               {grpc::StatusCode::NOT_FOUND, "WAVE_NOT_FOUND", 3},
               {grpc::StatusCode::PERMISSION_DENIED, "ROLE_REQUIRED", 5},
               {grpc::StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN", 5},
               {grpc::StatusCode::ABORTED, "ETAG_MISMATCH", 6},
               {grpc::StatusCode::ALREADY_EXISTS, "ALREADY_EXISTS", 6},
               {grpc::StatusCode::INTERNAL, "INTERNAL", 1}};
  for (const auto& each : cases) {
    Refuses("UpdateWave", tests::Refusal(each.code, each.reason));
    const Result result = Run({"wave", "edit", "V6", "--name", "x"});
    EXPECT_EQ(result.code, each.exit) << each.reason << ": " << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err, "");
  }
}

}  // namespace
}  // namespace tutorat::cli
