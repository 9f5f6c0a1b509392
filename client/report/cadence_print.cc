#include "client/report/cadence_print.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/text/day.h"
#include "client/text/figures.h"
#include "client/text/width.h"

namespace tutorat::format {
namespace {

using GroupList = std::vector<const v1::GroupCadence*>;

// Its number, or V6/4 where the answer spans several waves.
std::string Label(const v1::Cadence& cadence, const v1::GroupCadence& group) {
  return cadence.waves_size() > 1 ? absl::StrCat(WaveCode(group.wave()), "/", group.number())
                                  : absl::StrCat(group.number());
}

std::string Median(int doubled, absl::string_view point) {
  return absl::StrCat(doubled / 2, doubled % 2 == 0 ? "" : absl::StrCat(point, "5"));
}

std::string Count(Language language, int count, absl::string_view french, absl::string_view english) {
  const bool plural = language == Language::kFrench ? count >= 2 : count != 1;
  return absl::StrCat(count, " ", Choose(language, french, english), plural ? "s" : "");
}

// `3, 7 et 10`.
std::string ListedItems(const std::vector<std::string>& items, Language language) {
  std::string list;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) absl::StrAppend(&list, i + 1 < items.size() ? ", " : Choose(language, " et ", " and "));
    absl::StrAppend(&list, items[i]);
  }
  return list;
}

std::string Behind(const v1::GroupCadence& group, Language language) {
  return group.flagged() ? Say(language, "oui, de $0", "yes, by $0", group.behind_by()) : Say(language, "non", "no");
}

std::string Next(const v1::GroupCadence& group, Language language) {
  std::string day = DayText(group.next_planned_date(), language);
  if (group.planned_count() < 2) return day;
  return Say(language, "$0 ($1 prévues)", "$0 ($1 planned)", day, group.planned_count());
}

Table CadenceTable(const v1::Cadence& cadence, Language language) {
  Table table;
  table.columns = {{.title = Say(language, "GROUPE", "GROUP"), .align = Align::kRight},
                   {.title = Say(language, "TENUES", "HELD"), .align = Align::kRight},
                   {.title = Say(language, "MÉDIANE", "MEDIAN"), .align = Align::kRight},
                   {.title = Say(language, "SEMAINES", "WEEKS"), .align = Align::kRight},
                   {.title = Say(language, "ATTENDUES", "EXPECTED"), .align = Align::kRight},
                   {.title = Say(language, "RETARD", "BEHIND")},
                   {.title = Say(language, "DERNIÈRE", "LAST")},
                   {.title = Say(language, "PROCHAINE", "NEXT")}};
  for (const v1::GroupCadence& group : cadence.groups()) {
    if (group.flagged()) table.marked.push_back(table.rows.size());
    table.rows.push_back({Label(cadence, group), absl::StrCat(group.held_count()),
                          Median(group.doubled_median(), Choose(language, ",", ".")),
                          absl::StrCat(group.school_weeks()), absl::StrCat(group.expected_count()),
                          Behind(group, language), DayText(group.last_held_date(), language), Next(group, language)});
  }
  return table;
}

// `1 séance, 1 prévue le 13/02/2024`.
std::string Delay(const v1::GroupCadence& group, Language language) {
  const std::string next = DayText(group.next_planned_date(), language);
  std::string planned = Say(language, "aucune prévue", "none planned");
  if (group.planned_count() == 1) planned = Say(language, "1 prévue le $0", "1 planned on $0", next);
  if (group.planned_count() > 1) {
    planned =
        Say(language, "$0 prévues, la prochaine le $1", "$0 planned, the next on $1", group.planned_count(), next);
  }
  return absl::StrCat(Count(language, group.behind_by(), "séance", "session"), ", ", planned);
}

// Writes the sentences of one cadence.
class CadenceWriter {
 public:
  CadenceWriter(const v1::Cadence& cadence, Language language) : cadence_(cadence), language_(language) {}

  std::vector<std::string> Write() {
    AddFlagged();
    if (cadence_.groups().empty()) return std::move(sentences_);
    AddRule();
    AddHalf(v1::GroupCadence::REASON_BEHIND_COHORT,
            "Moins de séances que la médiane de la vague, mais au moins autant que les semaines de cours en demandent",
            "Fewer sessions than the wave's median, but at least as many as the weeks of school ask for");
    AddHalf(v1::GroupCadence::REASON_BEHIND_WEEKS,
            "Moins de séances que les semaines de cours en demandent, mais au moins autant que la médiane de la vague",
            "Fewer sessions than the weeks of school ask for, but at least as many as the wave's median");
    for (const v1::WaveCadence& wave : cadence_.waves()) AddWave(wave);
    return std::move(sentences_);
  }

 private:
  template <typename... Args>
  void Add(absl::string_view french, absl::string_view english, const Args&... args) {
    sentences_.push_back(Say(language_, french, english, args...));
  }

  // `2 groupes sur 10`.
  std::string OfGroups(int count) const {
    return Say(language_, "$0 sur $1", "$0 out of $1", Count(language_, count, "groupe", "group"),
               cadence_.groups_size());
  }

  void AddFlagged() {
    std::vector<std::string> delays;
    for (const v1::GroupCadence& group : cadence_.groups()) {
      if (group.flagged()) delays.push_back(absl::StrCat(Label(cadence_, group), " (", Delay(group, language_), ")"));
    }
    const std::string day = DayText(cadence_.as_of_date(), language_);
    if (delays.empty()) {
      Add("Au $0, aucun groupe n'est en retard (0 sur $1).", "On $0, no group is behind (0 out of $1).", day,
          cadence_.groups_size());
      return;
    }
    const bool several = delays.size() > 1;
    Add("Au $0, $1 $2 en retard : $3.", "On $0, $1 $2 behind: $3.", day, OfGroups(static_cast<int>(delays.size())),
        several ? Say(language_, "sont", "are") : Say(language_, "est", "is"), ListedItems(delays, language_));
  }

  void AddRule() {
    const std::string every = cadence_.interval_weeks() == 1 ? Say(language_, "une par semaine", "one a week")
                                                             : Say(language_, "une toutes les $0 semaines",
                                                                   "one every $0 weeks", cadence_.interval_weeks());
    Add("Est en retard un groupe qui a tenu au moins une séance de moins que la médiane de sa vague, arrondie vers le "
        "bas, et au moins une de moins que ses semaines de cours en demandent ($0).",
        "Behind is a group that held at least one session fewer than its wave's median, rounded down, and at least one "
        "fewer than its weeks of school ask for ($0).",
        every);
  }

  // Groups that one of the two rules alone would call late.
  void AddHalf(v1::GroupCadence::Reason reason, absl::string_view french, absl::string_view english) {
    std::vector<std::string> labels;
    for (const v1::GroupCadence& group : cadence_.groups()) {
      if (group.reason() == reason) labels.push_back(Label(cadence_, group));
    }
    if (labels.empty()) return;
    Add("$0 : $1 ($2).", "$0: $1 ($2).", Choose(language_, french, english), OfGroups(static_cast<int>(labels.size())),
        ListedItems(labels, language_));
  }

  void AddWave(const v1::WaveCadence& wave) {
    Add("Vague $0 : $1 tenue$2 dans $3, médiane $4 par groupe ; $5.", "Wave $0: $1 held in $3, median $4 a group; $5.",
        WaveCode(wave.wave()), Count(language_, wave.held_count(), "séance", "session"),
        wave.held_count() >= 2 ? "s" : "", Count(language_, wave.group_count(), "groupe", "group"),
        Median(wave.doubled_median(), Choose(language_, ",", ".")), Calendar(wave));
  }

  std::string Calendar(const v1::WaveCadence& wave) const {
    if (wave.school_calendar().empty()) {
      return Say(language_, "aucun calendrier scolaire : les vacances comptent comme des semaines de cours",
                 "no school calendar: holidays count as weeks of school");
    }
    const std::string& end = wave.school_calendar_end_date();
    const bool over = !end.empty() && end <= cadence_.as_of_date();
    return Say(language_, "les vacances du calendrier scolaire $0$1 ne comptent pas$2",
               "the holidays of the school calendar $0$1 do not count$2",
               absl::StripPrefix(wave.school_calendar(), "schoolCalendars/"),
               wave.school_calendar_label().empty() ? "" : absl::StrCat(" (", wave.school_calendar_label(), ")"),
               over ? Say(language_, " ; il s'arrête au $0 : les jours d'après comptent tous",
                          "; it ends on $0: later days all count", DayText(end, language_))
                    : "");
  }

  const v1::Cadence& cadence_;
  const Language language_;
  std::vector<std::string> sentences_;
};

// start_first_held of START_FIRST_HELD.
std::string Lower(const std::string& name) { return absl::AsciiStrToLower(name); }

}  // namespace

std::string CadenceTable(const v1::Cadence& cadence, Language language, const TableStyle& style) {
  std::string text = absl::StrCat(RenderTable(CadenceTable(cadence, language), style), "\n");
  for (const std::string& sentence : CadenceSentences(cadence, language)) {
    absl::StrAppend(&text, absl::StrJoin(Wrap(absl::StrCat("- ", sentence), style.width, 2), "\n"), "\n");
  }
  return text;
}

std::string CadenceMarkdown(const v1::Cadence& cadence, Language language) {
  std::string text = absl::StrCat(RenderMarkdown(CadenceTable(cadence, language)), "\n");
  for (const std::string& sentence : CadenceSentences(cadence, language)) absl::StrAppend(&text, "- ", sentence, "\n");
  return text;
}

std::vector<std::string> CadenceSentences(const v1::Cadence& cadence, Language language) {
  return CadenceWriter(cadence, language).Write();
}

std::string CadenceCsv(const v1::Cadence& cadence, CsvStyle style) {
  std::vector<std::vector<std::string>> records = {
      {"wave", "group", "held", "median", "start", "start_date", "elapsed_days", "holiday_days", "school_days", "weeks",
       "expected", "behind_cohort", "behind_weeks", "flagged", "behind", "reason", "last", "next", "planned"}};
  for (const v1::GroupCadence& group : cadence.groups()) {
    records.push_back(
        {std::string(WaveCode(group.wave())), absl::StrCat(group.number()), absl::StrCat(group.held_count()),
         Median(group.doubled_median(), "."), Lower(v1::GroupCadence::Start_Name(group.start())), group.start_date(),
         absl::StrCat(group.elapsed_days()), absl::StrCat(group.holiday_days()), absl::StrCat(group.school_days()),
         absl::StrCat(group.school_weeks()), absl::StrCat(group.expected_count()), absl::StrCat(group.behind_cohort()),
         absl::StrCat(group.behind_weeks()), group.flagged() ? "true" : "false", absl::StrCat(group.behind_by()),
         Lower(v1::GroupCadence::Reason_Name(group.reason())), group.last_held_date(), group.next_planned_date(),
         absl::StrCat(group.planned_count())});
  }
  return WriteCsv(records, style);
}

}  // namespace tutorat::format
