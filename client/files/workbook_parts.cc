#include "client/files/workbook_parts.h"

#include <expat.h>
#include <zip.h>

#include <algorithm>
#include <array>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tutorat::format {
namespace {

constexpr size_t kMostBytes = size_t{32} << 20;
constexpr zip_int64_t kMostEntries = 4096;
constexpr int kMostDepth = 64;

// Between a namespace and a name, as expat joins them.
constexpr char kJoint = ' ';

struct Namespace {
  absl::string_view uri;
  absl::string_view prefix;
};

constexpr Namespace kNamespaces[] = {
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", ""},
    {"http://purl.oclc.org/ooxml/spreadsheetml/main", ""},
    {"http://schemas.openxmlformats.org/package/2006/relationships", ""},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", "r"},
    {"urn:oasis:names:tc:opendocument:xmlns:office:1.0", "office"},
    {"urn:oasis:names:tc:opendocument:xmlns:table:1.0", "table"},
    {"urn:oasis:names:tc:opendocument:xmlns:text:1.0", "text"},
    {"urn:oasis:names:tc:opendocument:xmlns:style:1.0", "style"},
    {"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", "manifest"},
    {"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0", "calcext"},
};

// A name without its namespace, and the usual prefix of that.
struct XmlName {
  absl::string_view prefix;
  absl::string_view local;
};

XmlName SplitName(absl::string_view joined) {
  const size_t joint = joined.rfind(kJoint);
  if (joint == absl::string_view::npos) return {"", joined};
  const absl::string_view uri = joined.substr(0, joint);
  const auto* known = std::find_if(std::begin(kNamespaces), std::end(kNamespaces),
                                   [&](const Namespace& each) { return each.uri == uri; });
  return {known == std::end(kNamespaces) ? "?" : known->prefix, joined.substr(joint + 1)};
}

bool IsNamed(absl::string_view joined, absl::string_view name) {
  const XmlName split = SplitName(joined);
  const size_t colon = name.find(':');
  if (colon == absl::string_view::npos) return split.prefix.empty() && split.local == name;
  return split.prefix == name.substr(0, colon) && split.local == name.substr(colon + 1);
}

// What expat calls back with.
struct Parsing {
  XML_Parser parser;
  XmlHandler& handler;
  Language language;
  int depth = 0;

  void Stop(Problem problem) {
    handler.Stop(std::move(problem));
    XML_StopParser(parser, XML_FALSE);
  }
  // After a call of the handler.
  void StopIfRefused() const {
    if (handler.problem()) XML_StopParser(parser, XML_FALSE);
  }
  template <class Then>
  void WithName(absl::string_view joined, const Then& then) {
    const XmlName name = SplitName(joined);
    if (name.prefix.empty()) {
      then(name.local);
    } else {
      then(absl::StrCat(name.prefix, ":", name.local));
    }
    StopIfRefused();
  }
};

void XMLCALL OnBegin(void* data, const XML_Char* name, const XML_Char** attributes) {
  Parsing& parsing = *static_cast<Parsing*>(data);
  // expat still calls for an element that ends where it begins.
  if (parsing.handler.problem()) return;
  if (++parsing.depth > kMostDepth) {
    parsing.Stop({.message = Say(parsing.language,
                                 "le classeur imbrique plus de $0 éléments XML, ce qu'aucun tableur n'écrit ; l'ouvrir "
                                 "dans un tableur, l'enregistrer en .xlsx et recommencer",
                                 "the workbook nests more than $0 XML elements, as no spreadsheet does; open it in a "
                                 "spreadsheet, save it as .xlsx and try again",
                                 kMostDepth)});
    return;
  }
  parsing.WithName(name,
                   [&](absl::string_view prefixed) { parsing.handler.Begin(prefixed, XmlAttributes(attributes)); });
}

void XMLCALL OnEnd(void* data, const XML_Char* name) {
  Parsing& parsing = *static_cast<Parsing*>(data);
  if (parsing.handler.problem()) return;
  --parsing.depth;
  parsing.WithName(name, [&](absl::string_view prefixed) { parsing.handler.End(prefixed); });
}

void XMLCALL OnText(void* data, const XML_Char* text, int size) {
  Parsing& parsing = *static_cast<Parsing*>(data);
  if (parsing.handler.problem()) return;
  parsing.handler.Text(absl::string_view(text, static_cast<size_t>(size)));
  parsing.StopIfRefused();
}

void XMLCALL OnDoctype(void* data, const XML_Char* /*name*/, const XML_Char* /*system*/, const XML_Char* /*pub*/,
                       int /*internal*/) {
  Parsing& parsing = *static_cast<Parsing*>(data);
  parsing.Stop({.message = Say(parsing.language,
                               "le classeur contient une déclaration DOCTYPE, ce qu'aucun tableur n'écrit ; l'ouvrir "
                               "dans un tableur, l'enregistrer en .xlsx et recommencer",
                               "the workbook holds a DOCTYPE declaration, as no spreadsheet writes; open it in a "
                               "spreadsheet, save it as .xlsx and try again")});
}

Problem TooMuchInflated(Language language) {
  return {.message =
              Say(language, "le classeur décompressé dépasse $0 Mio ; n'y garder que la feuille utile et recommencer",
                  "the workbook is larger than $0 MiB once inflated; keep only the sheet that is needed and try "
                  "again",
                  WorkbookArchive::kMostInflated >> 20)};
}

}  // namespace

absl::string_view XmlAttributes::Get(absl::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
    if (IsNamed(pair[0], name)) return pair[1];
  }
  return "";
}

int XmlAttributes::GetCount(absl::string_view name, int most) const {
  int count = 1;
  const absl::string_view text = Get(name);
  // SimpleAtoi leaves the nearest number where it is too large for an int.
  if (!text.empty()) static_cast<void>(absl::SimpleAtoi(text, &count));
  return std::clamp(count, 1, most);
}

void WorkbookArchive::Close::operator()(zip* archive) const { zip_discard(archive); }

std::variant<WorkbookArchive, Problem> WorkbookArchive::Open(absl::string_view bytes, Language language) {
  if (bytes.size() > kMostBytes) {
    return Problem{.message =
                       Say(language, "le classeur pèse plus de $0 Mio ; n'y garder que la feuille utile et recommencer",
                           "the workbook is larger than $0 MiB; keep only the sheet that is needed and try again",
                           kMostBytes >> 20)};
  }
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return DamagedWorkbook(language);
  std::unique_ptr<zip, Close> archive(zip_open_from_source(source, ZIP_RDONLY, nullptr));
  if (archive == nullptr) {
    zip_source_free(source);
    return DamagedWorkbook(language);
  }
  if (zip_get_num_entries(archive.get(), 0) > kMostEntries) {
    return Problem{.message = Say(language,
                                  "le classeur contient plus de $0 fichiers ; copier la feuille utile dans un nouveau "
                                  "classeur et recommencer",
                                  "the workbook holds more than $0 files; copy the sheet that is needed into a new "
                                  "workbook and try again",
                                  kMostEntries)};
  }
  return WorkbookArchive(std::move(archive), language);
}

bool WorkbookArchive::Has(const std::string& name) const {
  return zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE) >= 0;
}

std::variant<std::string, Problem> WorkbookArchive::Read(const std::string& name, size_t most) {
  const zip_int64_t index = zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE);
  zip_stat_t stat;
  if (index < 0 || zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0 ||
      (stat.valid & ZIP_STAT_SIZE) == 0) {
    return DamagedWorkbook(language_);
  }
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    return LockedWorkbook(language_);
  }
  if (stat.size > std::min(most, left_)) return TooMuchInflated(language_);
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
      zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0), &zip_fclose);
  if (file == nullptr) return DamagedWorkbook(language_);
  std::string content;
  std::array<char, size_t{64} << 10> chunk{};
  while (true) {
    const zip_int64_t got = zip_fread(file.get(), chunk.data(), chunk.size());
    // The size that the archive tells binds it: one that inflates to more, or to less, is damaged or means harm.
    if (got < 0 || content.size() + static_cast<size_t>(got) > stat.size) return DamagedWorkbook(language_);
    if (got == 0) break;
    content.append(chunk.data(), static_cast<size_t>(got));
  }
  if (content.size() != stat.size) return DamagedWorkbook(language_);
  left_ -= content.size();
  return content;
}

std::optional<Problem> WorkbookArchive::ReadXml(const std::string& name, XmlHandler& handler, size_t most) {
  const std::variant<std::string, Problem> content = Read(name, most);
  if (const auto* problem = std::get_if<Problem>(&content)) return *problem;
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreateNS(nullptr, kJoint),
                                                                            &XML_ParserFree);
  if (parser == nullptr) return DamagedWorkbook(language_);
  Parsing parsing = {parser.get(), handler, language_};
  XML_SetUserData(parser.get(), &parsing);
  XML_SetElementHandler(parser.get(), &OnBegin, &OnEnd);
  XML_SetCharacterDataHandler(parser.get(), &OnText);
  XML_SetStartDoctypeDeclHandler(parser.get(), &OnDoctype);
  const auto& text = std::get<std::string>(content);
  // At once: in pieces, a token longer than a piece is read again with each of them.
  const XML_Status status = XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), XML_TRUE);
  if (handler.problem()) return handler.problem();
  if (status != XML_STATUS_OK) return DamagedWorkbook(language_);
  return std::nullopt;
}

Problem DamagedWorkbook(Language language) {
  return {.message =
              Say(language,
                  "le classeur est endommagé ou incomplet ; l'ouvrir dans un tableur, l'enregistrer de nouveau "
                  "et recommencer",
                  "the workbook is damaged or cut short; open it in a spreadsheet, save it again and try again")};
}

Problem LockedWorkbook(Language language) {
  return {.message = Say(language,
                         "le classeur est protégé par un mot de passe ; l'enregistrer sans mot de passe et recommencer",
                         "the workbook is protected by a password; save it without a password and try again")};
}

}  // namespace tutorat::format
