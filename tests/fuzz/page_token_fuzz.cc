// Page tokens: what a caller sends back, and what a list is filtered by.
#include "server/domain/base/text.h"
#include "server/domain/contract/page_token.h"
#include "tests/fuzz/fuzz.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::fuzz {
namespace {

template <class Request>
void Refuse(Request request, absl::string_view token) {
  request.set_page_token(std::string(token));
  const auto read = domain::ReadPageToken(request);
  // Only what holds a seal over these very filters is taken: nobody finds one by chance.
  Demand(read.ok() == token.empty(), "a token that was not given out is refused");
}

}  // namespace

// The first line is a filter, the second the name where a page ends, the rest a token.
void Fuzz(absl::string_view input) {
  // What is no UTF-8 does not get through the reading of the request.
  if (!domain::IsValidUtf8(input)) return;
  absl::string_view token = input;
  const std::string filter(TakeUntil('\n', &token));
  const std::string name(TakeUntil('\n', &token));
  v1::ListSessionsRequest sessions;
  sessions.set_wave(filter);
  sessions.set_from_date(name);
  Refuse(sessions, token);
  Refuse(v1::ListGroupsRequest(), token);
  if (name.empty()) return;
  const std::string given = domain::MakePageToken(sessions, name);
  sessions.set_page_token(given);
  sessions.set_page_size(7);
  const auto read = domain::ReadPageToken(sessions);
  Demand(read.ok() && *read == name, "a token gives back what it was made of");
  sessions.set_wave(filter + "x");
  Demand(!domain::ReadPageToken(sessions).ok(), "a token is of its own list");
}

}  // namespace tutorat::fuzz
