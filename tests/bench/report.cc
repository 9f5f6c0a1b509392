#include "tests/bench/report.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"

namespace tutorat::bench {
namespace {

using Cells = std::vector<std::string>;

std::string Shown(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e9) return absl::StrFormat("%.0f", value);
  if (std::abs(value) >= 100) return absl::StrFormat("%.0f", value);
  return std::abs(value) >= 10 ? absl::StrFormat("%.1f", value) : absl::StrFormat("%.2f", value);
}

// Texts here have no wide letters: a character is a column.
size_t Width(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void PrintRow(const Cells& cells, const std::vector<size_t>& widths, std::ostream& out) {
  for (size_t i = 0; i < widths.size(); ++i) {
    const std::string& cell = i < cells.size() ? cells[i] : "";
    out << "| " << cell << std::string(widths[i] - Width(cell) + 1, ' ');
  }
  out << "|\n";
}

google::protobuf::Value Text(const std::string& text) {
  google::protobuf::Value value;
  value.set_string_value(text);
  return value;
}

}  // namespace

void Report::Missing(const std::string& work, const std::string& what, const std::string& why) {
  Add({work, what, "", {}, "not measured: " + why, /*whole=*/false});
}

bool Report::whole() const {
  return std::all_of(lines_.begin(), lines_.end(), [](const Line& line) { return line.whole; });
}

void Report::PrintTable(const std::string& work, std::ostream& out) const {
  Cells head = {work, "side"};
  for (const Line& line : lines_) {
    if (line.work != work) continue;
    for (const auto& [name, value] : line.figures) {
      if (std::find(head.begin(), head.end(), name) == head.end()) head.push_back(name);
    }
  }
  head.emplace_back("note");
  std::vector<Cells> rows = {head};
  for (const Line& line : lines_) {
    if (line.work != work) continue;
    Cells row(head.size());
    row[0] = line.what;
    row[1] = line.side;
    for (const auto& [name, value] : line.figures) {
      row[static_cast<size_t>(std::find(head.begin(), head.end(), name) - head.begin())] = Shown(value);
    }
    row.back() = line.note;
    rows.push_back(std::move(row));
  }
  std::vector<size_t> widths(head.size());
  for (const Cells& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Width(row[i]));
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    PrintRow(rows[i], widths, out);
    if (i > 0) continue;
    for (const size_t width : widths) out << "|" << std::string(width + 2, '-');
    out << "|\n";
  }
  out << std::endl;
}

std::string Report::Json(const std::vector<std::pair<std::string, std::string>>& about) const {
  google::protobuf::Struct all;
  (*all.mutable_fields())["whole"].set_bool_value(whole());
  auto* said = (*all.mutable_fields())["about"].mutable_struct_value()->mutable_fields();
  for (const auto& [name, value] : about) (*said)[name] = Text(value);
  auto* lines = (*all.mutable_fields())["lines"].mutable_list_value();
  for (const Line& line : lines_) {
    auto* fields = lines->add_values()->mutable_struct_value()->mutable_fields();
    (*fields)["work"] = Text(line.work);
    (*fields)["what"] = Text(line.what);
    (*fields)["side"] = Text(line.side);
    (*fields)["note"] = Text(line.note);
    auto* figures = (*fields)["figures"].mutable_struct_value()->mutable_fields();
    for (const auto& [name, value] : line.figures) (*figures)[name].set_number_value(value);
  }
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  // Every value was made here: there is nothing that JSON cannot say.
  google::protobuf::util::MessageToJsonString(all, &json, options).ok();
  return json;
}

}  // namespace tutorat::bench
