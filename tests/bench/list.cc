// W4: pages of sessions, and one session, against the echo of as many bytes.
#include <optional>

#include "absl/strings/str_cat.h"
#include "tests/bench/echo.h"
#include "tests/bench/works.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::bench {
namespace {

constexpr char kListPath[] = "/tutorat.v1.SessionService/ListSessions";
constexpr char kGetPath[] = "/tutorat.v1.SessionService/GetSession";
constexpr int kSessionsStored = 2000;
constexpr int kMostClients = 16;

void AgainstEcho(const Options& options, const std::string& what, const Clients& ours, Stage& stage,
                 const std::string& path, const std::string& request, Report* report) {
  const size_t bytes = ours.Call(0, path, request).size();
  const Echo echo(bytes);
  Clients echoes;
  echoes.Connect(echo.endpoint(), kMostClients);
  for (const int clients : {1, kMostClients}) {
    Side asked{"ours", clients, {}, {}, {}, {}};
    asked.call = Timed([&](int client) {
      if (ours.Call(client, path, request).size() != bytes) throw Failure(absl::StrCat(path, ": another answer"));
    });
    asked.servers = [&stage] { return stage.Processes(); };
    Side floor{"echo", clients, {}, {}, {}, {}};
    floor.call = Timed([&](int client) { echo.Call(echoes.Of(client), request); });
    floor.servers = [&echo] { return std::vector<pid_t>{echo.pid()}; };
    Compare(options, "W4", absl::StrCat(what, ", ", bytes, " bytes, ", clients, " in flight"), {asked, floor},
            RatioOf::kRate, report);
  }
}

}  // namespace

void ListWork(const Options& options, Report* report) {
  Stage stage({.sessions = kSessionsStored});
  stage.Start();
  Clients clients;
  clients.Connect(stage.endpoint(), kMostClients);
  v1::ListSessionsRequest page;
  page.set_page_size(100);
  AgainstEcho(options, "first page of 100", clients, stage, kListPath, page.SerializeAsString(), report);
  v1::ListSessionsResponse answer;
  for (int i = 0; i < 10; ++i) {
    answer = Ask<v1::ListSessionsResponse>(clients.Of(0), page);
    if (answer.sessions_size() != 100) throw Failure("a page of 100 sessions has fewer");
    page.set_page_token(answer.next_page_token());
  }
  AgainstEcho(options, "11th page of 100", clients, stage, kListPath, page.SerializeAsString(), report);
  v1::GetSessionRequest one;
  one.set_name(answer.sessions(0).name());
  AgainstEcho(options, "one session", clients, stage, kGetPath, one.SerializeAsString(), report);
}

}  // namespace tutorat::bench
