#include "client/text/figures.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tutorat::format {

std::string LastDayText(const std::string& to_date, Language language) {
  absl::CivilDay day;
  absl::ParseCivilTime(to_date, &day);
  return DayText(absl::FormatCivilTime(day - 1), language);
}

std::string PeriodText(const std::string& from_date, const std::string& to_date, Language language) {
  if (from_date >= to_date) {
    return Say(language, "aucun jour à partir du $0", "no day from $0 on", DayText(from_date, language));
  }
  return Say(language, "du $0 au $1", "from $0 to $1", DayText(from_date, language), LastDayText(to_date, language));
}

std::string MomentText(const google::protobuf::Timestamp& time, Language language) {
  return absl::FormatTime(Choose(language, "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"), absl::FromUnixSeconds(time.seconds()),
                          absl::LocalTimeZone());
}

std::string TenthsText(int64_t tenths, Language language) {
  return absl::StrCat(tenths < 0 ? "-" : "", std::abs(tenths) / 10, Choose(language, ",", "."), std::abs(tenths) % 10);
}

std::string PercentText(int numerator, int denominator, Language language) {
  const int64_t tenths = (int64_t{2000} * numerator + denominator) / (int64_t{2} * denominator);
  return absl::StrCat(TenthsText(tenths, language), Choose(language, "\u00a0%", "%"));
}

std::string WithheldText(Language language) { return Say(language, "non communiqué", "withheld"); }

std::string FigureText(const v1::FigureValue& value, v1::FigureKind kind, Language language) {
  if (value.withheld()) return WithheldText(language);
  if (kind == v1::FIGURE_KIND_COUNT) return absl::StrCat(value.numerator());
  std::string ratio = absl::StrCat(value.numerator(), "/", value.denominator());
  if (value.denominator() == 0) return ratio;
  if (kind == v1::FIGURE_KIND_SHARE) {
    return absl::StrCat(ratio, " (", PercentText(value.numerator(), value.denominator(), language), ")");
  }
  const int64_t tenths = (int64_t{20} * value.numerator() + value.denominator()) / (int64_t{2} * value.denominator());
  return absl::StrCat(ratio, " (", TenthsText(tenths, language), ")");
}

absl::string_view WaveCode(absl::string_view wave) { return absl::StripPrefix(wave, "waves/"); }

std::string CountText(int count, Language language, absl::string_view french, absl::string_view english) {
  const bool plural = language == Language::kFrench ? count >= 2 : count != 1;
  return absl::StrCat(count, " ", Choose(language, french, english), plural ? "s" : "");
}

std::string ListText(const std::vector<std::string>& items, Language language) {
  std::string list;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) absl::StrAppend(&list, i + 1 < items.size() ? ", " : Choose(language, " et ", " and "));
    absl::StrAppend(&list, items[i]);
  }
  return list;
}

}  // namespace tutorat::format
