// Bad values for the fields of a request, made from the contract's own rules: one case for each rule of each field.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace tutorat::tests {

// A field of a request, of a message in it, or of the first item of a repeated one.
struct Field {
  std::string path;  // session.attendances[0].member
  const google::protobuf::FieldDescriptor* descriptor;
  // The message that holds it, made where it is not there.
  std::function<google::protobuf::Message*(google::protobuf::Message* request)> parent;

  // Sets the text; of a repeated field the first item.
  void Set(google::protobuf::Message* request, const std::string& text) const;
  // Path of what Set sets.
  std::string value_path() const;
  bool is_text() const;
  bool is_personal() const;
};

// Every field of the request that somebody may set.
std::vector<Field> FieldsOf(const google::protobuf::Message& request);

struct BadCase {
  std::string path;
  std::string reason;
  std::string value;  // for people
  std::function<void(google::protobuf::Message* request)> spoil;
};

// Texts in cases of personal fields contain it: no error may.
inline constexpr char kPersonal[] = "Zorglub";

std::vector<BadCase> CasesOf(const Field& field);

}  // namespace tutorat::tests
