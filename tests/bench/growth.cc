// W6: the same questions beside ever more that is not asked for.
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "tests/bench/works.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::bench {
namespace {

struct Grown {
  int history;
  std::unique_ptr<Stage> stage;
  std::unique_ptr<Clients> clients;
  double ready_ms;
};

Grown Grow(int history) {
  Grown grown{history, std::make_unique<Stage>(Size{.history = history}), std::make_unique<Clients>(), 0};
  // The first start after filling finds nothing in the system's memory: the second is measured.
  grown.stage->Start();
  grown.ready_ms = absl::ToDoubleMilliseconds(TimeToReady(*grown.stage));
  grown.clients->Connect(grown.stage->endpoint(), 1);
  return grown;
}

// One question to each store in turn, and how its time grows from the smallest to the largest.
void CompareSizes(const Options& options, const std::string& what, const std::vector<Grown>& stores,
                  const std::function<void(const Grown& store)>& ask, Report* report) {
  std::vector<Side> sides;
  for (const Grown& store : stores) {
    Side side{absl::StrCat("ours of ", store.history), 1, {}, {}, {}, {}};
    side.call = Timed([&store, &ask](int) { ask(store); });
    side.servers = [&store] { return store.stage->Processes(); };
    sides.push_back(std::move(side));
  }
  const std::vector<Summary> summaries = RunRounds(options, sides);
  for (size_t i = 0; i < sides.size(); ++i) {
    Line line = ToLine("W6", what, sides[i], summaries[i]);
    if (i > 0 && summaries[0].p50 > 0) line.figures.emplace_back("p50 / smallest", summaries[i].p50 / summaries[0].p50);
    report->Add(std::move(line));
  }
}

}  // namespace

void GrowthWork(const Options& options, Report* report) {
  std::vector<Grown> stores;
  std::vector<int> sizes = {1000, 100'000};
  if (options.large) sizes.push_back(1'000'000);
  stores.reserve(sizes.size());
  for (const int size : sizes) stores.push_back(Grow(options.Scaled(size)));
  CompareSizes(
      options, "RecordSession", stores,
      [](const Grown& store) { store.clients->Call(0, kRecordPath, NewRecordRequest(store.stage->groups())); }, report);
  CompareSizes(
      options, "GetBalance of 10 groups", stores,
      [request = BalanceRequest()](const Grown& store) { store.clients->Call(0, kBalancePath, request); }, report);
  v1::ListSessionsRequest page;
  page.set_page_size(100);
  CompareSizes(
      options, "ListSessions, first page of 100", stores,
      [request = page.SerializeAsString()](const Grown& store) {
        store.clients->Call(0, "/tutorat.v1.SessionService/ListSessions", request);
      },
      report);
  for (const Grown& store : stores) {
    report->Add({"W6",
                 "start",
                 absl::StrCat("ours of ", store.history),
                 {{"ready ms", store.ready_ms}, {"MiB", ResidentMiB(store.stage->pid())}},
                 "",
                 true});
  }
}

}  // namespace tutorat::bench
