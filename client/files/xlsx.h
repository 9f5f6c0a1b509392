#pragma once

#include <variant>
#include <vector>

#include "client/files/workbook.h"
#include "client/files/workbook_parts.h"

namespace tutorat::format {

// Reads an Office Open XML package, see ReadWorkbook; one that is no workbook is refused by name.
std::variant<std::vector<Worksheet>, Problem> ReadXlsx(WorkbookArchive& archive);

}  // namespace tutorat::format
