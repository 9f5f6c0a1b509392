#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "server/report/wording/document_writer.h"
#include "server/report/wording/documents.h"
#include "tutorat/v1/agenda.pb.h"

namespace tutorat::report {
namespace {

absl::string_view ThemeCode(absl::string_view theme) { return absl::StripPrefix(theme, "themes/"); }

class SuggestionWriter {
 public:
  SuggestionWriter(const v1::Agenda& agenda, DocumentWriter& out)
      : agenda_(agenda), out_(out), language_(out.language()) {}

  void Write() {
    if (!agenda_.suggestions().empty()) AddTable();
    AddNotes();
    AddData();
  }

 private:
  void AddTable() {
    TableWriter table = out_.AddTable("suggestions");
    table.AddColumn("rank", "RANG", "RANK", Kind::KIND_NUMBER);
    table.AddColumn("code", "CODE", "CODE");
    table.AddColumn("theme", "THÈME", "THEME");
    table.AddColumn("points", "POINTS", "POINTS", Kind::KIND_NUMBER);
    table.AddColumn("why", "POURQUOI", "WHY");
    table.AddColumn("taken", "RETENU", "TAKEN");
    for (const v1::ThemeSuggestion& suggestion : agenda_.suggestions()) {
      const bool english = language_ == Language::kEnglish && !suggestion.label_en().empty();
      table.AddRow({NumberCell(suggestion.rank()), TextCell(std::string(ThemeCode(suggestion.theme()))),
                    TextCell(english ? suggestion.label_en() : suggestion.label()), NumberCell(suggestion.points()),
                    ItemsCell(Why(suggestion)), TakenCell(suggestion)});
    }
  }

  v1::DocumentCell TakenCell(const v1::ThemeSuggestion& suggestion) const {
    return suggestion.taken() ? CodeCell("yes", std::string(Choose(language_, "oui", "yes"))) : v1::DocumentCell();
  }

  // A line for each term of the rank.
  std::vector<std::string> Why(const v1::ThemeSuggestion& suggestion) const {
    std::vector<std::string> lines;
    if (suggestion.has_programme_term()) {
      const v1::ProgrammeTerm& term = suggestion.programme_term();
      lines.push_back(Line(out_.Say("au programme du mois $0, $1", "on the programme of month $0, $1",
                                    term.item().month(), Word(term.urgency(), language_)),
                           term.points()));
    }
    if (suggestion.has_request_term()) {
      lines.push_back(Line(Request(suggestion.request_term()), suggestion.request_term().points()));
    }
    if (suggestion.has_cohort_term()) {
      const v1::CohortTerm& term = suggestion.cohort_term();
      lines.push_back(Line(out_.Say("vu par $0", "covered by $0",
                                    OutOf(term.group_count(), term.group_total(), language_, "groupe", "group")),
                           term.points()));
    }
    if (suggestion.has_recent_term()) {
      const v1::RecentTerm& term = suggestion.recent_term();
      lines.push_back(Line(out_.Say("abordé le $0", "covered on $0", DayText(term.date(), language_)), term.points()));
    } else if (!suggestion.last_date().empty()) {
      lines.push_back(
          out_.Say("déjà abordé le $0", "already covered on $0", DayText(suggestion.last_date(), language_)).text);
    }
    return lines;
  }

  // `... (+100)`, `... (-40)`.
  static std::string Line(const Phrase& words, int points) {
    return absl::StrCat(words.text, points > 0 ? " (+" : " (", points, ")");
  }

  Phrase Request(const v1::RequestTerm& term) const {
    const std::string day = DayText(term.date(), language_);
    Phrase asked = term.session() == agenda_.planned_session() ? out_.Say("demandé pour le $0", "asked for $0", day)
                                                               : out_.Say("demandé le $0", "asked for on $0", day);
    if (term.session_count() <= 1) return asked;
    return out_.Say("$0, dans $1 séances", "$0, in $1 sessions", asked, term.session_count());
  }

  // `3 thèmes proposés sur 9`.
  Phrase Shown(int count, int total) const {
    if (total == 0) return Telling(std::string(Choose(language_, "0 thème proposé", "no theme to show")), 0, 0);
    const Phrase shown = out_.Say(count >= 2 ? "$0 thèmes proposés sur $1" : "$0 thème proposé sur $1",
                                  count == 1 ? "$0 theme shown out of $1" : "$0 themes shown out of $1", count, total);
    return Telling(shown.text, count, total);
  }

  // What the list is of, and what it leaves out.
  void AddNotes() {
    const std::string group = GroupText(agenda_.group().wave(), agenda_.group().number(), true);
    out_.Tell("Groupe $0, au $1$2 : $3.", "Group $0, as of $1$2: $3.", group, DayText(agenda_.date(), language_),
              agenda_.month() == 0 ? Phrase()
                                   : out_.Say(", mois $0 du tutorat", ", month $0 of the tutoring", agenda_.month()),
              Shown(agenda_.suggestions_size(), agenda_.suggestion_count()));
    if (agenda_.planned_session().empty()) return;
    out_.Tell("Séance prévue le $0.", "Session planned for $0.", DayText(agenda_.planned_date(), language_));
    if (agenda_.dropped().empty()) return;
    out_.Tell("Écartés pour cette séance : $0.", "Dropped for this session: $0.",
              absl::StrJoin(agenda_.dropped(), ", ", [](std::string* list, const std::string& theme) {
                absl::StrAppend(list, ThemeCode(theme));
              }));
  }

  // Each term by itself; empty where it adds nothing.
  void AddData() {
    TableWriter data = out_.AddData("suggestions");
    data.AddColumn("rank", "RANG", "RANK", Kind::KIND_NUMBER);
    data.AddColumn("theme", "CODE", "CODE");
    data.AddColumn("label", "THÈME", "THEME");
    data.AddColumn("points", "POINTS", "POINTS", Kind::KIND_NUMBER);
    data.AddColumn("programme_month", "PROGRAMME : MOIS", "PROGRAMME: MONTH", Kind::KIND_NUMBER);
    data.AddColumn("programme_weight", "PROGRAMME : POIDS", "PROGRAMME: WEIGHT");
    data.AddColumn("programme_urgency", "PROGRAMME : URGENCE", "PROGRAMME: URGENCY");
    data.AddColumn("programme_points", "PROGRAMME : POINTS", "PROGRAMME: POINTS", Kind::KIND_NUMBER);
    data.AddColumn("cohort_groups", "VAGUE : GROUPES", "WAVE: GROUPS", Kind::KIND_NUMBER);
    data.AddColumn("cohort_groups_total", "VAGUE : GROUPES EN TOUT", "WAVE: GROUPS IN ALL", Kind::KIND_NUMBER);
    data.AddColumn("cohort_points", "VAGUE : POINTS", "WAVE: POINTS", Kind::KIND_NUMBER);
    data.AddColumn("asked_date", "DEMANDÉ LE", "ASKED ON", Kind::KIND_DATE);
    data.AddColumn("asked_sessions", "DEMANDÉ : SÉANCES", "ASKED: SESSIONS", Kind::KIND_NUMBER);
    data.AddColumn("asked_points", "DEMANDÉ : POINTS", "ASKED: POINTS", Kind::KIND_NUMBER);
    data.AddColumn("recent_date", "RÉCENT : LE", "RECENT: ON", Kind::KIND_DATE);
    data.AddColumn("recent_points", "RÉCENT : POINTS", "RECENT: POINTS", Kind::KIND_NUMBER);
    data.AddColumn("last_date", "ABORDÉ LE", "COVERED ON", Kind::KIND_DATE);
    data.AddColumn("taken", "RETENU", "TAKEN");
    for (const v1::ThemeSuggestion& suggestion : agenda_.suggestions()) data.AddRow(DataRow(suggestion));
  }

  std::vector<v1::DocumentCell> DataRow(const v1::ThemeSuggestion& suggestion) const {
    const auto number = [](bool there, int value) { return there ? NumberCell(value) : v1::DocumentCell(); };
    const bool english = language_ == Language::kEnglish && !suggestion.label_en().empty();
    const v1::ProgrammeTerm& programme = suggestion.programme_term();
    const v1::CohortTerm& cohort = suggestion.cohort_term();
    const v1::RequestTerm& request = suggestion.request_term();
    const v1::RecentTerm& recent = suggestion.recent_term();
    const v1::ProgrammeItem::Weight weight = programme.item().weight();
    return {NumberCell(suggestion.rank()),
            TextCell(std::string(ThemeCode(suggestion.theme()))),
            CodeCell(suggestion.label(), english ? suggestion.label_en() : suggestion.label()),
            NumberCell(suggestion.points()),
            number(suggestion.has_programme_term(), programme.item().month()),
            CodeCell(Word(weight, Language::kEnglish), Word(weight, language_)),
            CodeCell(UrgencyCode(programme.urgency()), Word(programme.urgency(), language_)),
            number(suggestion.has_programme_term(), programme.points()),
            number(suggestion.has_cohort_term(), cohort.group_count()),
            number(suggestion.has_cohort_term(), cohort.group_total()),
            number(suggestion.has_cohort_term(), cohort.points()),
            DateCell(request.date(), language_),
            number(suggestion.has_request_term(), request.session_count()),
            number(suggestion.has_request_term(), request.points()),
            DateCell(recent.date(), language_),
            number(suggestion.has_recent_term(), recent.points()),
            DateCell(suggestion.last_date(), language_),
            TakenCell(suggestion)};
  }

  static std::string UrgencyCode(v1::ProgrammeTerm::Urgency urgency) {
    switch (urgency) {
      case v1::ProgrammeTerm::URGENCY_LATE:
        return "late";
      case v1::ProgrammeTerm::URGENCY_SOON:
        return "soon";
      case v1::ProgrammeTerm::URGENCY_LATER:
        return "later";
      case v1::ProgrammeTerm::URGENCY_OPTIONAL:
        return "optional";
      default:
        return "";
    }
  }

  const v1::Agenda& agenda_;
  DocumentWriter& out_;
  const Language language_;
};

// What a group might cover next, and why.
void WordSuggestions(const v1::SuggestThemesRequest& /*request*/, const v1::SuggestThemesResponse& response,
                     Language language, v1::Document* document) {
  DocumentWriter out(document, language, "Prochains thèmes", "Next themes");
  SuggestionWriter(response.agenda(), out).Write();
}

const RegisteredWording<&WordSuggestions> kSuggestionsWording;

}  // namespace
}  // namespace tutorat::report
