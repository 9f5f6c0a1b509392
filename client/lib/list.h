#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/lib/client.h"
#include "proto/status_macros.h"

namespace tutorat::client {

// Hands each page of a list to `use`, in order. Stops at the first error, of the server's or of `use`.
template <typename Response, typename Request>
absl::Status ForEachPage(Client& client, Request request, const std::function<absl::Status(Response&)>& use) {
  if (request.page_size() == 0) request.set_page_size(1000);
  do {
    ASSIGN_OR_RETURN(Response page, client.Call<Response>(request));
    request.set_page_token(page.next_page_token());
    RETURN_IF_ERROR(use(page));
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

// All pages as one answer.
template <typename Response, typename Request>
absl::StatusOr<Response> ListAll(Client& client, Request request) {
  Response all;
  absl::Status status = ForEachPage<Response>(client, std::move(request), [&all](Response& page) {
    page.clear_next_page_token();
    all.MergeFrom(page);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return all;
}

}  // namespace tutorat::client
