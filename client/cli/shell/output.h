#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/cli/shell/context.h"
#include "client/text/table.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"

namespace tutorat::cli {

struct Column {
  Column(absl::string_view for_programs, absl::string_view for_people, format::Align side = format::Align::kLeft)
      : key(for_programs), title(for_people), align(side) {}

  // In csv, where programs read it.
  std::string key;
  // In a table, or a spreadsheet, in the user's language.
  std::string title;
  format::Align align;
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

// What is known of one resource, a line each; empty values are left out, except in csv. As json, `resource`.
int PrintDetails(Context& context, const std::vector<std::pair<Column, std::string>>& details,
                 const google::protobuf::Message& resource);

// What was done, in a line; as json, `resource` as it is now.
int PrintDone(Context& context, absl::string_view sentence, const google::protobuf::Message& resource);

// Its day, or its day and hour, on this machine's clock; empty for a time that is not set.
std::string ShownDayOf(const Context& context, const google::protobuf::Timestamp& time);
std::string ShownTime(const Context& context, const google::protobuf::Timestamp& time);

}  // namespace tutorat::cli
