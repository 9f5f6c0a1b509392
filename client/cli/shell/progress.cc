#include "client/cli/shell/progress.h"

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace tutorat::cli {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(1);
// Redrawn more often, it would only flicker.
constexpr absl::Duration kPause = absl::Milliseconds(100);
constexpr int kWidth = 30;
constexpr const char* kEraseLine = "\r\x1b[K";

}  // namespace

Progress::Progress(std::ostream& terminal, bool shown)
    : terminal_(terminal), shown_(shown), next_drawing_(absl::Now() + kPatience) {}

Progress::~Progress() {
  if (drawn_) terminal_ << kEraseLine << std::flush;
}

void Progress::Update(int done, int total) {
  const absl::Time now = absl::Now();
  if (!shown_ || total <= 0 || now < next_drawing_) return;
  next_drawing_ = now + kPause;
  drawn_ = true;
  const int64_t filled = std::clamp<int64_t>(int64_t{kWidth} * done / total, 0, kWidth);
  const std::string bar =
      std::string(static_cast<size_t>(filled), '#') + std::string(static_cast<size_t>(kWidth - filled), '.');
  terminal_ << absl::StrCat(kEraseLine, "[", bar, "] ", done, "/", total) << std::flush;
}

}  // namespace tutorat::cli
