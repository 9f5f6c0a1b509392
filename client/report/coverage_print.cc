#include "client/report/coverage_print.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/report/coverage_sentences.h"
#include "client/text/width.h"
#include "client/text/words.h"

namespace tutorat::format {
namespace {

using References = google::protobuf::RepeatedPtrField<v1::GroupReference>;

// Columns of a terminal: what a theme needs to be read, and what is left to the groups without it.
constexpr int kNarrowestTheme = 20;
constexpr int kWidestWithout = 12;
// Of a rendered table: `│ ` and ` ` around each cell, `│` at the end.
constexpr int kFramePerColumn = 3;
constexpr int kFrameEnd = 1;
constexpr int kIndentPerLevel = 2;
// So many consecutive numbers and more are written as a range.
constexpr int kRange = 3;

bool SeveralWaves(const v1::Coverage& coverage) {
  return std::any_of(coverage.groups().begin(), coverage.groups().end(),
                     [&](const v1::GroupReference& group) { return group.wave() != coverage.groups(0).wave(); });
}

std::string Names(const v1::Coverage& coverage, const References& groups) {
  return absl::StrJoin(groups, " ", [&](std::string* out, const v1::GroupReference& group) {
    absl::StrAppend(out, GroupName(coverage, group));
  });
}

// `1 4-7 9`: numbers of one wave, in their order, of which consecutive ones may be missing in the wave itself.
std::string Ranges(const References& groups) {
  std::vector<std::string> parts;
  for (int i = 0; i < groups.size();) {
    int end = i + 1;
    while (end < groups.size() && groups[end].number() == groups[end - 1].number() + 1) ++end;
    if (end - i >= kRange) {
      parts.push_back(absl::StrCat(groups[i].number(), "-", groups[end - 1].number()));
      i = end;
    } else {
      parts.push_back(absl::StrCat(groups[i++].number()));
    }
  }
  return absl::StrJoin(parts, " ");
}

std::string Without(const v1::Coverage& coverage, const v1::ThemeCoverage& theme, Language language) {
  if (theme.group_count() == 0 && theme.group_total() > 0) return Say(language, "tous", "all");
  return SeveralWaves(coverage) ? Names(coverage, theme.groups_without()) : Ranges(theme.groups_without());
}

// A cell for each group: how many sessions; `·` for none, `!` where the programme asked for it by then.
std::vector<std::string> Cells(const v1::Coverage& coverage, const v1::ThemeCoverage& theme) {
  std::map<std::string, std::string> by_group;
  for (const v1::CoverageCell& cell : theme.cells()) {
    by_group[cell.group().group()] = absl::StrCat(cell.session_count());
  }
  for (const v1::GroupReference& late : theme.groups_late()) by_group.emplace(late.group(), "!");
  std::vector<std::string> cells;
  for (const v1::GroupReference& group : coverage.groups()) {
    const auto found = by_group.find(group.group());
    cells.push_back(found == by_group.end() ? "·" : found->second);
  }
  return cells;
}

std::vector<std::string> IndentedLines(const std::string& label, int level, int width) {
  const int indent = kIndentPerLevel * (std::max(level, kDomainLevel) - 1);
  std::vector<std::string> lines = Wrap(label, width > 0 ? std::max(width - indent, 1) : 0, kIndentPerLevel);
  for (std::string& line : lines) line.insert(0, static_cast<size_t>(indent), ' ');
  return lines;
}

// A coverage as a table of the groups [first, end), whose themes take at most `theme_width` columns; 0: as many as they
// need.
class TableMaker {
 public:
  TableMaker(const v1::Coverage& coverage, const CoverageView& view, Language language)
      : coverage_(coverage), language_(language), themes_(format::ShownThemes(coverage, view)) {
    for (const v1::GroupReference& group : coverage.groups()) titles_.push_back(GroupName(coverage, group));
    for (const v1::ThemeCoverage* theme : themes_) cells_.push_back(Cells(coverage, *theme));
  }

  // Each fits into `width`, if a single group does.
  std::vector<Table> MakeAll(int width) const {
    const size_t count = titles_.size();
    if (width <= 0 || count == 0) return {Make(0, count, 0)};
    std::vector<Table> tables;
    for (size_t first = 0; first < count;) {
      size_t end = first + 1;
      int used = FixedWidth() + GroupWidth(first);
      while (end < count && used + GroupWidth(end) + kNarrowestTheme <= width) used += GroupWidth(end++);
      tables.push_back(Make(first, end, std::max(width - used, kNarrowestTheme)));
      first = end;
    }
    return tables;
  }

 private:
  int FixedWidth() const {
    int without = DisplayWidth(Title(kWithout));
    int groups = DisplayWidth(Title(kGroups));
    for (const v1::ThemeCoverage* theme : themes_) {
      without = std::max(without, std::min(DisplayWidth(Without(coverage_, *theme, language_)), kWidestWithout));
      groups = std::max(groups, DisplayWidth(GroupsCell(*theme)));
    }
    return 4 * kFramePerColumn + kFrameEnd + groups + DisplayWidth(Title(kSessions)) + without;
  }

  int GroupWidth(size_t group) const {
    int width = DisplayWidth(titles_[group]);
    for (const auto& row : cells_) width = std::max(width, DisplayWidth(row[group]));
    return width + kFramePerColumn;
  }

  Table Make(size_t first, size_t end, int theme_width) const {
    Table table;
    table.columns = {{.title = Title(kTheme)},
                     {.title = Title(kGroups), .align = Align::kRight},
                     {.title = Title(kSessions), .align = Align::kRight}};
    for (size_t group = first; group < end; ++group) {
      table.columns.push_back({.title = titles_[group], .align = Align::kRight});
    }
    table.columns.push_back({.title = Title(kWithout)});
    for (size_t i = 0; i < themes_.size(); ++i) {
      const v1::ThemeCoverage& theme = *themes_[i];
      const std::string label = ThemeLabel(theme, language_);
      std::vector<std::string> row = {absl::StrJoin(IndentedLines(label, theme.level(), theme_width), "\n"),
                                      GroupsCell(theme), absl::StrCat(theme.session_count())};
      row.insert(row.end(), cells_[i].begin() + static_cast<int64_t>(first),
                 cells_[i].begin() + static_cast<int64_t>(end));
      const std::string without = Without(coverage_, theme, language_);
      row.push_back(absl::StrJoin(Wrap(without, theme_width > 0 ? kWidestWithout : 0, 0), "\n"));
      table.rows.push_back(std::move(row));
    }
    return table;
  }

  static std::string GroupsCell(const v1::ThemeCoverage& theme) {
    return absl::StrCat(theme.group_count(), "/", theme.group_total());
  }

  enum Fixed { kTheme, kGroups, kSessions, kWithout };
  std::string Title(Fixed column) const {
    switch (column) {
      case kTheme:
        return Say(language_, "THÈME", "THEME");
      case kGroups:
        return Say(language_, "GROUPES", "GROUPS");
      case kSessions:
        return Say(language_, "SÉANCES", "SESSIONS");
      case kWithout:
        break;
    }
    return Say(language_, "SANS", "WITHOUT");
  }

  const v1::Coverage& coverage_;
  const Language language_;
  const std::vector<const v1::ThemeCoverage*> themes_;
  std::vector<std::string> titles_;              // by group
  std::vector<std::vector<std::string>> cells_;  // by shown theme, by group
};

}  // namespace

std::vector<const v1::ThemeCoverage*> ShownThemes(const v1::Coverage& coverage, const CoverageView& view) {
  std::vector<const v1::ThemeCoverage*> shown;
  for (const v1::ThemeCoverage& theme : coverage.themes()) {
    if (theme.level() > view.level) continue;
    if (view.gaps && theme.groups_without().empty() && theme.groups_late().empty()) continue;
    shown.push_back(&theme);
  }
  return shown;
}

std::string CoverageTable(const v1::Coverage& coverage, const CoverageView& view, Language language,
                          const TableStyle& style) {
  std::string text;
  for (const Table& table : TableMaker(coverage, view, language).MakeAll(style.width)) {
    absl::StrAppend(&text, RenderTable(table, style), "\n");
  }
  for (const std::string& sentence : CoverageSentences(coverage, view, language)) {
    absl::StrAppend(&text, absl::StrJoin(Wrap(absl::StrCat("- ", sentence), style.width, 2), "\n"), "\n");
  }
  return text;
}

std::string CoverageMarkdown(const v1::Coverage& coverage, const CoverageView& view, Language language) {
  std::string text = absl::StrCat(RenderMarkdown(TableMaker(coverage, view, language).MakeAll(0).front()), "\n");
  for (const std::string& sentence : CoverageSentences(coverage, view, language)) {
    absl::StrAppend(&text, "- ", sentence, "\n");
  }
  return text;
}

std::string CoverageCsv(const v1::Coverage& coverage, const CoverageView& view, CsvStyle style) {
  std::vector<std::vector<std::string>> records = {{"theme", "label", "group", "first_date", "sessions"}};
  for (const v1::ThemeCoverage* theme : ShownThemes(coverage, view)) {
    std::map<std::string, const v1::CoverageCell*> cells;
    for (const v1::CoverageCell& cell : theme->cells()) cells.emplace(cell.group().group(), &cell);
    for (const v1::GroupReference& group : coverage.groups()) {
      const auto found = cells.find(group.group());
      const v1::CoverageCell& cell = found == cells.end() ? v1::CoverageCell::default_instance() : *found->second;
      records.push_back({theme->code(), theme->label(), GroupName(coverage, group), cell.first_date(),
                         absl::StrCat(cell.session_count())});
    }
  }
  return WriteCsv(records, style);
}

std::string CoverageSummaryCsv(const v1::Coverage& coverage, const CoverageView& view, CsvStyle style) {
  std::vector<std::vector<std::string>> records = {{"theme", "label", "level", "groups", "sessions", "groups_total",
                                                    "groups_without", "month", "weight", "groups_late"}};
  for (const v1::ThemeCoverage* theme : ShownThemes(coverage, view)) {
    const v1::ProgrammeItem& item = theme->programme_item();
    records.push_back({theme->code(), theme->label(), absl::StrCat(theme->level()), absl::StrCat(theme->group_count()),
                       absl::StrCat(theme->session_count()), absl::StrCat(theme->group_total()),
                       Names(coverage, theme->groups_without()),
                       theme->has_programme_item() ? absl::StrCat(item.month()) : "",
                       Word(item.weight(), Language::kEnglish), Names(coverage, theme->groups_late())});
  }
  return WriteCsv(records, style);
}

std::string GroupName(const v1::Coverage& coverage, const v1::GroupReference& group) {
  return SeveralWaves(coverage) ? absl::StrCat(absl::StripPrefix(group.wave(), "waves/"), "/", group.number())
                                : absl::StrCat(group.number());
}

std::string ThemeLabel(const v1::ThemeCoverage& theme, Language language) {
  return language == Language::kEnglish && !theme.label_en().empty() ? theme.label_en() : theme.label();
}

}  // namespace tutorat::format
