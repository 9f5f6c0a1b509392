// The sessions that wait in the outbox for a server.
#pragma once

#include "client/cli/shell/context.h"

namespace tutorat::cli {

// Sends those that wait for the context's server, and writes to `err` which were sent, refused, or wait still. What
// goes wrong stops nothing: the caller's own command follows.
void SendWaiting(Context& context);

}  // namespace tutorat::cli
