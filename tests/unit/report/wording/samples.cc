#include "tests/unit/report/wording/samples.h"

#include "server/report/wording/documents.h"

namespace tutorat::report {
namespace {

std::string CoverageGroup(const std::string& field, int number) {
  return absl::StrCat(field, " { group: 'groups/", number, "' wave: 'waves/V6' number: ", number, " } ");
}

std::string CoverageCellText(int number, const std::string& rest) {
  return absl::StrCat("cells { ", CoverageGroup("group", number), rest, " } ");
}

template <class Response>
v1::Document Worded(const google::protobuf::Message& request, Response response, Language language) {
  AddDocument(request, language, &response);
  return response.document();
}

}  // namespace

std::string GroupsText(const std::string& field, std::initializer_list<int> numbers) {
  std::string text;
  for (const int number : numbers) absl::StrAppend(&text, field, " { wave: 'waves/V6' number: ", number, " } ");
  return text;
}

v1::Balance SampleBalance() {
  return Make<v1::Balance>(R"(
    from_date: "2023-11-10" to_date: "2024-02-10" wave: "waves/V6"
    groups { wave: "waves/V6" number: 3 held_count: 2 planned_count: 1 appreciation: APPRECIATION_GOOD
             sessions { themes: "TIERS, EJ" } sessions { themes: "Budget\n\"SDE\"" } }
    groups { wave: "waves/V6" number: 7 held_count: 1 cancelled_count: 2 sessions { themes: "=EJ|SF" } }
    groups { wave: "waves/V6" number: 10 }
    observations {
      group_count: 3 session_count: 3
      groups_by_session_count { session_count: 0 groups { wave: "waves/V6" number: 10 } }
      groups_by_session_count { session_count: 1 groups { wave: "waves/V6" number: 7 } }
      groups_by_session_count { session_count: 2 groups { wave: "waves/V6" number: 3 } }
      groups_by_issue { kind: KIND_MIC groups { wave: "waves/V6" number: 3 } groups { wave: "waves/V6" number: 7 }
                        groups_with_impact { wave: "waves/V6" number: 7 } }
      groups_by_issue { kind: KIND_ROOM groups { wave: "waves/V6" number: 3 } }
      groups_with_issue { wave: "waves/V6" number: 3 } groups_with_issue { wave: "waves/V6" number: 7 }
      groups_with_impact { wave: "waves/V6" number: 7 }
      groups_by_appreciation { appreciation: APPRECIATION_GOOD groups { wave: "waves/V6" number: 3 } }
      attendance { numerator: 11 denominator: 13 session_count: 2 held_count: 3 } })");
}

v1::FrozenBalance SampleFrozenBalance() {
  return Make<v1::FrozenBalance>(R"(
      name: 'frozenBalances/01' from_date: '2023-11-10' to_date: '2024-02-10' wave: 'waves/V6' label: 'comité'
      frozen_by: 'claire@example.org' sha256: 'abc123' create_time { seconds: 1707484800 }
      content: '{"fromDate":"2023-11-10","toDate":"2024-02-10","wave":"waves/V6","ofANewerServer":1,"groups":[{"wave":'
      content: '"waves/V6","number":3,"heldCount":1,"sessions":[{"themes":"EJ"}]}],"observations":{"groupCount":1,'
      content: '"sessionCount":1}}')");
}

v1::PeriodComparison SamplePeriods() {
  return Make<v1::PeriodComparison>(R"(
      first { from_date: '2023-11-10' to_date: '2024-02-10' } second { from_date: '2024-02-10' to_date: '2024-05-10' }
      wave: 'waves/V6'
      figures { key: 'observations/group_count' label: 'Groupes' label_en: 'Groups' kind: FIGURE_KIND_COUNT
                first { numerator: 10 } second { numerator: 10 } }
      figures { key: 'observations/session_count' label: 'Séances réalisées, par groupe'
                label_en: 'Sessions held, per group' kind: FIGURE_KIND_MEAN
                first { numerator: 31 denominator: 10 } second { numerator: 28 denominator: 10 } difference: -3
                difference_tenths: -3 }
      figures { key: 'observations/attendance' label: 'Assiduité' label_en: 'Attendance' kind: FIGURE_KIND_SHARE
                first { numerator: 196 denominator: 221 } second { numerator: 9 denominator: 10 } difference: -187
                difference_tenths: 13 }
      figures { key: 'groups/V6/4/attendance' label: 'Groupe V6/4' label_en: 'Group V6/4' kind: FIGURE_KIND_SHARE
                first { numerator: 5 denominator: 6 } second { } difference: -5 })");
}

v1::WaveComparison SampleWaves() {
  return Make<v1::WaveComparison>(R"(
      as_of_date: '2024-02-09'
      first { wave: 'waves/V6' group_count: 10 start_date: '2024-01-22' weeks_reached: 3 }
      second { wave: 'waves/V7' group_count: 1 start_date: '2024-02-05' weeks_reached: 1 }
      weeks { week: 1 first { held_sessions: 4 groups_met: 4 group_count: 10 }
              second { held_sessions: 1 groups_met: 1 group_count: 1 partial: true } }
      weeks { week: 2 first { groups_met: 0 group_count: 10 } }
      weeks { week: 3 first { held_sessions: 14 groups_met: 9 group_count: 10 partial: true } })");
}

v1::BalanceDiff SampleDiff() {
  return Make<v1::BalanceDiff>(R"(
      before { name: 'frozenBalances/1' from_date: '2023-11-10' to_date: '2024-02-10' wave: 'waves/V6' label: 'comité'
               time { seconds: 1707484800 } }
      after { from_date: '2023-11-10' to_date: '2024-02-10' time { seconds: 1707571200 } }
      corrected_sessions { group { wave: 'waves/V6' number: 4 }
        before { session: 'sessions/a' local_date: '2024-01-30' themes: 'EJ' }
        after { session: 'sessions/a' local_date: '2024-01-31' themes: 'EJ, SF' }
        changes { field: 'local_date' before: '2024-01-30' after: '2024-01-31' }
        changes { field: 'themes' before: 'EJ' after: 'EJ, SF' }
        changes { field: 'attendance' before: '' after: '5/6' } }
      new_sessions { group { wave: 'waves/V6' number: 6 }
        after { session: 'sessions/b' local_date: '2024-02-01' themes: 'TIERS' } }
      removed_sessions { group { wave: 'waves/V6' number: 6 }
        before { session: 'sessions/c' local_date: '2024-02-02' themes: '=1+1' } }
      new_groups { wave: 'waves/V6' number: 11 }
      figures { key: 'observations/groups_by_session_count/2' label: 'Groupes ayant réalisé 2 séances'
                label_en: 'Groups that held 2 sessions' kind: FIGURE_KIND_SHARE
                before { numerator: 1 denominator: 10 groups { wave: 'waves/V6' number: 4 } }
                after { denominator: 11 } }
      figures { key: 'observations/group_count' label: 'Groupes' label_en: 'Groups' kind: FIGURE_KIND_COUNT
                before { numerator: 10 } after { numerator: 11 } })");
}

v1::Cadence SampleCadence() {
  return Make<v1::Cadence>(R"(
      as_of_date: '2024-02-09' interval_weeks: 4 flagged_count: 1
      waves { wave: 'waves/V6' group_count: 3 held_count: 8 doubled_median: 5 school_calendar: 'schoolCalendars/zone-b'
              school_calendar_label: 'Zone B' }
      groups { group: 'groups/4' wave: 'waves/V6' number: 4 held_count: 1 doubled_median: 5 start: START_FIRST_HELD
               start_date: '2023-11-28' elapsed_days: 74 holiday_days: 16 school_days: 58 school_weeks: 8
               expected_count: 3 behind_cohort: 1 behind_weeks: 2 flagged: true behind_by: 1 reason: REASON_BEHIND_BOTH
               last_held_date: '2023-11-28' next_planned_date: '2024-02-13' planned_count: 1 }
      groups { group: 'groups/5' wave: 'waves/V6' number: 5 held_count: 3 doubled_median: 5 school_weeks: 9
               expected_count: 4 behind_weeks: 1 reason: REASON_BEHIND_WEEKS last_held_date: '2024-02-06' })");
}

v1::Coverage SampleCoverage() {
  const std::string group_1 = CoverageGroup("group", 1);
  return Make<v1::Coverage>(absl::StrCat(
      "from_date: '2023-11-10' to_date: '2024-02-10' wave: 'waves/V6' programme: 'programmes/v6' session_count: 5 "
      "groups_met: 3 ",
      CoverageGroup("groups", 1), CoverageGroup("groups", 2), CoverageGroup("groups", 3),
      "themes { theme: 'themes/db' code: 'db' label: 'Domaine budget' level: 1 group_count: 2 group_total: 3 "
      "session_count: 4 ",
      CoverageGroup("groups_without", 2), CoverageCellText(1, "first_date: '2023-11-16' session_count: 3"),
      CoverageCellText(3, "first_date: '2023-12-01' session_count: 1"),
      "} themes { theme: 'themes/b' code: 'b' label: 'Budget' label_en: 'The budget' level: 2 parent: 'themes/db' "
      "group_count: 2 group_total: 3 session_count: 4 programme_item { theme: 'themes/b' month: 2 weight: WEIGHT_CORE "
      "} ",
      CoverageGroup("groups_without", 2), CoverageGroup("groups_late", 2),
      CoverageCellText(1, "first_date: '2023-11-16' session_count: 3"),
      CoverageCellText(3, "first_date: '2023-12-01' session_count: 1"),
      "} themes { theme: 'themes/bs' code: 'bs' label: 'Saisie, et \"intégration\"' level: 3 parent: 'themes/b' "
      "group_count: 0 group_total: 3 ",
      CoverageGroup("groups_without", 1), CoverageGroup("groups_without", 2), CoverageGroup("groups_without", 3),
      "} themes { theme: 'themes/t' code: 't' label: 'Tiers' level: 2 parent: 'themes/db' group_count: 3 group_total: "
      "3 session_count: 3 ",
      CoverageCellText(1, "first_date: '2023-11-16' session_count: 1"),
      CoverageCellText(2, "first_date: '2023-11-16' session_count: 1"),
      CoverageCellText(3, "first_date: '2023-11-16' session_count: 1"),
      "} observations { never_covered: 'themes/bs' almost_covered { theme: 'themes/db' ",
      CoverageGroup("groups_without", 2), "} almost_covered { theme: 'themes/b' ", CoverageGroup("groups_without", 2),
      "} repeated_themes { theme: 'themes/db' ", group_1, "session_count: 3 session_total: 3 } ",
      "repeated_themes { theme: 'themes/b' ", group_1, "session_count: 3 session_total: 3 } ",
      "repeated_themes { theme: 'themes/b' ", CoverageGroup("group", 3), "session_count: 2 session_total: 4 } ",
      "repeated_from: 2 mentions { mention_count: 12 recognised_count: 9 ambiguous_count: 1 unknown_count: 2 "
      "session_count: 5 sessions_with_unresolved: 2 sessions_without_theme: 1 } }"));
}

v1::Agenda SampleAgenda() {
  return Make<v1::Agenda>(R"(
      group { group: 'groups/4' wave: 'waves/V6' number: 4 } date: '2024-02-09' programme: 'programmes/v6' month: 3
      planned_session: 'sessions/p' planned_date: '2024-02-13' suggestion_count: 9
      dropped: 'themes/paie' dropped: 'themes/b'
      suggestions { theme: 'themes/t' label: 'Tiers' label_en: 'Third parties' rank: 1 points: 190 taken: true
        programme_term { item { theme: 'themes/t' month: 2 weight: WEIGHT_CORE } urgency: URGENCY_LATE points: 100 }
        request_term { session: 'sessions/p' date: '2024-02-13' session_count: 1 points: 50 }
        cohort_term { group_count: 6 group_total: 9 points: 40 } }
      suggestions { theme: 'themes/sf' label: 'Service fait, =SF' rank: 2 points: 10
        request_term { session: 'sessions/q' date: '2024-01-30' session_count: 2 points: 50 }
        recent_term { session: 'sessions/q' date: '2024-01-30' points: -40 } last_date: '2024-01-30' }
      suggestions { theme: 'themes/ej' label: 'EJ' rank: 3 last_date: '2023-11-28' })");
}

v1::IssueRegister SampleIssueRegister() {
  return Make<v1::IssueRegister>(absl::StrCat(
      "as_of_date: '2024-02-09' ",
      "entries { issue: 'issues/01hf2x8qr5' group { wave: 'waves/V6' number: 7 } kind: KIND_MIC first_date: "
      "'2023-11-28' first_session: 'sessions/a' last_date: '2024-01-30' last_session: 'sessions/b' session_count: 3 "
      "affected_count: 2 impact: IMPACT_STRONG state: ISSUE_STATE_EQUIPMENT_REQUESTED state_date: '2024-01-31' actor: "
      "'DSI; \"parc\"' reason: '=demande' } ",
      "entries { issue: 'i/1' group { wave: 'waves/V6' number: 4 } kind: KIND_CONNECTION withheld: true "
      "impact: IMPACT_NONE state: ISSUE_STATE_OPEN } ",
      "figures { group_count: 10 issue_count: 6 mic_or_camera { kinds: KIND_MIC kinds: KIND_CAMERA ",
      GroupsText("groups", {3, 7, 9}), GroupsText("groups_with_impact", {7, 9}), "} groups_by_kind { kinds: KIND_MIC ",
      GroupsText("groups", {3, 7, 9}), "} groups_by_kind { kinds: KIND_CAMERA ", GroupsText("groups", {3}),
      "} groups_by_kind { kinds: KIND_CONNECTION ", GroupsText("groups", {4, 5}),
      "} groups_by_kind { kinds: KIND_ROOM ", GroupsText("groups", {5}), GroupsText("groups_with_impact", {5}),
      "} groups_by_state { state: ISSUE_STATE_OPEN issue_count: 2 ", GroupsText("groups", {4, 5}),
      "} groups_by_state { state: ISSUE_STATE_EQUIPMENT_REQUESTED issue_count: 1 ", GroupsText("groups", {7}),
      "} groups_by_state { state: ISSUE_STATE_RESOLVED issue_count: 2 ", GroupsText("groups", {3, 9}),
      "} groups_by_state { state: ISSUE_STATE_DROPPED issue_count: 1 ", GroupsText("groups", {1}), "} }"));
}

v1::ApplyRetentionResponse SampleRetention() {
  return Make<v1::ApplyRetentionResponse>(R"(
      waves { wave: 'waves/V5' personal_data_until: '2024-01-31' member_count: 12 erasures { } erasures { }
        remarks { resource: 'sessions/a' field: 'notes' text: 'Zoé absente' redacted: 'auditeur-1 absente' }
        remarks { resource: 'sessions/a' field: 'themes' text: 'EJ avec Zoé' } }
      waves { wave: 'waves/V4' member_count: 1 })");
}

v1::Document DocumentOf(const v1::Balance& balance, Language language) {
  v1::GetBalanceResponse response;
  *response.mutable_balance() = balance;
  return Worded(v1::GetBalanceRequest(), response, language);
}

v1::Document DocumentOf(const v1::FrozenBalance& frozen, Language language) {
  v1::GetFrozenBalanceResponse response;
  *response.mutable_frozen_balance() = frozen;
  return Worded(v1::GetFrozenBalanceRequest(), response, language);
}

v1::Document DocumentOf(const v1::PeriodComparison& comparison, Language language) {
  v1::ComparePeriodsResponse response;
  *response.mutable_comparison() = comparison;
  return Worded(v1::ComparePeriodsRequest(), response, language);
}

v1::Document DocumentOf(const v1::WaveComparison& comparison, Language language) {
  v1::CompareWavesResponse response;
  *response.mutable_comparison() = comparison;
  return Worded(v1::CompareWavesRequest(), response, language);
}

v1::Document DocumentOf(const v1::BalanceDiff& diff, Language language) {
  v1::DiffBalancesResponse response;
  *response.mutable_diff() = diff;
  return Worded(v1::DiffBalancesRequest(), response, language);
}

v1::Document DocumentOf(const v1::Cadence& cadence, Language language) {
  v1::GetCadenceResponse response;
  *response.mutable_cadence() = cadence;
  return Worded(v1::GetCadenceRequest(), response, language);
}

v1::Document DocumentOf(const v1::Coverage& coverage, Language language, const v1::GetCoverageRequest& request) {
  v1::GetCoverageResponse response;
  *response.mutable_coverage() = coverage;
  return Worded(request, response, language);
}

v1::Document DocumentOf(const v1::Agenda& agenda, Language language) {
  v1::SuggestThemesResponse response;
  *response.mutable_agenda() = agenda;
  return Worded(v1::SuggestThemesRequest(), response, language);
}

v1::Document DocumentOf(const v1::IssueRegister& issue_register, Language language) {
  v1::GetIssueRegisterResponse response;
  *response.mutable_issue_register() = issue_register;
  return Worded(v1::GetIssueRegisterRequest(), response, language);
}

v1::Document DocumentOf(const v1::ApplyRetentionResponse& retention, Language language,
                        const v1::ApplyRetentionRequest& request) {
  return Worded(request, retention, language);
}

std::vector<v1::Document> SampleDocuments(Language language) {
  auto waves = SampleCoverage();
  waves.mutable_groups(1)->set_wave("waves/V7-B");
  auto begun = SampleCadence();
  begun.clear_groups();
  *begun.add_groups() = Make<v1::GroupCadence>("group: 'groups/9' wave: 'waves/V6' number: 9 reason: REASON_ON_TIME");
  return {DocumentOf(SampleBalance(), language),
          DocumentOf(SampleFrozenBalance(), language),
          DocumentOf(SamplePeriods(), language),
          DocumentOf(SampleWaves(), language),
          DocumentOf(SampleDiff(), language),
          DocumentOf(SampleCadence(), language),
          DocumentOf(begun, language),
          DocumentOf(SampleCoverage(), language),
          DocumentOf(waves, language),
          DocumentOf(SampleAgenda(), language),
          DocumentOf(SampleIssueRegister(), language),
          DocumentOf(SampleRetention(), language),
          DocumentOf(v1::Balance(), language),
          DocumentOf(v1::FrozenBalance(), language),
          DocumentOf(v1::PeriodComparison(), language),
          DocumentOf(v1::WaveComparison(), language),
          DocumentOf(v1::BalanceDiff(), language),
          DocumentOf(v1::Cadence(), language),
          DocumentOf(v1::Coverage(), language),
          DocumentOf(v1::Agenda(), language),
          DocumentOf(v1::IssueRegister(), language),
          DocumentOf(v1::ApplyRetentionResponse(), language)};
}

}  // namespace tutorat::report
