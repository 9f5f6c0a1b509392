// The sessions that wait in the outbox for a server.
#pragma once

#include <string>

#include "client/cli/shell/context.h"
#include "client/lib/outbox.h"

namespace tutorat::cli {

// Sends those that wait for the context's server, and writes to `err` which were sent, refused, or wait still. What
// goes wrong stops nothing: the caller's own command follows.
void SendWaiting(Context& context);

// The command that records what an entry says, and takes the entry away: one that still waits before, since the next
// command would send it, one that was refused after.
std::string CommandAgain(const Context& context, const client::OutboxEntry& entry);
// The end of its request_id, by which `tutorat outbox` knows an entry; empty where its line cannot be read.
std::string WaitingId(const std::string& request_id);

}  // namespace tutorat::cli
