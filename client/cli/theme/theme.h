#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "client/report/theme_print.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::cli {

// The verbs of `theme`, by file.
void AddThemeFiles(CLI::App* noun, Context& context);
void AddThemeTerms(CLI::App* noun, Context& context);

absl::StatusOr<v1::ListThemesResponse> FetchThemes(Context& context, bool show_deleted);
// What people call every theme, deleted ones too.
absl::StatusOr<format::ThemeLabels> FetchThemeLabels(Context& context);

}  // namespace tutorat::cli
