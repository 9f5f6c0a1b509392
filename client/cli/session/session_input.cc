#include "client/cli/session/session_input.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"

namespace tutorat::cli {
namespace {

absl::Status ReadTimes(const Context& context, const SessionInput& input, v1::SessionRecord& record) {
  if (!input.date.empty()) {
    absl::StatusOr<std::string> date = ParseDay(context, input.date_flag, input.date);
    if (!date.ok()) return date.status();
    record.set_date(*std::move(date));
  }
  if (!input.start.empty()) {
    absl::StatusOr<std::string> start = ParseHour(context, "--start", input.start);
    if (!start.ok()) return start.status();
    record.set_start(*std::move(start));
  }
  if (!input.duration.empty() && !input.end.empty()) {
    return WrongUse(context.Text("--duration et --end disent la même chose ; n'en garder qu'un",
                                 "--duration and --end say the same; keep one of them"));
  }
  record.set_time_zone(input.zone);
  if (input.duration.empty() && input.end.empty()) return absl::OkStatus();
  if (!input.end.empty() && record.start().empty()) {
    return WrongUse(context.Text("--end va avec --start : ajouter --start, ou donner --duration",
                                 "--end goes with --start: add --start, or give --duration"));
  }
  const absl::StatusOr<int> minutes = input.end.empty() ? ParseLength(context, "--duration", input.duration)
                                                        : ParseEnd(context, record.start(), input.end);
  if (!minutes.ok()) return minutes.status();
  record.set_duration_minutes(*minutes);
  return absl::OkStatus();
}

absl::Status ReadAttendance(const Context& context, const SessionInput& input, v1::SessionRecord& record) {
  struct Part {
    const char* flag;
    const std::string& text;
    v1::People* (v1::SessionRecord::*people)();
  };
  for (const Part& part : {Part{"--present", input.present, &v1::SessionRecord::mutable_present},
                           Part{"--late", input.late, &v1::SessionRecord::mutable_late},
                           Part{"--excused", input.excused, &v1::SessionRecord::mutable_excused},
                           Part{"--absent", input.absent, &v1::SessionRecord::mutable_absent}}) {
    if (part.text.empty()) continue;
    absl::StatusOr<v1::People> people = ParsePeople(context, part.flag, part.text);
    if (!people.ok()) return people.status();
    *(record.*part.people)() = *std::move(people);
  }
  if (!input.others.empty()) {
    const auto others = ParseChoice<v1::SessionRecord::Unlisted>(context, "--others", input.others);
    if (!others.ok()) return others.status();
    record.set_unlisted_members(*others);
  }
  if (input.expected.empty()) return absl::OkStatus();
  const absl::StatusOr<int> expected = ParseNumber(context, "--expected", input.expected);
  if (!expected.ok()) return expected.status();
  record.set_expected(*expected);
  return absl::OkStatus();
}

void AddAgenda(const std::vector<std::string>& codes, v1::AgendaItem::Choice choice, v1::SessionRecord& record) {
  for (const std::string& code : codes) {
    v1::AgendaItem& item = *record.add_agenda();
    item.set_theme(ThemeName(code));
    item.set_choice(choice);
  }
}

}  // namespace

void AddPlanFlags(CLI::App* verb, Context& context, SessionInput& input) {
  AddText(verb, input.date_flag, input.date, "DATE",
          context.Text("Jour : 2024-01-31, 31/01/2024, aujourd'hui, hier",
                       "Day: 2024-01-31, 31/01/2024, today, yesterday"));
  AddText(verb, "--start", input.start, "HH:MM", context.Text("Début (14:00)", "Start (14:00)"));
  AddText(verb, "--duration", input.duration, context.Text("DURÉE", "LENGTH"),
          context.Text("Minutes, ou 1h30 (60)", "Minutes, or 1h30 (60)"));
  AddText(verb, "--end", input.end, "HH:MM", context.Text("Fin, au lieu de --duration", "End, instead of --duration"));
  AddTexts(
      verb, "--themes,-t", input.themes, context.Text("TEXTE", "TEXT"),
      context.Text("Thèmes, avec vos mots ; répéter pour plusieurs", "Themes, in your own words; repeat for more"));
  AddTexts(verb, "--asked", input.asked, context.Text("TEXTE", "TEXT"),
           context.Text("Thèmes demandés pour la suite, avec leurs mots ; répéter pour plusieurs",
                        "Themes asked for next, in their words; repeat for more"));
  AddText(verb, "--tutor", input.tutor, context.Text("TUTEUR", "TUTOR"),
          context.Text("Qui la tient ; sans lui --me, sinon le tuteur du groupe",
                       "Who holds it; without it --me, else the group's tutor"));
  AddText(verb, "--note", input.note, context.Text("TEXTE", "TEXT"), context.Text("Remarque", "Remark"));
  AddText(verb, "--link", input.link, "URL",
          context.Text("Lien, par exemple de la visio", "Link, of the video call for example"));
  AddSwitch(verb, "--another", input.another,
            context.Text("C'est une autre séance que celle qui est prévue ou notée ce jour-là",
                         "It is another session than the one that is planned or recorded for that day"));
}

void AddZoneFlag(CLI::App* verb, Context& context, SessionInput& input) {
  AddText(verb, "--zone", input.zone, context.Text("FUSEAU", "ZONE"),
          context.Text("Fuseau de ces heures : Indian/Reunion, Pacific/Noumea (Europe/Paris)",
                       "Zone of these hours: Indian/Reunion, Pacific/Noumea (Europe/Paris)"));
}

void AddAgendaFlags(CLI::App* verb, Context& context, SessionInput& input) {
  AddTexts(verb, "--take", input.take, "CODE",
           context.Text("Thème proposé que l'on retient ; répéter pour plusieurs",
                        "Suggested theme that is taken; repeat for more"));
  AddTexts(verb, "--drop", input.drop, "CODE",
           context.Text("Thème proposé que l'on écarte ; répéter pour plusieurs",
                        "Suggested theme that is dropped; repeat for more"));
}

void AddOutcomeFlags(CLI::App* verb, Context& context, SessionInput& input) {
  AddText(verb, "--present", input.present, context.Text("N|NOMS", "N|NAMES"),
          context.Text("Présents : nombre, ou noms séparés par |", "Present: number, or names separated by |"));
  AddText(verb, "--late", input.late, context.Text("N|NOMS", "N|NAMES"), context.Text("En retard", "Late"));
  AddText(verb, "--absent", input.absent, context.Text("N|NOMS", "N|NAMES"), context.Text("Absents", "Absent"));
  AddText(verb, "--excused", input.excused, context.Text("N|NOMS", "N|NAMES"), context.Text("Excusés", "Excused"));
  AddText(verb, "--others", input.others, format::WordChoices<v1::SessionRecord::Unlisted>(context.language),
          context.Text("Les membres qui ne sont pas nommés ; présents, si seuls des manquants ou retards sont nommés",
                       "Members who are not named; present, where only who was missing or late is named"));
  AddText(verb, "--expected", input.expected, "N", context.Text("Combien étaient attendus", "How many were expected"));
  AddTexts(verb, "--guest", input.guests, context.Text("NOM", "NAME"),
           context.Text("Invité, jamais compté ; répéter pour plusieurs", "Guest, never counted; repeat for more"));
  AddText(verb, "--appreciation", input.appreciation, format::WordChoices<v1::Appreciation>(context.language),
          context.Text("Comment le groupe évolue", "How the group progresses"));
}

void AddIssueFlags(CLI::App* verb, Context& context, SessionInput& input) {
  AddTexts(verb, "--issue", input.issues, format::WordChoices<v1::ParticipationIssue::Kind>(context.language),
           context.Text("Problème de participation ; répéter pour plusieurs", "Participation issue; repeat for more"));
  AddText(verb, "--affected", input.affected, context.Text("N|NOMS", "N|NAMES"),
          context.Text("Qui ce problème touche", "Whom the issue affects"));
  AddText(verb, "--impact", input.impact, format::WordChoices<v1::ParticipationIssue::Impact>(context.language),
          context.Text("Son poids sur la dynamique du groupe", "Its weight on the group's dynamism"));
}

absl::Status ReadIssues(const Context& context, const std::vector<std::string>& words, const std::string& affected,
                        const std::string& impact, v1::SessionRecord& record, const IssueNames& names) {
  for (const std::string& word : std::vector<std::string>(
           absl::StrSplit(absl::StrJoin(words, "|"), absl::ByAnyChar("|,"), absl::SkipWhitespace()))) {
    const auto kind =
        ParseChoice<v1::ParticipationIssue::Kind>(context, names.issue, std::string(absl::StripAsciiWhitespace(word)));
    if (!kind.ok()) return kind.status();
    v1::RecordedIssue& issue = *record.add_issues();
    issue.set_kind(*kind);
    if (!affected.empty()) {
      absl::StatusOr<v1::People> people = ParsePeople(context, "--affected", affected);
      if (!people.ok()) return people.status();
      *issue.mutable_affected() = *std::move(people);
    }
    if (!impact.empty()) {
      const auto weight = ParseChoice<v1::ParticipationIssue::Impact>(context, names.impact, impact);
      if (!weight.ok()) return weight.status();
      issue.set_impact(*weight);
    }
  }
  if (words.empty() && !(affected.empty() && impact.empty())) {
    return absl::InvalidArgumentError(
        std::string(context.Text("--affected et --impact disent quelque chose d'un problème ; ajouter --issue",
                                 "--affected and --impact are of an issue; add --issue")));
  }
  return absl::OkStatus();
}

absl::Status ReadInput(const Context& context, const SessionInput& input, v1::SessionRecord& record) {
  if (absl::Status status = ReadTimes(context, input, record); !status.ok()) return status;
  if (absl::Status status = ReadAttendance(context, input, record); !status.ok()) return status;
  if (absl::Status status = ReadIssues(context, input.issues, input.affected, input.impact, record); !status.ok()) {
    return status;
  }
  if (!input.appreciation.empty()) {
    const auto appreciation = ParseChoice<v1::Appreciation>(context, "--appreciation", input.appreciation);
    if (!appreciation.ok()) return appreciation.status();
    record.set_appreciation(*appreciation);
  }
  // Blanks say nothing: the themes are missing then.
  if (const std::string themes = absl::StrJoin(input.themes, ", "); !absl::StripAsciiWhitespace(themes).empty()) {
    record.set_themes(themes);
  }
  if (!input.asked.empty()) record.set_requested_themes(absl::StrJoin(input.asked, ", "));
  AddAgenda(input.take, v1::AgendaItem::CHOICE_TAKEN, record);
  AddAgenda(input.drop, v1::AgendaItem::CHOICE_DROPPED, record);
  for (const std::string& guest : input.guests) record.add_guests(guest);
  if (!input.note.empty()) record.set_notes(input.note);
  if (!input.link.empty()) record.set_external_link(input.link);
  if (!input.tutor.empty()) record.set_tutor(input.tutor);
  record.set_another_session(input.another);
  return absl::OkStatus();
}

}  // namespace tutorat::cli
