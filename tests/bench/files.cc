// W8: an import and an export, by the command line.
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <optional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/numbers.h"
#include "tests/bench/works.h"
#include "tests/support/temp_dir.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::bench {
namespace {

constexpr int kLines = 100'000;
constexpr int kGroups = 1000;
constexpr int kTutors = 250;
// Beside an import two clients record, one call after the other with this pause.
constexpr int kRecorders = 2;
constexpr absl::Duration kPause = absl::Milliseconds(20);
constexpr absl::Duration kProgramTime = absl::Minutes(30);

struct ProgramRun {
  double seconds = 0;
  double peak_mib = 0;
  int exit_code = 0;
};

// `tutorat` with these arguments, signed in at the stage's server.
class CommandLine {
 public:
  explicit CommandLine(const Stage& stage) : endpoint_(stage.endpoint()) {}

  ProgramRun Run(const std::vector<std::string>& arguments) const {
    // A shell gives way to the program: what this prints need not be read here.
    std::vector<std::string> words = {"sh", "-c", R"(exec "$0" "$@" >"$BENCH_OUTPUT")", TUTORAT_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    words.insert(words.end(), {"--server", endpoint_.address, "--lang", "en", "--timeout", "600"});
    const absl::Time started = absl::Now();
    const auto process = tests::Process::Start(
        words,
        {absl::StrCat("TUTORAT_TOKEN=", endpoint_.token), absl::StrCat("HOME=", directory_.path()),
         absl::StrCat("BENCH_OUTPUT=", directory_.File("output"))},
        directory_.File("errors"));
    if (!process.ok()) throw Failure(process.status().ToString());
    ProgramRun run;
    std::atomic<bool> ended = false;
    std::thread watch([&] {
      while (!ended) {
        run.peak_mib = std::max(run.peak_mib, PeakMiB((*process)->pid()));
        absl::SleepFor(absl::Milliseconds(5));
      }
    });
    run.exit_code = (*process)->Wait(kProgramTime);
    run.seconds = absl::ToDoubleSeconds(absl::Now() - started);
    ended = true;
    watch.join();
    return run;
  }

  // The end of what it said on its standard error.
  std::string Errors() const {
    std::ifstream errors(directory_.File("errors"));
    std::string last;
    for (std::string line; std::getline(errors, line);) last = line;
    return last;
  }

  std::string File(const std::string& name) const { return directory_.File(name); }

 private:
  const tests::Endpoint endpoint_;
  tests::TempDir directory_;
};

void WriteLines(const std::string& path, const std::vector<Group>& groups, int lines) {
  std::ofstream out(path);
  out << "vague,groupe,date,debut,duree,statut,themes,presents\n";
  for (int i = 0; i < lines; ++i) {
    v1::RecordSessionRequest request;
    request.ParseFromString(NewRecordRequest(groups));
    const v1::SessionRecord& record = request.record();
    out << record.wave() << ',' << record.group() << ',' << record.date() << ',' << record.start() << ",60,tenue,\""
        << record.themes() << "\",";
    for (int name = 0; name < record.present().names_size(); ++name) {
      out << (name == 0 ? "" : "|") << record.present().names(name);
    }
    out << '\n';
  }
  if (!out) throw Failure(absl::StrCat("cannot write ", path));
}

// What others' records took meanwhile.
class Recorders {
 public:
  explicit Recorders(Stage& stage) : stage_(stage), clients_(), times_(kRecorders) {
    clients_.Connect(stage.endpoint(), kRecorders);
    for (int i = 0; i < kRecorders; ++i) threads_.emplace_back([this, i] { Record(i); });
  }
  ~Recorders() { Stop(); }
  Recorders(const Recorders&) = delete;
  Recorders& operator=(const Recorders&) = delete;

  // How long each call took, in ms.
  std::vector<double> Stop() {
    stop_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    std::vector<double> all;
    for (const auto& some : times_) all.insert(all.end(), some.begin(), some.end());
    return all;
  }
  const std::string& failure() const { return failure_; }

 private:
  void Record(int client) {
    try {
      while (!stop_) {
        const absl::Time begun = absl::Now();
        clients_.Call(client, kRecordPath, NewRecordRequest(stage_.groups()));
        times_[static_cast<size_t>(client)].push_back(absl::ToDoubleMilliseconds(absl::Now() - begun));
        absl::SleepFor(kPause);
      }
    } catch (const Failure& failure) {
      const std::lock_guard<std::mutex> lock(mutex_);
      failure_ = failure.what();
    }
  }

  Stage& stage_;
  Clients clients_;
  std::atomic<bool> stop_ = false;
  std::vector<std::vector<double>> times_;
  std::mutex mutex_;
  std::string failure_;
  std::vector<std::thread> threads_;
};

void ImportLines(const Options& options, bool beside, Report* report) {
  const int lines = options.Scaled(kLines);
  std::cerr << "W8: import of " << lines << " lines\n";
  Stage stage({.groups = options.Scaled(kGroups), .tutors = options.Scaled(kTutors), .sessions = 0});
  stage.Start();
  const CommandLine tutorat(stage);
  const auto connection = stage.database().Connect();
  WriteLines(tutorat.File("sessions.csv"), stage.groups(), lines);
  const int64_t before = connection->Count("sessions");
  ForgetPeak(stage.pid());
  std::optional<Recorders> others;
  if (beside) others.emplace(stage);
  const CpuWatch watch(stage.Processes());
  const ProgramRun run = tutorat.Run({"import", tutorat.File("sessions.csv"), "--apply"});
  const double foreign = watch.ForeignCores(run.seconds);
  const std::vector<double> recorded = others ? others->Stop() : std::vector<double>();
  if (run.exit_code != 0) throw Failure(absl::StrCat("import: ", tutorat.Errors()));
  if (others && !others->failure().empty()) throw Failure(absl::StrCat("beside the import: ", others->failure()));
  const int64_t stored = connection->Count("sessions") - before;
  if (stored != lines + static_cast<int64_t>(recorded.size())) {
    throw Failure(absl::StrCat(stored, " sessions are stored of ", lines, " lines and ", recorded.size(), " records"));
  }
  Figures figures = {{"lines a second", lines / run.seconds},
                     {"seconds", run.seconds},
                     {"client peak MiB", run.peak_mib},
                     {"server peak MiB", PeakMiB(stage.pid())},
                     {"server after MiB", ResidentMiB(stage.pid())},
                     {"others' cores", foreign}};
  if (beside) {
    figures.emplace_back("others' record p50 ms", Percentile(recorded, 50));
    figures.emplace_back("others' record p99 ms", Percentile(recorded, 99));
    figures.emplace_back("slowest record ms", Percentile(recorded, 100));
  }
  report->Add({"W8", absl::StrCat("import of ", lines, beside ? " lines, while others record" : " lines"), "ours",
               figures, "", true});
}

void ExportSessions(const Options& options, int sessions, Report* report) {
  std::cerr << "W8: export of " << sessions << " sessions\n";
  Stage stage({.groups = options.Scaled(kGroups), .tutors = options.Scaled(kTutors), .sessions = 0, .past = sessions});
  stage.Start();
  const CommandLine tutorat(stage);
  ForgetPeak(stage.pid());
  const CpuWatch watch(stage.Processes());
  const absl::Time started = absl::Now();
  std::vector<double> seconds;
  double client_peak = 0;
  for (int round = 0; round < options.rounds; ++round) {
    const std::string file = tutorat.File("sessions.csv");
    std::filesystem::remove(file);
    const ProgramRun run = tutorat.Run({"export", "sessions", "--wave", kWave, "--format", "csv", "--output", file});
    if (run.exit_code != 0) throw Failure(absl::StrCat("export: ", tutorat.Errors()));
    std::ifstream exported(file);
    int lines = -1;  // the head
    for (std::string line; std::getline(exported, line);) ++lines;
    if (lines != sessions) throw Failure(absl::StrCat(lines, " lines are exported of ", sessions, " sessions"));
    seconds.push_back(run.seconds);
    client_peak = std::max(client_peak, run.peak_mib);
  }
  report->Add({"W8",
               absl::StrCat("export of ", sessions, " sessions"),
               "ours",
               {{"lines a second", sessions / Median(seconds)},
                {"seconds", Median(seconds)},
                {"client peak MiB", client_peak},
                {"server peak MiB", PeakMiB(stage.pid())},
                {"server after MiB", ResidentMiB(stage.pid())},
                {"others' cores", watch.ForeignCores(absl::ToDoubleSeconds(absl::Now() - started))}},
               "",
               true});
}

}  // namespace

void FileWork(const Options& options, Report* report) {
  // Once, whatever the rounds: it takes minutes, and each line is a call's work.
  for (const bool beside : {false, true}) ImportLines(options, beside, report);
  ExportSessions(options, options.Scaled(100'000), report);
  if (options.large) ExportSessions(options, options.Scaled(1'000'000), report);
}

}  // namespace tutorat::bench
