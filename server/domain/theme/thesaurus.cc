#include "server/domain/theme/thesaurus.h"

#include <algorithm>

#include "server/domain/base/text.h"
#include "server/domain/theme/thesaurus_match.h"
#include "server/domain/theme/thesaurus_words.h"

namespace tutorat::domain {
namespace {

using v1::ThemeMention;
using Meaning = ThemeSpan::Meaning;

// As session.proto has it for theme_mentions, and theme.proto for candidates.
constexpr size_t kMostMentions = 500;
constexpr size_t kMostCandidates = 10;
constexpr size_t kMostGuesses = 5;

// Of the spans of a text, the mentions.
class Mentioner {
 public:
  Mentioner(const ThesaurusIndex& index, absl::string_view text, const ThemeText& cut, std::vector<ThemeSpan> spans,
            const std::string& date)
      : index_(index), text_(text), cut_(cut), spans_(std::move(spans)), date_(date) {}

  std::vector<ThemeMention> Run() && {
    MergeHeads();
    for (size_t i = 0; i < spans_.size(); ++i) {
      if (!merged_[i]) Mention(spans_[i]);
    }
    for (const ThemeSegment& segment : cut_.segments) MentionUnknown(segment);
    std::sort(mentions_.begin(), mentions_.end(),
              [](const ThemeMention& a, const ThemeMention& b) { return a.offset() < b.offset(); });
    if (mentions_.size() > kMostMentions) mentions_.resize(kMostMentions);
    return std::move(mentions_);
  }

 private:
  // A qualifier and the parent's word right beside it, numbers apart, are one mention; each parent's word serves once.
  void MergeHeads() {
    merged_.assign(spans_.size(), false);
    for (size_t i = 0; i < spans_.size(); ++i) {
      if (!spans_[i].beside_parent) continue;
      if (i + 1 < spans_.size() && IsHeadOf(spans_[i + 1], spans_[i]) &&
          OnlyNumbers(spans_[i].end, spans_[i + 1].first)) {
        spans_[i].end = spans_[i + 1].end;
        merged_[i + 1] = true;
      } else if (i > 0 && !merged_[i - 1] && IsHeadOf(spans_[i - 1], spans_[i]) &&
                 OnlyNumbers(spans_[i - 1].end, spans_[i].first)) {
        spans_[i].first = spans_[i - 1].first;
        merged_[i - 1] = true;
      }
    }
  }

  bool IsHeadOf(const ThemeSpan& head, const ThemeSpan& qualifier) const {
    return head.meaning == Meaning::kRecognised && head.theme == index_.ParentOf(qualifier.theme) &&
           cut_.words[head.first].segment == cut_.words[qualifier.first].segment;
  }

  bool OnlyNumbers(size_t first, size_t end) const {
    return std::all_of(cut_.words.begin() + static_cast<std::ptrdiff_t>(first),
                       cut_.words.begin() + static_cast<std::ptrdiff_t>(end),
                       [](const ThemeWord& word) { return word.number; });
  }

  ThemeMention& Add(ThemeMention::State state, size_t first_word, size_t end_word) {
    const size_t begin = cut_.words[first_word].begin;
    const absl::string_view words = text_.substr(begin, cut_.words[end_word - 1].end - begin);
    ThemeMention& mention = mentions_.emplace_back();
    mention.set_state(state);
    mention.set_text(std::string(words));
    mention.set_offset(static_cast<int32_t>(CountCharacters(text_.substr(0, begin))));
    mention.set_length(static_cast<int32_t>(CountCharacters(words)));
    return mention;
  }

  void AddCandidates(const std::vector<int>& themes, size_t most, ThemeMention& mention) const {
    for (size_t i = 0; i < themes.size() && i < most; ++i) mention.add_candidates(index_.NameOf(themes[i]));
  }

  void Mention(const ThemeSpan& span) {
    if (span.meaning == Meaning::kRecognised) {
      ThemeMention& mention = Add(ThemeMention::STATE_RECOGNISED, span.first, span.end);
      mention.set_theme(index_.NameOf(span.theme));
      mention.set_alias(span.alias->text);
    } else if (span.meaning == Meaning::kAmbiguous) {
      ThemeMention& mention = Add(ThemeMention::STATE_AMBIGUOUS, span.first, span.end);
      mention.set_alias(span.alias->text);
      AddCandidates(span.candidates, kMostCandidates, mention);
    }
  }

  const ThemeSpan* SpanOf(size_t word) const {
    for (const ThemeSpan& span : spans_) {
      if (span.first <= word && word < span.end && span.meaning != Meaning::kNone) return &span;
    }
    return nullptr;
  }

  void MentionUnknown(const ThemeSegment& segment) {
    bool known = false;
    std::vector<size_t> left;
    for (size_t i = segment.first_word; i < segment.end_word; ++i) {
      const ThemeSpan* span = SpanOf(i);
      known = known || (span != nullptr && span->meaning != Meaning::kIgnored);
      if (span == nullptr && !cut_.words[i].number) left.push_back(i);
    }
    if (left.empty()) return;
    if (!known) {
      AddUnknown(left.front(), left.back() + 1);
      return;
    }
    for (const size_t i : left) {
      const ThemeWord& word = cut_.words[i];
      if (word.acronym && !cut_.all_capitals && !index_.Knows(word.stem)) AddUnknown(i, i + 1);
    }
  }

  void AddUnknown(size_t first, size_t end) {
    // First what the words would mean beside their parent.
    std::vector<int> guesses;
    for (const ThemeSpan& span : spans_) {
      if (span.first < first || span.end > end || span.meaning != Meaning::kNone) continue;
      for (const IndexedAlias* alias : span.aliases) guesses.push_back(alias->theme);
    }
    for (const int theme :
         index_.Nearest(absl::MakeSpan(cut_.words).subspan(first, end - first), date_, kMostGuesses)) {
      if (std::find(guesses.begin(), guesses.end(), theme) == guesses.end()) guesses.push_back(theme);
    }
    AddCandidates(guesses, kMostGuesses, Add(ThemeMention::STATE_UNKNOWN, first, end));
  }

  const ThesaurusIndex& index_;
  absl::string_view text_;
  const ThemeText& cut_;
  std::vector<ThemeSpan> spans_;
  const std::string& date_;
  std::vector<bool> merged_;
  std::vector<ThemeMention> mentions_;
};

}  // namespace

std::vector<ThemeMention> Thesaurus::Recognise(absl::string_view text, const std::string& local_date) const {
  if (index_.empty()) return {};
  const ThemeText cut = CutThemes(text, [this](const std::string& word) { return index_.Shortens(word); });
  return Mentioner(index_, text, cut, MatchThemes(index_, cut, local_date), local_date).Run();
}

}  // namespace tutorat::domain
