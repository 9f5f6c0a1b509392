#include "client/cli/shell/output.h"

#include <memory>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output_file.h"
#include "client/cli/shell/parse.h"
#include "client/files/csv.h"
#include "client/lib/json.h"
#include "client/text/width.h"

namespace tutorat::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string Csv(const std::vector<Column>& columns, Rows rows, bool excel) {
  std::vector<std::string> header;
  header.reserve(columns.size());
  for (const Column& column : columns) header.push_back(excel ? column.title : column.key);
  rows.insert(rows.begin(), std::move(header));
  return format::WriteCsv(rows, excel ? format::CsvStyle::kSpreadsheet : format::CsvStyle::kPlain);
}

format::TableStyle ScreenStyle(const Context& context, int width) {
  return {.width = width, .box = format::LocaleIsUtf8(), .language = context.language};
}

}  // namespace

void AddListOptions(CLI::App* verb, Context& context, ListOptions& options) {
  AddSwitch(verb, "--deleted", options.show_deleted,
            context.Text("Aussi ce qui a été supprimé depuis moins de 30 jours",
                         "Also what was deleted in the last 30 days"));
  AddExcel(verb, context, options.excel);
}

void AddExcel(CLI::App* verb, const Context& context, bool& excel) {
  AddSwitch(verb, "--excel", excel, context.Text("CSV pour tableur", "CSV for a spreadsheet"));
}

void AddFileOptions(CLI::App* verb, const Context& context, std::string& output, bool& excel) {
  AddText(verb, "--output,-o", output, context.Text("FICHIER", "FILE"),
          context.Text("Écrire dans ce fichier plutôt qu'à l'écran", "Write to this file, not to the screen"));
  AddExcel(verb, context, excel);
}

void AddList(CLI::App* noun, Context& context, std::function<Exit(const ListOptions& options)> list) {
  auto options = std::make_shared<ListOptions>();
  CLI::App* verb = AddVerb(noun, "list", context.Text("Lister", "List"));
  AddListOptions(verb, context, *options);
  OnRun(verb, context, [options, list = std::move(list)] { return list(*options); });
}

int PrintList(Context& context, const ListOptions& options, const std::vector<Column>& columns, Rows rows,
              const google::protobuf::Message& response) {
  if (context.format == OutputFormat::kJson) {
    return WriteOutput(context, options.output, absl::StrCat(client::JsonText(response), "\n"));
  }
  if (options.excel || context.format == OutputFormat::kCsv) {
    return WriteOutput(context, options.output, Csv(columns, std::move(rows), options.excel));
  }
  if (rows.empty() && context.format == OutputFormat::kTable) {
    context.err << context.Text("Rien à afficher.\n", "Nothing to show.\n");
    return kExitDone;
  }
  format::Table table;
  for (const Column& column : columns) table.columns.push_back({column.title, column.align, column.expendable});
  table.rows = std::move(rows);
  return WriteOutput(
      context, options.output,
      context.format == OutputFormat::kMarkdown
          ? format::RenderMarkdown(table)
          : format::RenderTable(table, ScreenStyle(context, options.output.empty() ? context.width : 0)));
}

int PrintDetails(Context& context, const Details& details, const google::protobuf::Message& resource) {
  if (context.format == OutputFormat::kJson) {
    PrintJson(context, resource);
    return kExitDone;
  }
  if (context.format == OutputFormat::kCsv) {
    std::vector<Column> columns;
    std::vector<std::string> row;
    for (const auto& [column, value] : details) {
      columns.push_back(column);
      row.push_back(value);
    }
    context.out << Csv(columns, {row}, false);
    return kExitDone;
  }
  format::Table table;
  table.columns = {{std::string(context.Text("CHAMP", "FIELD")), format::Align::kLeft},
                   {std::string(context.Text("VALEUR", "VALUE")), format::Align::kLeft}};
  for (const auto& [column, value] : details) {
    if (!value.empty()) table.rows.push_back({column.title, value});
  }
  PrintTable(context, table);
  return kExitDone;
}

void PrintNotes(Context& context, const std::vector<format::Problem>& notes) {
  for (const format::Problem& note : notes) {
    context.err << context.Text("attention : ", "warning: ") << Describe(note, context.language) << "\n";
  }
}

void PrintTable(Context& context, const format::Table& table) {
  context.out << (context.format == OutputFormat::kMarkdown
                      ? format::RenderMarkdown(table)
                      : format::RenderTable(table, ScreenStyle(context, context.width)));
}

void PrintJson(Context& context, const google::protobuf::Message& message) {
  context.out << client::JsonText(message) << "\n";
}

int PrintDone(Context& context, absl::string_view sentence, const google::protobuf::Message& resource) {
  if (context.format == OutputFormat::kJson) {
    PrintJson(context, resource);
  } else {
    const int width = context.output_is_terminal ? context.width : 0;
    context.out << absl::StrJoin(format::Wrap(format::Printable(sentence), width, 2), "\n") << "\n";
  }
  return kExitDone;
}

std::string ShownDayOf(const Context& context, const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  const absl::Time instant = absl::FromUnixSeconds(time.seconds());
  return ShownDay(context, absl::FormatTime("%Y-%m-%d", instant, absl::LocalTimeZone()));
}

std::string ShownTime(const Context& context, const google::protobuf::Timestamp& time) {
  const std::string day = ShownDayOf(context, time);
  if (day.empty()) return "";
  return absl::StrCat(day, absl::FormatTime(" %H:%M", absl::FromUnixSeconds(time.seconds()), absl::LocalTimeZone()));
}

}  // namespace tutorat::cli
