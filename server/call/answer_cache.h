#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace tutorat::api {

// Answers to questions that change nothing, as they were given at the newest revision of the store that is known here:
// until something changes, the same question of the same kind of caller has the same answer. Thread-safe.
class AnswerCache {
 public:
  using Answer = std::shared_ptr<const std::string>;

  // `question`: the method, whatever decides what the caller may see, and the request. Null: not known.
  Answer Find(int64_t revision, const std::string& question);
  // Forgets the answers of older revisions; of an older one than is known, nothing is kept.
  void Add(int64_t revision, const std::string& question, Answer answer);

 private:
  std::mutex mutex_;
  int64_t revision_ = -1;
  size_t bytes_ = 0;
  std::map<std::string, Answer> answers_;
};

}  // namespace tutorat::api
