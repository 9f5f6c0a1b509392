#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/files/table_file.h"
#include "client/text/language.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace tutorat::format {

// A column of the import and export format of sessions: a field of v1.SessionRecord, of its issues (v1.RecordedIssue)
// or of the row (v1.ImportRow) to which the contract gives one.
using SessionColumn = const google::protobuf::FieldDescriptor*;

// In the order in which an export writes them.
const std::vector<SessionColumn>& SessionColumns();

// The same as a table's.
const std::vector<FileColumn>& SessionTable();

// Whether its cells are words to be kept as they are.
bool IsVerbatim(SessionColumn column);

// By a field of v1.SessionRecord as the server names it: `date`, `present.names[2]`, `issues[0].impact`. Null: none.
SessionColumn ColumnOfField(absl::string_view field);

// Sets the column's field of `message`, which has it, to what people write for it. A failure is INVALID_ARGUMENT as
// those of cells.h.
absl::Status SetField(SessionColumn column, const std::string& text, Language language,
                      google::protobuf::Message& message);
// What SetField reads again; empty when the field says nothing.
std::string FieldText(SessionColumn column, const google::protobuf::Message& message, Language language);

}  // namespace tutorat::format
