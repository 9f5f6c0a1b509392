#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/report/render/render.h"

namespace tutorat::report {

std::string ShownText(const v1::DocumentCell& cell) {
  if (!cell.items().empty()) return absl::StrJoin(cell.items(), "\n");
  return cell.text().empty() ? ValueText(cell) : cell.text();
}

std::string ValueText(const v1::DocumentCell& cell) {
  switch (cell.value_case()) {
    case v1::DocumentCell::kNumber:
      return absl::StrCat(cell.number());
    case v1::DocumentCell::kDecimal:
      return cell.decimal();
    case v1::DocumentCell::kDate:
      return cell.date();
    case v1::DocumentCell::kCode:
      return cell.code();
    case v1::DocumentCell::VALUE_NOT_SET:
      break;
  }
  return cell.items().empty() ? cell.text() : absl::StrJoin(cell.items(), "\n");
}

}  // namespace tutorat::report
