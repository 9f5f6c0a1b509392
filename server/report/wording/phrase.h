// Words of reports, as the committee writes them: parts of sentences that carry the figures they tell. All functions
// are pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "server/domain/base/error.h"
#include "tutorat/v1/figure.pb.h"

namespace tutorat::report {

using domain::Language;
using References = google::protobuf::RepeatedPtrField<v1::GroupReference>;

// A sentence or a part of one, and the figures that it tells, in its order.
struct Phrase {
  Phrase() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a text is a phrase without figures
  Phrase(std::string words) : text(std::move(words)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Phrase(const char* words) : text(words) {}

  std::string text;
  std::vector<v1::FigureValue> figures = {};
};

// The one of the two texts that is in `language`.
inline absl::string_view Choose(Language language, absl::string_view french, absl::string_view english) {
  return language == Language::kFrench ? french : english;
}

namespace internal {

inline const std::string& TextOf(const Phrase& phrase) { return phrase.text; }
template <typename T>
const T& TextOf(const T& value) {
  return value;
}

inline void Collect(const Phrase& part, Phrase* whole) {
  whole->figures.insert(whole->figures.end(), part.figures.begin(), part.figures.end());
}
template <typename T>
void Collect(const T& /*part*/, Phrase* /*whole*/) {}

}  // namespace internal

// The same, with $0, $1 ... replaced by `args`, which may be in another order in the other language. Its figures are
// those of the args.
template <typename... Args>
Phrase Say(Language language, absl::string_view french, absl::string_view english, const Args&... args) {
  Phrase phrase(absl::Substitute(Choose(language, french, english), internal::TextOf(args)...));
  (internal::Collect(args, &phrase), ...);
  return phrase;
}

// Parts with `separator` between them.
Phrase Join(const std::vector<Phrase>& parts, absl::string_view separator);
// `3, 7 et 10`.
Phrase List(const std::vector<Phrase>& items, Language language);

// Words that tell a figure: so many, or out of so many where the denominator is not 0.
Phrase Telling(std::string text, int numerator, int denominator);

// `3 groupes`: a number with its unit, which takes an `s` where the language has the plural. The number is a figure of
// the phrase.
Phrase Count(int count, Language language, absl::string_view french, absl::string_view english);
// `3 groupes sur 10`: these groups, out of `total`.
Phrase OfGroups(const References& groups, int total, Language language);
// `2 de ces 3`: some of the groups just told of.
Phrase OfThese(const References& some, int groups, Language language);
// Some out of all, of which the unit is counted: `3 séances sur 10`.
Phrase OutOf(int count, int total, Language language, absl::string_view french, absl::string_view english);

// Where the unit was just said: `3 sur 10`.
Phrase OutOf(int count, int total, Language language);

// AAAA-MM-JJ as people of the language write it. What is no day, as it is.
std::string DayText(absl::string_view date, Language language);
// The last day of a period, which ends before `to_date`.
std::string LastDayText(absl::string_view to_date, Language language);
// `du 10/11/2023 au 09/02/2024`, of the period [from_date, to_date).
std::string PeriodText(absl::string_view from_date, absl::string_view to_date, Language language);
// Day and hour, in Paris.
std::string MomentText(const google::protobuf::Timestamp& time, Language language);

// 12,5 of 125.
std::string TenthsText(int64_t tenths, Language language);
// `87,5 %`, rounded half up. The denominator is not 0.
std::string PercentText(int numerator, int denominator, Language language);
// `6/8 (75,0 %)`; a count as it is; « non communiqué » where it is withheld.
std::string FigureText(const v1::FigureValue& value, v1::FigureKind kind, Language language);
// Of what is kept from readers.
std::string WithheldText(Language language);

// V6 of waves/V6.
absl::string_view WaveCode(absl::string_view wave);
// `4`, or `V6/4` where several waves are told of.
std::string GroupText(absl::string_view wave, int number, bool several_waves);

// `3, 7 et 10`.
Phrase ListGroups(const References& groups, bool several_waves, Language language);
// `, vague V6`; empty for every wave.
Phrase InWave(absl::string_view wave, Language language);

// Whether they are of more than one wave.
template <class Groups>
bool SeveralWaves(const Groups& groups) {
  for (const auto& group : groups) {
    if (group.wave() != groups.begin()->wave()) return true;
  }
  return false;
}

// How people call an enum's value, as the contract says (`words`); empty where it does not.
std::string WordOf(const google::protobuf::EnumDescriptor& values, int number, Language language);
template <typename Enum>
std::string Word(Enum value, Language language) {
  return WordOf(*google::protobuf::GetEnumDescriptor<Enum>(), value, language);
}

}  // namespace tutorat::report
