// A small world, stored through the API itself: wave V6 with group 4 led by Anne, two members, and a wave V7.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/unit/handlers/fixture.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::tests {

struct World {
  explicit World(LocalApi& on) : api(on) {
    AddWave("V6");
    anne = AddTutor("Anne Onyme", "anne@ac-paris.fr");
    group = AddGroup("V6", 4, absl::StrCat("tutor_assignments { tutor: '", anne, "' }"));
    adele = AddMember(group, "Adèle Aubépine", "adele@ac-paris.fr");
    basile = AddMember(group, "Basile Houblon", "");
  }

  std::string AddWave(const std::string& code) const {
    return api.Do<v1::CreateWaveResponse, v1::CreateWaveRequest>(absl::StrCat("wave { code: '", code, "' }"))
        .wave()
        .name();
  }
  std::string AddTutor(const std::string& display_name, const std::string& email) const {
    return api
        .Do<v1::CreateTutorResponse, v1::CreateTutorRequest>(
            absl::StrCat("tutor { display_name: '", display_name, "' email: '", email, "' }"))
        .tutor()
        .name();
  }
  std::string AddGroup(const std::string& wave, int number, const std::string& rest = "") const {
    return api
        .Do<v1::CreateGroupResponse, v1::CreateGroupRequest>(
            absl::StrCat("group { wave: 'waves/", wave, "' number: ", number, " ", rest, " }"))
        .group()
        .name();
  }
  std::string AddMember(const std::string& of, const std::string& display_name, const std::string& email,
                        const std::string& rest = "") const {
    return api
        .Do<v1::CreateMemberResponse, v1::CreateMemberRequest>(absl::StrCat(
            "member { group: '", of, "' display_name: '", display_name, "' email: '", email, "' ", rest, " }"))
        .member()
        .name();
  }

  LocalApi& api;
  std::string anne;
  std::string group;
  std::string adele;
  std::string basile;
};

}  // namespace tutorat::tests
