#include "client/files/workbook.h"

#include "absl/strings/match.h"
#include "client/files/ods.h"
#include "client/files/workbook_parts.h"
#include "client/files/xlsx.h"

namespace tutorat::format {
namespace {

// Of a compound file: .xls, or any Office file with a password.
constexpr absl::string_view kCompoundFile = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

Problem IsCompoundFile(Language language) {
  return {.message =
              Say(language,
                  "le classeur est protégé par un mot de passe, ou c'est un ancien .xls ; l'enregistrer en .xlsx "
                  "sans mot de passe et recommencer",
                  "the workbook is protected by a password, or it is an old .xls; save it as .xlsx without a "
                  "password and try again")};
}

Problem IsNumbers(Language language) {
  return {.message = Say(language, "le fichier est de Numbers ; l'exporter vers Excel (.xlsx) et recommencer",
                         "the file is one of Numbers; export it to Excel (.xlsx) and try again")};
}

Problem IsNoWorkbook(Language language) {
  return {.message =
              Say(language,
                  "le fichier est une archive zip, pas un classeur ; enregistrer le tableau en .xlsx, .ods ou "
                  "« CSV UTF-8 » et recommencer",
                  "the file is a zip archive and no workbook; save the table as .xlsx, .ods or \"CSV UTF-8\" and "
                  "try again")};
}

}  // namespace

bool IsWorkbook(absl::string_view bytes) {
  return absl::StartsWith(bytes, "PK\x03\x04") || absl::StartsWith(bytes, "PK\x05\x06") ||
         absl::StartsWith(bytes, kCompoundFile);
}

std::variant<std::vector<Worksheet>, Problem> ReadWorkbook(absl::string_view bytes, Language language) {
  if (absl::StartsWith(bytes, kCompoundFile)) return IsCompoundFile(language);
  std::variant<WorkbookArchive, Problem> opened = WorkbookArchive::Open(bytes, language);
  if (const auto* problem = std::get_if<Problem>(&opened)) return *problem;
  auto& archive = std::get<WorkbookArchive>(opened);
  if (archive.Has("[Content_Types].xml") || archive.Has("_rels/.rels")) return ReadXlsx(archive);
  if (archive.Has("content.xml")) return ReadOds(archive);
  if (archive.Has("Index/Document.iwa") || archive.Has("Index.zip")) return IsNumbers(language);
  return IsNoWorkbook(language);
}

}  // namespace tutorat::format
