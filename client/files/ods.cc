#include "client/files/ods.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "client/files/cell_numbers.h"
#include "client/files/sheet_grid.h"

namespace tutorat::format {
namespace {

// The text of a cell's paragraphs as they are read.
class ParagraphText {
 public:
  void BeginParagraph() {
    if (paragraphs_++ > 0) text_ += '\n';
    after_space_ = true;
  }
  // White space counts as one space, and as none where a paragraph begins.
  void Add(absl::string_view text) {
    for (const char c : text) {
      const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
      if (!space || !after_space_) text_ += space ? ' ' : c;
      after_space_ = space;
    }
  }
  void Put(size_t count, char c) {
    text_.append(count, c);
    after_space_ = false;
  }
  std::string Take() {
    paragraphs_ = 0;
    return std::exchange(text_, {});
  }

 private:
  std::string text_;
  int paragraphs_ = 0;
  bool after_space_ = true;
};

// The part that has the sheets, content.xml.
class ContentHandler : public XmlHandler {
 public:
  explicit ContentHandler(Language language) : language_(language) {}

  void Begin(absl::string_view name, const XmlAttributes& attributes) override {
    if (skipped_ > 0) {
      ++skipped_;
    } else if (in_paragraph_ > 0) {
      BeginInParagraph(name, attributes);
    } else if (in_cell_) {
      if (name == "text:p" || name == "text:h") {
        in_paragraph_ = 1;
        paragraphs_.BeginParagraph();
      } else {
        skipped_ = 1;
      }
    } else if (in_table_) {
      BeginInTable(name, attributes);
    } else if (name == "table:table") {
      BeginTable(attributes);
    } else {
      BeginOutside(name, attributes);
    }
  }

  void End(absl::string_view name) override {
    if (skipped_ > 0) {
      --skipped_;
    } else if (in_paragraph_ > 0) {
      --in_paragraph_;
    } else if (name == "table:table-cell" || name == "table:covered-table-cell") {
      EndCell();
    } else if (name == "table:table-row") {
      EndRow();
    } else if (name == "table:table") {
      EndTable();
    }
  }

  void Text(absl::string_view text) override {
    if (in_paragraph_ > 0 && skipped_ == 0) paragraphs_.Add(text);
  }

  bool is_spreadsheet() const { return is_spreadsheet_; }
  std::vector<Worksheet> TakeSheets() { return std::move(sheets_); }

 private:
  // Further than any bound, and not so far that sums overflow.
  static constexpr int kFarOff = 1 << 24;
  static constexpr int kMostSpaces = 1024;

  // A cell that has text, as often as it is repeated in its row.
  struct Cell {
    int column = 0;
    int times = 1;
    std::string text;
    int rows_spanned = 1;
    int columns_spanned = 1;
  };

  void BeginOutside(absl::string_view name, const XmlAttributes& attributes) {
    if (name == "office:spreadsheet") {
      is_spreadsheet_ = true;
    } else if (name == "style:style") {
      style_ = std::string(attributes.Get("style:name"));
    } else if (name == "style:table-properties" && attributes.Get("table:display") == "false") {
      hidden_styles_.insert(style_);
    } else if (name == "table:tracked-changes") {
      skipped_ = 1;
    }
  }

  void BeginTable(const XmlAttributes& attributes) {
    if (hidden_styles_.count(std::string(attributes.Get("table:style-name"))) > 0) {
      skipped_ = 1;
      return;
    }
    in_table_ = true;
    row_ = 0;
    grid_.emplace(budget_, language_);
    sheets_.push_back({std::string(attributes.Get("table:name")), {}});
  }

  void BeginInTable(absl::string_view name, const XmlAttributes& attributes) {
    if (name == "table:table-row") {
      rows_repeated_ = attributes.GetCount("table:number-rows-repeated", kFarOff);
      column_ = 1;
      cells_.clear();
    } else if (name == "table:table-cell" || name == "table:covered-table-cell") {
      BeginCell(attributes, name == "table:covered-table-cell");
    } else if (name != "table:table-header-rows" && name != "table:table-rows" && name != "table:table-row-group") {
      skipped_ = 1;
    }
  }

  void BeginCell(const XmlAttributes& attributes, bool covered) {
    in_cell_ = true;
    covered_ = covered;
    cell_ = {.column = column_,
             .times = attributes.GetCount("table:number-columns-repeated", kFarOff),
             .text = {},
             .rows_spanned = attributes.GetCount("table:number-rows-spanned", kFarOff),
             .columns_spanned = attributes.GetCount("table:number-columns-spanned", kFarOff)};
    column_ = std::min(column_ + cell_.times, kFarOff);
    value_ = ValueText(attributes);
  }

  // What the value of a cell says by itself; empty where its paragraphs say it.
  std::string ValueText(const XmlAttributes& attributes) const {
    const absl::string_view type = attributes.Get("office:value-type");
    if (attributes.Get("calcext:value-type") == "error") return "";
    if (type == "float" || type == "percentage" || type == "currency")
      return NumberText(attributes.Get("office:value"));
    if (type == "date") return IsoMomentText(attributes.Get("office:date-value"));
    if (type == "time") return IsoDurationText(attributes.Get("office:time-value"));
    if (type == "boolean") {
      return std::string(attributes.Get("office:boolean-value") == "true" ? Choose(language_, "oui", "yes")
                                                                          : Choose(language_, "non", "no"));
    }
    return "";
  }

  void BeginInParagraph(absl::string_view name, const XmlAttributes& attributes) {
    if (name == "text:span" || name == "text:a") {
      ++in_paragraph_;
      return;
    }
    skipped_ = 1;
    if (name == "text:s") {
      const int count = attributes.GetCount("text:c", kMostSpaces);
      if (!budget_.Take(static_cast<size_t>(count))) return Stop(TooMuchText(language_));
      paragraphs_.Put(static_cast<size_t>(count), ' ');
    } else if (name == "text:tab") {
      paragraphs_.Put(1, '\t');
    } else if (name == "text:line-break") {
      paragraphs_.Put(1, '\n');
    } else if (IsField(name)) {
      skipped_ = 0;
      ++in_paragraph_;
    }
  }

  static bool IsField(absl::string_view name) {
    return name == "text:sheet-name" || name == "text:date" || name == "text:time" || name == "text:title";
  }

  void EndCell() {
    in_cell_ = false;
    std::string shown = paragraphs_.Take();
    // What a merged cell hides is no text of the sheet.
    if (covered_) return;
    cell_.text = value_.empty() ? std::move(shown) : std::move(value_);
    if (!cell_.text.empty()) cells_.push_back(std::move(cell_));
  }

  void EndRow() {
    const int first = std::min(row_ + 1, kFarOff);
    row_ = std::min(row_ + rows_repeated_, kFarOff);
    if (cells_.empty()) return;
    for (int row = first; row <= row_; ++row) {
      for (const Cell& cell : cells_) {
        if (!SetCell(row, cell)) return;
      }
    }
  }

  // False when the sheet is refused.
  bool SetCell(int row, const Cell& cell) {
    for (int i = 0; i < cell.times; ++i) {
      if (std::optional<Problem> problem = grid_->Set(row, cell.column + i, cell.text)) {
        Stop(*std::move(problem));
        return false;
      }
    }
    if (cell.rows_spanned > 1 || cell.columns_spanned > 1) {
      grid_->Merge({row, cell.column, row + cell.rows_spanned - 1, cell.column + cell.columns_spanned - 1});
    }
    return true;
  }

  void EndTable() {
    in_table_ = false;
    if (std::optional<Problem> problem = grid_->TakeRows(sheets_.back().rows)) Stop(*std::move(problem));
  }

  const Language language_;
  TextBudget budget_;
  bool is_spreadsheet_ = false;
  std::string style_;
  std::set<std::string> hidden_styles_;
  std::vector<Worksheet> sheets_;

  // Where the reading is: how deep in what is no text of a cell, in a paragraph of one, in a cell, in a sheet.
  int skipped_ = 0;
  int in_paragraph_ = 0;
  bool in_cell_ = false;
  bool in_table_ = false;

  std::optional<SheetGrid> grid_;
  int row_ = 0;
  int rows_repeated_ = 1;
  // The next one of the row.
  int column_ = 1;
  std::vector<Cell> cells_;
  Cell cell_;
  bool covered_ = false;
  std::string value_;
  ParagraphText paragraphs_;
};

// Whether the list of the package's parts says that some are encrypted.
class ManifestHandler : public XmlHandler {
 public:
  void Begin(absl::string_view name, const XmlAttributes& /*attributes*/) override {
    if (name == "manifest:encryption-data") encrypted_ = true;
  }
  bool encrypted() const { return encrypted_; }

 private:
  bool encrypted_ = false;
};

Problem IsNoSpreadsheet(Language language) {
  return {.message =
              Say(language,
                  "le fichier est un document OpenDocument, mais pas un classeur ; en copier le tableau dans un "
                  "classeur, l'enregistrer en .ods et recommencer",
                  "the file is an OpenDocument, but no spreadsheet; copy its table into a spreadsheet, save that "
                  "as .ods and try again")};
}

}  // namespace

std::variant<std::vector<Worksheet>, Problem> ReadOds(WorkbookArchive& archive) {
  const std::string manifest = "META-INF/manifest.xml";
  if (archive.Has(manifest)) {
    ManifestHandler handler;
    if (auto problem = archive.ReadXml(manifest, handler, WorkbookArchive::kMostDescription)) return *problem;
    if (handler.encrypted()) return LockedWorkbook(archive.language());
  }
  ContentHandler handler(archive.language());
  if (auto problem = archive.ReadXml("content.xml", handler)) return *problem;
  if (!handler.is_spreadsheet()) return IsNoSpreadsheet(archive.language());
  return handler.TakeSheets();
}

}  // namespace tutorat::format
