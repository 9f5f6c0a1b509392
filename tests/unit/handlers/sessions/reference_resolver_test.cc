#include "server/handlers/sessions/reference_resolver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "tests/unit/handlers/world.h"

namespace tutorat::api {
namespace {

using domain::Violation;
using testing::ElementsAre;
using testing::IsEmpty;
using tests::Listed;

class DirectoryTest : public testing::Test {
 protected:
  // What one look finds: the resource's name, or the violations.
  template <class Look>
  std::string Find(bool create_missing, Look look) {
    std::string found;
    api_.InTransaction([&](storage::WriteTransaction& transaction) {
      ReferenceResolver directory(transaction, absl::Now(), create_missing);
      std::vector<Violation> violations;
      const auto result = look(directory, &violations);
      EXPECT_TRUE(result.ok()) << result.status();
      EXPECT_EQ(*result == nullptr, !violations.empty());
      found = *result != nullptr ? (*result)->name() : Listed(violations).at(0);
      created_.clear();
      for (const auto& created : directory.created()) {
        created_.push_back(absl::StrCat(created.collection, " ", created.label));
      }
    });
    return found;
  }

  std::string Group(const std::string& group, const std::string& wave, bool create = false) {
    return Find(create, [&](ReferenceResolver& directory, std::vector<Violation>* violations) {
      return directory.FindGroup(group, wave, "", violations);
    });
  }
  std::string Tutor(const std::string& tutor, bool create = false) {
    return Find(create, [&](ReferenceResolver& directory, std::vector<Violation>* violations) {
      return directory.FindTutor(tutor, violations);
    });
  }
  std::string Member(const std::string& member, bool create = false) {
    return Find(create, [&](ReferenceResolver& directory, std::vector<Violation>* violations) {
      const auto found = directory.FindMembers(world_.group, member, "present", violations);
      return absl::StatusOr<const v1::Member*>(found->empty() ? nullptr : found->front());
    });
  }

  tests::LocalApi api_;
  tests::World world_{api_};
  std::vector<std::string> created_;
};

TEST_F(DirectoryTest, AGroupIsFoundAsPeopleNameIt) {
  for (const std::string& group : std::vector<std::string>{"4", "04", " 4", "4.0", "Groupe 4", "G4", "n° 4", "V6/4",
                                                           "V6-4", "v6 groupe 4", "waves/V6/groups/4", world_.group}) {
    EXPECT_EQ(Group(group, ""), world_.group) << group;
    EXPECT_EQ(Group(group, "V6"), world_.group) << group;
    EXPECT_EQ(Group(group, "waves/V6"), world_.group) << group;
  }
}

TEST_F(DirectoryTest, AGroupThatIsNotThereOrIsNoGroup) {
  EXPECT_EQ(Group("5", ""), "group GROUP_NOT_FOUND");
  EXPECT_EQ(Group("waves/V6/groups/5", ""), "group GROUP_NOT_FOUND");
  EXPECT_EQ(Group("groups/nothing", ""), "group GROUP_NOT_FOUND");
  EXPECT_EQ(Group("4", "V7"), "wave WAVE_NOT_FOUND");
  EXPECT_EQ(Group("waves/V7/groups/4", ""), "wave WAVE_NOT_FOUND");
  for (const char* group : {"", "x", "0", "-4", "10000", "4.5", "4 5", "4a", "quatre", "99999999999",
                            "waves/V6/groups/x", "V6/x", "V6/", "/4", "V6/4/1"}) {
    EXPECT_EQ(Group(group, ""), "group BAD_FORMAT") << group;
  }
}

TEST_F(DirectoryTest, TheOnlyWaveWithSuchAGroupNeedsNoName) {
  EXPECT_EQ(Group("4", ""), world_.group);
  world_.AddWave("V7");
  EXPECT_EQ(Group("4", ""), world_.group);
  EXPECT_EQ(Group("5", ""), "wave REQUIRED");
  // An import may mean one that is yet to be created.
  EXPECT_EQ(Group("4", "", true), "wave REQUIRED");
  const std::string other = world_.AddGroup("V7", 4);
  EXPECT_EQ(Group("4", ""), "group AMBIGUOUS");
  EXPECT_EQ(Group("V7/4", ""), other);
  EXPECT_EQ(Group("V7/4", "V6"), "group CONFLICTING_FIELDS");
  EXPECT_EQ(Group("4", "V6"), world_.group);
  EXPECT_EQ(Group("waves/V6/groups/4", ""), world_.group);
  EXPECT_EQ(Group(world_.group, ""), world_.group);
}

TEST_F(DirectoryTest, PeopleAreFoundByNameEmailOrResource) {
  for (const std::string& tutor : std::vector<std::string>{"Anne Onyme", "  anne  ONYME ", "Änne Onyme",
                                                           "anne@ac-paris.fr", "ANNE@AC-PARIS.FR", world_.anne}) {
    EXPECT_EQ(Tutor(tutor), world_.anne) << tutor;
  }
  for (const std::string& member :
       std::vector<std::string>{"Adèle Aubépine", "adele aubepine", "adele@ac-paris.fr", world_.adele}) {
    EXPECT_EQ(Member(member), world_.adele) << member;
  }
  EXPECT_EQ(Tutor("ONYME Anne"), world_.anne);
  EXPECT_EQ(Tutor("Anne"), world_.anne) << "nobody else has this word in their name";
  EXPECT_EQ(Member("Aubépine, Adèle"), world_.adele);
  EXPECT_EQ(Member("adèle"), world_.adele);
  for (const char* nobody : {"Ann", "Anne Onyme-Dupont", "tutors/nobody", "x@ac-paris.fr"}) {
    EXPECT_EQ(Tutor(nobody), "tutor TUTOR_NOT_FOUND") << nobody;
    EXPECT_EQ(Member(nobody), "present MEMBER_NOT_FOUND") << nobody;
  }
  EXPECT_EQ(Member("Anne Onyme"), "present MEMBER_NOT_FOUND") << "a tutor is no member";
}

TEST_F(DirectoryTest, AnEmptyEmailIsNobodys) {
  // Basile has none.
  EXPECT_EQ(Member(" "), "present MEMBER_NOT_FOUND");
}

TEST_F(DirectoryTest, ANameThatFitsTwoIsAmbiguousAndTheEmailTells) {
  const std::string second = world_.AddTutor("Anne Onyme", "anne.onyme@ac-lyon.fr");
  EXPECT_EQ(Tutor("Anne Onyme"), "tutor AMBIGUOUS");
  EXPECT_EQ(Tutor("Anne Onyme", /*create=*/true), "tutor AMBIGUOUS");
  EXPECT_EQ(Tutor("anne.onyme@ac-lyon.fr"), second);
}

TEST_F(DirectoryTest, MembersAreOfTheirGroup) {
  const std::string other = world_.AddGroup("V6", 5);
  const std::string namesake = world_.AddMember(other, "Adèle Aubépine", "");
  EXPECT_EQ(Member("Adèle Aubépine"), world_.adele);
  EXPECT_EQ(Member(namesake), "present MEMBER_NOT_FOUND");
}

TEST_F(DirectoryTest, AnImportCreatesWhatIsMissingAndTellsEachOnce) {
  EXPECT_NE(Group("7", "V8", true), "");
  EXPECT_THAT(created_, ElementsAre("waves V8", "groups V8/7"));
  EXPECT_NE(Group("7", "", true), world_.group);
  EXPECT_THAT(created_, ElementsAre("groups V6/7"));
  EXPECT_EQ(Group("4", "V6", true), world_.group);
  EXPECT_THAT(created_, IsEmpty());
  EXPECT_THAT(Tutor("Zoé Neuve", true), testing::StartsWith("tutors/"));
  EXPECT_THAT(created_, ElementsAre("tutors Zoé Neuve"));
  EXPECT_THAT(Member("Zoé Neuve", true), testing::StartsWith("members/"));
  EXPECT_THAT(created_, ElementsAre("members Zoé Neuve"));
}

TEST_F(DirectoryTest, ASlipOfThePenMakesNobody) {
  for (const bool create : {false, true}) {
    for (const char* slip : {"Adele Aubepin", "Adelle Aubépine", "Basle Houblom"}) {
      EXPECT_EQ(Member(slip, create), "present MEMBER_NOT_FOUND") << slip;
    }
  }
  EXPECT_THAT(created_, IsEmpty());
  // Two letters of one word are another name; and between two nobody guesses.
  EXPECT_THAT(Member("Adélia Aubépine", true), testing::StartsWith("members/"));
  world_.AddMember(world_.group, "Adela Aubépine", "");
  EXPECT_THAT(Member("Adel Aubépine", true), testing::StartsWith("members/"));
  api_.InTransaction([&](storage::WriteTransaction& transaction) {
    ReferenceResolver directory(transaction, absl::Now(), true);
    std::vector<Violation> violations;
    ASSERT_TRUE(directory.FindMembers(world_.group, "Basil Houblon", "absent", &violations).ok());
    EXPECT_EQ(
        violations.at(0).text.fr,
        "«Basil Houblon» n'est pas un auditeur du groupe : écrire «Basile Houblon» si c'est cette personne, ou ajouter "
        "d'abord cet auditeur");
  });
}

TEST_F(DirectoryTest, OfWhatIsKnownASentenceBearsSome) {
  for (int number = 10; number < 40; ++number) world_.AddGroup("V6", number);
  api_.InTransaction([&](storage::WriteTransaction& transaction) {
    ReferenceResolver directory(transaction, absl::Now(), false);
    std::vector<Violation> violations;
    ASSERT_TRUE(directory.FindGroup("5", "", "", &violations).ok());
    EXPECT_EQ(
        violations.at(0).text.en,
        "group V6/5 does not exist (known: 4, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, "
        "27, 28, …): create it first, or correct the number");
  });
}

TEST_F(DirectoryTest, WhatWasCreatedIsFoundAgain) {
  api_.InTransaction([&](storage::WriteTransaction& transaction) {
    ReferenceResolver directory(transaction, absl::Now(), true);
    std::vector<Violation> violations;
    const v1::Group* group = directory.FindGroup("7", "V8", "Zoé Neuve", &violations).value();
    ASSERT_NE(group, nullptr);
    const v1::Tutor* tutor = directory.FindTutor("ZOE NEUVE", &violations).value();
    ASSERT_NE(tutor, nullptr);
    EXPECT_EQ(group->tutor_assignments(0).tutor(), tutor->name());
    const auto members = directory.FindMembers(group->name(), "Yves", "present", &violations).value();
    ASSERT_EQ(members.size(), 1U);
    EXPECT_EQ(directory.FindGroup("waves/V8/groups/7", "", "", &violations).value(), group);
    EXPECT_EQ(directory.FindMembers(group->name(), "YVES", "late", &violations).value(), members);
    EXPECT_EQ(directory.created().size(), 4);
    EXPECT_THAT(violations, IsEmpty());
  });
}

TEST_F(DirectoryTest, NobodyIsCreatedFromAnAddressOrAResourceName) {
  EXPECT_EQ(Tutor("tutors/nobody", true), "tutor TUTOR_NOT_FOUND");
  EXPECT_EQ(Member("x@ac-paris.fr", true), "present MEMBER_NOT_FOUND");
  EXPECT_THAT(created_, IsEmpty());
}

TEST_F(DirectoryTest, WhatWouldBreakARuleOfItsOwnIsNotCreated) {
  EXPECT_EQ(Tutor("12", true), "tutor TUTOR_NOT_FOUND") << "nobody's name";
  EXPECT_EQ(Tutor("Anne | Zoé", true), "tutor BAD_FORMAT");
  EXPECT_EQ(Tutor(std::string(201, 'x'), true), "tutor TOO_LONG");
  EXPECT_EQ(Member(std::string(201, 'x'), true), "present TOO_LONG");
  EXPECT_EQ(Group("waves/É/groups/1", "", true), "wave BAD_FORMAT");
  EXPECT_EQ(Group("1", std::string(33, 'V'), true), "wave TOO_LONG");
  EXPECT_THAT(created_, IsEmpty());
}

TEST(DirectoryOfAnEmptyServer, HasNoGroupToFindAndOneWaveToCreate) {
  tests::LocalApi api;
  for (const bool create : {false, true}) {
    api.InTransaction([&](storage::WriteTransaction& transaction) {
      ReferenceResolver directory(transaction, absl::Now(), create);
      std::vector<Violation> violations;
      const v1::Group* group = directory.FindGroup("4", "", "", &violations).value();
      ASSERT_EQ(group != nullptr, create);
      if (create) {
        EXPECT_EQ(group->wave(), "waves/default");
      } else {
        EXPECT_THAT(Listed(violations), ElementsAre("wave WAVE_NOT_FOUND"));
      }
    });
  }
}

}  // namespace
}  // namespace tutorat::api
