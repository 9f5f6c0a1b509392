#include "server/call/answer_cache.h"

namespace tutorat::api {
namespace {

// Of all answers and questions together; what would not fit is not kept.
constexpr size_t kMostBytes = size_t{32} << 20;

}  // namespace

AnswerCache::Answer AnswerCache::Find(int64_t revision, const std::string& question) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (revision != revision_) return nullptr;
  const auto found = answers_.find(question);
  return found == answers_.end() ? nullptr : found->second;
}

void AnswerCache::Add(int64_t revision, const std::string& question, Answer answer) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (revision < revision_) return;
  if (revision > revision_) {
    answers_.clear();
    bytes_ = 0;
    revision_ = revision;
  }
  const size_t bytes = question.size() + answer->size();
  if (bytes_ + bytes > kMostBytes) return;
  if (answers_.emplace(question, std::move(answer)).second) bytes_ += bytes;
}

}  // namespace tutorat::api
