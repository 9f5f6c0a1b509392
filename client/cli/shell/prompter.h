#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/shell/context.h"

namespace tutorat::cli {

// Questions on the terminal. While one lives, Ctrl-C ends the question at hand, not the program. One at a time.
class Prompter {
 public:
  explicit Prompter(Context& context);
  Prompter(const Prompter&) = delete;
  Prompter& operator=(const Prompter&) = delete;
  ~Prompter();

  // Shows the question, with what Enter stands for in brackets (if not empty), until `accept` takes the answer; what it
  // returns else is shown as the reason. CANCELLED on Ctrl-C, or when there is no more input (Ctrl-D).
  absl::Status Ask(absl::string_view question, const std::string& usual,
                   const std::function<absl::Status(const std::string& answer)>& accept);

  // Asks once for what must not be seen, and shows nothing of it. On standard error: what is printed may go elsewhere.
  absl::StatusOr<std::string> AskSecret(absl::string_view question);

 private:
  Context& context_;
};

// CANCELLED, with what to tell a user who wants no more.
absl::Status GivenUp(const Context& context);

}  // namespace tutorat::cli
