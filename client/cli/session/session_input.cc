#include "client/cli/session/session_input.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/text.h"
#include "client/files/session_columns.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using google::protobuf::FieldDescriptor;

struct Flag {
  FlagsOf part;
  // Of v1.SessionRecord, or of v1.RecordedIssue. --end, --take and --drop are of none: see ReadInput.
  const char* field;
  const char* names;
  // What its value is, in help. Null: the words of the field's enum.
  const char* french_type;
  const char* english_type;
  const char* french;
  const char* english;
  bool repeated = false;
};

constexpr Flag kFlags[] = {
    {FlagsOf::kPlan, "date", "--date", "DATE", "DATE", "Jour : 2024-01-31, 31/01/2024, aujourd'hui, hier",
     "Day: 2024-01-31, 31/01/2024, today, yesterday"},
    {FlagsOf::kPlan, "start", "--start", "HH:MM", "HH:MM", "Début (14:00)", "Start (14:00)"},
    {FlagsOf::kPlan, "duration_minutes", "--duration", "DURÉE", "LENGTH", "Minutes, ou 1h30 (60)",
     "Minutes, or 1h30 (60)"},
    {FlagsOf::kPlan, "end", "--end", "HH:MM", "HH:MM", "Fin, au lieu de --duration", "End, instead of --duration"},
    {FlagsOf::kPlan, "themes", "--themes,-t", "TEXTE", "TEXT", "Thèmes, avec vos mots ; répéter pour plusieurs",
     "Themes, in your own words; repeat for more", true},
    {FlagsOf::kPlan, "requested_themes", "--asked", "TEXTE", "TEXT",
     "Thèmes demandés pour la suite, avec leurs mots ; répéter pour plusieurs",
     "Themes asked for next, in their words; repeat for more", true},
    {FlagsOf::kPlan, "tutor", "--tutor", "TUTEUR", "TUTOR", "Qui la tient ; sans lui --me, sinon le tuteur du groupe",
     "Who holds it; without it --me, else the group's tutor"},
    {FlagsOf::kPlan, "notes", "--note", "TEXTE", "TEXT", "Remarque", "Remark"},
    {FlagsOf::kPlan, "external_link", "--link", "URL", "URL", "Lien, par exemple de la visio",
     "Link, of the video call for example"},
    {FlagsOf::kZone, "time_zone", "--zone", "FUSEAU", "ZONE",
     "Fuseau de ces heures : Indian/Reunion, Pacific/Noumea (Europe/Paris)",
     "Zone of these hours: Indian/Reunion, Pacific/Noumea (Europe/Paris)"},
    {FlagsOf::kAgenda, "take", "--take", "CODE", "CODE", "Thème proposé que l'on retient ; répéter pour plusieurs",
     "Suggested theme that is taken; repeat for more", true},
    {FlagsOf::kAgenda, "drop", "--drop", "CODE", "CODE", "Thème proposé que l'on écarte ; répéter pour plusieurs",
     "Suggested theme that is dropped; repeat for more", true},
    {FlagsOf::kOutcome, "present", "--present", "N|NOMS", "N|NAMES", "Présents : nombre, ou noms séparés par |",
     "Present: number, or names separated by |"},
    {FlagsOf::kOutcome, "late", "--late", "N|NOMS", "N|NAMES", "En retard", "Late"},
    {FlagsOf::kOutcome, "absent", "--absent", "N|NOMS", "N|NAMES", "Absents", "Absent"},
    {FlagsOf::kOutcome, "excused", "--excused", "N|NOMS", "N|NAMES", "Excusés", "Excused"},
    {FlagsOf::kOutcome, "unlisted_members", "--others", nullptr, nullptr,
     "Les membres qui ne sont pas nommés ; présents, si seuls des manquants ou retards sont nommés",
     "Members who are not named; present, where only who was missing or late is named"},
    {FlagsOf::kOutcome, "expected", "--expected", "N", "N", "Combien étaient attendus", "How many were expected"},
    {FlagsOf::kOutcome, "guests", "--guest", "NOM", "NAME", "Invité, jamais compté ; répéter pour plusieurs",
     "Guest, never counted; repeat for more", true},
    {FlagsOf::kOutcome, "appreciation", "--appreciation", nullptr, nullptr, "Comment le groupe évolue",
     "How the group progresses"},
    {FlagsOf::kIssues, "kind", "--issue", nullptr, nullptr, "Problème de participation ; répéter pour plusieurs",
     "Participation issue; repeat for more", true},
    {FlagsOf::kIssues, "affected", "--affected", "N|NOMS", "N|NAMES", "Qui ce problème touche",
     "Whom the issue affects"},
    {FlagsOf::kIssues, "impact", "--impact", nullptr, nullptr, "Son poids sur la dynamique du groupe",
     "Its weight on the group's dynamism"},
};

const FieldDescriptor* FieldOf(const Flag& flag) {
  const auto* message =
      flag.part == FlagsOf::kIssues ? v1::RecordedIssue::descriptor() : v1::SessionRecord::descriptor();
  return message->FindFieldByName(flag.field);
}

// `flag` names the value in an error.
absl::Status ReadAny(const Context& context, absl::string_view flag, const FieldDescriptor* field,
                     const std::string& text, google::protobuf::Message& message) {
  if (field->options().GetExtension(v1::rules).format() == v1::FORMAT_DATE) {
    const bool planned = message.GetDescriptor() == v1::SessionRecord::descriptor() &&
                         static_cast<const v1::SessionRecord&>(message).state() == v1::SESSION_STATE_PLANNED;
    ASSIGN_OR_RETURN(std::string day, ParseDay(context, flag, text, planned ? Towards::kFuture : Towards::kPast));
    message.GetReflection()->SetString(&message, field, std::move(day));
    return absl::OkStatus();
  }
  const absl::Status status = format::SetField(field, text, context.language, message);
  return status.ok() ? status : WrongValue(context, flag, text, status.message());
}

void AddAgenda(const SessionInput& input, const char* flag, v1::AgendaItem::Choice choice, v1::SessionRecord& record) {
  const auto codes = input.texts.find(flag);
  if (codes == input.texts.end()) return;
  for (const std::string& code : codes->second) {
    v1::AgendaItem& item = *record.add_agenda();
    item.set_theme(ThemeName(code));
    item.set_choice(choice);
  }
}

void AppendFlag(absl::string_view name, const std::string& value, std::string* command) {
  // A word that begins with - would be taken for a flag.
  const char* between = absl::StartsWith(value, "-") ? "=" : " ";
  absl::StrAppend(command, " ", name.substr(0, name.find(',')), between, ShellQuoted(value));
}

// What each issue has in a field; nullopt: not all have the same.
std::optional<std::string> OfEachIssue(const Context& context, const v1::SessionRecord& record,
                                       const FieldDescriptor* field) {
  std::optional<std::string> all;
  for (const v1::RecordedIssue& issue : record.issues()) {
    const std::string one = format::FieldText(field, issue, context.language);
    if (all.value_or(one) != one) return std::nullopt;
    all = one;
  }
  return all;
}

void AppendIssues(const Context& context, const v1::SessionRecord& record, const Flag& flag, std::string* command) {
  const FieldDescriptor* field = FieldOf(flag);
  if (!flag.repeated) {
    const std::string value = OfEachIssue(context, record, field).value_or("");
    if (!value.empty()) AppendFlag(flag.names, value, command);
    return;
  }
  for (const v1::RecordedIssue& issue : record.issues()) {
    AppendFlag(flag.names, format::FieldText(field, issue, context.language), command);
  }
}

void AppendAgenda(const v1::SessionRecord& record, std::string* command) {
  for (const v1::AgendaItem& item : record.agenda()) {
    AppendFlag(item.choice() == v1::AgendaItem::CHOICE_DROPPED ? "--drop" : "--take",
               std::string(absl::StripPrefix(item.theme(), "themes/")), command);
  }
}

}  // namespace

absl::Status ReadEnd(const Context& context, const SessionInput& input, v1::SessionRecord& record) {
  const std::string end = input.Of("end");
  if (end.empty()) return absl::OkStatus();
  if (!input.Of("duration_minutes").empty()) {
    return WrongUse(context.Text("--duration et --end disent la même chose ; n'en garder qu'un",
                                 "--duration and --end say the same; keep one of them"));
  }
  if (record.start().empty()) {
    return WrongUse(context.Text("--end va avec --start : ajouter --start, ou donner --duration",
                                 "--end goes with --start: add --start, or give --duration"));
  }
  ASSIGN_OR_RETURN(const int minutes, ParseEnd(context, record, end));
  record.set_duration_minutes(minutes);
  return absl::OkStatus();
}

std::string RecordCommand(const Context& context, const v1::SessionRecord& record) {
  std::string command = record.state() == v1::SESSION_STATE_PLANNED ? "tutorat session plan" : "tutorat session record";
  const std::string wave(absl::StripPrefix(record.wave(), "waves/"));
  const std::string group = absl::StrCat(wave, wave.empty() ? "" : "/", record.group());
  if (!record.group().empty()) AppendFlag("--group", group, &command);
  for (const Flag& flag : kFlags) {
    const FieldDescriptor* field = FieldOf(flag);
    if (flag.part == FlagsOf::kIssues) AppendIssues(context, record, flag, &command);
    if (field == nullptr || flag.part == FlagsOf::kIssues) continue;
    const std::string value = format::FieldText(field, record, context.language);
    if (!value.empty()) AppendFlag(flag.names, value, &command);
  }
  AppendAgenda(record, &command);
  if (record.another_session()) absl::StrAppend(&command, " --another");
  return command;
}

std::string SessionInput::Of(const std::string& field) const {
  if (const auto one = text.find(field); one != text.end()) return one->second;
  const auto several = texts.find(field);
  return several == texts.end() ? "" : absl::StrJoin(several->second, field == "guests" ? "|" : ", ");
}

void AddFlags(CLI::App* verb, Context& context, FlagsOf part, SessionInput& input) {
  for (const Flag& flag : kFlags) {
    if (flag.part != part) continue;
    const FieldDescriptor* field = FieldOf(flag);
    const std::string type = flag.french_type == nullptr
                                 ? format::WordChoicesOf(*field->enum_type(), context.language)
                                 : std::string(context.Text(flag.french_type, flag.english_type));
    const std::string name = std::string(flag.field) == "date" ? input.date_flag : flag.names;
    const absl::string_view help = context.Text(flag.french, flag.english);
    if (flag.repeated) {
      AddTexts(verb, name, input.texts[flag.field], type, help);
    } else {
      AddText(verb, name, input.text[flag.field], type, help);
    }
  }
  if (part == FlagsOf::kPlan) {
    AddSwitch(verb, "--another", input.another,
              context.Text("C'est une autre séance que celle qui est prévue ou notée ce jour-là",
                           "It is another session than the one that is planned or recorded for that day"));
  }
}

absl::Status ReadField(const Context& context, absl::string_view name, const std::string& field,
                       const std::string& text, v1::SessionRecord& record) {
  return ReadAny(context, name, v1::SessionRecord::descriptor()->FindFieldByName(field), text, record);
}

absl::Status ReadIssues(const Context& context, const std::vector<std::string>& words, const std::string& affected,
                        const std::string& impact, v1::SessionRecord& record, const IssueNames& names) {
  const auto* message = v1::RecordedIssue::descriptor();
  for (const std::string& word : std::vector<std::string>(
           absl::StrSplit(absl::StrJoin(words, "|"), absl::ByAnyChar("|,"), absl::SkipWhitespace()))) {
    v1::RecordedIssue& issue = *record.add_issues();
    const struct {
      absl::string_view name;
      const char* field;
      std::string text;
    } parts[] = {{names.issue, "kind", format::Trim(word)},
                 {"--affected", "affected", affected},
                 {names.impact, "impact", impact}};
    for (const auto& part : parts) {
      if (part.text.empty()) continue;
      RETURN_IF_ERROR(ReadAny(context, part.name, message->FindFieldByName(part.field), part.text, issue));
    }
  }
  if (words.empty() && !(affected.empty() && impact.empty())) {
    return absl::InvalidArgumentError(
        context.Text("--affected et --impact disent quelque chose d'un problème ; ajouter --issue",
                     "--affected and --impact are of an issue; add --issue"));
  }
  return absl::OkStatus();
}

absl::Status ReadIssues(const Context& context, const SessionInput& input, v1::SessionRecord& record) {
  const auto kinds = input.texts.find("kind");
  if (kinds == input.texts.end()) return absl::OkStatus();
  return ReadIssues(context, kinds->second, input.Of("affected"), input.Of("impact"), record);
}

absl::Status ReadInput(const Context& context, const SessionInput& input, v1::SessionRecord& record) {
  for (const Flag& flag : kFlags) {
    const FieldDescriptor* field = FieldOf(flag);
    const std::string text = input.Of(flag.field);
    // Blanks say nothing: the themes are missing then.
    if (field == nullptr || flag.part == FlagsOf::kIssues || format::Trim(text).empty()) continue;
    const std::string name = field->name() == "date" ? input.date_flag : flag.names;
    RETURN_IF_ERROR(ReadAny(context, name.substr(0, name.find(',')), field, text, record));
  }
  RETURN_IF_ERROR(ReadEnd(context, input, record));
  RETURN_IF_ERROR(ReadIssues(context, input, record));
  AddAgenda(input, "take", v1::AgendaItem::CHOICE_TAKEN, record);
  AddAgenda(input, "drop", v1::AgendaItem::CHOICE_DROPPED, record);
  record.set_another_session(input.another);
  return absl::OkStatus();
}

}  // namespace tutorat::cli
