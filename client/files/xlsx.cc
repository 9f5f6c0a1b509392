#include "client/files/xlsx.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/files/cell_numbers.h"
#include "client/files/sheet_grid.h"

namespace tutorat::format {
namespace {

// One of a part's relationships to others.
struct Relationship {
  std::string id;
  // The last word of its type: worksheet, styles ...
  std::string type;
  // The other's path in the archive.
  std::string target;
};

// `target` as the part in `folder` means it: from there, or from the root.
std::string ResolveTarget(absl::string_view folder, absl::string_view target) {
  std::vector<absl::string_view> path;
  const std::string whole = absl::StartsWith(target, "/") ? std::string(target) : absl::StrCat(folder, "/", target);
  for (const absl::string_view step : absl::StrSplit(whole, '/', absl::SkipEmpty())) {
    if (step == ".") continue;
    if (step != "..") {
      path.push_back(step);
    } else if (!path.empty()) {
      path.pop_back();
    }
  }
  std::string resolved;
  for (const absl::string_view step : path) absl::StrAppend(&resolved, resolved.empty() ? "" : "/", step);
  return resolved;
}

class RelationshipsHandler : public XmlHandler {
 public:
  explicit RelationshipsHandler(absl::string_view folder) : folder_(folder) {}

  void Begin(absl::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.Get("TargetMode") == "External") return;
    const absl::string_view type = attributes.Get("Type");
    relationships_.push_back({std::string(attributes.Get("Id")), std::string(type.substr(type.rfind('/') + 1)),
                              ResolveTarget(folder_, attributes.Get("Target"))});
  }

  // Path of the part that has that attribute; empty when there is none.
  std::string Find(std::string Relationship::*attribute, absl::string_view value) const {
    const auto found = std::find_if(relationships_.begin(), relationships_.end(),
                                    [&](const Relationship& each) { return each.*attribute == value; });
    return found == relationships_.end() ? "" : found->target;
  }
  // Whether that is a sheet of cells: others are of charts or macros.
  bool IsWorksheet(absl::string_view id) const {
    return std::any_of(relationships_.begin(), relationships_.end(),
                       [&](const Relationship& each) { return each.id == id && each.type == "worksheet"; });
  }

 private:
  const std::string folder_;
  std::vector<Relationship> relationships_;
};

// The part that names the sheets.
class SheetListHandler : public XmlHandler {
 public:
  struct Sheet {
    std::string name;
    std::string id;
  };

  void Begin(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbook") is_workbook_ = true;
    if (name == "workbookPr") from_1904_ = attributes.Get("date1904") == "1" || attributes.Get("date1904") == "true";
    if (name != "sheet") return;
    const absl::string_view state = attributes.Get("state");
    if (state == "hidden" || state == "veryHidden") return;
    sheets_.push_back({std::string(attributes.Get("name")), std::string(attributes.Get("r:id"))});
  }

  bool is_workbook() const { return is_workbook_; }
  bool from_1904() const { return from_1904_; }
  // Those that are not hidden.
  const std::vector<Sheet>& sheets() const { return sheets_; }

 private:
  bool is_workbook_ = false;
  bool from_1904_ = false;
  std::vector<Sheet> sheets_;
};

class StylesHandler : public XmlHandler {
 public:
  void Begin(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmts" || name == "cellXfs") within_ = std::string(name);
    int id = 0;
    if (name == "numFmt" && within_ == "numFmts" && absl::SimpleAtoi(attributes.Get("numFmtId"), &id)) {
      custom_[id] = FormOfCode(attributes.Get("formatCode"));
    } else if (name == "xf" && within_ == "cellXfs") {
      if (!absl::SimpleAtoi(attributes.Get("numFmtId"), &id)) id = 0;
      formats_.push_back(id);
    }
  }
  void End(absl::string_view name) override {
    if (name == within_) within_.clear();
  }

  // What the style of that number makes of a cell's number.
  NumberForm FormOf(absl::string_view style) const {
    size_t index = 0;
    if (!absl::SimpleAtoi(style.empty() ? "0" : style, &index) || index >= formats_.size()) return NumberForm::kNumber;
    const auto custom = custom_.find(formats_[index]);
    return custom == custom_.end() ? FormOfBuiltIn(formats_[index]) : custom->second;
  }

 private:
  std::string within_;
  std::map<int, NumberForm> custom_;
  std::vector<int> formats_;
};

// Puts back the characters that XML cannot hold: `_x000D_` for a carriage return, `_x005F_` for the `_` of such a word.
std::string Unescaped(absl::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    const absl::string_view word = text.substr(i, 7);
    int code = 0;
    if (word.size() == 7 && absl::StartsWith(word, "_x00") && word[6] == '_' &&
        absl::SimpleHexAtoi(word.substr(4, 2), &code) && code > 0 && code < 0x80) {
      if (code != '\r') plain += static_cast<char>(code);
      i += 6;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

// Gathers the text of `t` in a string item, in whatever runs, without how it is pronounced.
class StringItem {
 public:
  void Begin(absl::string_view name) {
    if (name == "rPh") pronounced_ = true;
    if (name == "t") within_ = !pronounced_;
  }
  void End(absl::string_view name) {
    if (name == "rPh") pronounced_ = false;
    if (name == "t") within_ = false;
  }
  void Text(absl::string_view text) {
    if (within_) text_.append(text.data(), text.size());
  }
  std::string Take() { return Unescaped(std::exchange(text_, {})); }

 private:
  bool pronounced_ = false;
  bool within_ = false;
  std::string text_;
};

class SharedStringsHandler : public XmlHandler {
 public:
  SharedStringsHandler(TextBudget& budget, Language language) : budget_(budget), language_(language) {}

  void Begin(absl::string_view name, const XmlAttributes& /*attributes*/) override { item_.Begin(name); }
  void End(absl::string_view name) override {
    item_.End(name);
    if (name != "si") return;
    strings_.push_back(item_.Take());
    if (!budget_.Take(strings_.back().size())) Stop(TooMuchText(language_));
  }
  void Text(absl::string_view text) override { item_.Text(text); }

  const std::vector<std::string>& strings() const { return strings_; }

 private:
  TextBudget& budget_;
  const Language language_;
  StringItem item_;
  std::vector<std::string> strings_;
};

// Row and column of `B12`; either is 0 when there is none.
struct CellReference {
  int row = 0;
  int column = 0;
};

CellReference ParseReference(absl::string_view text) {
  constexpr int kFarOff = 1 << 24;
  CellReference reference;
  size_t i = 0;
  for (; i < text.size() && (absl::ascii_isalpha(text[i]) || text[i] == '$'); ++i) {
    if (text[i] == '$') continue;
    reference.column = std::min(reference.column * 26 + absl::ascii_toupper(text[i]) - 'A' + 1, kFarOff);
  }
  for (; i < text.size() && absl::ascii_isdigit(text[i]); ++i) {
    reference.row = std::min(reference.row * 10 + text[i] - '0', kFarOff);
  }
  return reference;
}

// What the cells of all sheets refer to.
struct Shared {
  const StylesHandler& styles;
  const std::vector<std::string>& strings;
  bool from_1904;
  Language language;
};

class WorksheetHandler : public XmlHandler {
 public:
  WorksheetHandler(const Shared& shared, TextBudget& budget) : shared_(shared), grid_(budget, shared.language) {}

  void Begin(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "row") {
      const int row = ParseReference(attributes.Get("r")).row;
      row_ = row > 0 ? row : row_ + 1;
      column_ = 0;
    } else if (name == "c") {
      BeginCell(attributes);
    } else if (name == "v") {
      within_value_ = true;
    } else if (name == "is") {
      within_item_ = true;
    } else if (name == "mergeCell") {
      AddMerged(attributes.Get("ref"));
    } else if (within_item_) {
      item_.Begin(name);
    }
  }

  void End(absl::string_view name) override {
    if (name == "v") {
      within_value_ = false;
    } else if (name == "is") {
      within_item_ = false;
    } else if (within_item_) {
      item_.End(name);
    } else if (name == "c") {
      std::optional<std::string> text = CellText();
      std::optional<Problem> problem =
          text ? grid_.Set(cell_.row, cell_.column, *std::move(text)) : DamagedWorkbook(shared_.language);
      if (problem) Stop(*std::move(problem));
    }
  }

  void Text(absl::string_view text) override {
    if (within_value_) value_.append(text.data(), text.size());
    if (within_item_) item_.Text(text);
  }

  SheetGrid& grid() { return grid_; }

 private:
  void BeginCell(const XmlAttributes& attributes) {
    cell_ = ParseReference(attributes.Get("r"));
    if (cell_.row == 0) cell_.row = std::max(row_, 1);
    if (cell_.column == 0) cell_.column = column_ + 1;
    column_ = cell_.column;
    type_ = std::string(attributes.Get("t"));
    style_ = std::string(attributes.Get("s"));
    value_.clear();
    item_ = {};
  }

  void AddMerged(absl::string_view range) {
    const std::pair<absl::string_view, absl::string_view> corners = absl::StrSplit(range, absl::MaxSplits(':', 1));
    const CellReference first = ParseReference(corners.first);
    const CellReference last = ParseReference(corners.second);
    if (first.row > 0 && first.column > 0 && last.row >= first.row && last.column >= first.column) {
      grid_.Merge({first.row, first.column, last.row, last.column});
    }
  }

  // Nothing when it refers to no shared string.
  std::optional<std::string> CellText() {
    if (type_ == "inlineStr") return item_.Take();
    if (value_.empty()) return "";
    if (type_ == "s") {
      size_t index = 0;
      if (!absl::SimpleAtoi(value_, &index) || index >= shared_.strings.size()) return std::nullopt;
      return shared_.strings[index];
    }
    if (type_ == "str") return Unescaped(value_);
    if (type_ == "e") return value_;
    if (type_ == "d") return IsoMomentText(value_);
    if (type_ == "b") {
      const bool yes = value_ == "1" || value_ == "true";
      return std::string(yes ? Choose(shared_.language, "oui", "yes") : Choose(shared_.language, "non", "no"));
    }
    return SerialText(value_, shared_.styles.FormOf(style_), shared_.from_1904);
  }

  const Shared& shared_;
  SheetGrid grid_;
  int row_ = 0;
  // The last one of the row.
  int column_ = 0;
  CellReference cell_;
  std::string type_;
  std::string style_;
  std::string value_;
  StringItem item_;
  bool within_value_ = false;
  bool within_item_ = false;
};

Problem IsAnotherDocument(absl::string_view part, Language language) {
  if (absl::EndsWithIgnoreCase(part, ".bin")) {
    return {.message = Say(language, "le classeur est un .xlsb ; l'enregistrer en .xlsx et recommencer",
                           "the workbook is an .xlsb; save it as .xlsx and try again")};
  }
  if (absl::StartsWithIgnoreCase(part, "word/")) {
    return {.message = Say(language,
                           "le fichier est un document Word, pas un classeur ; en copier le tableau dans un classeur, "
                           "l'enregistrer en .xlsx et recommencer",
                           "the file is a Word document and no workbook; copy its table into a workbook, save that as "
                           ".xlsx and try again")};
  }
  return {.message = Say(language,
                         "le fichier n'est pas un classeur ; enregistrer le tableau en .xlsx, .ods ou « CSV UTF-8 » et "
                         "recommencer",
                         "the file is no workbook; save the table as .xlsx, .ods or \"CSV UTF-8\" and try again")};
}

class XlsxReader {
 public:
  explicit XlsxReader(WorkbookArchive& archive) : archive_(archive), language_(archive.language()) {}

  std::optional<Problem> Read(std::vector<Worksheet>& sheets) {
    RelationshipsHandler package("");
    if (auto problem = ReadDescription("_rels/.rels", package)) return problem;
    const std::string part = package.Find(&Relationship::type, "officeDocument");
    if (absl::EndsWithIgnoreCase(part, ".bin") || !absl::EndsWithIgnoreCase(part, ".xml")) {
      return IsAnotherDocument(part, language_);
    }
    SheetListHandler list;
    if (auto problem = archive_.ReadXml(part, list, WorkbookArchive::kMostDescription)) return problem;
    if (!list.is_workbook()) return IsAnotherDocument(part, language_);

    const std::pair<std::string, std::string> split = SplitPath(part);
    RelationshipsHandler parts(split.first);
    if (auto problem = ReadDescription(absl::StrCat(split.first, "/_rels/", split.second, ".rels"), parts))
      return problem;
    TextBudget budget;
    StylesHandler styles;
    SharedStringsHandler strings(budget, language_);
    for (const auto& [type, handler] :
         {std::pair<const char*, XmlHandler*>{"styles", &styles}, {"sharedStrings", &strings}}) {
      const std::string path = parts.Find(&Relationship::type, type);
      if (path.empty()) continue;
      if (auto problem = archive_.ReadXml(path, *handler)) return problem;
    }
    const Shared shared = {styles, strings.strings(), list.from_1904(), language_};
    for (const SheetListHandler::Sheet& sheet : list.sheets()) {
      const std::string path = parts.Find(&Relationship::id, sheet.id);
      if (path.empty()) return DamagedWorkbook(language_);
      if (!parts.IsWorksheet(sheet.id)) continue;
      WorksheetHandler handler(shared, budget);
      if (auto problem = archive_.ReadXml(path, handler)) return problem;
      sheets.push_back({sheet.name, {}});
      if (auto problem = handler.grid().TakeRows(sheets.back().rows)) return problem;
    }
    return std::nullopt;
  }

 private:
  // Folder and name.
  static std::pair<std::string, std::string> SplitPath(const std::string& path) {
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) return {"", path};
    return {path.substr(0, slash), path.substr(slash + 1)};
  }

  std::optional<Problem> ReadDescription(const std::string& path, XmlHandler& handler) {
    return archive_.ReadXml(ResolveTarget("", path), handler, WorkbookArchive::kMostDescription);
  }

  WorkbookArchive& archive_;
  const Language language_;
};

}  // namespace

std::variant<std::vector<Worksheet>, Problem> ReadXlsx(WorkbookArchive& archive) {
  std::vector<Worksheet> sheets;
  if (std::optional<Problem> problem = XlsxReader(archive).Read(sheets)) return *std::move(problem);
  return sheets;
}

}  // namespace tutorat::format
