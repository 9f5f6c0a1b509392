#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/cli/shell/context.h"
#include "client/text/problem.h"
#include "client/text/table.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"

namespace tutorat::cli {

struct Column {
  Column(absl::string_view for_programs, absl::string_view for_people, format::Align side = format::Align::kLeft,
         int hidden_first = 0)
      : key(for_programs), title(for_people), align(side), expendable(hidden_first) {}

  // In csv, where programs read it.
  std::string key;
  // In a table, or a spreadsheet, in the user's language.
  std::string title;
  format::Align align;
  // As a table's: where it does not fit, the column with the greatest is hidden first; 0: never.
  int expendable;
};

struct ListOptions {
  bool show_deleted = false;
  bool excel = false;
  // The file to write to; empty: the screen.
  std::string output = {};
};

// --deleted, --excel.
void AddListOptions(CLI::App* verb, Context& context, ListOptions& options);
void AddExcel(CLI::App* verb, const Context& context, bool& excel);
// --output, --excel.
void AddFileOptions(CLI::App* verb, const Context& context, std::string& output, bool& excel);
// Adds list, which takes --deleted and --excel only.
void AddList(CLI::App* noun, Context& context, std::function<Exit(const ListOptions& options)> list);

// The rows in the form that the context asks for; as json, `response`, the API's answer. Returns the exit code.
int PrintList(Context& context, const ListOptions& options, const std::vector<Column>& columns,
              std::vector<std::vector<std::string>> rows, const google::protobuf::Message& response);

// What is known of one resource.
using Details = std::vector<std::pair<Column, std::string>>;
// A line each; empty values are left out, except in csv. As json, `resource`.
int PrintDetails(Context& context, const Details& details, const google::protobuf::Message& resource);
// As PrintList, of resources in `response`: a row of what `describe` knows of each, which it knows of an empty one too.
template <typename Resource, typename Resources>
int PrintResources(Context& context, const ListOptions& options, const google::protobuf::Message& response,
                   const Resources& resources, const std::function<Details(const Resource& resource)>& describe) {
  std::vector<Column> columns;
  for (auto& [column, text] : describe(Resource())) columns.push_back(std::move(column));
  std::vector<std::vector<std::string>> rows;
  for (const Resource& resource : resources) {
    std::vector<std::string>& row = rows.emplace_back();
    for (auto& [column, text] : describe(resource)) row.push_back(std::move(text));
  }
  return PrintList(context, options, columns, std::move(rows), response);
}

// What a file's reader left aside or filled in, each as a warning.
void PrintNotes(Context& context, const std::vector<format::Problem>& notes);

// A table on the screen, as markdown where that is asked for.
void PrintTable(Context& context, const format::Table& table);
void PrintJson(Context& context, const google::protobuf::Message& message);

// What was done, in a line; as json, `resource` as it is now.
int PrintDone(Context& context, absl::string_view sentence, const google::protobuf::Message& resource);

// Its day, or its day and hour, on this machine's clock; empty for a time that is not set.
std::string ShownDayOf(const Context& context, const google::protobuf::Timestamp& time);
std::string ShownTime(const Context& context, const google::protobuf::Timestamp& time);

}  // namespace tutorat::cli
