// What the words of tutors mean: try, the queue, decisions, re-coding.
#include <memory>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resolve.h"
#include "client/cli/theme/theme.h"
#include "client/text/width.h"
#include "proto/status_macros.h"
#include "tutorat/v1/theme_recognition.pb.h"

namespace tutorat::cli {
namespace {

using format::Say;
using format::ThemeLabels;

struct TryOptions {
  std::string text;
  std::string date;
  ListOptions list;
};

struct QueueOptions {
  GroupOptions where;
  ListOptions list;
};

struct ResolveOptions {
  std::string text;
  std::string theme;
  bool ignore = false;
  bool preview = false;
  ListOptions list;
};

// Whether there is a line to say under the rows.
bool IsTable(const Context& context, const ListOptions& options) {
  return context.format == OutputFormat::kTable && !options.excel;
}

// People read labels, programs codes.
std::string Shown(const Context& context, const ThemeLabels& labels, const std::string& name) {
  if (name.empty()) return "";
  return context.format == OutputFormat::kCsv ? format::ThemeCode(name)
                                              : format::ThemeName(labels, name, context.language);
}

Exit Try(Context& context, const TryOptions& options) {
  v1::RecogniseThemesRequest request;
  request.set_text(options.text);
  ASSIGN_OR_RETURN(*request.mutable_date(), ParseDayIfAny(context, "--date", options.date));
  ASSIGN_OR_RETURN(const auto response, context.Server().Call<v1::RecogniseThemesResponse>(std::move(request)));
  const bool csv = context.format == OutputFormat::kCsv;
  const ThemeLabels labels = format::LabelsOf(response.themes());
  const auto describe = [&](const v1::ThemeMention& mention) -> Details {
    const auto candidates =
        absl::StrJoin(mention.candidates(), csv ? "|" : "\n", [&](std::string* out, const auto& name) {
          out->append(csv ? format::ThemeCode(name)
                          : absl::StrCat(format::ThemeCode(name), " (", Shown(context, labels, name), ")"));
        });
    return {{{"text", context.Text("MOTS", "WORDS")}, mention.text()},
            {{"offset", context.Text("À", "AT"), format::Align::kRight}, absl::StrCat(mention.offset())},
            {{"state", context.Text("ÉTAT", "STATE")},
             format::MentionState(mention.state(), csv ? format::Language::kEnglish : context.language)},
            {{"theme", "CODE"}, format::ThemeCode(mention.theme())},
            {{"label", context.Text("THÈME", "THEME")}, format::ThemeName(labels, mention.theme(), context.language)},
            {{"alias", context.Text("PAR L'ALIAS", "BY THE ALIAS")}, mention.alias()},
            {{"candidates", context.Text("PISTES", "CANDIDATES")}, candidates}};
  };
  return PrintResources<v1::ThemeMention>(context, options.list, response, response.mentions(), describe);
}

Exit Queue(Context& context, const QueueOptions& options) {
  v1::ListUnresolvedTermsRequest request;
  request.set_wave(options.where.wave);
  if (!options.where.group.empty()) {
    ASSIGN_OR_RETURN(const auto group, ResolveGroup(context, options.where.group, options.where.wave));
    request.set_group(group);
    request.clear_wave();
  }
  ASSIGN_OR_RETURN(const auto response, context.Server().Call<v1::ListUnresolvedTermsResponse>(std::move(request)));
  const bool csv = context.format == OutputFormat::kCsv;
  const auto describe = [&](const v1::UnresolvedTerm& term) -> Details {
    const ThemeLabels labels = format::LabelsOf(term.candidates());
    const auto sightings = absl::StrJoin(term.sightings(), "\n", [&](std::string* out, const v1::TermSighting& s) {
      absl::StrAppend(out, absl::StripPrefix(s.wave(), "waves/"), "/", s.group_number(), " ",
                      ShownDay(context, s.local_date()), context.Text(" : ", ": "), s.themes());
    });
    const auto candidates =
        absl::StrJoin(term.candidates(), csv ? "|" : "\n", [&](std::string* out, const auto& label) {
          const std::string code = format::ThemeCode(label.theme());
          absl::StrAppend(out, code, csv ? "" : absl::StrCat(" (", Shown(context, labels, label.theme()), ")"));
        });
    constexpr format::Align kRight = format::Align::kRight;
    return {{{"term", context.Text("TERME", "TERM")}, term.text()},
            {{"state", context.Text("ÉTAT", "STATE")},
             format::MentionState(term.state(), csv ? format::Language::kEnglish : context.language)},
            {{"occurrences", context.Text("FOIS", "TIMES"), kRight, 2}, absl::StrCat(term.occurrence_count())},
            {{"sessions", context.Text("SÉANCES", "SESSIONS"), kRight, 1}, absl::StrCat(term.session_count())},
            {{"sightings", context.Text("OÙ", "WHERE")}, sightings},
            {{"candidates", context.Text("PISTES", "CANDIDATES")}, candidates}};
  };
  const int code = PrintResources<v1::UnresolvedTerm>(context, options.list, response, response.terms(), describe);
  if (IsTable(context, options.list) && code == kExitDone && !response.terms().empty()) {
    const absl::string_view hint =
        context.Text("Pour décider : tutorat theme resolve TERME --theme CODE, ou --ignore ; d'abord avec --preview",
                     "To decide: tutorat theme resolve TERM --theme CODE, or --ignore; first with --preview");
    context.out << absl::StrJoin(format::Wrap(hint, context.width, 2), "\n") << "\n";
  }
  return code;
}

// The sessions that are coded anew.
template <class Response>
int PrintRecoded(Context& context, const ListOptions& options, const Response& response) {
  const ThemeLabels labels = format::LabelsOf(response.themes());
  const bool csv = context.format == OutputFormat::kCsv;
  const auto told = [&](const auto& mentions) {
    return csv ? format::MentionCodes(mentions) : format::DescribeMentions(mentions, labels, context.language);
  };
  const auto describe = [&](const v1::RecodedSession& session) {
    Details details = {{{"group", context.Text("GROUPE", "GROUP")},
                        absl::StrCat(absl::StripPrefix(session.wave(), "waves/"), "/", session.group_number())},
                       {{"date", "DATE"}, ShownDay(context, session.local_date())},
                       {{"themes", context.Text("THÈMES", "THEMES")}, session.themes()},
                       {{"before", context.Text("AVANT", "BEFORE")}, told(session.before())},
                       {{"after", context.Text("APRÈS", "AFTER")}, told(session.after())}};
    if (csv) details.push_back({{"session", context.Text("SÉANCE", "SESSION")}, session.session()});
    return details;
  };
  return PrintResources<v1::RecodedSession>(context, options, response, response.sessions(), describe);
}

Exit Resolve(Context& context, const ResolveOptions& options) {
  if (options.theme.empty() != options.ignore) {
    return context.FailUsage(context.Text("que désigne ce terme ? Donner --theme CODE, ou --ignore, et non les deux",
                                          "what does the term mean? Give --theme CODE, or --ignore, and not both"));
  }
  v1::ResolveTermRequest request;
  request.set_text(options.text);
  if (!options.theme.empty()) request.set_theme(ThemeName(options.theme));
  request.set_ignore(options.ignore);
  request.set_validate_only(options.preview);
  ASSIGN_OR_RETURN(const auto response, context.Server().Call<v1::ResolveTermResponse>(std::move(request)));
  const int code = PrintRecoded(context, options.list, response);
  if (!IsTable(context, options.list) || code != kExitDone) return code;
  const v1::Resolution& resolution = response.resolution();
  const std::string meaning =
      options.ignore ? std::string(context.Text("ne désigne aucun thème", "means no theme"))
                     : absl::StrCat(context.Text("désigne ", "means "), format::ThemeCode(resolution.theme()));
  context.out << (options.preview
                      ? Say(context.language, "Si « $0 » $1 : $2 séance(s) à recoder. Pour décider : sans --preview",
                            "If \"$0\" $1: $2 session(s) to code anew. To decide: without --preview", resolution.text(),
                            meaning, response.sessions_size())
                      : Say(context.language, "Décidé : « $0 » $1 ; $2 séance(s) recodée(s), révision $3.",
                            "Decided: \"$0\" $1; $2 session(s) coded anew, revision $3.", resolution.text(), meaning,
                            response.sessions_size(), resolution.revision()))
              << "\n";
  return code;
}

Exit Recode(Context& context, const ListOptions& list, bool preview) {
  v1::RecodeSessionsRequest request;
  request.set_validate_only(preview);
  ASSIGN_OR_RETURN(const auto response, context.Server().Call<v1::RecodeSessionsResponse>(std::move(request)));
  const int code = PrintRecoded(context, list, response);
  if (!IsTable(context, list) || code != kExitDone) return code;
  context.out << Say(context.language,
                     preview ? "$0 séance(s) sur $1 à recoder, révision $2. Pour le faire : sans --preview"
                             : "$0 séance(s) sur $1 recodée(s), révision $2.",
                     preview ? "$0 session(s) of $1 to code anew, revision $2. To do it: without --preview"
                             : "$0 session(s) of $1 coded anew, revision $2.",
                     response.sessions_size(), response.session_count(), response.revision())
              << "\n";
  return code;
}

}  // namespace

void AddThemeTerms(CLI::App* noun, Context& context) {
  auto try_options = std::make_shared<TryOptions>();
  CLI::App* trying = AddVerb(
      noun, "try", context.Text("Ce qu'un texte désigne ; n'enregistre rien", "What a text means; stores nothing"));
  Require(AddText(trying, "text", try_options->text, context.Text("TEXTE", "TEXT"),
                  context.Text("Des thèmes, avec les mots d'un tuteur", "Themes, in a tutor's words")));
  AddText(trying, "--date", try_options->date, "DATE",
          context.Text("Jour où les thèmes doivent valoir", "Day on which themes must be valid"));
  OnRun(trying, context, [&context, try_options] { return Try(context, *try_options); });

  auto queue_options = std::make_shared<QueueOptions>();
  CLI::App* queue = AddVerb(
      noun, "queue", context.Text("Les termes qui attendent une décision", "The terms that wait for a decision"));
  AddGroupOptions(queue, context, queue_options->where);
  AddSwitch(queue, "--excel", queue_options->list.excel,
            context.Text("Avec --format csv : pour tableur", "With --format csv: for a spreadsheet"));
  OnRun(queue, context, [&context, queue_options] { return Queue(context, *queue_options); });

  auto resolve_options = std::make_shared<ResolveOptions>();
  CLI::App* resolve = AddVerb(noun, "resolve",
                              context.Text("Décider ce qu'un terme désigne, et recoder les séances qui l'ont",
                                           "Decide what a term means, and code anew the sessions that have it"));
  Require(AddText(resolve, "term", resolve_options->text, context.Text("TERME", "TERM"),
                  context.Text("Comme dans la file", "As in the queue")));
  AddText(resolve, "--theme", resolve_options->theme, "CODE",
          context.Text("Le thème qu'il désigne", "The theme it means"));
  AddSwitch(resolve, "--ignore", resolve_options->ignore, context.Text("Il n'en désigne aucun", "It means none"));
  AddSwitch(resolve, "--preview", resolve_options->preview,
            context.Text("Montrer les séances qui seraient recodées, sans rien changer",
                         "Show the sessions that would be coded anew, and change nothing"));
  OnRun(resolve, context, [&context, resolve_options] { return Resolve(context, *resolve_options); });

  auto list = std::make_shared<ListOptions>();
  auto preview = std::make_shared<bool>(false);
  CLI::App* recode = AddVerb(noun, "recode",
                             context.Text("Recoder toutes les séances avec le thésaurus d'aujourd'hui",
                                          "Code all sessions anew by the thesaurus of today"));
  AddSwitch(recode, "--preview", *preview,
            context.Text("Montrer ce qui changerait, sans rien changer", "Show what would change, and change nothing"));
  OnRun(recode, context, [&context, list, preview] { return Recode(context, *list, *preview); });
}

}  // namespace tutorat::cli
