#pragma once

#include <string>

#include "client/text/table.h"
#include "tutorat/v1/document.pb.h"

namespace tutorat::format {

// A document as a terminal shows it: tables, and a line `- ` for each sentence. A table of which not all columns fit
// into the width, and that may be split, is several ones, one below the other; others hide columns. The language is the
// document's.
std::string PrintDocument(const v1::Document& document, const TableStyle& screen);

}  // namespace tutorat::format
