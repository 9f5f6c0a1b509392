#include "server/storage/resource_types.h"

#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/establishment.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/personal_data.pb.h"
#include "tutorat/v1/programme.pb.h"
#include "tutorat/v1/school_calendar.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/theme.pb.h"
#include "tutorat/v1/token.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::storage {

const std::vector<const google::protobuf::Message*>& ResourceTypes() {
  static const auto& types = *new std::vector<const google::protobuf::Message*>{
      &v1::Theme::default_instance(),          &v1::Thesaurus::default_instance(),
      &v1::Resolution::default_instance(),     &v1::Programme::default_instance(),
      &v1::SchoolCalendar::default_instance(), &v1::FrozenBalance::default_instance(),
      &v1::Wave::default_instance(),           &v1::Establishment::default_instance(),
      &v1::Tutor::default_instance(),          &v1::Group::default_instance(),
      &v1::Member::default_instance(),         &v1::Issue::default_instance(),
      &v1::Session::default_instance(),        &v1::Account::default_instance(),
      &v1::Token::default_instance(),          &v1::AuditEntry::default_instance(),
      &v1::Erasure::default_instance()};
  return types;
}

}  // namespace tutorat::storage
