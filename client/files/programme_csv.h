#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/problem.h"
#include "tutorat/v1/programme.pb.h"

namespace tutorat::format {

// A programme as a file: `theme,month,weight` (`thème,mois,poids`), columns in any order, a line an item. `theme` is a
// code, `month` a number from 1, `weight` core|optional (socle|facultatif), core where it is empty or no column.

struct ProgrammeLine {
  int line = 0;
  v1::ProgrammeItem item;
};

struct ProgrammeFile {
  // Lines without a problem, in the order of the file. None when the header has a problem.
  std::vector<ProgrammeLine> lines;
  // All of them, by line.
  std::vector<Problem> problems;
  // What was left aside, for people to see.
  std::vector<Problem> notes;
};

// `bytes` as ReadCsv takes them.
ProgrammeFile ReadProgramme(absl::string_view bytes, Language language);

// ReadProgramme gives the items back as they are.
std::string WriteProgramme(const v1::Programme& programme, CsvStyle style, Language language);

}  // namespace tutorat::format
