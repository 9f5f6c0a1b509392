// Takes people out of resources, texts and audit entries (DOMAIN rule 10: every figure stays the same). Names become a
// pseudonym in what the contract marks `pii`; a text that is not marked, such as a tutor's words on themes, is only
// pointed at. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "server/domain/privacy/person.h"
#include "server/domain/privacy/person_names.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/personal_data.pb.h"

namespace tutorat::domain {

struct Place;

struct ErasedPerson {
  Person person;
  std::string pseudonym;
};

// Const functions are thread-safe.
class Eraser {
 public:
  explicit Eraser(std::vector<ErasedPerson> people);

  // Which texts may hold a name.
  enum class Texts {
    kPersonal,  // those marked `pii`
    kAll,       // every text: of a copy that nobody reads again, as an answer that was kept
  };

  // Takes the people out of `message` and all messages in it: out of a resource that is one of them, the name and
  // whatever else is personal; out of texts, names. A name that others share, or that is one word, is taken out only
  // where the message names the person's resource as well, or from kAll texts. Adds to *remarks each text in which a
  // name was found, with its field under `prefix`; also those that are left as they are, with an empty `redacted`: not
  // marked `pii`, or holding only a part of the name where the message names the person or their group, or a name that
  // may be somebody else's. Whether the message changed.
  bool Redact(google::protobuf::Message* message, Texts texts, std::vector<v1::Remark>* remarks) const;

  // What a store holds of the people, beside their own resources.
  struct Holdings {
    std::map<std::string, std::set<size_t>> naming;  // resources that name theirs, as NamedIn found them
    std::set<std::string> owned;                     // theirs alone, as their tokens
  };

  // Takes out of an audit entry the personal values of resources that are the people or owned by them, and those in
  // which a name is found; where the resource names the person, also those with a part of the name. Whether it changed.
  bool Forget(const Holdings& holdings, v1::AuditEntry* entry) const;

  // The people whose resources `message` names, or is.
  std::set<size_t> NamedIn(const google::protobuf::Message& message) const;

  const std::vector<ErasedPerson>& people() const { return people_; }

 private:
  using ByText = std::map<std::string, std::set<size_t>>;
  struct Redaction;

  void RedactText(google::protobuf::Message* message, const Place& place, Redaction* redaction) const;
  // The people whom `wanted` has for a text of the message.
  static std::set<size_t> FoundIn(const google::protobuf::Message& message, const ByText& wanted);
  // Null when the message is nobody of the people.
  const ErasedPerson* PersonThatIs(const google::protobuf::Message& message) const;
  bool IsSure(const NameFinder::Found& found, const std::set<size_t>& named) const;
  bool HoldsPartOfAName(absl::string_view text, const std::set<size_t>& people) const;

  std::vector<ErasedPerson> people_;
  NameFinder finder_;
  ByText by_resource_;
  ByText by_group_;
};

}  // namespace tutorat::domain
