#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cli/session/session.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resolve.h"
#include "tutorat/v1/agenda.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;

struct SuggestOptions {
  GroupOptions where;
  std::string date;
  std::string limit;
};

// `(+100)`, `(-40)`.
std::string Points(int points) { return absl::StrCat(points > 0 ? " (+" : " (", points, ")"); }

std::string DescribeProgramme(const Context& context, const v1::ProgrammeTerm& term) {
  absl::string_view urgency;
  switch (term.urgency()) {
    case v1::ProgrammeTerm::URGENCY_LATE:
      urgency = context.Text(", en retard", ", late");
      break;
    case v1::ProgrammeTerm::URGENCY_SOON:
      urgency = context.Text(", bientôt dû", ", due soon");
      break;
    case v1::ProgrammeTerm::URGENCY_OPTIONAL:
      urgency = context.Text(", facultatif", ", optional");
      break;
    default:
      urgency = context.Text(", plus tard", ", later");
  }
  return absl::StrCat(
      Say(context.language, "au programme du mois $0", "on the programme of month $0", term.item().month()), urgency,
      Points(term.points()));
}

std::string DescribeCohort(const Context& context, const v1::CohortTerm& term) {
  return absl::StrCat(
      Say(context.language, term.group_count() >= 2 ? "vu par $0 groupes sur $1" : "vu par $0 groupe sur $1",
          term.group_count() == 1 ? "covered by $0 group out of $1" : "covered by $0 groups out of $1",
          term.group_count(), term.group_total()),
      Points(term.points()));
}

std::string DescribeRequest(const Context& context, const v1::Agenda& agenda, const v1::RequestTerm& term) {
  const std::string day = DayForPeople(context, term.date());
  std::string words = term.session() == agenda.planned_session()
                          ? Say(context.language, "demandé pour le $0", "asked for $0", day)
                          : Say(context.language, "demandé le $0", "asked for on $0", day);
  if (term.session_count() > 1) {
    absl::StrAppend(&words, Say(context.language, ", dans $0 séances", ", in $0 sessions", term.session_count()));
  }
  return absl::StrCat(words, Points(term.points()));
}

// A line for each term of the rank.
std::string Why(const Context& context, const v1::Agenda& agenda, const v1::ThemeSuggestion& suggestion) {
  std::vector<std::string> lines;
  if (suggestion.has_programme_term()) lines.push_back(DescribeProgramme(context, suggestion.programme_term()));
  if (suggestion.has_request_term()) lines.push_back(DescribeRequest(context, agenda, suggestion.request_term()));
  if (suggestion.has_cohort_term()) lines.push_back(DescribeCohort(context, suggestion.cohort_term()));
  if (suggestion.has_recent_term()) {
    const std::string day = DayForPeople(context, suggestion.recent_term().date());
    lines.push_back(absl::StrCat(Say(context.language, "abordé le $0", "covered on $0", day),
                                 Points(suggestion.recent_term().points())));
  } else if (!suggestion.last_date().empty()) {
    const std::string day = DayForPeople(context, suggestion.last_date());
    lines.push_back(Say(context.language, "déjà abordé le $0", "already covered on $0", day));
  }
  return absl::StrJoin(lines, "\n");
}

std::vector<Column> ColumnsForPeople(const Context& context) {
  return {{"rank", std::string(context.Text("RANG", "RANK")), format::Align::kRight},
          {"code", "CODE"},
          {"theme", std::string(context.Text("THÈME", "THEME"))},
          {"points", "POINTS", format::Align::kRight},
          {"why", std::string(context.Text("POURQUOI", "WHY"))},
          {"taken", std::string(context.Text("RETENU", "TAKEN"))}};
}

std::vector<std::string> RowForPeople(const Context& context, const v1::Agenda& agenda,
                                      const v1::ThemeSuggestion& suggestion) {
  const bool english = context.language == format::Language::kEnglish && !suggestion.label_en().empty();
  return {absl::StrCat(suggestion.rank()),
          std::string(absl::StripPrefix(suggestion.theme(), "themes/")),
          english ? suggestion.label_en() : suggestion.label(),
          absl::StrCat(suggestion.points()),
          Why(context, agenda, suggestion),
          std::string(suggestion.taken() ? context.Text("oui", "yes") : "")};
}

std::vector<Column> ColumnsForPrograms() {
  std::vector<Column> columns;
  for (const char* key :
       {"rank", "theme", "label", "points", "programme_month", "programme_weight", "programme_urgency",
        "programme_points", "cohort_groups", "cohort_groups_total", "cohort_points", "asked_date", "asked_sessions",
        "asked_points", "recent_date", "recent_points", "last_date", "taken"}) {
    columns.push_back({key, key});
  }
  return columns;
}

std::string UrgencyWord(v1::ProgrammeTerm::Urgency urgency) {
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

std::vector<std::string> RowForPrograms(const v1::ThemeSuggestion& suggestion) {
  const auto number = [](bool there, int value) { return there ? absl::StrCat(value) : ""; };
  const v1::ProgrammeTerm& programme = suggestion.programme_term();
  const v1::CohortTerm& cohort = suggestion.cohort_term();
  const v1::RequestTerm& request = suggestion.request_term();
  const v1::RecentTerm& recent = suggestion.recent_term();
  return {absl::StrCat(suggestion.rank()),
          std::string(absl::StripPrefix(suggestion.theme(), "themes/")),
          suggestion.label(),
          absl::StrCat(suggestion.points()),
          number(suggestion.has_programme_term(), programme.item().month()),
          format::Word(programme.item().weight(), format::Language::kEnglish),
          UrgencyWord(programme.urgency()),
          number(suggestion.has_programme_term(), programme.points()),
          number(suggestion.has_cohort_term(), cohort.group_count()),
          number(suggestion.has_cohort_term(), cohort.group_total()),
          number(suggestion.has_cohort_term(), cohort.points()),
          request.date(),
          number(suggestion.has_request_term(), request.session_count()),
          number(suggestion.has_request_term(), request.points()),
          recent.date(),
          number(suggestion.has_recent_term(), recent.points()),
          suggestion.last_date(),
          suggestion.taken() ? "yes" : ""};
}

// What the list is of, and what the tutor can do with it.
void PrintNotes(Context& context, const v1::Agenda& agenda) {
  if (context.format != OutputFormat::kTable && context.format != OutputFormat::kMarkdown) return;
  const std::string group =
      absl::StrCat(absl::StripPrefix(agenda.group().wave(), "waves/"), "/", agenda.group().number());
  const std::string month =
      agenda.month() == 0 ? ""
                          : Say(context.language, ", mois $0 du tutorat", ", month $0 of the tutoring", agenda.month());
  context.out << "\n"
              << Say(context.language, "Groupe $0, au $1$2 : $3 thèmes proposés sur $4.",
                     "Group $0, as of $1$2: $3 themes shown out of $4.", group, DayForPeople(context, agenda.date()),
                     month, agenda.suggestions_size(), agenda.suggestion_count())
              << "\n";
  if (agenda.planned_session().empty()) return;
  const std::string day = DayForPeople(context, agenda.planned_date());
  context.out
      << Say(context.language,
             "Séance prévue le $0 ; retenir ou écarter : tutorat session edit --group $1 --date $2 --take CODE --drop "
             "CODE",
             "Session planned for $0; take or drop: tutorat session edit --group $1 --date $2 --take CODE --drop CODE",
             day, group, agenda.planned_date())
      << "\n";
  if (agenda.dropped().empty()) return;
  const std::string dropped = absl::StrJoin(agenda.dropped(), ", ", [](std::string* out, const std::string& theme) {
    absl::StrAppend(out, absl::StripPrefix(theme, "themes/"));
  });
  context.out << Say(context.language, "Écartés pour cette séance : $0.", "Dropped for this session: $0.", dropped)
              << "\n";
}

int Suggest(Context& context, const SuggestOptions& options, const ListOptions& list) {
  v1::SuggestThemesRequest request;
  if (options.where.group.empty()) {
    return context.FailUsage(
        context.Text("il manque --group, par exemple --group 4", "--group is missing, for example --group 4"));
  }
  if (!options.date.empty()) {
    absl::StatusOr<std::string> date = ParseDay(context, "--date", options.date);
    if (!date.ok()) return context.Fail(date.status());
    request.set_date(*std::move(date));
  }
  if (!options.limit.empty()) {
    const absl::StatusOr<int> limit = ParseNumber(context, "--limit", options.limit);
    if (!limit.ok()) return context.Fail(limit.status());
    request.set_limit(*limit);
  }
  absl::StatusOr<std::string> group = ResolveGroup(context, options.where.group, options.where.wave);
  if (!group.ok()) return context.Fail(group.status());
  request.set_group(*std::move(group));
  const auto response = context.Server().Call<v1::SuggestThemesResponse>(request);
  if (!response.ok()) return context.Fail(response.status());
  const v1::Agenda& agenda = response->agenda();
  const bool csv = list.excel || context.format == OutputFormat::kCsv;
  std::vector<std::vector<std::string>> rows;
  for (const v1::ThemeSuggestion& suggestion : agenda.suggestions()) {
    rows.push_back(csv ? RowForPrograms(suggestion) : RowForPeople(context, agenda, suggestion));
  }
  const int code =
      PrintList(context, list, csv ? ColumnsForPrograms() : ColumnsForPeople(context), std::move(rows), *response);
  if (!csv) PrintNotes(context, agenda);
  return code;
}

}  // namespace

void AddSessionSuggest(CLI::App* noun, Context& context) {
  auto options = std::make_shared<SuggestOptions>();
  auto list = std::make_shared<ListOptions>();
  CLI::App* suggest = AddVerb(noun, "suggest",
                              context.Text("Proposer les prochains thèmes d'un groupe, et dire pourquoi",
                                           "Suggest a group's next themes, and say why"));
  AddGroupOptions(suggest, context, options->where);
  AddText(suggest, "--date", options->date, "DATE", context.Text("À ce jour (aujourd'hui)", "As of this day (today)"));
  AddText(suggest, "--limit", options->limit, "N", context.Text("Combien au plus (10)", "How many at most (10)"));
  AddSwitch(suggest, "--excel", list->excel, context.Text("CSV pour tableur", "CSV for a spreadsheet"));
  OnRun(suggest, context, [&context, options, list] { return Suggest(context, *options, *list); });
}

}  // namespace tutorat::cli
