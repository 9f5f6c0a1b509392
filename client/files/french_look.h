#pragma once

#include <unicode/unistr.h>

namespace tutorat::format {

// How much a text looks like French, by its characters outside ASCII.
struct FrenchLook {
  // Higher is likelier: each accent, quote or sign counts for it where French writes it, against it elsewhere.
  int score = 0;
  // Characters that were looked at.
  int characters = 0;
  // Control characters, which no text holds.
  int controls = 0;
};

// Tells a text that was decoded from the right character set from one that was not. Safe from any thread.
FrenchLook LookForFrench(const icu::UnicodeString& text);

}  // namespace tutorat::format
