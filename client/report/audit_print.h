#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "client/text/language.h"
#include "tutorat/v1/audit.pb.h"

namespace tutorat::format {

// The change of a field in one line: `notes : "a" → "b"`. Says which values are personal, and which of those were
// erased since.
std::string DescribeChange(const v1::AuditChange& change, Language language);

// 12 of auditEntries/000000000012, and back. What is no number stays as it is.
std::string AuditNumber(absl::string_view name);
std::string AuditName(absl::string_view number);

}  // namespace tutorat::format
