// What the fuzz targets share. A target is a program of libFuzzer: it calls Fuzz with texts of its own making, and
// whatever a sanitizer or Demand finds ends it.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"

namespace tutorat::fuzz {

void Fuzz(absl::string_view input);

// A property that holds whatever the input.
inline void Demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

// What stands before the first `separator`, which is taken off with it; everything when there is none.
inline absl::string_view TakeUntil(char separator, absl::string_view* text) {
  const size_t at = text->find(separator);
  const absl::string_view taken = text->substr(0, at);
  text->remove_prefix(at == absl::string_view::npos ? text->size() : at + 1);
  return taken;
}

}  // namespace tutorat::fuzz
