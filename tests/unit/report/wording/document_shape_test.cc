// What holds for the documents of all reports.
#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "tests/unit/report/wording/samples.h"

namespace tutorat::report {
namespace {

std::vector<v1::DocumentTable> TablesOf(const v1::Document& document) {
  std::vector<v1::DocumentTable> tables(document.data().begin(), document.data().end());
  for (const v1::Block& block : document.blocks()) {
    if (block.has_table()) tables.push_back(block.table());
  }
  return tables;
}

std::vector<int> NumbersIn(const std::string& text) {
  std::vector<int> numbers;
  absl::string_view rest = text;
  re2::StringPiece piece(rest.data(), rest.size());
  for (int number = 0; RE2::FindAndConsume(&piece, R"((\d+))", &number);) numbers.push_back(number);
  return numbers;
}

TEST(DocumentShapeTest, EveryTableIsFull) {
  for (const Language language : {kFrench, kEnglish}) {
    for (const v1::Document& document : SampleDocuments(language)) {
      EXPECT_EQ(document.language(), language == kFrench ? "fr" : "en");
      EXPECT_NE(document.title(), "");
      for (const v1::DocumentTable& table : TablesOf(document)) {
        EXPECT_TRUE(RE2::FullMatch(table.key(), "[a-z0-9_]+")) << document.title();
        std::set<std::string> keys;
        for (const v1::DocumentColumn& column : table.columns()) {
          EXPECT_TRUE(RE2::FullMatch(column.key(), "[a-z0-9_/]+")) << document.title();
          EXPECT_TRUE(keys.insert(column.key()).second) << document.title() << ": two columns " << column.key();
          EXPECT_NE(column.title(), "") << document.title() << " " << column.key();
          EXPECT_NE(column.kind(), v1::DocumentColumn::KIND_UNSPECIFIED) << document.title() << " " << column.key();
        }
        for (const v1::DocumentRow& row : table.rows()) EXPECT_EQ(row.cells_size(), table.columns_size());
      }
    }
  }
}

TEST(DocumentShapeTest, ProgramsReadTheSameInBothLanguages) {
  const std::vector<v1::Document> french = SampleDocuments(kFrench);
  const std::vector<v1::Document> english = SampleDocuments(kEnglish);
  ASSERT_EQ(french.size(), english.size());
  for (size_t i = 0; i < french.size(); ++i) {
    ASSERT_EQ(french[i].data_size(), english[i].data_size());
    for (int k = 0; k < french[i].data_size(); ++k) {
      EXPECT_EQ(RenderCsv(french[i].data(k), CsvStyle::kPlain), RenderCsv(english[i].data(k), CsvStyle::kPlain));
    }
  }
}

TEST(DocumentShapeTest, PeopleReadNoCodes) {
  for (const v1::Document& document : SampleDocuments(kFrench)) {
    for (const v1::DocumentTable& table : TablesOf(document)) {
      for (const v1::DocumentRow& row : table.rows()) {
        for (const v1::DocumentCell& cell : row.cells()) {
          EXPECT_FALSE(cell.has_code() && cell.text().empty()) << document.title() << ": " << cell.code();
        }
      }
    }
  }
}

TEST(DocumentShapeTest, DatesOfCellsAreDays) {
  for (const v1::Document& document : SampleDocuments(kFrench)) {
    for (const v1::DocumentTable& table : TablesOf(document)) {
      for (const v1::DocumentRow& row : table.rows()) {
        for (int i = 0; i < row.cells_size(); ++i) {
          const v1::DocumentCell& cell = row.cells(i);
          if (!cell.has_date()) continue;
          EXPECT_EQ(table.columns(i).kind(), v1::DocumentColumn::KIND_DATE);
          EXPECT_TRUE(RE2::FullMatch(cell.date(), R"(\d{4}-\d{2}-\d{2})"));
          EXPECT_TRUE(RE2::PartialMatch(cell.text(), R"(^\d{2}/\d{2}/\d{4})")) << cell.text();
        }
      }
    }
  }
}

TEST(DocumentShapeTest, FiguresStandInTheOrderOfTheText) {
  for (const Language language : {kFrench, kEnglish}) {
    for (const v1::Document& document : SampleDocuments(language)) {
      for (const v1::Block& block : document.blocks()) {
        const std::vector<int> numbers = NumbersIn(block.sentence().text());
        auto next = numbers.begin();
        for (const v1::FigureValue& figure : block.sentence().figures()) {
          EXPECT_TRUE(figure.groups().empty() || figure.groups_size() == figure.numerator());
          for (const int number : {figure.numerator(), figure.denominator()}) {
            if (number == 0 && figure.denominator() == 0) continue;
            next = std::find(next, numbers.end(), number);
            ASSERT_NE(next, numbers.end()) << number << ": " << block.sentence().text();
            ++next;
          }
        }
      }
    }
  }
}

TEST(DocumentShapeTest, SharesThatAreToldAreFigures) {
  for (const v1::Document& document : SampleDocuments(kFrench)) {
    for (const v1::Block& block : document.blocks()) {
      const std::string& text = block.sentence().text();
      re2::StringPiece rest(text);
      int some = 0;
      int all = 0;
      while (RE2::FindAndConsume(&rest, R"((\d+)(?: [^\d,;:()]*)? sur (\d+))", &some, &all)) {
        const auto& figures = block.sentence().figures();
        EXPECT_TRUE(std::any_of(
            figures.begin(), figures.end(),
            [&](const v1::FigureValue& figure) { return figure.numerator() == some && figure.denominator() == all; }))
            << some << " sur " << all << ": " << text;
      }
    }
  }
}

TEST(DocumentShapeTest, BothLanguagesTellTheSameFigures) {
  const std::vector<v1::Document> french = SampleDocuments(kFrench);
  const std::vector<v1::Document> english = SampleDocuments(kEnglish);
  for (size_t i = 0; i < french.size(); ++i) {
    ASSERT_EQ(french[i].blocks_size(), english[i].blocks_size()) << french[i].title();
    for (int k = 0; k < french[i].blocks_size(); ++k) {
      EXPECT_EQ(FiguresOf(french[i].blocks(k).sentence()), FiguresOf(english[i].blocks(k).sentence()))
          << french[i].blocks(k).sentence().text();
    }
  }
}

}  // namespace
}  // namespace tutorat::report
