#include "server/domain/privacy/erasure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/domain/audit/audit.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::Make;

const std::vector<PersonRecord>& SomePeople() {
  static const auto& people =
      *new std::vector<PersonRecord>{{"members/1", "Adèle Aubépine", "adele@ac-paris.fr", ""},
                                     {"members/2", "adele  AUBEPINE", "", ""},
                                     {"members/3", "Marie Dupont", "marie.dupont@ac-paris.fr", ""},
                                     {"members/4", "Marie Dupont", "m.dupont@ac-lyon.fr", ""},
                                     {"members/5", "Jean Petit", "", "establishments/0750654D"},
                                     {"members/6", "Jean Petit", "", "establishments/0690001A"},
                                     {"tutors/1", "Zoé Martin", "zoe@ac-paris.fr", ""},
                                     {"accounts/1", "Z. Martin", "ZOE@ac-paris.fr", ""},
                                     {"members/7", "Rose", "", ""}};
  return people;
}

std::string FoundAs(const std::string& wanted) {
  const auto person = FindPerson(SomePeople(), wanted);
  if (!person.ok()) return Reason(person.status());
  std::string out = person->name_is_shared ? "shared:" : "";
  for (const std::string& resource : person->resources) absl::StrAppend(&out, " ", resource);
  return out;
}

TEST(FindPerson, ByNameByAddressAndByResource) {
  EXPECT_EQ(FoundAs("ADELE aubépine"), " members/1 members/2");
  EXPECT_EQ(FoundAs("adele@AC-paris.fr"), " members/1 members/2");
  EXPECT_EQ(FoundAs("members/1"), "shared: members/1");
  EXPECT_EQ(FoundAs("zoe@ac-paris.fr"), " accounts/1 tutors/1");
  EXPECT_EQ(FoundAs("tutors/1"), " accounts/1 tutors/1");
  EXPECT_EQ(FoundAs("Nobody"), "PERSON_NOT_FOUND");
  EXPECT_EQ(FoundAs("members/nobody"), "PERSON_NOT_FOUND");
}

TEST(FindPerson, TwoOfOneNameAreToldApart) {
  EXPECT_EQ(FoundAs("Marie Dupont"), "AMBIGUOUS_PERSON");
  EXPECT_EQ(FoundAs("Jean Petit"), "AMBIGUOUS_PERSON");
  EXPECT_EQ(FoundAs("m.dupont@ac-lyon.fr"), "shared: members/4");
  EXPECT_EQ(FoundAs("members/5"), "shared: members/5");
  const std::string told(FindPerson(SomePeople(), "Jean Petit").status().message());
  EXPECT_THAT(told, testing::HasSubstr("members/5, members/6"));
}

std::vector<std::string> FoundIn(const std::string& text, const std::vector<std::string>& names) {
  NameFinder finder;
  for (size_t i = 0; i < names.size(); ++i) finder.Add(names[i], i);
  std::vector<std::string> found;
  for (const auto& name : finder.Find(text)) found.push_back(text.substr(name.begin, name.end - name.begin));
  return found;
}

TEST(NameFinder, FindsWholeNamesWhateverTheirForm) {
  EXPECT_THAT(FoundIn("Vu ADÈLE  AUBEPINE, puis Aubépine, Adèle ; adele-aubépine.", {"Adèle Aubépine"}),
              ElementsAre("ADÈLE  AUBEPINE", "Aubépine, Adèle", "adele-aubépine"));
  EXPECT_THAT(FoundIn("Jean-Marie d’Artagnan", {"Jean Marie D'Artagnan"}), ElementsAre("Jean-Marie d’Artagnan"));
  EXPECT_THAT(FoundIn("Adèle. Puis (Aubépine) ; Adèle\u00a0Aubépines", {"Adèle Aubépine"}), IsEmpty());
  EXPECT_THAT(FoundIn("Roseline, rose et Rosé", {"Rose"}), ElementsAre("rose", "Rosé"));
  EXPECT_THAT(FoundIn("Marie Claire Dupont", {"Marie Claire", "Marie Claire Dupont"}),
              ElementsAre("Marie Claire Dupont"));
  EXPECT_THAT(FoundIn("", {"Adèle", "", " - "}), IsEmpty());
}

TEST(NameFinder, FindsWhatPeopleTypeForAName) {
  const std::vector<std::string> name{"Hélène Lecœur"};
  for (const char* text :
       {"Helene Lecoeur", "HÉLÈNE–LECŒUR", "Hélène — Lecœur", "Lecœur (Hélène)", "« Hélène » Lecœur",
        "Hélène \"Lecœur\"", "Hé\u00ADlène Lec\u200Bœur", "Hélène\u200B Lecœur", "Lecœur, “Hélène”"}) {
    EXPECT_THAT(FoundIn(absl::StrCat("vu ", text, " hier"), name), testing::SizeIs(1)) << text;
  }
  EXPECT_THAT(FoundIn("vu Lecœur (Hélène), hier", name), ElementsAre("Lecœur (Hélène)"));
  EXPECT_THAT(FoundIn("(Hélène Lecœur)", name), ElementsAre("Hélène Lecœur"));
  EXPECT_THAT(FoundIn("Hélène et Lecœur ; Hélène ; Lecœur ; Hélène ........ Lecœur", name), IsEmpty());
}

TEST(NameFinder, FindsAnAddressBetweenMarksAndWithATag) {
  const std::vector<std::string> address{"hl67@ex.fr"};
  for (const char* text : {"hl67@ex.fr...", "_hl67@ex.fr_", "-hl67@ex.fr,", "*hl67@ex.fr*", "mailto:hl67@ex.fr?x",
                           "hl67@ex.fr-", "...hl67@ex.fr"}) {
    EXPECT_THAT(FoundIn(text, address), ElementsAre("hl67@ex.fr")) << text;
  }
  EXPECT_THAT(FoundIn("à hl67+tutorat@ex.fr, HL67+a.b@ex.fr", address),
              ElementsAre("hl67+tutorat@ex.fr", "HL67+a.b@ex.fr"));
  EXPECT_THAT(FoundIn("a_hl67@ex.fr hl67@ex.fr-x.org hl67+@autre.fr hl67+a b@ex.fr 1hl67@ex.fr", address), IsEmpty());
}

TEST(NameFinder, FindsAnAddressAsItIs) {
  const std::vector<std::string> address{"adele@ac-paris.fr"};
  EXPECT_THAT(FoundIn("Écrire à Adele@ac-paris.fr.", address), ElementsAre("Adele@ac-paris.fr"));
  EXPECT_THAT(FoundIn("<adele@ac-paris.fr>, adele@ac-paris.fr", address),
              ElementsAre("adele@ac-paris.fr", "adele@ac-paris.fr"));
  EXPECT_THAT(FoundIn("jean.adele@ac-paris.fr adele@ac-paris.fr.example adele@ac-paris.france", address), IsEmpty());
}

Eraser Adele(bool shared = false) {
  return Eraser({{{{"members/1"}, {"Adèle Aubépine", "adele@ac-paris.fr"}, shared}, "Personne 12AB"}});
}

// The session after it, and `field: text -> redacted` of each remark.
std::vector<std::string> Redacted(const Eraser& eraser, v1::Session* session) {
  std::vector<v1::Remark> remarks;
  eraser.Redact(session, Eraser::Texts::kPersonal, &remarks);
  std::vector<std::string> listed;
  for (const v1::Remark& remark : remarks) {
    EXPECT_EQ(remark.resource(), session->name());
    listed.push_back(absl::StrCat(remark.field(), ": ", remark.text(), " -> ", remark.redacted()));
  }
  return listed;
}

TEST(Eraser, TakesTheNameOutOfThePersonAndLeavesTheRest) {
  auto member = Make<v1::Member>(
      "name: 'members/1' display_name: 'Adèle Aubépine' email: 'adele@ac-paris.fr' group: 'groups/4' join_date: "
      "'2024-01-01'");
  std::vector<v1::Remark> remarks;
  EXPECT_TRUE(Adele().Redact(&member, Eraser::Texts::kPersonal, &remarks));
  EXPECT_EQ(
      member.ShortDebugString(),
      Make<v1::Member>("name: 'members/1' display_name: 'Personne 12AB' group: 'groups/4' join_date: '2024-01-01'")
          .ShortDebugString());
  EXPECT_THAT(remarks, IsEmpty());
  EXPECT_FALSE(Adele().Redact(&member, Eraser::Texts::kPersonal, &remarks));
}

TEST(Eraser, ReplacesInRemarksAndPointsAtTheRest) {
  auto session = Make<v1::Session>(
      "name: 'sessions/1' group: 'groups/4' themes: 'EJ vus par Adèle Aubépine' notes: 'ADELE AUBEPINE absente' "
      "guests { display_name: 'Adèle Aubépine' } participation_issues { kind: KIND_MIC note: 'chez Aubépine' } "
      "theme_mentions { text: 'Adèle Aubépine' }");
  EXPECT_THAT(Redacted(Adele(), &session), ElementsAre("themes: EJ vus par Adèle Aubépine -> ",
                                                       "guests[0].display_name: Adèle Aubépine -> Personne "
                                                       "12AB",
                                                       "notes: ADELE AUBEPINE absente -> Personne 12AB absente"));
  EXPECT_EQ(session.themes(), "EJ vus par Adèle Aubépine");
  EXPECT_EQ(session.participation_issues(0).note(), "chez Aubépine");
  // Where she was, a part of the name is shown.
  session = Make<v1::Session>(
      "name: 'sessions/1' attendances { member: 'members/1' } notes: 'Mme Aubépine a un micro' cancel_reason: 'un'");
  EXPECT_THAT(Redacted(Adele(), &session), ElementsAre("notes: Mme Aubépine a un micro -> "));
}

TEST(Eraser, ShowsAPartOfTheNameInTextsOfThePersonsGroup) {
  const Eraser eraser({{{{"members/1"}, {"Adèle Aubépine"}, false, {"groups/4"}}, "Personne 12AB"}});
  auto session = Make<v1::Session>(
      "name: 'sessions/1' group: 'groups/4' themes: 'EJ avec Mme Aubépine' notes: 'M. Houblon, Mme AUBEPINE'");
  EXPECT_THAT(Redacted(eraser, &session),
              ElementsAre("themes: EJ avec Mme Aubépine -> ", "notes: M. Houblon, Mme AUBEPINE -> "));
  session.set_group("groups/5");
  EXPECT_THAT(Redacted(eraser, &session), IsEmpty());
  // Another member of the group may have that first name.
  auto member = Make<v1::Member>("name: 'members/2' group: 'groups/4' display_name: 'Adèle Houblon'");
  std::vector<v1::Remark> remarks;
  EXPECT_FALSE(eraser.Redact(&member, Eraser::Texts::kPersonal, &remarks));
  EXPECT_THAT(remarks, IsEmpty());
}

TEST(Eraser, LeavesANameThatMayBeAnotherPersonsWhereSheIsNotNamed) {
  auto elsewhere = Make<v1::Session>("name: 'sessions/2' notes: 'Adèle Aubépine absente'");
  EXPECT_THAT(Redacted(Adele(true), &elsewhere), ElementsAre("notes: Adèle Aubépine absente -> "));
  EXPECT_EQ(elsewhere.notes(), "Adèle Aubépine absente");
  auto hers =
      Make<v1::Session>("name: 'sessions/1' attendances { member: 'members/1' } notes: 'Adèle Aubépine absente'");
  EXPECT_THAT(Redacted(Adele(true), &hers), ElementsAre("notes: Adèle Aubépine absente -> Personne 12AB absente"));
  const Eraser rose({{{{"members/7"}, {"Rose"}, false}, "Personne 34CD"}});
  auto word = Make<v1::Session>("name: 'sessions/2' notes: 'la vie en rose'");
  Redacted(rose, &word);
  EXPECT_EQ(word.notes(), "la vie en rose");
  // Of a copy that nobody reads again, it is taken out all the same.
  std::vector<v1::Remark> unread;
  EXPECT_TRUE(rose.Redact(&word, Eraser::Texts::kAll, &unread));
  EXPECT_EQ(word.notes(), "la vie en Personne 34CD");
}

TEST(Eraser, KeepsWithinWhatAFieldMayHold) {
  const Eraser short_name({{{{"members/1"}, {"A B"}, false}, "Personne 12AB"}});
  auto session = Make<v1::Session>("name: 'sessions/1' attendances { member: 'members/1' }");
  for (int i = 0; i < 125; ++i) absl::StrAppend(session.mutable_cancel_reason(), "A B ");
  Redacted(short_name, &session);
  EXPECT_EQ(session.cancel_reason().size(), 500U);
}

TEST(Eraser, ForgetsInTheAudit) {
  const auto entry = [](const std::string& resource, const std::string& value) {
    v1::AuditEntry out;
    out.set_resource(resource);
    v1::AuditChange* change = out.add_changes();
    change->set_field("notes");
    change->set_personal_after(value);
    change->set_salt("00");
    change->set_commitment(CommitmentOf(*change));
    return out;
  };
  const auto forgets = [&](const Eraser& eraser, const std::string& resource, const std::string& value) {
    v1::AuditEntry changed = entry(resource, value);
    const std::string commitment = changed.changes(0).commitment();
    const bool did = eraser.Forget({{{"sessions/hers", {0}}}, {"tokens/hers"}}, &changed);
    EXPECT_EQ(did, !HasPersonalValues(changed.changes(0)));
    EXPECT_EQ(changed.changes(0).commitment(), commitment);
    return did;
  };
  EXPECT_TRUE(forgets(Adele(), "members/1", "\"anything\""));
  EXPECT_TRUE(forgets(Adele(), "sessions/1", "\"vu\\nAdèle Aubépine\\tabsente\""));
  EXPECT_FALSE(forgets(Adele(), "sessions/1", "\"Basile\""));
  EXPECT_FALSE(forgets(Adele(true), "sessions/1", "\"Adèle Aubépine\""));
  EXPECT_TRUE(forgets(Adele(true), "sessions/hers", "\"Adèle Aubépine\""));
  EXPECT_TRUE(forgets(Adele(), "sessions/hers", "\"Mme Aubépine\""));
  EXPECT_FALSE(forgets(Adele(), "sessions/1", "\"Mme Aubépine\""));
  EXPECT_TRUE(forgets(Adele(), "tokens/hers", "\"portable\""));
}

TEST(Pseudonym, IsTheSameForTheSameResource) {
  EXPECT_EQ(Pseudonym("members/1", false), Pseudonym("members/1", false));
  EXPECT_NE(Pseudonym("members/1", false), Pseudonym("members/2", false));
  EXPECT_TRUE(testing::Matches(testing::MatchesRegex("Personne [0-9A-F]{4}"))(Pseudonym("members/1", false)));
  EXPECT_EQ(Pseudonym("members/1", true).size(), Pseudonym("members/1", false).size() + 4);
}

}  // namespace
}  // namespace tutorat::domain
