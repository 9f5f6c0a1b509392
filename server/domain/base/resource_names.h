// Names, identifiers and fingerprints. Thread-safe.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::domain {

// 26 characters of Crockford's base 32 in lower case: 48 bits of milliseconds, then 80 random bits. Sorts by time to
// the millisecond, and is safe in a URL (the ULID scheme).
std::string NewId(absl::Time now);

// The resource option of a resource message; a message without one is a programming error and stops the process.
const v1::ResourceRules& ResourceOf(const google::protobuf::Descriptor* descriptor);

// `waves` of `waves/V6`; empty when there is no slash.
absl::string_view CollectionOf(absl::string_view name);

// The name that a new resource gets: from its id field where the contract names one, else a new id.
std::string MakeName(const google::protobuf::Message& resource, absl::Time now);

// SESSION of Session, SCHOOL_CALENDAR of SchoolCalendar: as error reasons have it, SESSION_NOT_FOUND.
std::string Singular(const google::protobuf::Descriptor* descriptor);

// A fingerprint of the message's content, 22 characters, the same for equal content. The etag field itself is left out.
std::string Etag(const google::protobuf::Message& resource);

// A fingerprint of what a request asks for: without its request_id, so that a repetition can be told from a new one.
std::string Fingerprint(const google::protobuf::Message& request);

// Of any bytes.
std::string Digest(absl::string_view bytes);

}  // namespace tutorat::domain
