// Runs a server: composition, health, signals, drain.
#pragma once

#include "server/app/config.h"
#include "server/storage/store.h"

namespace tutorat::app {

// Serves until SIGTERM or SIGINT; then says NOT_SERVING, lets running calls end, and returns 0. When it
// cannot start, 1, or kUsageError when an option is to blame.
// Must be called before any other thread is started: the signals are taken from all of them.
int Serve(const Config& config, storage::Store& store);

// Blocks SIGTERM and SIGINT in this thread and those it starts, for Serve to wait for.
void BlockStopSignals();

}  // namespace tutorat::app
