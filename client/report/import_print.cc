#include "client/report/import_print.h"

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/text/day.h"
#include "client/text/width.h"
#include "proto/people_words.h"

namespace tutorat::format {
namespace {

using Result = v1::ImportResult;

// Of the themes: enough to know the session again.
constexpr int kShownThemes = 48;
// Of the people and groups created.
constexpr size_t kListedLabels = 12;

std::string ActionWord(Result::Action action, bool applied, Language language) {
  switch (action) {
    case Result::ACTION_CREATE:
      return applied ? Say(language, "créée", "created") : Say(language, "créer", "create");
    case Result::ACTION_SAME:
      return Say(language, "identique", "same");
    case Result::ACTION_UPDATE:
      return applied ? Say(language, "modifiée", "updated") : Say(language, "modifier", "update");
    default:
      return Say(language, "erreur", "error");
  }
}

std::string SessionLabel(const v1::SessionRecord& record, Language language) {
  const std::string themes = Printable(record.themes().substr(0, record.themes().find('\n')));
  const std::vector<std::string> parts = Wrap(themes, kShownThemes, 0);
  const auto words = contract::ParseGroupWords(record.group());
  const std::string number = words && words->wave.empty() ? absl::StrCat(words->number) : record.group();
  const std::string group =
      record.wave().empty() ? number : absl::StrCat(absl::StripPrefix(record.wave(), "waves/"), "/", number);
  return absl::StrCat(Say(language, "groupe $0, ", "group $0, ", group), DayText(record.date(), language),
                      record.start().empty() ? "" : " ", record.start(), parts[0].empty() ? "" : ", ", parts[0],
                      parts.size() > 1 ? "…" : "");
}

// As the server names it.
std::string FieldOf(const std::string& column) {
  const std::optional<size_t> index = FindColumn(SessionTable(), column);
  if (!index) return column;
  SessionColumn known = SessionColumns()[*index];
  return absl::StrCat(known->containing_type() == v1::RecordedIssue::descriptor() ? "issues." : "", known->name());
}

std::string ErrorText(const SessionFile& file, const v1::RowError& error, Language language) {
  const std::string column = ColumnName(file, error.field());
  return Describe({.column = column.empty() ? error.field() : column, .message = error.message()}, language);
}

std::string CollectionName(const std::string& collection, int count, Language language) {
  const bool one = language == Language::kFrench ? count < 2 : count == 1;
  if (collection == "waves") return one ? Say(language, "vague", "wave") : Say(language, "vagues", "waves");
  if (collection == "groups") return one ? Say(language, "groupe", "group") : Say(language, "groupes", "groups");
  if (collection == "tutors") return one ? Say(language, "tuteur", "tutor") : Say(language, "tuteurs", "tutors");
  if (collection == "members") return one ? Say(language, "auditeur", "member") : Say(language, "auditeurs", "members");
  return collection;
}

std::string Totals(const v1::ImportReport& report, Language language) {
  if (report.same_count() > 0 && report.create_count() + report.update_count() + report.error_count() == 0) {
    return Say(language, "$0 identique(s) : rien à changer.", "$0 same: nothing to change.", report.same_count());
  }
  if (report.applied() && report.error_count() > 0) {
    return Say(language,
               "$0 créée(s), $1 identique(s), $2 modifiée(s) : c'est enregistré ; $3 en erreur, non enregistrée(s) : "
               "d'autres ont changé quelque chose entre-temps.",
               "$0 created, $1 same, $2 updated: stored; $3 with errors, not stored: others have changed something "
               "meanwhile.",
               report.create_count(), report.same_count(), report.update_count(), report.error_count());
  }
  if (report.applied()) {
    return Say(language, "$0 créée(s), $1 identique(s), $2 modifiée(s) : c'est enregistré.",
               "$0 created, $1 same, $2 updated: stored.", report.create_count(), report.same_count(),
               report.update_count());
  }
  return Say(language, "$0 à créer, $1 identique(s), $2 à modifier, $3 en erreur : rien n'est enregistré.",
             "$0 to create, $1 same, $2 to update, $3 with errors: nothing is stored.", report.create_count(),
             report.same_count(), report.update_count(), report.error_count());
}

// All of a few; of many the first ones, and how many more.
std::string Listed(std::vector<std::string> labels, Language language) {
  if (labels.size() <= kListedLabels) return absl::StrJoin(labels, ", ");
  const size_t more = labels.size() - kListedLabels;
  labels.resize(kListedLabels);
  return absl::StrCat(absl::StrJoin(labels, ", "), Say(language, "… et $0 de plus", "... and $0 more", more));
}

}  // namespace

v1::ImportReport MergeProblems(const SessionFile& file, v1::ImportReport report, Language language) {
  int last_line = -1;
  for (const Problem& problem : file.problems) {
    // Several problems of a line are one line with errors.
    Result& result = problem.line == last_line ? *report.mutable_results()->rbegin() : *report.add_results();
    if (problem.line != last_line) report.set_error_count(report.error_count() + 1);
    last_line = problem.line;
    result.set_line(problem.line);
    result.set_action(Result::ACTION_ERROR);
    v1::RowError& error = *result.add_errors();
    error.set_field(FieldOf(problem.column));
    error.set_reason("BAD_FORMAT");
    error.set_message(Describe({.value = problem.value, .message = problem.message}, language));
  }
  std::stable_sort(report.mutable_results()->begin(), report.mutable_results()->end(),
                   [](const Result& a, const Result& b) { return a.line() < b.line(); });
  return report;
}

Table ImportTable(const SessionFile& file, const v1::ImportReport& report, Language language) {
  absl::flat_hash_map<int, const v1::SessionRecord*> records;
  for (const v1::ImportRow& row : file.rows) records[row.line()] = &row.record();
  Table table;
  table.columns = {{.title = Say(language, "LIGNE", "LINE"), .align = Align::kRight},
                   {.title = "ACTION"},
                   {.title = Say(language, "DÉTAIL", "DETAIL")}};
  for (const Result& result : report.results()) {
    std::vector<std::string> details;
    const auto record = records.find(result.line());
    if (record != records.end()) details.push_back(SessionLabel(*record->second, language));
    if (!result.changed_fields().empty()) {
      details.push_back(absl::StrCat(Say(language, "champs modifiés : ", "changed fields: "),
                                     absl::StrJoin(result.changed_fields(), ", ")));
    }
    for (const v1::RowError& error : result.errors()) details.push_back(ErrorText(file, error, language));
    for (const v1::Warning& warning : result.warnings()) {
      details.push_back(absl::StrCat(Say(language, "attention : ", "warning: "), warning.message()));
    }
    table.rows.push_back({result.line() > 0 ? absl::StrCat(result.line()) : "",
                          ActionWord(result.action(), report.applied(), language), absl::StrJoin(details, "\n")});
  }
  return table;
}

std::vector<std::string> ImportSummary(const v1::ImportReport& report, Language language) {
  std::vector<std::string> sentences;
  for (const std::string collection : {"waves", "groups", "tutors", "members"}) {
    std::vector<std::string> labels;
    for (const v1::CreatedResource& created : report.created()) {
      if (created.collection() == collection) labels.push_back(created.label());
    }
    if (labels.empty()) continue;
    const int count = static_cast<int>(labels.size());
    sentences.push_back(Say(language, report.applied() ? "Créé : $0 $1 ($2)." : "À créer : $0 $1 ($2).",
                            report.applied() ? "Created: $0 $1 ($2)." : "To create: $0 $1 ($2).", count,
                            CollectionName(collection, count, language), Listed(labels, language)));
  }
  sentences.push_back(Totals(report, language));
  return sentences;
}

}  // namespace tutorat::format
