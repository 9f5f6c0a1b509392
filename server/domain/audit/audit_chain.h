// The audit hash chain: entries are numbered without a gap, and each holds the hash of the one before. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "server/domain/audit/audit.h"
#include "server/domain/base/error.h"
#include "tutorat/v1/audit.pb.h"

namespace tutorat::domain {

struct ChainEnd {
  int64_t number = 0;
  std::string hash;
};

// What is wrong with the chain: a violation's `field` is the name of an entry that was altered, removed or inserted, or
// whose personal values are gone though no later entry says that its resource's were erased, or it purged.
class ChainCheck {
 public:
  // `anchor`: the last entry that was dropped at the end of its retention; `head`: the newest one.
  ChainCheck(ChainEnd anchor, ChainEnd head);

  // Every entry that is stored, in the order of their names.
  void Add(const v1::AuditEntry& entry);
  // After the last one.
  std::vector<Violation> Finish();

 private:
  void Report(const std::string& name, const char* reason, const char* en, const char* fr);
  void NoteForgotten(const v1::AuditEntry& entry);
  // Of the entries from last_ to before `number`.
  void ReportRemoved(int64_t number);
  void ReportAltered(const std::string& name);

  const ChainEnd head_;
  ChainEnd last_;  // as the next one must have it
  std::string last_name_;
  bool last_altered_ = false;                                  // is reported already
  std::map<std::string, std::vector<std::string>> forgotten_;  // entries without their personal values, by resource
  std::vector<Violation> violations_;
};

}  // namespace tutorat::domain
