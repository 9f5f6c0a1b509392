#include "client/text/figures.h"

#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace tutorat::format {

std::string PeriodText(const std::string& from_date, const std::string& to_date, Language language) {
  const std::string from = DayText(from_date, language);
  if (from_date >= to_date) return Say(language, "aucun jour à partir du $0", "no day from $0 on", from);
  absl::CivilDay end;
  absl::ParseCivilTime(to_date, &end);
  return Say(language, "du $0 au $1", "from $0 to $1", from, DayText(absl::FormatCivilTime(end - 1), language));
}

absl::string_view WaveCode(absl::string_view wave) { return absl::StripPrefix(wave, "waves/"); }

}  // namespace tutorat::format
