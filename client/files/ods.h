#pragma once

#include <variant>
#include <vector>

#include "client/files/workbook.h"
#include "client/files/workbook_parts.h"

namespace tutorat::format {

// Reads an OpenDocument package, see ReadWorkbook; one that is no spreadsheet is refused by name.
std::variant<std::vector<Worksheet>, Problem> ReadOds(WorkbookArchive& archive);

}  // namespace tutorat::format
