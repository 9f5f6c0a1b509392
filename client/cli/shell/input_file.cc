#include "client/cli/shell/input_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

namespace tutorat::cli {
namespace {

absl::StatusOr<std::string> ReadAll(const std::string& path) {
  const bool standard = path == "-";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(standard ? nullptr : std::fopen(path.c_str(), "rb"),
                                                               &std::fclose);
  std::FILE* file = standard ? stdin : opened.get();
  if (file == nullptr) return absl::ErrnoToStatus(errno, path);
  std::string bytes;
  std::array<char, 1 << 16> buffer{};
  while (const size_t got = std::fread(buffer.data(), 1, buffer.size(), file)) bytes.append(buffer.data(), got);
  if (std::ferror(file) != 0) return absl::ErrnoToStatus(errno, path);
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> ReadInput(const Context& context, const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadAll(path);
  if (bytes.ok()) return bytes;
  if (absl::IsNotFound(bytes.status())) {
    return absl::NotFoundError(format::Say(context.language,
                                           "fichier introuvable : $0 ; vérifier son nom et son dossier",
                                           "no such file: $0; check its name and its folder", path));
  }
  if (std::error_code error; std::filesystem::is_directory(path, error)) {
    return absl::NotFoundError(format::Say(context.language, "$0 est un dossier ; nommer un fichier qui s'y trouve",
                                           "$0 is a folder; name a file in it", path));
  }
  const std::string message =
      format::Say(context.language, "impossible de lire $0", "cannot read $0", bytes.status().message());
  return absl::UnknownError(message);
}

absl::Status LinesRefused(const Context& context, int count) {
  return absl::InvalidArgumentError(
      format::Say(context.language, "$0 ligne(s) en erreur : rien n'est enregistré ; les corriger et recommencer",
                  "$0 line(s) with errors: nothing is stored; correct them and try again", count));
}

}  // namespace tutorat::cli
