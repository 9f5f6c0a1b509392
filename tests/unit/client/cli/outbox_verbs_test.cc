// What waits in the outbox, and what was refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/lib/outbox.h"
#include "tests/support/process.h"
#include "tests/unit/client/lib/answered.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class OutboxVerbs : public tests::AnsweredTest {
 protected:
  std::vector<client::OutboxEntry> Entries() const {
    const auto entries = client::Outbox(dir_.File("state/tutorat/outbox.jsonl")).List();
    EXPECT_TRUE(entries.ok()) << entries.status();
    return *entries;
  }

  // Records with these flags while the server is away.
  void Keep(std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"session", "record", "--server", tests::NobodysAddress(), "--timeout", "0.2"});
    const Result kept = Run(flags);
    ASSERT_EQ(kept.code, 7) << kept.err;
  }

  static std::string IdOf(const client::OutboxEntry& entry) {
    return entry.request.request_id().substr(entry.request.request_id().size() - 6);
  }
};

// Whatever was noted, the command that `edit` gives records the same, and takes the entry away.
TEST_F(OutboxVerbs, EditGivesTheWholeCommand) {
  const std::vector<std::string> base = {"--group", "V6/4", "--date", "31/01/2024"};
  for (const std::vector<std::string>& more : std::vector<std::vector<std::string>>{
           {"-t", "EJ & SF, l'\"état\" $HOME `x` \\ |"},
           {"--themes=--dry-run"},
           {"-t", "EJ", "--start", "10h", "--duration", "1h30", "--tutor", "Denis Pinson", "--note", "à revoir\nvite"},
           {"-t", "EJ", "--present", "Zoé Jacinthe|Séan O’Connor", "--absent", "1", "--guest", "A", "--guest", "B"},
           {"-t", "EJ", "--present", "0", "--expected", "7", "--appreciation", "bonne", "--another"},
           {"-t", "EJ", "--issue", "micro", "--issue", "caméra", "--affected", "2", "--impact", "léger"},
           {"-t", "EJ", "--asked", "les DP", "--zone", "Indian/Reunion", "--link", "https://visio.example.fr/a?b&c"}}) {
    std::vector<std::string> flags = base;
    flags.insert(flags.end(), more.begin(), more.end());
    Keep(flags);
    const std::vector<client::OutboxEntry> kept = Entries();
    ASSERT_THAT(kept, SizeIs(1));
    const Result edit = Run({"outbox", "edit", IdOf(kept[0])});
    ASSERT_EQ(edit.code, 0) << edit.err;
    const std::string command = absl::StrReplaceAll(edit.out, {{"tutorat ", absl::StrCat(TUTORAT_PROGRAM, " ")}});
    const auto process = tests::Process::Start({"sh", "-c", command}, {}, dir_.File("stderr"));
    ASSERT_TRUE(process.ok());
    EXPECT_EQ((*process)->Wait(absl::Seconds(20)), 0) << edit.out;
    EXPECT_THAT(Entries(), IsEmpty()) << edit.out;
    const v1::SessionRecord again = Last<v1::RecordSessionRequest>("SessionService/RecordSession").record();
    EXPECT_EQ(again.DebugString(), kept[0].request.record().DebugString()) << edit.out;
  }
}

TEST_F(OutboxVerbs, ListSaysWhatWaitsAndWhatWasRefusedAndWhy) {
  EXPECT_THAT(Run({"outbox", "list"}).out, HasSubstr("Aucune séance n'attend"));
  Keep({"--group", "4", "--date", "31/01/2024", "-t", "Marchés"});
  EXPECT_THAT(Run({"outbox", "list"}).out,
              AllOf(HasSubstr("31/01/2024"), HasSubstr("Marchés"), HasSubstr("en attente")));
  EXPECT_THAT(server().calls(), IsEmpty()) << "a list sends nothing";
  v1::RecordSessionRequest request = Entries()[0].request;
  ASSERT_EQ(Run({"outbox", "drop", "--all", "--yes"}).code, 0);
  ASSERT_TRUE(client::Outbox(dir_.File("state/tutorat/outbox.jsonl")).Keep(server().address(), request).ok());
  Refuses("RecordSession", tests::Refusal(grpc::StatusCode::NOT_FOUND, "GROUP_NOT_FOUND"));
  const Result sent = Run({"outbox", "send"});
  EXPECT_EQ(sent.code, 0);
  EXPECT_THAT(sent.err, AllOf(HasSubstr("refusée"), HasSubstr("tutorat session record --group 4 --date 2024-01-31 "
                                                              "--themes 'Marchés' && tutorat outbox drop ")));
  EXPECT_THAT(Run({"outbox", "list", "--format", "csv"}).out,
              AllOf(HasSubstr(",refused,refused,"), HasSubstr("Marchés")));
}

TEST_F(OutboxVerbs, NothingIsDroppedWithoutYes) {
  Keep({"--group", "4", "--date", "31/01/2024", "-t", "un"});
  Keep({"--group", "4", "--date", "30/01/2024", "-t", "deux"});
  const std::string id = IdOf(Entries()[0]);
  EXPECT_EQ(Run({"outbox", "drop"}).code, 2);
  EXPECT_EQ(Run({"outbox", "drop", id, "--all", "--yes"}).code, 2);
  EXPECT_EQ(Run({"outbox", "drop", "zzzzzz", "--yes"}).code, 3);
  const Result unsure = Run({"outbox", "drop", id});
  EXPECT_EQ(unsure.code, 2);
  EXPECT_THAT(unsure.err, AllOf(HasSubstr("--yes"), HasSubstr("un"), Not(HasSubstr("deux"))));
  EXPECT_THAT(Entries(), SizeIs(2));
  EXPECT_EQ(Run({"outbox", "drop", id, "--yes"}).code, 0);
  ASSERT_THAT(Entries(), SizeIs(1));
  EXPECT_EQ(Entries()[0].request.record().themes(), "deux");
  EXPECT_EQ(Run({"outbox", "drop", "--all", "--yes"}).code, 0);
  EXPECT_THAT(Entries(), IsEmpty());
}

TEST_F(OutboxVerbs, ALineThatNobodyCanReadIsListedAndDroppedWithAll) {
  Write("state/tutorat/outbox.jsonl", "half a li\n");
  EXPECT_THAT(Run({"outbox", "list"}).out, HasSubstr("illisible"));
  EXPECT_EQ(Run({"outbox", "drop", "--all", "--yes"}).code, 0);
  EXPECT_THAT(Entries(), IsEmpty());
}

}  // namespace
}  // namespace tutorat::cli
