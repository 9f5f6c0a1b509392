#include "client/cli/session/session_change.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/cli/session/session_people.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resolve.h"
#include "client/text/fold.h"

namespace tutorat::cli {
namespace {

using format::Choose;
using format::Language;
using format::Say;

struct Clearable {
  const char* french;
  const char* english;
  std::vector<std::string> fields;
};

const std::array<Clearable, 9>& Clearables() {
  static const auto& clearables = *new std::array<Clearable, 9>{{
      {"presences", "attendance", {"attendances", "head_count"}},
      {"invites", "guests", {"guests"}},
      {"problemes", "issues", {"participation_issues"}},
      {"appreciation", "appreciation", {"appreciation"}},
      {"remarque", "note", {"notes"}},
      {"lien", "link", {"external_link"}},
      {"tuteur", "tutor", {"tutor"}},
      {"demandes", "asked", {"requested_themes"}},
      {"agenda", "agenda", {"agenda"}},
  }};
  return clearables;
}

std::string ClearWords(Language language) {
  return absl::StrJoin(Clearables(), "|", [language](std::string* words, const Clearable& one) {
    absl::StrAppend(words, Choose(language, one.french, one.english));
  });
}

// An hour that a DST change skips becomes the next that exists, one that comes twice is the first: as the server does.
absl::Status SetStart(const Context& context, const v1::SessionRecord& record, v1::Session& session) {
  absl::CivilMinute local;
  absl::TimeZone zone;
  if (!absl::ParseCivilTime(absl::StrCat(record.date(), "T", record.start()), &local) ||
      !absl::LoadTimeZone(session.time_zone(), &zone)) {
    return absl::InternalError(
        Say(context.language, "fuseau horaire inconnu ici : $0", "time zone unknown here: $0", session.time_zone()));
  }
  const absl::TimeZone::TimeInfo info = zone.At(absl::CivilSecond(local));
  const absl::Time start = info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre;
  session.mutable_start_time()->set_seconds(absl::ToUnixSeconds(start));
  session.mutable_start_time()->set_nanos(0);
  return absl::OkStatus();
}

absl::Status Clear(const Context& context, const SessionChange& change, v1::Session& session,
                   std::vector<std::string>& fields) {
  for (const std::string& word : change.clear) {
    const std::string folded = format::Fold(word);
    const auto& all = Clearables();
    const auto found = std::find_if(all.begin(), all.end(), [&folded](const Clearable& one) {
      return folded == one.french || folded == one.english;
    });
    if (found == all.end()) {
      return WrongValue(context, "--clear", word,
                        Say(context.language, "n'est pas connu ; choisir $0", "is not known; choose $0",
                            ClearWords(context.language)));
    }
    for (const std::string& field : found->fields) {
      session.GetReflection()->ClearField(&session, session.GetDescriptor()->FindFieldByName(field));
      fields.push_back(field);
    }
  }
  return absl::OkStatus();
}

// What one command empties it cannot also give: whether that is before or after, nobody could tell.
absl::Status CheckNotGiven(const Context& context, const std::vector<std::string>& cleared,
                           const std::vector<std::string>& given) {
  for (const Clearable& one : Clearables()) {
    const auto is_one = [&one](const std::string& field) {
      return std::find(one.fields.begin(), one.fields.end(), field) != one.fields.end();
    };
    if (std::none_of(cleared.begin(), cleared.end(), is_one) || std::none_of(given.begin(), given.end(), is_one)) {
      continue;
    }
    return WrongUse(Say(context.language,
                        "--clear $0 efface ce que la même commande donne ; effacer d'abord, donner par une seconde "
                        "commande, ou ne garder que l'un",
                        "--clear $0 empties what the same command gives; empty first and give by a second command, or "
                        "keep one of them",
                        Choose(context.language, one.french, one.english)));
  }
  return absl::OkStatus();
}

absl::Status SetState(const Context& context, const std::string& word, v1::Session& session,
                      std::vector<std::string>& fields) {
  const auto state = ParseChoice<v1::SessionState>(context, "--state", word);
  if (!state.ok()) return state.status();
  session.set_state(*state);
  fields.emplace_back("state");
  if (!session.cancel_reason().empty()) {
    session.clear_cancel_reason();
    fields.emplace_back("cancel_reason");
  }
  return absl::OkStatus();
}

// The last word on a theme counts.
void SetChoice(const v1::AgendaItem& item, v1::Session& session) {
  for (v1::AgendaItem& known : *session.mutable_agenda()) {
    if (known.theme() != item.theme()) continue;
    known.set_choice(item.choice());
    return;
  }
  *session.add_agenda() = item;
}

// Those that the session does not have yet.
void AddGuests(const v1::SessionRecord& record, v1::Session& session) {
  for (const std::string& name : record.guests()) {
    const bool known = std::any_of(session.guests().begin(), session.guests().end(), [&name](const v1::Guest& guest) {
      return format::Fold(guest.display_name()) == format::Fold(name);
    });
    if (!known) session.add_guests()->set_display_name(name);
  }
}

absl::Status SetPeople(Context& context, const SessionInput& input, const v1::SessionRecord& record,
                       v1::Session& session, std::vector<std::string>& fields) {
  const bool attendance = !(input.present.empty() && input.late.empty() && input.excused.empty() &&
                            input.absent.empty() && input.others.empty() && input.expected.empty());
  if (!attendance && input.issues.empty()) return absl::OkStatus();
  if (record.unlisted_members() == v1::SessionRecord::UNLISTED_PRESENT &&
      (session.attendances_size() > 0 || session.has_head_count())) {
    return WrongValue(context, "--others", input.others,
                      context.Text("ne va qu'avec une séance où personne n'est encore noté ; « tutorat session edit "
                                   "SÉANCE --clear presences », puis noter de nouveau",
                                   "goes only with a session where nobody is noted yet; \"tutorat session edit SESSION "
                                   "--clear attendance\", then note anew"));
  }
  const absl::StatusOr<v1::Session> understood = Understand(context, session, record);
  if (!understood.ok()) return understood.status();
  if (attendance) {
    if (absl::Status status = SetAttendance(context, record, *understood, session); !status.ok()) return status;
    fields.insert(fields.end(), {"attendances", "head_count"});
  }
  if (!input.issues.empty()) {
    SetIssues(*understood, session);
    fields.emplace_back("participation_issues");
  }
  return absl::OkStatus();
}

}  // namespace

void AddChangeFlags(CLI::App* verb, Context& context, SessionChange& change) {
  change.input.date_flag = "--new-date";
  AddPlanFlags(verb, context, change.input);
  AddAgendaFlags(verb, context, change.input);
  AddOutcomeFlags(verb, context, change.input);
  AddIssueFlags(verb, context, change.input);
  AddText(verb, "--state", change.state, format::WordChoices<v1::SessionState>(context.language),
          context.Text("Nouvel état", "New state"));
  AddTexts(verb, "--clear", change.clear, ClearWords(context.language),
           context.Text("Ce qui est à effacer, pour repartir de rien ; répéter pour plusieurs",
                        "What to empty, to start afresh; repeat for more"));
}

absl::StatusOr<std::vector<std::string>> ApplyChange(Context& context, const SessionChange& change,
                                                     v1::Session& session) {
  const SessionInput& input = change.input;
  v1::SessionRecord record;
  record.set_date(session.local_date());
  record.set_start(session.local_clock());
  if (absl::Status status = ReadInput(context, input, record); !status.ok()) return status;
  std::vector<std::string> cleared;
  if (absl::Status status = Clear(context, change, session, cleared); !status.ok()) return status;
  std::vector<std::string> fields;
  if (!change.state.empty()) {
    if (absl::Status status = SetState(context, change.state, session, fields); !status.ok()) return status;
  }
  if (!input.date.empty() || !input.start.empty()) {
    if (absl::Status status = SetStart(context, record, session); !status.ok()) return status;
    fields.emplace_back("start_time");
  }
  if (record.has_duration_minutes()) {
    session.mutable_duration()->set_seconds(int64_t{60} * record.duration_minutes());
    fields.emplace_back("duration");
  }
  if (!input.tutor.empty()) {
    const absl::StatusOr<v1::Tutor> tutor = FindTutor(context, input.tutor);
    if (!tutor.ok()) return tutor.status();
    session.set_tutor(tutor->name());
    fields.emplace_back("tutor");
  }
  if (absl::Status status = SetPeople(context, input, record, session, fields); !status.ok()) return status;
  if (!input.themes.empty()) {
    session.set_themes(record.themes());
    fields.emplace_back("themes");
  }
  if (!input.asked.empty()) {
    session.set_requested_themes(record.requested_themes());
    fields.emplace_back("requested_themes");
  }
  if (!record.agenda().empty()) {
    for (const v1::AgendaItem& item : record.agenda()) SetChoice(item, session);
    fields.emplace_back("agenda");
  }
  if (!input.note.empty()) {
    session.set_notes(record.notes());
    fields.emplace_back("notes");
  }
  if (!input.link.empty()) {
    session.set_external_link(record.external_link());
    fields.emplace_back("external_link");
  }
  if (!input.appreciation.empty()) {
    session.set_appreciation(record.appreciation());
    fields.emplace_back("appreciation");
  }
  if (!input.guests.empty()) {
    AddGuests(record, session);
    fields.emplace_back("guests");
  }
  if (absl::Status status = CheckNotGiven(context, cleared, fields); !status.ok()) return status;
  fields.insert(fields.begin(), cleared.begin(), cleared.end());
  return fields;
}

}  // namespace tutorat::cli
