#include <array>
#include <memory>
#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "client/cli/session/session.h"
#include "client/cli/session/session_change.h"
#include "client/cli/session/session_input.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resolve.h"
#include "client/cli/shell/resource.h"
#include "client/cli/theme/theme.h"

namespace tutorat::cli {
namespace {

using format::Say;

std::string DescribeIssues(format::Language language, const v1::SessionRecord& record) {
  return absl::StrJoin(record.issues(), "\n", [language](std::string* lines, const v1::RecordedIssue& issue) {
    absl::StrAppend(lines, format::Word(issue.kind(), language));
    if (const std::string affected = JoinPeople(issue.affected()); !affected.empty())
      absl::StrAppend(lines, " : ", affected);
    if (issue.impact() != v1::ParticipationIssue::IMPACT_UNSPECIFIED) {
      absl::StrAppend(lines, format::Choose(language, ", poids ", ", impact "), format::Word(issue.impact(), language));
    }
    if (!issue.note().empty()) absl::StrAppend(lines, " (", issue.note(), ")");
  });
}

// `Tiers : retenu`, a line a theme; in csv its code. Asks the server for labels, if there is an agenda.
absl::StatusOr<std::string> DescribeAgenda(Context& context, const v1::Session& session) {
  if (session.agenda().empty()) return "";
  const bool csv = context.format == OutputFormat::kCsv;
  const absl::StatusOr<Labels> labels = ListThemeLabels(context);
  if (!labels.ok()) return labels.status();
  return absl::StrJoin(session.agenda(), "\n", [&](std::string* lines, const v1::AgendaItem& item) {
    const std::string theme = csv ? std::string(absl::StripPrefix(item.theme(), "themes/")) : labels->Of(item.theme());
    const format::Language language = csv ? format::Language::kEnglish : context.language;
    absl::StrAppend(lines, theme, csv ? ": " : context.Text(" : ", ": "), format::Word(item.choice(), language));
  });
}

int ShowSession(Context& context, const SessionTarget& target) {
  const absl::StatusOr<v1::Session> session = FindSession(context, target, Deleted::kNo);
  if (!session.ok()) return context.Fail(session.status());
  const absl::StatusOr<v1::GetSessionRecordResponse> named = GetRecord(context, session->name());
  if (!named.ok()) return context.Fail(named.status());
  absl::StatusOr<format::ThemeLabels> labels = format::ThemeLabels();
  if (!session->theme_mentions().empty()) labels = FetchThemeLabels(context);
  if (!labels.ok()) return context.Fail(labels.status());
  const v1::SessionRecord& record = named->record();
  const absl::StatusOr<std::string> agenda = DescribeAgenda(context, *session);
  if (!agenda.ok()) return context.Fail(agenda.status());
  // Programs take minutes, and English words whatever the language.
  const bool csv = context.format == OutputFormat::kCsv;
  const format::Language language = csv ? format::Language::kEnglish : context.language;
  const auto title = [&context](std::string key, absl::string_view french, absl::string_view english) {
    return Column{std::move(key), std::string(context.Text(french, english))};
  };
  return PrintDetails(
      context,
      {{title("session", "SÉANCE", "SESSION"), session->name()},
       {title("group", "GROUPE", "GROUP"), absl::StrCat(record.wave(), "/", record.group())},
       {title("state", "ÉTAT", "STATE"), format::Word(record.state(), language)},
       {title("cancel_reason", "MOTIF", "REASON"), record.cancel_reason()},
       {title("date", "DATE", "DATE"), ShownDay(context, record.date())},
       {title("start", "HEURE", "HOUR"), record.start()},
       {title("time_zone", "FUSEAU", "TIME ZONE"), record.time_zone()},
       {title("duration", "DURÉE", "LENGTH"),
        csv ? absl::StrCat(record.duration_minutes()) : DescribeMinutes(record.duration_minutes())},
       {title("tutor", "TUTEUR", "TUTOR"), record.tutor()},
       {title("themes", "THÈMES", "THEMES"), record.themes()},
       {title("recognised", "RECONNUS", "RECOGNISED"),
        csv ? format::MentionCodes(session->theme_mentions())
            : format::DescribeMentions(session->theme_mentions(), *labels, language)},
       {title("asked", "DEMANDÉS", "ASKED FOR"), record.requested_themes()},
       {title("agenda", "ORDRE DU JOUR", "AGENDA"), *agenda},
       {title("attendance", "PRÉSENTS/ATTENDUS", "PRESENT/EXPECTED"), DescribeAttendance(record)},
       {title("present", "PRÉSENTS", "PRESENT"), JoinPeople(record.present())},
       {title("late", "EN RETARD", "LATE"), JoinPeople(record.late())},
       {title("excused", "EXCUSÉS", "EXCUSED"), JoinPeople(record.excused())},
       {title("absent", "ABSENTS", "ABSENT"), JoinPeople(record.absent())},
       {title("guests", "INVITÉS", "GUESTS"), absl::StrJoin(record.guests(), ", ")},
       {title("issues", "PROBLÈMES", "ISSUES"), DescribeIssues(language, record)},
       {title("appreciation", "APPRÉCIATION", "APPRECIATION"), format::Word(record.appreciation(), language)},
       {title("notes", "REMARQUE", "REMARK"), record.notes()},
       {title("link", "LIEN", "LINK"), record.external_link()},
       {title("update_time", "MODIFIÉE", "CHANGED"), ShownTime(context, session->update_time())}},
      *session);
}

std::string Label(const Context& context, const v1::Session& session) {
  return Say(context.language, "séance $0 du $1 à $2", "session $0 of $1, $2", ShortId(session),
             DayForPeople(context, session.local_date()), session.local_clock());
}

int EditSession(Context& context, const SessionTarget& target, const SessionChange& change) {
  const absl::StatusOr<v1::Session> session = FindSession(context, target, Deleted::kNo);
  if (!session.ok()) return context.Fail(session.status());
  const absl::StatusOr<v1::RecordSessionRequest> request = ReadChange(context, change, *session);
  if (!request.ok()) return context.Fail(request.status());
  if (request->record().ByteSizeLong() == 0 && request->clear().empty()) {
    return context.FailUsage(context.Text("rien à modifier ; donner au moins une option, par exemple --themes",
                                          "nothing to change; give at least one option, for example --themes"));
  }
  const absl::StatusOr<v1::RecordSessionResponse> response = CallRecord(context, *request);
  if (!response.ok()) return context.Fail(response.status());
  return PrintDone(context, absl::StrCat(context.Text("Modifiée : ", "Changed: "), Label(context, response->session())),
                   response->session());
}

int Cancel(Context& context, const SessionTarget& target, const std::string& reason) {
  absl::StatusOr<v1::Session> session = FindSession(context, target, Deleted::kNo);
  if (!session.ok()) return context.Fail(session.status());
  session->set_state(v1::SESSION_STATE_CANCELLED);
  session->set_cancel_reason(reason);
  if (absl::Status status = CallUpdate(context, {"state", "cancel_reason"}, *session); !status.ok()) {
    return context.Fail(status);
  }
  return PrintDone(context, absl::StrCat(context.Text("Annulée : ", "Cancelled: "), Label(context, *session)),
                   *session);
}

int Delete(Context& context, const SessionTarget& target) {
  absl::StatusOr<v1::Session> session = FindSession(context, target, Deleted::kNo);
  if (!session.ok()) return context.Fail(session.status());
  if (absl::Status status = CallDelete(context, *session); !status.ok()) return context.Fail(status);
  return PrintDone(context,
                   Say(context.language, "Supprimée : $0 ; à rétablir avant le $1 : tutorat session undelete $2",
                       "Deleted: $0; can be undone until $1: tutorat session undelete $2", Label(context, *session),
                       ShownDayOf(context, session->purge_time()), ShortId(*session)),
                   *session);
}

int Undelete(Context& context, const SessionTarget& target) {
  absl::StatusOr<v1::Session> session = FindSession(context, target, Deleted::kOnly);
  if (!session.ok()) return context.Fail(session.status());
  if (absl::Status status = CallUndelete(context, *session); !status.ok()) return context.Fail(status);
  return PrintDone(context, absl::StrCat(context.Text("Rétablie : ", "Restored: "), Label(context, *session)),
                   *session);
}

}  // namespace

void AddSessionEdit(CLI::App* noun, Context& context) {
  auto target = std::make_shared<SessionTarget>();
  CLI::App* show = AddVerb(noun, "show", context.Text("Montrer une séance", "Show a session"));
  AddSessionTarget(show, context, *target);
  OnRun(show, context, [&context, target] { return ShowSession(context, *target); });

  auto change = std::make_shared<SessionChange>();
  CLI::App* edit = AddVerb(noun, "edit",
                           context.Text("Corriger une séance : seul ce qui est donné change, le reste demeure",
                                        "Correct a session: only what is given changes, the rest stays"));
  AddSessionTarget(edit, context, *target);
  AddChangeFlags(edit, context, *change);
  OnRun(edit, context, [&context, target, change] { return EditSession(context, *target, *change); });

  auto reason = std::make_shared<std::string>();
  CLI::App* cancel = AddVerb(noun, "cancel", context.Text("Annuler une séance", "Cancel a session"));
  AddSessionTarget(cancel, context, *target);
  Require(AddText(cancel, "--reason", *reason, context.Text("TEXTE", "TEXT"), context.Text("Pourquoi", "Why")));
  OnRun(cancel, context, [&context, target, reason] { return Cancel(context, *target, *reason); });

  CLI::App* remove = AddVerb(noun, "delete",
                             context.Text("Supprimer une séance ; se rétablit pendant 30 jours",
                                          "Delete a session; can be undone for 30 days"));
  AddSessionTarget(remove, context, *target);
  OnRun(remove, context, [&context, target] { return Delete(context, *target); });

  CLI::App* undelete = AddVerb(noun, "undelete", context.Text("Rétablir une séance", "Undo the deletion of a session"));
  AddSessionTarget(undelete, context, *target);
  OnRun(undelete, context, [&context, target] { return Undelete(context, *target); });
}

}  // namespace tutorat::cli
