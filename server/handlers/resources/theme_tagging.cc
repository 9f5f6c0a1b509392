#include "server/handlers/resources/theme_tagging.h"

#include <deque>
#include <mutex>
#include <tuple>

#include "proto/status_macros.h"
#include "server/domain/base/local_time.h"

namespace tutorat::api {
namespace {

using Compiled = std::shared_ptr<const domain::Thesaurus>;

// Thesauri as they are searched, by what identifies one: its row's revision and times, which no two rows share. A
// change that is not committed has a time of its own. Thread-safe.
class Cache {
 public:
  Compiled Find(const v1::Thesaurus& row) {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [key, compiled] : entries_) {
      if (key == KeyOf(row)) return compiled;
    }
    return nullptr;
  }

  void Add(const v1::Thesaurus& row, Compiled compiled) {
    const std::lock_guard<std::mutex> lock(mutex_);
    entries_.emplace_back(KeyOf(row), std::move(compiled));
    if (entries_.size() > kKept) entries_.pop_front();
  }

 private:
  using Key = std::tuple<int, int64_t, int64_t>;
  // The one of now, and a few of transactions that began before.
  static constexpr size_t kKept = 4;

  static Key KeyOf(const v1::Thesaurus& row) {
    return {row.revision(), absl::ToUnixMicros(domain::ToTime(row.create_time())),
            absl::ToUnixMicros(domain::ToTime(row.update_time()))};
  }

  std::mutex mutex_;
  std::deque<std::pair<Key, Compiled>> entries_;
};

Cache& TheCache() {
  static auto& cache = *new Cache();
  return cache;
}

// `row` as this transaction sees it: nothing else is asked of the store when it is known.
absl::StatusOr<Compiled> Compile(storage::ReadTransaction& transaction, const v1::Thesaurus& row) {
  if (Compiled known = TheCache().Find(row)) return known;
  ASSIGN_OR_RETURN(const auto themes, transaction.List<v1::Theme>({}));
  auto compiled = std::make_shared<const domain::Thesaurus>(themes, row);
  TheCache().Add(row, compiled);
  return compiled;
}

// AlreadyExists where another transaction was faster.
absl::Status CreateThesaurus(storage::WriteTransaction& transaction, absl::Time now) {
  v1::Thesaurus thesaurus;
  thesaurus.set_name(kThesaurusName);
  *thesaurus.mutable_create_time() = domain::ToTimestamp(now);
  *thesaurus.mutable_update_time() = domain::ToTimestamp(now);
  return transaction.Insert(thesaurus);
}

template <class F>
absl::Status OrCreate(storage::WriteTransaction& transaction, absl::Time now, F get) {
  absl::Status status = get();
  if (!absl::IsNotFound(status)) return status;
  status = CreateThesaurus(transaction, now);
  return status.ok() || absl::IsAlreadyExists(status) ? get() : status;
}

}  // namespace

absl::Status TagSession(storage::WriteTransaction& transaction, v1::Session* session, absl::Time now) {
  session->clear_theme_mentions();
  session->clear_thesaurus_revision();
  if (session->themes().empty()) return absl::OkStatus();
  v1::Thesaurus row;
  absl::Status status = OrCreate(transaction, now, [&] { return transaction.Get(kThesaurusName, &row); });
  if (!status.ok() || row.revision() == 0) return status;
  ASSIGN_OR_RETURN(const auto thesaurus, Compile(transaction, row));
  for (v1::ThemeMention& mention : thesaurus->Recognise(session->themes(), session->local_date())) {
    *session->add_theme_mentions() = std::move(mention);
  }
  session->set_thesaurus_revision(row.revision());
  return absl::OkStatus();
}

absl::StatusOr<v1::Thesaurus> GetOrCreateThesaurus(storage::WriteTransaction& transaction, absl::Time now) {
  v1::Thesaurus thesaurus;
  RETURN_IF_ERROR(OrCreate(transaction, now, [&] { return transaction.Get(kThesaurusName, &thesaurus); }));
  return thesaurus;
}

absl::Status StoreNextRevision(storage::WriteTransaction& transaction, v1::Thesaurus* thesaurus, absl::Time now) {
  thesaurus->set_revision(thesaurus->revision() + 1);
  *thesaurus->mutable_update_time() = domain::ToTimestamp(now);
  return transaction.Update(*thesaurus);
}

absl::StatusOr<Compiled> ThesaurusOf(storage::ReadTransaction& transaction) {
  ASSIGN_OR_RETURN(const auto thesauri, transaction.List<v1::Thesaurus>({}));
  return Compile(transaction, thesauri.empty() ? v1::Thesaurus() : thesauri.front());
}

}  // namespace tutorat::api
