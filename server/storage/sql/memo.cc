#include "server/storage/sql/memo.h"

namespace tutorat::storage::sql {
namespace {

// Of all rows together; beyond it everything is forgotten, and asked for again.
constexpr int64_t kMostBytes = int64_t{32} << 20;

int64_t BytesOf(const std::string& key, const Memo::Rows& rows) {
  auto bytes = static_cast<int64_t>(key.size());
  for (const auto& row : *rows) bytes += static_cast<int64_t>(row->SpaceUsedLong());
  return bytes;
}

}  // namespace

Memo::Rows Memo::Find(int64_t revision, const google::protobuf::Descriptor* type, const std::string& key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (revision != revision_) return nullptr;
  const auto& known = rows_[type];
  const auto found = known.find(key);
  return found == known.end() ? nullptr : found->second;
}

void Memo::Add(int64_t revision, const google::protobuf::Descriptor* type, const std::string& key, Rows rows) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (revision > revision_ && revision != announced_) MoveTo(revision);
  if (revision != revision_) return;
  const int64_t bytes = BytesOf(key, rows);
  if (bytes_ + bytes > kMostBytes) MoveTo(revision);
  if (rows_[type].emplace(key, std::move(rows)).second) bytes_ += bytes;
}

void Memo::Announce(int64_t revision) {
  const std::lock_guard<std::mutex> lock(mutex_);
  announced_ = revision;
}

void Memo::Advance(int64_t before, int64_t revision, const Types& written) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (revision_ != before) return MoveTo(revision);
  for (const auto* type : written) {
    for (const auto& [key, rows] : rows_[type]) bytes_ -= BytesOf(key, rows);
    rows_.erase(type);
  }
  revision_ = revision;
}

void Memo::Clear() {
  const std::lock_guard<std::mutex> lock(mutex_);
  MoveTo(-1);
}

void Memo::MoveTo(int64_t revision) {
  rows_.clear();
  bytes_ = 0;
  revision_ = revision;
}

}  // namespace tutorat::storage::sql
