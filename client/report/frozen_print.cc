#include "client/report/frozen_print.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/text/figures.h"

namespace tutorat::format {
namespace {

constexpr size_t kShortId = 6;
// Enough of a SHA-256 to tell balances apart at a glance.
constexpr size_t kShortHash = 12;

}  // namespace

std::vector<std::string> FrozenSentences(const v1::FrozenBalance& frozen, Language language) {
  std::string how =
      Say(language, "Bilan figé le $0", "Balance frozen on $0", MomentText(frozen.create_time(), language));
  if (!frozen.frozen_by().empty()) absl::StrAppend(&how, Say(language, " par $0", " by $0", frozen.frozen_by()));
  if (!frozen.label().empty()) absl::StrAppend(&how, Say(language, " : « $0 »", ": \"$0\"", frozen.label()));
  const std::string hash =
      frozen.sha256().empty()
          ? Say(language, "SHA-256 : celui de la liste, du contenu entier ; en partie $0 ici",
                "SHA-256: as in the list, of the whole content; here it is $0 in part", WithheldText(language))
          : Say(language, "SHA-256 : $0", "SHA-256: $0", frozen.sha256());
  return {absl::StrCat(how, "."), Say(language, "Identifiant : $0.", "Id: $0.", frozen.name()), hash};
}

Table FrozenTable(const std::vector<v1::FrozenBalance>& balances, Language language) {
  Table table;
  table.columns = {{.title = "ID"},
                   {.title = Say(language, "FIGÉ LE", "FROZEN ON")},
                   {.title = Say(language, "PAR", "BY")},
                   {.title = Say(language, "LIBELLÉ", "LABEL")},
                   {.title = Say(language, "PÉRIODE", "PERIOD")},
                   {.title = Say(language, "VAGUE", "WAVE")},
                   {.title = "SHA-256"}};
  for (const v1::FrozenBalance& frozen : balances) {
    table.rows.push_back({FrozenId(frozen), MomentText(frozen.create_time(), language), frozen.frozen_by(),
                          frozen.label(), PeriodText(frozen.from_date(), frozen.to_date(), language),
                          std::string(WaveCode(frozen.wave())),
                          absl::StrCat(frozen.sha256().substr(0, kShortHash), "…")});
  }
  return table;
}

std::string FrozenCsv(const std::vector<v1::FrozenBalance>& balances, CsvStyle style) {
  std::vector<std::vector<std::string>> records = {
      {"name", "frozen_time", "frozen_by", "label", "from_date", "to_date", "wave", "sha256"}};
  for (const v1::FrozenBalance& frozen : balances) {
    records.push_back({frozen.name(),
                       absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(frozen.create_time().seconds()),
                                        absl::UTCTimeZone()),
                       frozen.frozen_by(), frozen.label(), frozen.from_date(), frozen.to_date(),
                       std::string(WaveCode(frozen.wave())), frozen.sha256()});
  }
  return WriteCsv(records, style);
}

std::string FrozenId(const v1::FrozenBalance& frozen) {
  return frozen.name().substr(frozen.name().size() - std::min(frozen.name().size(), kShortId));
}

}  // namespace tutorat::format
