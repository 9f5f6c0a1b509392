#include <functional>
#include <memory>
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
#include "proto/status_macros.h"

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
  ASSIGN_OR_RETURN(const Labels labels, ListThemeLabels(context));
  return absl::StrJoin(session.agenda(), "\n", [&](std::string* lines, const v1::AgendaItem& item) {
    const std::string theme = csv ? std::string(absl::StripPrefix(item.theme(), "themes/")) : labels.Of(item.theme());
    const format::Language language = csv ? format::Language::kEnglish : context.language;
    absl::StrAppend(lines, theme, csv ? ": " : context.Text(" : ", ": "), format::Word(item.choice(), language));
  });
}

Exit ShowSession(Context& context, const v1::Session& session) {
  ASSIGN_OR_RETURN(const v1::GetSessionRecordResponse named, GetRecord(context, session.name()));
  format::ThemeLabels labels;
  if (!session.theme_mentions().empty()) {
    ASSIGN_OR_RETURN(labels, FetchThemeLabels(context));
  }
  const v1::SessionRecord& record = named.record();
  ASSIGN_OR_RETURN(const std::string agenda, DescribeAgenda(context, session));
  // Programs take minutes, and English words whatever the language.
  const bool csv = context.format == OutputFormat::kCsv;
  const format::Language language = csv ? format::Language::kEnglish : context.language;
  return PrintDetails(
      context,
      {{{"session", context.Text("SÉANCE", "SESSION")}, session.name()},
       {{"group", context.Text("GROUPE", "GROUP")}, absl::StrCat(record.wave(), "/", record.group())},
       {{"state", context.Text("ÉTAT", "STATE")}, format::Word(record.state(), language)},
       {{"cancel_reason", context.Text("MOTIF", "REASON")}, record.cancel_reason()},
       {{"date", "DATE"}, ShownDay(context, record.date())},
       {{"start", context.Text("HEURE", "HOUR")}, record.start()},
       {{"time_zone", context.Text("FUSEAU", "TIME ZONE")}, record.time_zone()},
       {{"duration", context.Text("DURÉE", "LENGTH")},
        csv ? absl::StrCat(record.duration_minutes()) : DescribeMinutes(record.duration_minutes())},
       {{"tutor", context.Text("TUTEUR", "TUTOR")}, record.tutor()},
       {{"themes", context.Text("THÈMES", "THEMES")}, record.themes()},
       {{"recognised", context.Text("RECONNUS", "RECOGNISED")},
        csv ? format::MentionCodes(session.theme_mentions())
            : format::DescribeMentions(session.theme_mentions(), labels, language)},
       {{"asked", context.Text("DEMANDÉS", "ASKED FOR")}, record.requested_themes()},
       {{"agenda", context.Text("ORDRE DU JOUR", "AGENDA")}, agenda},
       {{"attendance", context.Text("PRÉSENTS/ATTENDUS", "PRESENT/EXPECTED")}, DescribeTurnout(named.turnout())},
       {{"present", context.Text("PRÉSENTS", "PRESENT")}, JoinPeople(record.present())},
       {{"late", context.Text("EN RETARD", "LATE")}, JoinPeople(record.late())},
       {{"excused", context.Text("EXCUSÉS", "EXCUSED")}, JoinPeople(record.excused())},
       {{"absent", context.Text("ABSENTS", "ABSENT")}, JoinPeople(record.absent())},
       {{"guests", context.Text("INVITÉS", "GUESTS")}, absl::StrJoin(record.guests(), ", ")},
       {{"issues", context.Text("PROBLÈMES", "ISSUES")}, DescribeIssues(language, record)},
       {{"appreciation", context.Text("APPRÉCIATION", "APPRECIATION")}, format::Word(record.appreciation(), language)},
       {{"notes", context.Text("REMARQUE", "REMARK")}, record.notes()},
       {{"link", context.Text("LIEN", "LINK")}, record.external_link()},
       {{"update_time", context.Text("MODIFIÉE", "CHANGED")}, ShownTime(context, session.update_time())}},
      session);
}

std::string Label(const Context& context, const v1::Session& session) {
  return Say(context.language, "séance $0 du $1 à $2", "session $0 of $1, $2", ShortId(session.name()),
             DayForPeople(context, session.local_date()), session.local_clock());
}

Exit EditSession(Context& context, const v1::Session& session, const SessionChange& change) {
  ASSIGN_OR_RETURN(const v1::RecordSessionRequest request, ReadChange(context, change, session));
  if (request.record().ByteSizeLong() == 0 && request.clear().empty()) {
    return context.FailUsage(context.Text("rien à modifier ; donner au moins une option, par exemple --themes",
                                          "nothing to change; give at least one option, for example --themes"));
  }
  ASSIGN_OR_RETURN(const v1::RecordSessionResponse response, CallRecord(context, request));
  return PrintDone(context, absl::StrCat(context.Text("Modifiée : ", "Changed: "), Label(context, response.session())),
                   response.session());
}

Exit Cancel(Context& context, v1::Session& session, const std::string& reason) {
  session.set_state(v1::SESSION_STATE_CANCELLED);
  session.set_cancel_reason(reason);
  RETURN_IF_ERROR(CallUpdate(context, {"state", "cancel_reason"}, session));
  return PrintDone(context, absl::StrCat(context.Text("Annulée : ", "Cancelled: "), Label(context, session)), session);
}

Exit Delete(Context& context, v1::Session& session) {
  RETURN_IF_ERROR(CallDelete(context, session));
  return PrintDone(context,
                   Say(context.language, "Supprimée : $0 ; à rétablir avant le $1 : tutorat session undelete $2",
                       "Deleted: $0; can be undone until $1: tutorat session undelete $2", Label(context, session),
                       ShownDayOf(context, session.purge_time()), ShortId(session.name())),
                   session);
}

Exit Undelete(Context& context, v1::Session& session) {
  RETURN_IF_ERROR(CallUndelete(context, session));
  return PrintDone(context, absl::StrCat(context.Text("Rétablie : ", "Restored: "), Label(context, session)), session);
}

// Adds a verb about one session.
CLI::App* AddSessionVerb(CLI::App* noun, Context& context, const std::string& name, absl::string_view help,
                         std::function<Exit(v1::Session& session)> run, Deleted deleted = Deleted::kNo) {
  auto target = std::make_shared<SessionTarget>();
  CLI::App* verb = AddVerb(noun, name, help);
  AddSessionTarget(verb, context, *target);
  OnRun(verb, context, [&context, target, deleted, run = std::move(run)]() -> Exit {
    ASSIGN_OR_RETURN(v1::Session session, FindSession(context, *target, deleted));
    return run(session);
  });
  return verb;
}

}  // namespace

void AddSessionEdit(CLI::App* noun, Context& context) {
  AddSessionVerb(noun, context, "show", context.Text("Montrer une séance", "Show a session"),
                 [&context](const v1::Session& session) { return ShowSession(context, session); });

  auto change = std::make_shared<SessionChange>();
  CLI::App* edit =
      AddSessionVerb(noun, context, "edit",
                     context.Text("Corriger une séance : seul ce qui est donné change, le reste demeure",
                                  "Correct a session: only what is given changes, the rest stays"),
                     [&context, change](const v1::Session& session) { return EditSession(context, session, *change); });
  AddChangeFlags(edit, context, *change);

  auto reason = std::make_shared<std::string>();
  CLI::App* cancel =
      AddSessionVerb(noun, context, "cancel", context.Text("Annuler une séance", "Cancel a session"),
                     [&context, reason](v1::Session& session) { return Cancel(context, session, *reason); });
  Require(AddText(cancel, "--reason", *reason, context.Text("TEXTE", "TEXT"), context.Text("Pourquoi", "Why")));

  AddSessionVerb(noun, context, "delete",
                 context.Text("Supprimer une séance ; se rétablit pendant 30 jours",
                              "Delete a session; can be undone for 30 days"),
                 [&context](v1::Session& session) { return Delete(context, session); });

  AddSessionVerb(
      noun, context, "undelete", context.Text("Rétablir une séance", "Undo the deletion of a session"),
      [&context](v1::Session& session) { return Undelete(context, session); }, Deleted::kOnly);
}

}  // namespace tutorat::cli
