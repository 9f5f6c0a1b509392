#include "server/domain/figures/balance_figures.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/natural_order.h"
#include "server/domain/base/require.h"
#include "server/domain/session/group_timeline.h"

namespace tutorat::domain {
namespace {

using References = google::protobuf::RepeatedPtrField<v1::GroupReference>;
using GroupKey = std::pair<std::string, int>;  // wave and number, which a group keeps

struct ComesBefore {
  bool operator()(const GroupKey& a, const GroupKey& b) const {
    return std::pair(contract::Natural{a.first}, a.second) < std::pair(contract::Natural{b.first}, b.second);
  }
};

struct Figure {
  std::string key;
  Text label;
  v1::FigureKind kind;
  v1::FigureValue value;
};

struct GroupShape {
  bool planned = false;
  bool cancelled = false;
  bool attendance = false;
};

// Which figures there are: of two balances together, so that both are told in the same ones.
struct Shape {
  bool planned = false;
  bool cancelled = false;
  bool issues = false;
  std::set<int> session_counts;
  std::set<int> issue_kinds;
  std::set<int> appreciations;
  std::map<GroupKey, GroupShape, ComesBefore> groups;

  void Add(const v1::Balance& balance) {
    const v1::Observations& seen = balance.observations();
    issues |= seen.groups_with_issue_size() > 0;
    for (const auto& row : seen.groups_by_session_count()) session_counts.insert(row.session_count());
    for (const auto& row : seen.groups_by_issue()) issue_kinds.insert(row.kind());
    for (const auto& row : seen.groups_by_appreciation()) appreciations.insert(row.appreciation());
    for (const v1::GroupBalance& group : balance.groups()) {
      GroupShape& shape = groups[{group.wave(), group.number()}];
      planned |= shape.planned |= group.planned_count() > 0;
      cancelled |= shape.cancelled |= group.cancelled_count() > 0;
      shape.attendance |= group.attendance().denominator() > 0 || group.attendance().withheld();
      if (group.appreciation() == v1::APPRECIATION_UNSPECIFIED) appreciations.insert(v1::APPRECIATION_UNSPECIFIED);
    }
  }
};

Text AppreciationLabel(int appreciation) {
  switch (appreciation) {
    case v1::APPRECIATION_UNSPECIFIED:
      return {.en = "Groups without an appreciation", .fr = "Groupes sans appréciation"};
    case v1::APPRECIATION_GOOD:
      return {.en = "Groups that progress well", .fr = "Groupes qui évoluent bien"};
    case v1::APPRECIATION_FAIR:
      return {.en = "Groups whose progress is fair", .fr = "Groupes dont l'évolution est jugée moyenne"};
    default:
      return {.en = "Groups whose progress is poor", .fr = "Groupes dont l'évolution est jugée difficile"};
  }
}

Text IssueLabel(int kind) {
  switch (kind) {
    case v1::ParticipationIssue::KIND_MIC:
      return {.en = "Groups where microphones are missing", .fr = "Groupes avec absence de micro"};
    case v1::ParticipationIssue::KIND_CAMERA:
      return {.en = "Groups where cameras are missing", .fr = "Groupes avec absence de caméra"};
    case v1::ParticipationIssue::KIND_CONNECTION:
      return {.en = "Groups with a connection issue", .fr = "Groupes avec un problème de connexion"};
    case v1::ParticipationIssue::KIND_ACCESS:
      return {.en = "Groups with an access issue", .fr = "Groupes avec un problème d'accès"};
    case v1::ParticipationIssue::KIND_ROOM:
      return {.en = "Groups with a room issue", .fr = "Groupes avec un problème de salle"};
    default:
      return {.en = "Groups with another issue", .fr = "Groupes avec un autre problème"};
  }
}

Text SessionCountLabel(int count) {
  if (count == 0) return {.en = "Groups that held no session", .fr = "Groupes n'ayant réalisé aucune séance"};
  return {.en = absl::StrCat("Groups that held ", count, count == 1 ? " session" : " sessions"),
          .fr = absl::StrCat("Groupes ayant réalisé ", count, count == 1 ? " séance" : " séances")};
}

Text Weighing(const Text& of) {
  return {.en = absl::StrCat(of.en, ", and it weighs on dynamism"),
          .fr = absl::StrCat(of.fr, ", qui pèse sur le dynamisme")};
}

// KIND_MIC: mic; APPRECIATION_UNSPECIFIED: unspecified.
template <class Enum>
std::string FigureKey(int value, absl::string_view prefix) {
  const auto* known = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  if (known == nullptr) return absl::StrCat(value);
  return absl::AsciiStrToLower(absl::StripPrefix(known->name(), prefix));
}

// The row of a value, or an empty one.
template <class Row, class Matches>
const Row& RowOf(const google::protobuf::RepeatedPtrField<Row>& rows, Matches matches) {
  const auto found = std::find_if(rows.begin(), rows.end(), matches);
  return found == rows.end() ? Row::default_instance() : *found;
}

class Teller {
 public:
  explicit Teller(const v1::Balance& balance) : balance_(balance), seen_(balance.observations()) {
    for (const v1::GroupBalance& group : balance.groups()) groups_[{group.wave(), group.number()}] = &group;
  }

  std::vector<Figure> Tell(const Shape& shape) {
    TellSessions(shape);
    TellIssues(shape);
    TellAppreciations(shape);
    Ratio("observations/attendance",
          {.en = "Attendance: presences out of expected", .fr = "Assiduité : présences sur attendues"},
          seen_.attendance());
    Add("observations/attendance/sessions",
        {.en = "Attendance: noted sessions out of held", .fr = "Assiduité : séances notées sur réalisées"},
        v1::FIGURE_KIND_SHARE, seen_.attendance().session_count(), seen_.attendance().held_count());
    for (const auto& [key, group] : shape.groups) TellGroup(key, group);
    return std::move(figures_);
  }

 private:
  void TellSessions(const Shape& shape) {
    Add("observations/group_count", {.en = "Groups", .fr = "Groupes"}, v1::FIGURE_KIND_COUNT, seen_.group_count(), 0);
    Add("observations/session_count", {.en = "Sessions held, per group", .fr = "Séances réalisées, par groupe"},
        v1::FIGURE_KIND_MEAN, seen_.session_count(), seen_.group_count());
    if (shape.planned) {
      Add("observations/planned_count", {.en = "Planned sessions", .fr = "Séances prévues"}, v1::FIGURE_KIND_COUNT,
          Sum(&v1::GroupBalance::planned_count), 0);
    }
    if (shape.cancelled) {
      Add("observations/cancelled_count", {.en = "Cancelled sessions", .fr = "Séances annulées"}, v1::FIGURE_KIND_COUNT,
          Sum(&v1::GroupBalance::cancelled_count), 0);
    }
    for (const int count : shape.session_counts) {
      const auto& row = RowOf(seen_.groups_by_session_count(),
                              [&](const v1::GroupsBySessionCount& r) { return r.session_count() == count; });
      Groups(absl::StrCat("observations/groups_by_session_count/", count), SessionCountLabel(count), row.groups(),
             seen_.group_count());
    }
  }

  void TellIssues(const Shape& shape) {
    const Text label{.en = "Groups with a participation issue", .fr = "Groupes avec un problème de participation"};
    Groups("observations/groups_with_issue", label, seen_.groups_with_issue(), seen_.group_count());
    if (shape.issues) {
      Groups("observations/groups_with_impact", Weighing(label), seen_.groups_with_impact(),
             seen_.groups_with_issue_size());
    }
    for (const int kind : shape.issue_kinds) {
      const auto& row = RowOf(seen_.groups_by_issue(), [&](const v1::GroupsByIssue& r) { return r.kind() == kind; });
      const std::string key =
          absl::StrCat("observations/groups_by_issue/", FigureKey<v1::ParticipationIssue::Kind>(kind, "KIND_"));
      Groups(key, IssueLabel(kind), row.groups(), seen_.group_count());
      Groups(absl::StrCat(key, "/with_impact"), Weighing(IssueLabel(kind)), row.groups_with_impact(),
             row.groups_size());
    }
  }

  void TellAppreciations(const Shape& shape) {
    for (const int appreciation : shape.appreciations) {
      const References& groups = appreciation == v1::APPRECIATION_UNSPECIFIED
                                     ? Silent()
                                     : RowOf(seen_.groups_by_appreciation(), [&](const v1::GroupsByAppreciation& r) {
                                         return r.appreciation() == appreciation;
                                       }).groups();
      Groups(absl::StrCat("observations/groups_by_appreciation/",
                          FigureKey<v1::Appreciation>(appreciation, "APPRECIATION_")),
             AppreciationLabel(appreciation), groups, seen_.group_count());
    }
  }

  void TellGroup(const GroupKey& key, const GroupShape& shape) {
    const std::string code = GroupCode(key.first, key.second);
    const auto found = groups_.find(key);
    const v1::GroupBalance& group = found == groups_.end() ? v1::GroupBalance::default_instance() : *found->second;
    const auto count = [&](const char* field, const Text& what, int value) {
      Add(absl::StrCat("groups/", code, "/", field),
          {.en = absl::StrCat(code, ": ", what.en), .fr = absl::StrCat(code, " : ", what.fr)}, v1::FIGURE_KIND_COUNT,
          value, 0);
    };
    count("held_count", {.en = "sessions held", .fr = "séances réalisées"}, group.held_count());
    if (shape.planned)
      count("planned_count", {.en = "planned sessions", .fr = "séances prévues"}, group.planned_count());
    if (shape.cancelled)
      count("cancelled_count", {.en = "cancelled sessions", .fr = "séances annulées"}, group.cancelled_count());
    if (!shape.attendance) return;
    Ratio(absl::StrCat("groups/", code, "/attendance"),
          {.en = absl::StrCat(code, ": presences out of expected"),
           .fr = absl::StrCat(code, " : présences sur attendues")},
          group.attendance());
  }

  // Groups of which no session says how they progress.
  const References& Silent() {
    silent_.Clear();
    for (const v1::GroupBalance& group : balance_.groups()) {
      if (group.appreciation() == v1::APPRECIATION_UNSPECIFIED) *silent_.Add() = ReferenceTo(group);
    }
    return silent_;
  }

  int Sum(int32_t (v1::GroupBalance::*count)() const) const {
    int sum = 0;
    for (const v1::GroupBalance& group : balance_.groups()) sum += (group.*count)();
    return sum;
  }

  v1::FigureValue* Add(std::string key, Text label, v1::FigureKind kind, int numerator, int denominator) {
    figures_.push_back({std::move(key), std::move(label), kind, {}});
    figures_.back().value.set_numerator(numerator);
    figures_.back().value.set_denominator(denominator);
    return &figures_.back().value;
  }
  void Groups(std::string key, Text label, const References& groups, int of) {
    *Add(std::move(key), std::move(label), v1::FIGURE_KIND_SHARE, groups.size(), of)->mutable_groups() = groups;
  }
  void Ratio(std::string key, Text label, const v1::AttendanceRatio& ratio) {
    Add(std::move(key), std::move(label), v1::FIGURE_KIND_SHARE, ratio.numerator(), ratio.denominator())
        ->set_withheld(ratio.withheld());
  }

  const v1::Balance& balance_;
  const v1::Observations& seen_;
  std::map<GroupKey, const v1::GroupBalance*, ComesBefore> groups_;
  References silent_;
  std::vector<Figure> figures_;
};

}  // namespace

std::vector<FigurePair> PairFigures(const v1::Balance& first, const v1::Balance& second) {
  Shape shape;
  shape.Add(first);
  shape.Add(second);
  std::vector<Figure> of_first = Teller(first).Tell(shape);
  std::vector<Figure> of_second = Teller(second).Tell(shape);
  Require(of_first.size() == of_second.size(), "one shape gives the same figures");
  std::vector<FigurePair> pairs;
  pairs.reserve(of_first.size());
  for (size_t i = 0; i < of_first.size(); ++i) {
    pairs.push_back({std::move(of_first[i].key), std::move(of_first[i].label), of_first[i].kind,
                     std::move(of_first[i].value), std::move(of_second[i].value)});
  }
  return pairs;
}

std::string GroupCode(const std::string& wave, int number) {
  return absl::StrCat(absl::StripPrefix(wave, "waves/"), "/", number);
}

}  // namespace tutorat::domain
