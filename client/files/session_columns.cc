#include "client/files/session_columns.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/text/cells.h"
#include "client/text/words.h"
#include "google/protobuf/reflection.h"
#include "proto/status_macros.h"
#include "tutorat/v1/options.pb.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::format {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const v1::Column& OptionOf(SessionColumn column) { return column->options().GetExtension(v1::column); }

void AddColumns(const Descriptor* message, std::vector<SessionColumn>& columns) {
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor* field = message->field(i);
    if (field->options().HasExtension(v1::column)) {
      columns.push_back(field);
    } else if (field->message_type() != nullptr) {
      AddColumns(field->message_type(), columns);
    }
  }
}

// What a spreadsheet or an editor makes of line feeds within a cell is undone.
std::string WithLineFeeds(absl::string_view text) { return absl::StrReplaceAll(text, {{"\r\n", "\n"}, {"\r", "\n"}}); }

absl::StatusOr<std::string> ReadString(SessionColumn column, const std::string& text, Language language) {
  const v1::Format format = column->options().GetExtension(v1::rules).format();
  if (format == v1::FORMAT_DATE) return ParseDate(text, language);
  if (format == v1::FORMAT_CLOCK) return ParseClock(text, language);
  return IsVerbatim(column) ? WithLineFeeds(text) : Trim(text);
}

absl::StatusOr<int> ReadNumber(SessionColumn column, const std::string& text, Language language) {
  if (column->enum_type() == nullptr) {
    return absl::EndsWith(column->name(), "_minutes") ? ParseDuration(text, language) : ParseCount(text, language);
  }
  if (const std::optional<int> number = ParseWordOf(*column->enum_type(), text)) return *number;
  return absl::InvalidArgumentError(Say(language, "n'est pas connu ; choisir $0", "is not known; choose $0",
                                        WordChoicesOf(*column->enum_type(), language)));
}

}  // namespace

const std::vector<SessionColumn>& SessionColumns() {
  static const auto& columns = *[] {
    auto* all = new std::vector<SessionColumn>;
    AddColumns(v1::ImportRow::descriptor(), *all);
    return all;
  }();
  return columns;
}

const std::vector<FileColumn>& SessionTable() {
  static const auto& table = *[] {
    auto* columns = new std::vector<FileColumn>;
    for (SessionColumn column : SessionColumns()) {
      const v1::Column& option = OptionOf(column);
      columns->push_back({option.fr(),
                          option.en(),
                          option.required(),
                          {option.also().begin(), option.also().end()},
                          option.filled_down()});
    }
    return columns;
  }();
  return table;
}

bool IsVerbatim(SessionColumn column) { return OptionOf(column).verbatim(); }

SessionColumn ColumnOfField(absl::string_view field) {
  const Descriptor* message = v1::SessionRecord::descriptor();
  for (const absl::string_view part : absl::StrSplit(field, '.')) {
    const FieldDescriptor* found = message->FindFieldByName(std::string(part.substr(0, part.find('['))));
    if (found == nullptr || found->options().HasExtension(v1::column)) return found;
    if (found->message_type() == nullptr) return nullptr;
    message = found->message_type();
  }
  // Issues as a whole.
  std::vector<SessionColumn> columns;
  AddColumns(message, columns);
  return columns.empty() ? nullptr : columns[0];
}

absl::Status SetField(SessionColumn column, const std::string& text, Language language,
                      google::protobuf::Message& message) {
  const auto* reflection = message.GetReflection();
  if (column->is_repeated()) {
    for (std::string& name : ParseNames(text)) reflection->AddString(&message, column, std::move(name));
  } else if (column->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    ASSIGN_OR_RETURN(std::string value, ReadString(column, text, language));
    reflection->SetString(&message, column, std::move(value));
  } else if (column->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    ASSIGN_OR_RETURN(const v1::People people, ParsePeople(text, language));
    reflection->MutableMessage(&message, column)->CopyFrom(people);
  } else {
    ASSIGN_OR_RETURN(const int number, ReadNumber(column, text, language));
    if (column->enum_type() != nullptr) {
      reflection->SetEnumValue(&message, column, number);
    } else {
      reflection->SetInt32(&message, column, number);
    }
  }
  return absl::OkStatus();
}

std::string FieldText(SessionColumn column, const google::protobuf::Message& message, Language language) {
  const auto* reflection = message.GetReflection();
  if (column->is_repeated()) return absl::StrJoin(reflection->GetRepeatedFieldRef<std::string>(message, column), "|");
  if (!reflection->HasField(message, column)) return "";
  switch (column->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->GetString(message, column);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return WritePeople(static_cast<const v1::People&>(reflection->GetMessage(message, column)));
    case FieldDescriptor::CPPTYPE_ENUM:
      return WordOf(*column->enum_type(), reflection->GetEnumValue(message, column), language);
    default:
      return absl::StrCat(reflection->GetInt32(message, column));
  }
}

}  // namespace tutorat::format
