#pragma once

#include <memory>

#include "client/text/language.h"

namespace CLI {
class FormatterBase;
}  // namespace CLI

namespace tutorat::cli {

// Help of the whole program, of a noun or of a verb: what it does, what it takes, examples. In `language`, wrapped to
// `width` columns of the terminal.
std::shared_ptr<CLI::FormatterBase> MakeHelp(format::Language language, int width);

}  // namespace tutorat::cli
