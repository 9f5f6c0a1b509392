#include "client/cli/shell/prompter.h"

#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <optional>
#include <ostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/cli/shell/text.h"

namespace tutorat::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

void Interrupt(int /*signal*/) { interrupted = 1; }

struct sigaction previous_action;

// A line without its end; nothing when the input ends or the user interrupts.
std::optional<std::string> ReadLine() {
  std::string line;
  while (interrupted == 0) {
    char c = 0;
    const ssize_t got = read(STDIN_FILENO, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    if (c == '\n') return line;
    line.push_back(c);
  }
  return std::nullopt;
}

// While it lives, the terminal shows nothing of what is typed.
class Unseen {
 public:
  Unseen() : changed_(tcgetattr(STDIN_FILENO, &before_) == 0) {
    termios unseen = before_;
    unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (changed_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;
  ~Unseen() {
    if (changed_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }

 private:
  termios before_{};
  const bool changed_;
};

}  // namespace

Prompter::Prompter(Context& context) : context_(context) {
  interrupted = 0;
  struct sigaction action {};
  action.sa_handler = Interrupt;
  // Without SA_RESTART: the read must end.
  sigaction(SIGINT, &action, &previous_action);
}

Prompter::~Prompter() { sigaction(SIGINT, &previous_action, nullptr); }

absl::Status Prompter::Ask(absl::string_view question, const std::string& usual,
                           const std::function<absl::Status(const std::string&)>& accept) {
  while (true) {
    context_.out << question << (usual.empty() ? "" : absl::StrCat(" [", usual, "]")) << context_.Text(" : ", ": ")
                 << std::flush;
    const std::optional<std::string> line = ReadLine();
    if (!line.has_value()) return GivenUp(context_);
    const std::string answer(absl::StripAsciiWhitespace(*line));
    absl::Status status =
        IsUtf8(answer) ? accept(answer.empty() ? usual : answer)
                       : absl::InvalidArgumentError(context_.Text("ce n'est pas de l'UTF-8 ; vérifier le terminal",
                                                                  "this is no UTF-8; check the terminal"));
    if (status.ok()) return status;
    context_.out << "  " << OneLine(status.message()) << "\n";
  }
}

absl::StatusOr<std::string> Prompter::AskSecret(absl::string_view question) {
  std::optional<std::string> line;
  {
    const Unseen unseen;
    context_.err << question << context_.Text(" : ", ": ") << std::flush;
    line = ReadLine();
  }
  // The Enter that was typed did not show either.
  context_.err << "\n";
  if (!line.has_value()) return GivenUp(context_);
  return std::string(absl::StripAsciiWhitespace(*line));
}

absl::Status GivenUp(const Context& context) {
  return absl::CancelledError(context.Text("Abandonné : rien n'est enregistré.", "Given up: nothing is stored."));
}

}  // namespace tutorat::cli
