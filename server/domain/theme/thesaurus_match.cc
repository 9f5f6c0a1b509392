#include "server/domain/theme/thesaurus_match.h"

#include <algorithm>

namespace tutorat::domain {
namespace {

using Meaning = ThemeSpan::Meaning;
using v1::ThemeAlias;

// Which of several neighbours a qualifier belongs to, when they are of several parents.
enum class Closeness { kBrackets, kCoordinated, kBefore, kAfter };

class Matcher {
 public:
  Matcher(const ThesaurusIndex& index, const ThemeText& text, const std::string& date)
      : index_(index), text_(text), date_(date) {}

  std::vector<ThemeSpan> Run() && {
    const std::vector<ThemeSpan> found = FindAll();
    do {
      Choose(found);
      TakeSure();
      while (TakeWithParent()) {
      }
    } while (GiveWay());
    TakeIgnored();
    Ask();
    return std::move(spans_);
  }

 private:
  // Every alias wherever it stands, longest first.
  std::vector<ThemeSpan> FindAll() const {
    std::vector<std::vector<std::string>> forms;
    for (const ThemeWord& word : text_.words) forms.push_back(index_.FormsOf(word));
    std::vector<ThemeSpan> found;
    for (size_t length = std::min(index_.longest_alias(), forms.size()); length > 0; --length) {
      for (size_t first = 0; first + length <= forms.size(); ++first) {
        ThemeSpan span;
        span.first = first;
        span.end = first + length;
        for (const IndexedAlias* alias : index_.Find(absl::MakeSpan(text_.words).subspan(first, length),
                                                     absl::MakeSpan(forms).subspan(first, length))) {
          if (alias->ignored() || index_.IsValid(alias->theme, date_)) span.aliases.push_back(alias);
        }
        if (!span.aliases.empty()) found.push_back(std::move(span));
      }
    }
    return found;
  }

  void Choose(const std::vector<ThemeSpan>& found) {
    spans_.clear();
    std::vector<bool> taken(text_.words.size());
    for (const ThemeSpan& span : found) {
      if (given_way_.count({span.first, span.end}) > 0) continue;
      const auto from = taken.begin() + static_cast<std::ptrdiff_t>(span.first);
      const auto to = taken.begin() + static_cast<std::ptrdiff_t>(span.end);
      if (std::find(from, to, true) != to) continue;
      std::fill(from, to, true);
      spans_.push_back(span);
    }
    std::sort(spans_.begin(), spans_.end(), [](const ThemeSpan& a, const ThemeSpan& b) { return a.first < b.first; });
  }

  void Recognise(ThemeSpan& span, const IndexedAlias& alias) {
    span.meaning = Meaning::kRecognised;
    span.theme = alias.theme;
    span.alias = &alias;
  }

  static void AddCandidate(int theme, ThemeSpan& span) {
    if (std::find(span.candidates.begin(), span.candidates.end(), theme) == span.candidates.end()) {
      span.candidates.push_back(theme);
    }
  }

  // A word that is a slip or an abbreviation may stand for several sure ones: a person decides.
  void TakeSure() {
    for (ThemeSpan& span : spans_) {
      for (const IndexedAlias* alias : span.aliases) {
        if (alias->certainty != ThemeAlias::CERTAINTY_SURE) continue;
        if (span.alias == nullptr) span.alias = alias;
        AddCandidate(alias->theme, span);
      }
      if (span.candidates.size() == 1) {
        Recognise(span, *span.alias);
        span.candidates.clear();
      } else if (!span.candidates.empty()) {
        span.meaning = Meaning::kAmbiguous;
      }
    }
  }

  size_t SegmentOf(const ThemeSpan& span) const { return text_.words[span.first].segment; }

  template <class F>
  void ForEachQualifier(const ThemeSpan& span, F f) const {
    for (const IndexedAlias* alias : span.aliases) {
      if (alias->certainty != ThemeAlias::CERTAINTY_WITH_PARENT || alias->ignored()) continue;
      if (const int parent = index_.ParentOf(alias->theme); parent != kNoTheme) f(*alias, parent);
    }
  }

  bool IsAbout(const ThemeSpan& span, int parent) const {
    return span.meaning == Meaning::kRecognised && index_.IsWithin(span.theme, parent);
  }

  // In words, to the nearest mention of the parent's family in the same segment with nothing else between.
  std::optional<size_t> DistanceToFamily(size_t place, int parent) const {
    std::optional<size_t> nearest;
    const ThemeSpan& span = spans_[place];
    for (size_t i = place; i-- > 0 && SegmentOf(spans_[i]) == SegmentOf(span);) {
      if (spans_[i].meaning != Meaning::kRecognised) continue;
      if (IsAbout(spans_[i], parent)) nearest = span.first - spans_[i].end;
      break;
    }
    for (size_t i = place + 1; i < spans_.size() && SegmentOf(spans_[i]) == SegmentOf(span); ++i) {
      if (spans_[i].meaning != Meaning::kRecognised) continue;
      const size_t distance = spans_[i].first - span.end;
      if (IsAbout(spans_[i], parent) && (!nearest || distance <= *nearest)) nearest = distance;
      break;
    }
    return nearest;
  }

  bool Mentions(size_t segment, int parent, bool qualified) const {
    return segment != ThemeSegment::kNone && std::any_of(spans_.begin(), spans_.end(), [&](const ThemeSpan& span) {
             return SegmentOf(span) == segment && IsAbout(span, parent) && (!qualified || span.beside_parent);
           });
  }

  bool Mentions(size_t segment) const {
    return std::any_of(spans_.begin(), spans_.end(), [&](const ThemeSpan& span) {
      return SegmentOf(span) == segment && span.meaning == Meaning::kRecognised;
    });
  }

  // Whether the segment says nothing but what may qualify the parent.
  bool OnlyQualifies(size_t segment, int parent) const {
    const ThemeSegment& words = text_.segments[segment];
    for (size_t i = words.first_word; i < words.end_word; ++i) {
      if (text_.words[i].number) continue;
      const auto span =
          std::find_if(spans_.begin(), spans_.end(), [&](const ThemeSpan& s) { return s.first <= i && i < s.end; });
      if (span == spans_.end()) return false;
      bool qualifies = std::any_of(span->aliases.begin(), span->aliases.end(),
                                   [](const IndexedAlias* alias) { return alias->ignored(); });
      ForEachQualifier(*span, [&](const IndexedAlias&, int of) { qualifies = qualifies || of == parent; });
      if (!qualifies || (span->meaning == Meaning::kRecognised && !IsAbout(*span, parent))) return false;
    }
    return true;
  }

  // How a segment that only qualifies the parent is beside one that is about it.
  std::optional<Closeness> Beside(size_t segment, int parent) const {
    const ThemeSegment& own = text_.segments[segment];
    if (Mentions(own.head, parent, false)) return Closeness::kBrackets;
    bool completed = false;  // « préparation (bascule) »
    for (size_t i = segment + 1; i < text_.segments.size(); ++i) {
      if (text_.segments[i].head != segment || !Mentions(i)) continue;
      if (Mentions(i, parent, false)) return Closeness::kBrackets;
      completed = true;
    }
    if (completed) return std::nullopt;
    if (Mentions(own.after, parent, true)) return Closeness::kCoordinated;
    if (Mentions(own.before, parent, false)) return Closeness::kBefore;
    if (Mentions(own.after, parent, false)) return Closeness::kAfter;
    return std::nullopt;
  }

  // One round: true when a word was recognised that may help another.
  bool TakeWithParent() {
    std::vector<std::pair<size_t, ThemeSpan>> taken;
    for (size_t place = 0; place < spans_.size(); ++place) {
      const ThemeSpan& span = spans_[place];
      if (span.meaning != Meaning::kNone) continue;
      std::optional<size_t> nearest;
      std::optional<Closeness> closest;
      const IndexedAlias* best = nullptr;
      ForEachQualifier(span, [&](const IndexedAlias& alias, int parent) {
        const std::optional<size_t> distance = DistanceToFamily(place, parent);
        if (distance && (!nearest || *distance < *nearest)) {
          nearest = distance;
          best = &alias;
        }
        if (nearest || !OnlyQualifies(SegmentOf(span), parent)) return;
        const std::optional<Closeness> closeness = Beside(SegmentOf(span), parent);
        if (!closeness || (closest && *closest <= *closeness)) return;
        closest = closeness;
        best = &alias;
      });
      if (best == nullptr) continue;
      ThemeSpan recognised = span;
      Recognise(recognised, *best);
      recognised.beside_parent = nearest.has_value();
      taken.emplace_back(place, std::move(recognised));
    }
    for (auto& [place, span] : taken) spans_[place] = std::move(span);
    return !taken.empty();
  }

  // Words that need a parent which is not there leave their place to shorter ones. True when there are such.
  bool GiveWay() {
    bool any = false;
    for (const ThemeSpan& span : spans_) {
      const bool only_qualifies = std::all_of(span.aliases.begin(), span.aliases.end(), [](const IndexedAlias* alias) {
        return alias->certainty == ThemeAlias::CERTAINTY_WITH_PARENT;
      });
      if (span.meaning != Meaning::kNone || !only_qualifies || span.end - span.first < 2) continue;
      any = given_way_.insert({span.first, span.end}).second || any;
    }
    return any;
  }

  void TakeIgnored() {
    for (ThemeSpan& span : spans_) {
      if (span.meaning != Meaning::kNone) continue;
      const bool ignored = std::any_of(span.aliases.begin(), span.aliases.end(),
                                       [](const IndexedAlias* alias) { return alias->ignored(); });
      if (ignored) span.meaning = Meaning::kIgnored;
    }
  }

  void Ask() {
    std::vector<int> recognised;
    for (const ThemeSpan& span : spans_) {
      if (span.meaning == Meaning::kRecognised) recognised.push_back(span.theme);
    }
    for (ThemeSpan& span : spans_) {
      if (span.meaning == Meaning::kNone) Ask(span, recognised);
      if (span.meaning == Meaning::kAmbiguous) Rank(span, recognised);
    }
  }

  // « demande de paiement (DP) », « DP (demande de paiement) »: what stands in brackets says the same again.
  bool IsGloss(const ThemeSpan& span, int theme) const {
    const size_t segment = SegmentOf(span);
    const ThemeSegment& own = text_.segments[segment];
    if (own.first_word != span.first || own.end_word != span.end) return false;
    if (Mentions(own.head, theme, false)) return true;
    const size_t next = segment + 1;
    return next < text_.segments.size() && text_.segments[next].head == segment && Mentions(next, theme, false);
  }

  void Ask(ThemeSpan& span, const std::vector<int>& recognised) {
    std::vector<const IndexedAlias*> sure;
    for (const IndexedAlias* alias : span.aliases) {
      if (alias->certainty != ThemeAlias::CERTAINTY_ASK) continue;
      if (span.alias == nullptr) span.alias = alias;
      AddCandidate(alias->theme, span);
      const bool is_sure =
          IsGloss(span, alias->theme) || std::any_of(alias->sure_with.begin(), alias->sure_with.end(), [&](int with) {
            return std::any_of(recognised.begin(), recognised.end(), [&](int r) { return index_.IsWithin(r, with); });
          });
      const bool seen = std::any_of(sure.begin(), sure.end(), [&](const auto* s) { return s->theme == alias->theme; });
      if (is_sure && !seen) sure.push_back(alias);
    }
    if (span.candidates.empty()) return;
    if (sure.size() != 1) {
      span.meaning = Meaning::kAmbiguous;
      return;
    }
    Recognise(span, *sure.front());
    span.candidates.clear();
  }

  // Those near what else the text is about first; equally near ones in the order of the tree.
  void Rank(ThemeSpan& span, const std::vector<int>& recognised) const {
    const auto distance = [&](int candidate) {
      int nearest = 2;
      for (const int theme : recognised) nearest = std::min(nearest, index_.Distance(candidate, theme));
      return nearest;
    };
    std::sort(span.candidates.begin(), span.candidates.end(),
              [&](int a, int b) { return std::pair(distance(a), a) < std::pair(distance(b), b); });
  }

  const ThesaurusIndex& index_;
  const ThemeText& text_;
  const std::string& date_;
  std::vector<ThemeSpan> spans_;
  std::set<std::pair<size_t, size_t>> given_way_;
};

}  // namespace

std::vector<ThemeSpan> MatchThemes(const ThesaurusIndex& index, const ThemeText& text, const std::string& date) {
  return Matcher(index, text, date).Run();
}

}  // namespace tutorat::domain
