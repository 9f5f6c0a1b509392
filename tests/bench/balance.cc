// W2 and W3: balances, against the echo of as many bytes and the bare reading of the rows.
#include <optional>

#include "absl/strings/str_cat.h"
#include "tests/bench/echo.h"
#include "tests/bench/works.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::bench {
namespace {

// One store that is asked and read; `writing` before each question.
class Asking {
 public:
  Asking(const Size& size, int most_clients) : ours_(size), floor_(size), request_(BalanceRequest()) {
    ours_.Start();
    ours_clients_.Connect(ours_.endpoint(), most_clients);
    answer_bytes_ = ours_clients_.Call(0, kBalancePath, request_).size();
    echo_.emplace(answer_bytes_);
    echo_clients_.Connect(echo_->endpoint(), most_clients);
    for (int i = 0; i < most_clients; ++i) readers_.push_back(floor_.database().Connect());
    writer_.emplace(floor_.database(), most_clients);
  }

  Side Ours(int clients, bool writing) {
    Side side{"ours", clients, {}, {}, {}, {}};
    side.call = [this, writing, ask = Timed([this](int client) {
                                  const size_t bytes = ours_clients_.Call(client, kBalancePath, request_).size();
                                  // The time of the snapshot may be shorter by some bytes.
                                  if (bytes + 16 < answer_bytes_) throw Failure("the balance is another one");
                                })](int client) {
      if (writing) ours_clients_.Call(client, kRecordPath, NewRecordRequest(ours_.groups()));
      return ask(client);
    };
    side.servers = [this] { return ours_.Processes(); };
    return side;
  }

  Side Bare(int clients, bool writing) {
    Side side{"rows", clients, {}, {}, {}, {}};
    side.call = [this, writing, read = Timed([this](int client) {
                                  ReadBalanceRows(*readers_[static_cast<size_t>(client)], absl::StrCat("waves/", kWave),
                                                  kYearFrom, kYearTo);
                                })](int client) {
      if (writing) writer_->Write(client, floor_.record().Of(AnyGroup(floor_.groups()), DayBefore()));
      return read(client);
    };
    side.servers = [this] { return std::vector<pid_t>{floor_.database().Worker()}; };
    return side;
  }

  Side Echoed(int clients) {
    Side side{"echo", clients, {}, {}, {}, {}};
    side.call = Timed([this](int client) { echo_->Call(echo_clients_.Of(client), request_); });
    side.servers = [this] { return std::vector<pid_t>{echo_->pid()}; };
    return side;
  }

  size_t answer_bytes() const { return answer_bytes_; }
  Stage& ours() { return ours_; }
  Clients& ours_clients() { return ours_clients_; }

 private:
  Stage ours_;
  Stage floor_;
  const std::string request_;
  Clients ours_clients_;
  Clients echo_clients_;
  std::optional<Echo> echo_;
  std::vector<std::unique_ptr<Connection>> readers_;
  std::optional<RecordWriter> writer_;
  size_t answer_bytes_ = 0;
};

}  // namespace

std::string BalanceRequest() {
  v1::GetBalanceRequest request;
  request.set_wave(kWave);
  request.set_from_date(kYearFrom);
  request.set_to_date(kYearTo);
  return request.SerializeAsString();
}

void BalanceWork(const Options& options, Report* report) {
  Asking asking({}, 16);
  for (const int clients : {1, 16}) {
    Compare(options, "W2", absl::StrCat("unchanged, ", clients, " in flight"),
            {asking.Ours(clients, false), asking.Echoed(clients), asking.Bare(clients, false)}, RatioOf::kRate, report);
  }
  // The time of a question is comparable while nothing else is asked; else both of them together.
  Compare(options, "W2", "after a write, 1 in flight (ratio of p50)", {asking.Ours(1, true), asking.Bare(1, true)},
          RatioOf::kMedianTime, report);
  Compare(options, "W2", "a write and a question, 16 in flight", {asking.Ours(16, true), asking.Bare(16, true)},
          RatioOf::kRate, report);
  report->Add({"W2", "answer", "ours", {{"bytes", static_cast<double>(asking.answer_bytes())}}, "", true});
}

void LargeBalanceWork(const Options& options, Report* report) {
  const int groups = options.Scaled(1000);
  Asking asking({.groups = groups, .tutors = options.Scaled(250), .sessions = 12 * groups}, 1);
  Compare(options, "W3", "unchanged, 1 in flight (ratio of p50)",
          {asking.Ours(1, false), asking.Bare(1, false), asking.Echoed(1)}, RatioOf::kMedianTime, report);
  Compare(options, "W3", "after a write, 1 in flight (ratio of p50)", {asking.Ours(1, true), asking.Bare(1, true)},
          RatioOf::kMedianTime, report);
  // What one answer takes, of a server that has answered nothing yet.
  asking.ours().Stop();
  asking.ours().Start();
  asking.ours_clients().Connect(asking.ours().endpoint(), 1);
  const double idle = ResidentMiB(asking.ours().pid());
  ForgetPeak(asking.ours().pid());
  const auto bytes = static_cast<double>(asking.ours_clients().Call(0, kBalancePath, BalanceRequest()).size());
  const double peak = PeakMiB(asking.ours().pid());
  const double answer = bytes / (1 << 20);
  report->Add({"W3",
               "memory of the first answer",
               "ours",
               {{"answer MiB", answer},
                {"idle MiB", idle},
                {"peak MiB", peak},
                {"(peak - idle) / answer", (peak - idle) / answer},
                {"after MiB", ResidentMiB(asking.ours().pid())}},
               "",
               peak > 0});
}

}  // namespace tutorat::bench
