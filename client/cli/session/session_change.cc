#include "client/cli/session/session_change.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/session/session.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "proto/fold.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Choose;
using format::Language;
using format::Say;

struct Clearable {
  const char* french;
  const char* english;
  // Of SessionRecord.
  std::vector<std::string> fields;
};

const std::array<Clearable, 9>& Clearables() {
  static const auto& clearables = *new std::array<Clearable, 9>{{
      {"presences", "attendance", {"present", "late", "excused", "absent", "expected"}},
      {"invites", "guests", {"guests"}},
      {"problemes", "issues", {"issues"}},
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

absl::Status ReadCleared(const Context& context, const std::string& word, v1::RecordSessionRequest& request) {
  const std::string folded = contract::FoldName(word);
  const auto& all = Clearables();
  const auto found = std::find_if(all.begin(), all.end(), [&folded](const Clearable& one) {
    return folded == one.french || folded == one.english;
  });
  if (found == all.end()) {
    return WrongValue(
        context, "--clear", word,
        Say(context.language, "n'est pas connu ; choisir $0", "is not known; choose $0", ClearWords(context.language)));
  }
  for (const std::string& field : found->fields) {
    if (Gives(request.record(), field)) {
      // Whether it is emptied before or after, nobody could tell.
      return WrongUse(
          Say(context.language,
              "--clear $0 efface ce que la même commande donne ; effacer d'abord, donner par une seconde "
              "commande, ou ne garder que l'un",
              "--clear $0 empties what the same command gives; empty first and give by a second command, or "
              "keep one of them",
              Choose(context.language, found->french, found->english)));
    }
    if (std::find(request.clear().begin(), request.clear().end(), field) == request.clear().end()) {
      request.add_clear(field);
    }
  }
  return absl::OkStatus();
}

}  // namespace

void AddChangeFlags(CLI::App* verb, Context& context, SessionChange& change) {
  change.input.date_flag = "--new-date";
  AddFlags(verb, context, FlagsOf::kPlan, change.input);
  AddFlags(verb, context, FlagsOf::kAgenda, change.input);
  AddFlags(verb, context, FlagsOf::kOutcome, change.input);
  AddFlags(verb, context, FlagsOf::kIssues, change.input);
  AddText(verb, "--state", change.state, format::WordChoices<v1::SessionState>(context.language),
          context.Text("Nouvel état", "New state"));
  AddTexts(verb, "--clear", change.clear, ClearWords(context.language),
           context.Text("Ce qui est à effacer, pour repartir de rien ; répéter pour plusieurs",
                        "What to empty, to start afresh; repeat for more"));
}

absl::StatusOr<v1::RecordSessionRequest> ReadChange(const Context& context, const SessionChange& change,
                                                    const v1::Session& session) {
  v1::RecordSessionRequest request;
  request.set_session(session.name());
  request.set_etag(session.etag());
  v1::SessionRecord& record = *request.mutable_record();
  record.set_start(session.local_clock());
  record.set_date(session.local_date());
  record.set_time_zone(session.time_zone());
  RETURN_IF_ERROR(ReadInput(context, change.input, record));
  if (change.input.Of("start").empty()) record.clear_start();
  if (change.input.Of("date").empty()) record.clear_date();
  record.clear_time_zone();
  if (!change.state.empty()) {
    ASSIGN_OR_RETURN(const auto state, ParseChoice<v1::SessionState>(context, "--state", change.state));
    record.set_state(state);
  }
  for (const std::string& word : change.clear) {
    RETURN_IF_ERROR(ReadCleared(context, word, request));
  }
  return request;
}

}  // namespace tutorat::cli
