// The standard methods (AIP-131 to 135 and 164), once for all resources.
#pragma once

#include <string>

#include "server/call/call_context.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::api {

// How long a deleted resource can be had back.
inline constexpr absl::Duration kDeletedKept = absl::Hours(30 * 24);

inline constexpr int kDefaultPageSize = 100;
inline constexpr int kLargestPageSize = 1000;
// Of the items of a page, whatever size was asked for: gRPC's clients take messages of 4 MiB unless told otherwise.
inline constexpr size_t kMostBytesOfPage = size_t{3} << 20;

// Null for METHOD_KIND_UNSPECIFIED. By the contract's convention a request's resource is its first field, or it has
// `name`; a response's resource is its first field.
HandlerFunction StandardHandler(v1::MethodKind kind);

// ABORTED / ETAG_MISMATCH when `stored` has another etag than the one that the caller read.
absl::Status CheckEtag(const std::string& sent, const google::protobuf::Message& stored);

// Of the resources of a page, their repeated fields.
enum class Items { kKeep, kLeaveOut };

// The page that a List request asks for; METHOD_KIND_LIST keeps its items.
absl::Status ListPage(CallContext& context, const google::protobuf::Message& request, Items kept,
                      google::protobuf::Message* response);

}  // namespace tutorat::api
