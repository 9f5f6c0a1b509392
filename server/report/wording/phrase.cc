#include "server/report/wording/phrase.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/require.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::report {
namespace {

std::string Counted(int count, Language language, absl::string_view french, absl::string_view english) {
  const bool plural = language == Language::kFrench ? count >= 2 : count != 1;
  return absl::StrCat(count, " ", Choose(language, french, english), plural ? "s" : "");
}

const absl::TimeZone& Paris() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone paris;
    domain::Require(absl::LoadTimeZone(domain::kDefaultTimeZone, &paris), "Europe/Paris is known");
    return paris;
  }();
  return zone;
}

}  // namespace

Phrase Join(const std::vector<Phrase>& parts, absl::string_view separator) {
  Phrase whole;
  for (size_t i = 0; i < parts.size(); ++i) {
    absl::StrAppend(&whole.text, i == 0 ? "" : separator, parts[i].text);
    internal::Collect(parts[i], &whole);
  }
  return whole;
}

Phrase List(const std::vector<Phrase>& items, Language language) {
  Phrase whole;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) absl::StrAppend(&whole.text, i + 1 < items.size() ? ", " : Choose(language, " et ", " and "));
    absl::StrAppend(&whole.text, items[i].text);
    internal::Collect(items[i], &whole);
  }
  return whole;
}

Phrase Telling(std::string text, int numerator, int denominator) {
  Phrase phrase(std::move(text));
  v1::FigureValue& figure = phrase.figures.emplace_back();
  figure.set_numerator(numerator);
  figure.set_denominator(denominator);
  return phrase;
}

Phrase Count(int count, Language language, absl::string_view french, absl::string_view english) {
  return Telling(Counted(count, language, french, english), count, 0);
}

Phrase OutOf(int count, int total, Language language, absl::string_view french, absl::string_view english) {
  return Telling(absl::StrCat(Counted(count, language, french, english), Choose(language, " sur ", " out of "), total),
                 count, total);
}

Phrase OutOf(int count, int total, Language language) {
  return Telling(absl::StrCat(count, Choose(language, " sur ", " out of "), total), count, total);
}

Phrase OfGroups(const References& groups, int total, Language language) {
  Phrase phrase = OutOf(groups.size(), total, language, "groupe", "group");
  *phrase.figures.back().mutable_groups() = groups;
  return phrase;
}

Phrase OfThese(const References& some, int groups, Language language) {
  Phrase phrase =
      Telling(absl::StrCat(some.size(), Choose(language, " de ces ", " of these "), groups), some.size(), groups);
  *phrase.figures.back().mutable_groups() = some;
  return phrase;
}

std::string DayText(absl::string_view date, Language language) {
  if (language != Language::kFrench || date.size() != absl::string_view("AAAA-MM-JJ").size()) return std::string(date);
  return absl::StrCat(date.substr(8, 2), "/", date.substr(5, 2), "/", date.substr(0, 4));
}

std::string LastDayText(absl::string_view to_date, Language language) {
  absl::CivilDay day;
  absl::ParseCivilTime(to_date, &day);
  return DayText(absl::FormatCivilTime(day - 1), language);
}

std::string PeriodText(absl::string_view from_date, absl::string_view to_date, Language language) {
  const std::string from = DayText(from_date, language);
  if (from_date >= to_date)
    return absl::StrCat(Choose(language, "aucun jour à partir du ", "no day from "), from, Choose(language, "", " on"));
  return absl::StrCat(Choose(language, "du ", "from "), from, Choose(language, " au ", " to "),
                      LastDayText(to_date, language));
}

std::string MomentText(const google::protobuf::Timestamp& time, Language language) {
  return absl::FormatTime(Choose(language, "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"), absl::FromUnixSeconds(time.seconds()),
                          Paris());
}

std::string TenthsText(int64_t tenths, Language language) {
  return absl::StrCat(tenths < 0 ? "-" : "", std::abs(tenths) / 10, Choose(language, ",", "."), std::abs(tenths) % 10);
}

std::string PercentText(int numerator, int denominator, Language language) {
  const int64_t tenths = (int64_t{2000} * numerator + denominator) / (int64_t{2} * denominator);
  return absl::StrCat(TenthsText(tenths, language), Choose(language, "\u00a0%", "%"));
}

std::string WithheldText(Language language) { return std::string(Choose(language, "non communiqué", "withheld")); }

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

std::string GroupText(absl::string_view wave, int number, bool several_waves) {
  return several_waves ? absl::StrCat(WaveCode(wave), "/", number) : absl::StrCat(number);
}

Phrase ListGroups(const References& groups, bool several_waves, Language language) {
  std::vector<Phrase> labels;
  labels.reserve(static_cast<size_t>(groups.size()));
  for (const v1::GroupReference& group : groups) {
    labels.emplace_back(GroupText(group.wave(), group.number(), several_waves));
  }
  return List(labels, language);
}

Phrase InWave(absl::string_view wave, Language language) {
  return wave.empty() ? Phrase() : Say(language, ", vague $0", ", wave $0", WaveCode(wave));
}

std::string WordOf(const google::protobuf::EnumDescriptor& values, int number, Language language) {
  const auto* value = values.FindValueByNumber(number);
  if (value == nullptr || !value->options().HasExtension(v1::words)) return "";
  const v1::Words& words = value->options().GetExtension(v1::words);
  return std::string(Choose(language, words.fr(), words.en()));
}

}  // namespace tutorat::report
