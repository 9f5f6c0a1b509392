// W1: sessions recorded, against the bare writing of the same rows.
#include <atomic>
#include <optional>

#include "absl/strings/str_cat.h"
#include "tests/bench/works.h"

namespace tutorat::bench {
namespace {

// A session that was recorded is there, and no other is.
class Counted {
 public:
  explicit Counted(Database& database) : connection_(database.Connect()) {}
  void Begin() {
    before_ = connection_->Count("sessions");
    acknowledged = 0;
  }
  void Check() {
    const int64_t stored = connection_->Count("sessions") - before_;
    if (stored != acknowledged) throw Failure(absl::StrCat(acknowledged.load(), " acknowledged, ", stored, " stored"));
  }
  std::atomic<int64_t> acknowledged = 0;

 private:
  const std::unique_ptr<Connection> connection_;
  int64_t before_ = 0;
};

// Each side on a store of its own, which is as new at the beginning of each round.
class Recording {
 public:
  explicit Recording(const Size& size) : ours_(size), floor_(size) {}

  std::vector<Side> Sides(int clients) { return {Ours(clients), Bare(clients)}; }

  size_t row_count() const { return floor_.record().row_count(); }

 private:
  Side Ours(int clients) {
    Side side{"ours", clients, {}, {}, {}, {}};
    side.prepare = [this, clients] {
      counted_.reset();
      ours_.Reset(/*running=*/true);
      clients_.Connect(ours_.endpoint(), clients);
      counted_.emplace(ours_.database());
      counted_->Begin();
    };
    side.call = Timed([this](int client) {
      clients_.Call(client, kRecordPath, NewRecordRequest(ours_.groups()));
      ++counted_->acknowledged;
    });
    side.servers = [this] { return ours_.Processes(); };
    side.check = [this] { counted_->Check(); };
    return side;
  }

  Side Bare(int clients) {
    Side side{"rows", clients, {}, {}, {}, {}};
    side.prepare = [this, clients] {
      writer_.reset();
      counted_.reset();
      floor_.Reset(/*running=*/false);
      writer_.emplace(floor_.database(), clients);
      counted_.emplace(floor_.database());
      counted_->Begin();
    };
    side.call = Timed([this](int client) {
      writer_->Write(client, floor_.record().Of(AnyGroup(floor_.groups()), DayBefore()));
      ++counted_->acknowledged;
    });
    side.servers = [this] { return std::vector<pid_t>{floor_.database().Worker()}; };
    side.check = [this] { counted_->Check(); };
    return side;
  }

  Stage ours_;
  Stage floor_;
  Clients clients_;
  std::optional<RecordWriter> writer_;
  std::optional<Counted> counted_;
};

}  // namespace

void RecordWork(const Options& options, Report* report) {
  const struct {
    const char* what;
    Size size;
  } cases[] = {{"10 groups", {}},
               {"1,000 groups", {.groups = options.Scaled(1000), .tutors = options.Scaled(250), .sessions = 0}},
               {"10 groups, 2,000 sessions a tutor", {.past = options.Scaled(6000)}}};
  double fresh[3] = {};
  for (const auto& [what, size] : cases) {
    Recording recording(size);
    double* first = fresh;
    for (const int clients : {1, 16, 64}) {
      const std::string title = absl::StrCat(what, ", ", clients, " in flight");
      const double rate = Compare(options, "W1", title, recording.Sides(clients), RatioOf::kRate, report)[0].rate;
      if (*first == 0) *first = rate;
      if (what != cases[0].what && *first > 0) {
        report->Add({"W1", title, "against 10 groups", {{"ours / fresh", rate / *first}}, "", true});
      }
      ++first;
    }
  }
}

}  // namespace tutorat::bench
