// 10,000 sessions paged while others write (DOMAIN rule 7): what was there throughout is on the pages exactly once.
#include <algorithm>
#include <atomic>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/conformance/fixture.h"
#include "tests/conformance/samples/samples.h"

namespace tutorat::tests {
namespace {

constexpr int kStoredSessions = 10'000;
constexpr int kRowsAtOnce = 2'500;
constexpr int kPasses = 3;
constexpr int kPageSize = 97;

class PagingTest : public ConformanceTest {
 protected:
  // Stores the sessions, of two groups, all of them within 2022 to 2024; their names.
  std::vector<std::string> Store() {
    std::vector<std::string> names;
    for (int first = 0; first < kStoredSessions; first += kRowsAtOnce) {
      v1::ImportSessionsRequest request;
      for (int i = first; i < first + kRowsAtOnce; ++i) {
        v1::SessionRecord* record = request.add_rows()->mutable_record();
        record->set_group(world_.GroupAlias(1 + i % 2));
        record->set_date(absl::StrCat("2023-0", 1 + i % 9, "-1", i % 10));
        record->set_themes(absl::StrCat("n° ", i));
      }
      v1::ImportReport report;
      EXPECT_TRUE(api_.Import(request, &report).ok());
      for (const v1::ImportResult& result : report.results()) names.push_back(result.session());
    }
    return names;
  }

  v1::Session Read(const std::string& name) {
    v1::GetSessionRequest request;
    request.set_name(name);
    return api_.Get<v1::GetSessionResponse>(request).session();
  }

  // Moves a session by up to some days: in every order but that of its name.
  void Move(const std::string& name, std::mt19937& random) {
    v1::UpdateSessionRequest request;
    *request.mutable_session() = Read(name);
    request.mutable_session()->mutable_start_time()->set_seconds(Instant("2023-01-10T13:00:00Z").seconds() +
                                                                 int64_t{86400} * static_cast<int>(random() % 300));
    request.mutable_update_mask()->add_paths("start_time");
    api_.Get<v1::UpdateSessionResponse>(request);
  }
  void DeleteAndUndelete(const std::string& name) {
    v1::DeleteSessionRequest remove;
    remove.set_name(name);
    remove.set_etag(Read(name).etag());
    api_.Get<v1::DeleteSessionResponse>(remove);
    v1::UndeleteSessionRequest undelete;
    undelete.set_name(name);
    api_.Get<v1::UndeleteSessionResponse>(undelete);
  }
  void CreateAndDelete() {
    v1::Session session;
    session.set_group(world_.GroupAlias(1));
    *session.mutable_start_time() = Instant("2023-06-06T13:00:00Z");
    session.mutable_duration()->set_seconds(3600);
    session.set_state(v1::SESSION_STATE_PLANNED);
    const v1::Session created = world_.AddSession(session);
    v1::DeleteSessionRequest remove;
    remove.set_name(created.name());
    remove.set_etag(created.etag());
    api_.Get<v1::DeleteSessionResponse>(remove);
  }
};

TEST_F(PagingTest, NeitherRepeatsNorSkipsWhileOthersWrite) {
  const std::vector<std::string> names = Store();
  ASSERT_EQ(names.size(), static_cast<size_t>(kStoredSessions));
  // Of every four: one is deleted and comes back, one is moved, two are left alone.
  std::set<std::string> stays;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i % 4 != 0) stays.insert(names[i]);
  }
  std::atomic<bool> done = false;
  std::atomic<int> writes = 0;
  std::vector<std::thread> writers;
  for (size_t writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      std::mt19937 random(static_cast<unsigned>(writer));
      while (!done) {
        // Each writer has its own quarter: nobody else changes what it has read.
        const size_t at = (random() % (names.size() / 16)) * 16 + writer * 4;
        if (writer == 0) {
          CreateAndDelete();
        } else if (writer == 1) {
          DeleteAndUndelete(names[at]);
        } else {
          Move(names[at + 1], random);
        }
        ++writes;
      }
    });
  }
  int pages = 0;
  for (int pass = 0; pass < kPasses; ++pass) {
    SCOPED_TRACE(pass);
    v1::ListSessionsRequest request;
    request.set_wave(world_.wave());
    request.set_page_size(kPageSize);
    // All of them stay within these days.
    if (pass == 1) request.set_from_date("2023-01-01");
    if (pass == 1) request.set_to_date("2024-01-01");
    if (pass == 2) request.add_states(v1::SESSION_STATE_HELD);
    std::map<std::string, int> seen;
    do {
      const auto response = api_.Get<v1::ListSessionsResponse>(request);
      for (const v1::Session& session : response.sessions()) ++seen[session.name()];
      request.set_page_token(response.next_page_token());
      ++pages;
    } while (!request.page_token().empty());
    const auto twice = std::count_if(seen.begin(), seen.end(), [](const auto& each) { return each.second > 1; });
    const auto skipped =
        std::count_if(stays.begin(), stays.end(), [&](const std::string& name) { return seen.count(name) == 0; });
    EXPECT_EQ(twice, 0);
    EXPECT_EQ(skipped, 0);
  }
  done = true;
  for (std::thread& writer : writers) writer.join();
  std::cout << kStoredSessions << " sessions, " << pages << " pages, " << writes << " writes meanwhile\n";
  EXPECT_GT(writes, 100);
}

}  // namespace
}  // namespace tutorat::tests
