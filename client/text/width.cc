#include "client/text/width.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace tutorat::format {
namespace {

constexpr UChar32 kEmojiStyle = 0xFE0F;
constexpr UChar32 kReplacement = 0xFFFD;

icu::UnicodeString FromUtf8(absl::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

int CharacterWidth(UChar32 character) {
  switch (u_charType(character)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  switch (u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_FULLWIDTH:
    case U_EA_WIDE:
      return 2;
    default:
      return 1;
  }
}

// Of one grapheme cluster: a terminal draws it in the place of its widest part.
int ClusterWidth(const icu::UnicodeString& cluster) {
  int width = 0;
  int flags = 0;
  for (int32_t i = 0; i < cluster.length(); i = cluster.moveIndex32(i, 1)) {
    const UChar32 character = cluster.char32At(i);
    width = std::max(width, character == kEmojiStyle ? 2 : CharacterWidth(character));
    if (u_hasBinaryProperty(character, UCHAR_REGIONAL_INDICATOR)) ++flags;
  }
  return flags == 2 ? 2 : width;
}

// Calls `visit` with each piece of `text` between the boundaries of `iterator`. Nothing is visited when ICU has no
// data, which the packages it comes in make impossible.
template <typename Visit>
void ForEachPiece(icu::BreakIterator* iterator, const icu::UnicodeString& text, Visit visit) {
  if (iterator == nullptr) return;
  iterator->setText(text);
  int32_t start = iterator->first();
  for (int32_t end = iterator->next(); end != icu::BreakIterator::DONE; start = end, end = iterator->next()) {
    visit(text.tempSubStringBetween(start, end));
  }
}

std::unique_ptr<icu::BreakIterator> Clusters() {
  UErrorCode error = U_ZERO_ERROR;
  return std::unique_ptr<icu::BreakIterator>(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getFrench(), error));
}

std::unique_ptr<icu::BreakIterator> Breaks() {
  UErrorCode error = U_ZERO_ERROR;
  return std::unique_ptr<icu::BreakIterator>(icu::BreakIterator::createLineInstance(icu::Locale::getFrench(), error));
}

int Width(icu::BreakIterator* clusters, const icu::UnicodeString& text) {
  int width = 0;
  ForEachPiece(clusters, text, [&width](const icu::UnicodeString& cluster) { width += ClusterWidth(cluster); });
  return width;
}

icu::UnicodeString WithoutTrailingSpaces(const icu::UnicodeString& text) {
  int32_t end = text.length();
  while (end > 0 && text[end - 1] == u' ') --end;
  return text.tempSubString(0, end);
}

// `text` where it may be broken after a space, which French puts before `:` too: no line begins with that.
std::vector<icu::UnicodeString> Words(icu::BreakIterator* breaks, const icu::UnicodeString& text) {
  std::vector<icu::UnicodeString> words;
  bool after_space = true;
  ForEachPiece(breaks, text, [&](const icu::UnicodeString& piece) {
    if (after_space) words.emplace_back();
    words.back().append(piece);
    after_space = piece[piece.length() - 1] == u' ';
  });
  return words;
}

// The lines made so far, and the one being filled.
class Lines {
 public:
  // In a narrow space the text needs it all.
  Lines(int width, int indent) : width_(width), indent_(3 * indent <= width ? indent : 0) {}

  bool Fits(int columns) const { return columns_ + columns <= width_; }
  bool IsAtStart() const { return columns_ == (lines_.empty() ? 0 : indent_); }
  void Append(const icu::UnicodeString& text, int columns) {
    line_.append(text);
    columns_ += columns;
  }
  void Break() {
    lines_.push_back(ToUtf8(WithoutTrailingSpaces(line_)));
    line_ = icu::UnicodeString(indent_, u' ', indent_);
    columns_ = indent_;
  }
  std::vector<std::string> Finish() {
    lines_.push_back(ToUtf8(columns_ > width_ ? WithoutTrailingSpaces(line_) : line_));
    return std::move(lines_);
  }

 private:
  const int width_;
  const int indent_;
  std::vector<std::string> lines_;
  icu::UnicodeString line_;
  int columns_ = 0;
};

}  // namespace

int DisplayWidth(absl::string_view text) {
  // Most cells; a hundred times faster than looking for clusters.
  if (std::all_of(text.begin(), text.end(), absl::ascii_isprint)) return static_cast<int>(text.size());
  return Width(Clusters().get(), FromUtf8(text));
}

int LongestWord(absl::string_view text) {
  const std::unique_ptr<icu::BreakIterator> breaks = Breaks();
  const std::unique_ptr<icu::BreakIterator> clusters = Clusters();
  int longest = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    for (const icu::UnicodeString& word : Words(breaks.get(), FromUtf8(line))) {
      longest = std::max(longest, Width(clusters.get(), WithoutTrailingSpaces(word)));
    }
  }
  return longest;
}

std::vector<std::string> Wrap(absl::string_view text, int width, int indent) {
  if (width <= 0 || DisplayWidth(text) <= width) return {std::string(text)};
  const std::unique_ptr<icu::BreakIterator> breaks = Breaks();
  const std::unique_ptr<icu::BreakIterator> clusters = Clusters();
  Lines lines(width, indent);
  // On this line, else on the next one: whether it fits on either.
  const auto append_whole = [&](const icu::UnicodeString& piece) {
    const int columns = Width(clusters.get(), WithoutTrailingSpaces(piece));
    if (!lines.Fits(columns) && !lines.IsAtStart()) lines.Break();
    if (!lines.Fits(columns)) return false;
    lines.Append(piece, Width(clusters.get(), piece));
    return true;
  };
  const auto append_word = [&](const icu::UnicodeString& word) {
    if (append_whole(word)) return;
    ForEachPiece(breaks.get(), word, [&](const icu::UnicodeString& part) {
      if (append_whole(part)) return;
      ForEachPiece(clusters.get(), part, [&lines](const icu::UnicodeString& cluster) {
        const int columns = ClusterWidth(cluster);
        if (!lines.Fits(columns) && !lines.IsAtStart()) lines.Break();
        lines.Append(cluster, columns);
      });
    });
  };
  for (const icu::UnicodeString& word : Words(breaks.get(), FromUtf8(text))) append_word(word);
  return lines.Finish();
}

std::string Printable(absl::string_view text) {
  icu::UnicodeString source = FromUtf8(text);
  icu::UnicodeString printable;
  for (int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    const UChar32 character = source.char32At(i);
    const int8_t type = u_charType(character);
    if (character == u'\t') {
      printable.append(u' ');
    } else if (character != u'\n' &&
               (type == U_CONTROL_CHAR || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR)) {
      printable.append(kReplacement);
    } else {
      printable.append(character);
    }
  }
  return ToUtf8(printable);
}

}  // namespace tutorat::format
