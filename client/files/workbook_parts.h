// What reading .xlsx and .ods has in common: the archive and its parts in XML.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/string_view.h"
#include "client/text/language.h"
#include "client/text/problem.h"

struct zip;

namespace tutorat::format {

// Names of elements and attributes have the usual prefix of their namespace, whichever the file declares:
// `table:table`, `r:id`; those of SpreadsheetML and of relationships between parts have none, nor have attributes
// without a namespace.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}

  // Empty when there is none of that name.
  absl::string_view Get(absl::string_view name) const;
  // From 1 up to `most`; 1 when there is none, or no number.
  int GetCount(absl::string_view name, int most) const;

 private:
  const char* const* const pairs_;
};

// What is done with a part as it is read.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;

  virtual void Begin(absl::string_view name, const XmlAttributes& attributes) = 0;
  virtual void End(absl::string_view /*name*/) {}
  virtual void Text(absl::string_view /*text*/) {}

  // Reads no further. The first problem counts.
  void Stop(Problem problem) {
    if (!problem_) problem_ = std::move(problem);
  }
  const std::optional<Problem>& problem() const { return problem_; }

 private:
  std::optional<Problem> problem_;
};

// The zip archive of a workbook, read in memory within the bounds of ReadWorkbook.
class WorkbookArchive {
 public:
  // `bytes` must outlive it.
  static std::variant<WorkbookArchive, Problem> Open(absl::string_view bytes, Language language);

  bool Has(const std::string& name) const;
  // Inflates an entry of at most `most` bytes.
  std::variant<std::string, Problem> Read(const std::string& name, size_t most = kMostInflated);
  // Hands the part to `handler`; what is wrong with it otherwise.
  std::optional<Problem> ReadXml(const std::string& name, XmlHandler& handler, size_t most = kMostInflated);

  Language language() const { return language_; }

  static constexpr size_t kMostInflated = size_t{128} << 20;
  // Of parts that only describe the others.
  static constexpr size_t kMostDescription = size_t{8} << 20;

 private:
  struct Close {
    void operator()(zip* archive) const;
  };

  WorkbookArchive(std::unique_ptr<zip, Close> archive, Language language)
      : archive_(std::move(archive)), language_(language) {}

  std::unique_ptr<zip, Close> archive_;
  Language language_;
  size_t left_ = kMostInflated;
};

Problem DamagedWorkbook(Language language);
Problem LockedWorkbook(Language language);

}  // namespace tutorat::format
