// Resources with every field set, from the contract's descriptors: a new field is in every test that uses them without
// being written there.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace tutorat::tests {

using MessagePtr = std::unique_ptr<google::protobuf::Message>;

// What filled resources name: a wave, an establishment, two tutors, a group and three members, in the order in which
// they can be stored. Their names end in `sample`, but for those that the contract makes: waves/V6,
// establishments/0750654D.
std::vector<MessagePtr> Parents();

// Every field but `etag`: texts of the greatest length in characters of four bytes, with a blank at the end; several
// items of each repeated field. Different seeds give different content and numbers of items.
MessagePtr Filled(const google::protobuf::Descriptor* type, const std::string& name, int seed);

// Only what every stored resource has.
MessagePtr Minimal(const google::protobuf::Descriptor* type, const std::string& name);

// Where `actual` is not `stored` with its etag, for people; empty when it is.
std::string Difference(const google::protobuf::Message& stored, const google::protobuf::Message& actual);

}  // namespace tutorat::tests
