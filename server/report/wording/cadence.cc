#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/report/wording/document_writer.h"
#include "server/report/wording/documents.h"
#include "tutorat/v1/cadence.pb.h"

namespace tutorat::report {
namespace {

// Writes one cadence.
class CadenceWriter {
 public:
  CadenceWriter(const v1::Cadence& cadence, DocumentWriter& out)
      : cadence_(cadence), out_(out), language_(out.language()), several_(cadence.waves_size() > 1) {}

  void Write() {
    AddTable();
    AddFlagged();
    if (!cadence_.groups().empty()) {
      AddRule();
      AddHalf(v1::GroupCadence::REASON_BEHIND_COHORT,
              out_.Say("Moins de séances que la médiane de la vague, mais au moins autant que les semaines de cours en "
                       "demandent",
                       "Fewer sessions than the wave's median, but at least as many as the weeks of school ask for"));
      AddHalf(v1::GroupCadence::REASON_BEHIND_WEEKS,
              out_.Say("Moins de séances que les semaines de cours en demandent, mais au moins autant que la médiane "
                       "de la vague",
                       "Fewer sessions than the weeks of school ask for, but at least as many as the wave's median"));
      for (const v1::WaveCadence& wave : cadence_.waves()) AddWave(wave);
    }
    AddData();
  }

 private:
  std::string Label(const v1::GroupCadence& group) const { return GroupText(group.wave(), group.number(), several_); }

  void AddTable() {
    TableWriter table = out_.AddTable("cadence");
    table.AddColumn("group", "GROUPE", "GROUP", Kind::KIND_NUMBER);
    table.AddColumn("held", "TENUES", "HELD", Kind::KIND_NUMBER);
    table.AddColumn("median", "MÉDIANE", "MEDIAN", Kind::KIND_NUMBER);
    table.AddColumn("weeks", "SEMAINES", "WEEKS", Kind::KIND_NUMBER);
    table.AddColumn("expected", "ATTENDUES", "EXPECTED", Kind::KIND_NUMBER);
    table.AddColumn("behind", "RETARD", "BEHIND");
    table.AddColumn("last", "DERNIÈRE", "LAST", Kind::KIND_DATE);
    table.AddColumn("next", "PROCHAINE", "NEXT", Kind::KIND_DATE);
    for (const v1::GroupCadence& group : cadence_.groups()) {
      const Phrase behind =
          group.flagged() ? out_.Say("oui, de $0", "yes, by $0", group.behind_by()) : out_.Say("non", "no");
      v1::DocumentCell next = DateCell(group.next_planned_date(), language_);
      if (group.planned_count() >= 2) {
        next.set_text(out_.Say("$0 ($1 prévues)", "$0 ($1 planned)", next.text(), group.planned_count()).text);
      }
      table
          .AddRow({TextCell(Label(group)), NumberCell(group.held_count()),
                   HalvesCell(group.doubled_median(), language_), NumberCell(group.school_weeks()),
                   NumberCell(group.expected_count()), TextCell(behind.text),
                   DateCell(group.last_held_date(), language_), next})
          .set_marked(group.flagged());
    }
  }

  void AddData() {
    TableWriter data = out_.AddData("cadence");
    data.AddColumn("wave", "VAGUE", "WAVE");
    data.AddColumn("group", "GROUPE", "GROUP", Kind::KIND_NUMBER);
    data.AddColumn("held", "TENUES", "HELD", Kind::KIND_NUMBER);
    data.AddColumn("median", "MÉDIANE", "MEDIAN", Kind::KIND_NUMBER);
    data.AddColumn("start", "DÉBUT", "START");
    data.AddColumn("start_date", "DÉBUT LE", "START DATE", Kind::KIND_DATE);
    data.AddColumn("elapsed_days", "JOURS ÉCOULÉS", "ELAPSED DAYS", Kind::KIND_NUMBER);
    data.AddColumn("holiday_days", "JOURS DE VACANCES", "HOLIDAY DAYS", Kind::KIND_NUMBER);
    data.AddColumn("school_days", "JOURS DE COURS", "SCHOOL DAYS", Kind::KIND_NUMBER);
    data.AddColumn("weeks", "SEMAINES", "WEEKS", Kind::KIND_NUMBER);
    data.AddColumn("expected", "ATTENDUES", "EXPECTED", Kind::KIND_NUMBER);
    data.AddColumn("behind_cohort", "DE MOINS QUE LA VAGUE", "FEWER THAN THE WAVE", Kind::KIND_NUMBER);
    data.AddColumn("behind_weeks", "DE MOINS QUE LES SEMAINES", "FEWER THAN THE WEEKS", Kind::KIND_NUMBER);
    data.AddColumn("flagged", "EN RETARD", "FLAGGED");
    data.AddColumn("behind", "RETARD", "BEHIND", Kind::KIND_NUMBER);
    data.AddColumn("reason", "MOTIF", "REASON");
    data.AddColumn("last", "DERNIÈRE", "LAST", Kind::KIND_DATE);
    data.AddColumn("next", "PROCHAINE", "NEXT", Kind::KIND_DATE);
    data.AddColumn("planned", "PRÉVUES", "PLANNED", Kind::KIND_NUMBER);
    for (const v1::GroupCadence& group : cadence_.groups()) {
      data.AddRow({TextCell(std::string(WaveCode(group.wave()))), NumberCell(group.number()),
                   NumberCell(group.held_count()), HalvesCell(group.doubled_median(), language_),
                   StartCell(group.start()), DateCell(group.start_date(), language_), NumberCell(group.elapsed_days()),
                   NumberCell(group.holiday_days()), NumberCell(group.school_days()), NumberCell(group.school_weeks()),
                   NumberCell(group.expected_count()), NumberCell(group.behind_cohort()),
                   NumberCell(group.behind_weeks()), TruthCell(group.flagged(), language_),
                   NumberCell(group.behind_by()),
                   CodeCell(absl::AsciiStrToLower(v1::GroupCadence::Reason_Name(group.reason())),
                            Word(group.reason(), language_)),
                   DateCell(group.last_held_date(), language_), DateCell(group.next_planned_date(), language_),
                   NumberCell(group.planned_count())});
    }
  }

  v1::DocumentCell StartCell(v1::GroupCadence::Start start) const {
    const std::string word = Word(start, language_);
    return CodeCell(absl::AsciiStrToLower(v1::GroupCadence::Start_Name(start)),
                    word.empty() ? out_.Say("pas commencé", "not begun").text : word);
  }

  Phrase OfGroups(const References& groups) const {
    return report::OfGroups(groups, cadence_.groups_size(), language_);
  }

  static void Append(const v1::GroupCadence& group, References* groups) {
    v1::GroupReference& reference = *groups->Add();
    reference.set_group(group.group());
    reference.set_wave(group.wave());
    reference.set_number(group.number());
  }

  // `1 séance, 1 prévue le 13/02/2024`.
  Phrase Delay(const v1::GroupCadence& group) const {
    const std::string next = DayText(group.next_planned_date(), language_);
    Phrase planned = out_.Say("aucune prévue", "none planned");
    if (group.planned_count() == 1) planned = out_.Say("prochaine le $0", "the next on $0", next);
    if (group.planned_count() > 1) {
      planned = out_.Say("$0 prévues, la prochaine le $1", "$0 planned, the next on $1", group.planned_count(), next);
    }
    return out_.Say("$0 ($1 de retard, $2)", "$0 ($1 behind, $2)", Label(group),
                    Count(group.behind_by(), language_, "séance", "session"), planned);
  }

  void AddFlagged() {
    References flagged;
    std::vector<Phrase> delays;
    for (const v1::GroupCadence& group : cadence_.groups()) {
      if (!group.flagged()) continue;
      Append(group, &flagged);
      delays.push_back(Delay(group));
    }
    const std::string day = DayText(cadence_.as_of_date(), language_);
    if (delays.empty()) {
      out_.Tell("Au $0, aucun groupe n'est en retard ($1).", "On $0, no group is behind ($1).", day,
                OutOf(0, cadence_.groups_size(), language_));
      return;
    }
    const bool several = delays.size() > 1;
    out_.Tell("Au $0, $1 $2 en retard : $3.", "On $0, $1 $2 behind: $3.", day, OfGroups(flagged),
              several ? Choose(language_, "sont", "are") : Choose(language_, "est", "is"), List(delays, language_));
  }

  void AddRule() {
    const Phrase every = cadence_.interval_weeks() == 1
                             ? out_.Say("une par semaine", "one a week")
                             : out_.Say("une toutes les $0 semaines", "one every $0 weeks", cadence_.interval_weeks());
    out_.Tell(
        "Un groupe est en retard s'il compte au moins une séance de moins que la médiane de sa vague (arrondie à "
        "l'inférieur) et que le rythme attendu, $0 de cours.",
        "A group is behind when it held at least one session fewer than its wave's median (rounded down) and than the "
        "expected pace, $0 of school.",
        every);
  }

  // Groups that one of the two rules alone would call late.
  void AddHalf(v1::GroupCadence::Reason reason, const Phrase& what) {
    References groups;
    for (const v1::GroupCadence& group : cadence_.groups()) {
      if (group.reason() == reason) Append(group, &groups);
    }
    if (groups.empty()) return;
    out_.Tell("$0 : $1 ($2).", "$0: $1 ($2).", what, OfGroups(groups), ListGroups(groups, several_, language_));
  }

  void AddWave(const v1::WaveCadence& wave) {
    out_.Tell("Vague $0 : $1 tenue$2 dans $3, médiane $4 par groupe ; $5.",
              "Wave $0: $1 held in $3, median $4 a group; $5.", WaveCode(wave.wave()),
              Count(wave.held_count(), language_, "séance", "session"), wave.held_count() >= 2 ? "s" : "",
              Count(wave.group_count(), language_, "groupe", "group"),
              HalvesCell(wave.doubled_median(), language_).text(), Calendar(wave));
  }

  Phrase Calendar(const v1::WaveCadence& wave) const {
    if (wave.school_calendar().empty()) {
      return out_.Say("aucun calendrier scolaire : les vacances comptent comme des semaines de cours",
                      "no school calendar: holidays count as weeks of school");
    }
    const std::string& end = wave.school_calendar_end_date();
    const bool over = !end.empty() && end <= cadence_.as_of_date();
    return out_.Say("les vacances du calendrier scolaire $0$1 ne comptent pas$2",
                    "the holidays of the school calendar $0$1 do not count$2",
                    absl::StripPrefix(wave.school_calendar(), "schoolCalendars/"),
                    wave.school_calendar_label().empty() ? "" : absl::StrCat(" (", wave.school_calendar_label(), ")"),
                    over ? out_.Say(" ; il s'arrête au $0 : les jours d'après comptent tous",
                                    "; it ends on $0: later days all count", DayText(end, language_))
                         : Phrase());
  }

  const v1::Cadence& cadence_;
  DocumentWriter& out_;
  const Language language_;
  const bool several_;
};

// A row a group: sessions held, what its wave and its weeks of school ask for; then who is behind, and why.
void WordCadence(const v1::GetCadenceRequest& /*request*/, const v1::GetCadenceResponse& response, Language language,
                 v1::Document* document) {
  DocumentWriter out(document, language, "Rythme des tutorats", "Cadence of the tutorats");
  CadenceWriter(response.cadence(), out).Write();
}

const RegisteredWording<&WordCadence> kCadenceWording;

}  // namespace
}  // namespace tutorat::report
