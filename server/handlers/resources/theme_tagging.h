// Sessions coded by the thesaurus of now, and the thesaurus changed. The row thesauri/current carries the revision: who
// codes a session reads it, who changes the thesaurus stores the next.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/domain/theme/thesaurus.h"
#include "server/storage/store.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::api {

inline constexpr char kThesaurusName[] = "thesauri/current";

// Sets theme_mentions and thesaurus_revision from the session's text and local date. One statement, unless the
// thesaurus has changed since a session was last coded here. Nothing is recognised before there are themes: revision 0.
absl::Status TagSession(storage::WriteTransaction& transaction, v1::Session* session, absl::Time now);

// For a change: creates it when there is none yet.
absl::StatusOr<v1::Thesaurus> GetOrCreateThesaurus(storage::WriteTransaction& transaction, absl::Time now);

// Stores the thesaurus with the next revision, which *thesaurus gets.
absl::Status StoreNextRevision(storage::WriteTransaction& transaction, v1::Thesaurus* thesaurus, absl::Time now);

// The thesaurus of a snapshot.
absl::StatusOr<std::shared_ptr<const domain::Thesaurus>> ThesaurusOf(storage::ReadTransaction& transaction);

}  // namespace tutorat::api
