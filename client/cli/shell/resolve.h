#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::cli {

// Resolves what people type to resource names. Where several resources, or none, are meant, the error (INVALID_ARGUMENT
// or NOT_FOUND) says which there are.

// V6 or waves/V6 -> waves/V6. Empty: the server's only wave, which asks it; so does v6, for the wave of that code in
// other letters, if there is one.
absl::StatusOr<std::string> ResolveWave(Context& context, const std::string& wave);
// The same of a wave that must be there; asks the server.
absl::StatusOr<std::string> FindWave(Context& context, const std::string& wave);
// The same as ResolveWave, without `waves/`; empty stays empty.
absl::StatusOr<std::string> WaveAsTyped(Context& context, const std::string& wave);

// 4 (within `wave`, which may be empty), V6/4, waves/V6/groups/4 or groups/{id} -> one of the latter two. Where there
// are several waves and none is told, the only group of that number that the caller may see.
absl::StatusOr<std::string> ResolveGroup(Context& context, const std::string& group, const std::string& wave);
// The same of a group that need not be there: it is not looked for.
absl::StatusOr<std::string> NameGroup(Context& context, const std::string& group, const std::string& wave);

enum class Deleted { kNo, kOnly };

// Display name or e-mail, whatever their case and accents, or tutors/{id}.
absl::StatusOr<v1::Tutor> FindTutor(Context& context, const std::string& tutor, Deleted deleted = Deleted::kNo);

// The same among the members of a group, by its resource name.
absl::StatusOr<v1::Member> FindMember(Context& context, const std::string& group, const std::string& member,
                                      Deleted deleted = Deleted::kNo);

// The same among the accounts, or accounts/{id}.
absl::StatusOr<v1::Account> FindAccount(Context& context, const std::string& account, Deleted deleted = Deleted::kNo);

// 0750654D or establishments/0750654D -> the latter.
std::string ResolveEstablishment(const std::string& uai);

// budget or themes/budget -> the latter, whatever the case; the same of other things with a code in small letters.
std::string ThemeName(const std::string& code);
std::string ProgrammeName(const std::string& code);
std::string SchoolCalendarName(const std::string& code);

// --group and --wave, with which most verbs begin.
struct GroupOptions {
  std::string group;
  std::string wave;
};
void AddGroupOptions(CLI::App* verb, Context& context, GroupOptions& options);
void AddWaveOption(CLI::App* verb, Context& context, std::string& wave);

// The end of a resource's id, which tables show.
std::string ShortId(const std::string& name);
// Whether `typed`, the beginning or the end of an id, may mean the resource of that name in `collection`.
bool MayMean(const std::string& typed, absl::string_view collection, const std::string& name);

// V6/4.
std::string GroupLabel(const v1::Group& group);

// What people call the resources of a collection, deleted ones included.
class Labels {
 public:
  template <typename Resources, typename Label>
  Labels(const Resources& resources, Label label) {
    for (const auto& resource : resources) labels_.emplace(resource.name(), label(resource));
  }
  // The resource name itself where it is not known.
  std::string Of(const std::string& name) const;

 private:
  absl::flat_hash_map<std::string, std::string> labels_;
};
absl::StatusOr<Labels> ListGroupLabels(Context& context);
absl::StatusOr<Labels> ListTutorNames(Context& context);
absl::StatusOr<Labels> ListThemeLabels(Context& context);
absl::StatusOr<Labels> ListAccountNames(Context& context);

}  // namespace tutorat::cli
