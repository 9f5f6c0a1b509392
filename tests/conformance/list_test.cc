// Lists: pages, their tokens, and filters (DOMAIN rule 7).
#include <algorithm>
#include <climits>
#include <iterator>
#include <type_traits>

#include "tests/conformance/fixture.h"
#include "tests/conformance/samples/samples.h"

namespace tutorat::tests {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void SetNumber(Message* message, const char* field, int value) {
  message->GetReflection()->SetInt32(message, message->GetDescriptor()->FindFieldByName(field), value);
}

class PagesTest : public ConformanceTest, public ::testing::WithParamInterface<Resource> {
 protected:
  // Names of the resources on a page, and the token of the next one.
  struct Page {
    std::vector<std::string> names;
    std::string next;
  };

  Page Read(const Message& request) {
    const MessagePtr response = NewMessage(GetParam().list->output_type());
    const Outcome outcome = api_.Call(request, response.get());
    EXPECT_TRUE(outcome.ok()) << outcome;
    Page page{{}, TextOf(*response, "next_page_token")};
    const FieldDescriptor* items = GetParam().list->output_type()->field(0);
    for (int i = 0; i < response->GetReflection()->FieldSize(*response, items); ++i) {
      page.names.push_back(TextOf(response->GetReflection()->GetRepeatedMessage(*response, items, i), "name"));
    }
    return page;
  }

  MessagePtr ListRequest(int page_size, const std::string& token = "") {
    MessagePtr request = NewMessage(GetParam().list->input_type());
    SetNumber(request.get(), "page_size", page_size);
    SetText(request.get(), "page_token", token);
    return request;
  }

  void Store(int count) {
    for (int i = 0; i < count; ++i) Create(api_, GetParam(), *Sample(GetParam().type, world_));
  }
};

TEST_P(PagesTest, HoldEverythingOnceInTheOrderOfNames) {
  Store(7);
  std::vector<std::string> names;
  MessagePtr request = ListRequest(3);
  while (true) {
    const Page page = Read(*request);
    names.insert(names.end(), page.names.begin(), page.names.end());
    if (page.next.empty()) break;
    EXPECT_EQ(page.names.size(), 3u);
    request = ListRequest(3, page.next);
  }
  EXPECT_GE(names.size(), 7u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
  if (names.size() <= 1000) {
    EXPECT_EQ(Read(*ListRequest(1000)).names, names);
  }
}

TEST_P(PagesTest, TheirSizeMayChange) {
  Store(4);
  const Page first = Read(*ListRequest(1));
  const Page second = Read(*ListRequest(2, first.next));
  const Page both = Read(*ListRequest(3));
  EXPECT_EQ(second.names, std::vector<std::string>(both.names.begin() + 1, both.names.end()));
}

TEST_P(PagesTest, SizesOutOfRange) {
  Store(1);
  ExpectInvalid(api_.Refusal(*ListRequest(-1)), "page_size", "TOO_SMALL");
  ExpectInvalid(api_.Refusal(*ListRequest(INT32_MIN)), "page_size", "TOO_SMALL");
  EXPECT_GE(Read(*ListRequest(INT32_MAX)).names.size(), 1u);
  EXPECT_GE(Read(*ListRequest(0)).names.size(), 1u);
}

TEST_P(PagesTest, TokensFromElsewhereAreRefused) {
  Store(3);
  const std::string token = Read(*ListRequest(1)).next;
  ASSERT_FALSE(token.empty());
  const auto expect_refused = [&](const std::string& bad) {
    SCOPED_TRACE(bad);
    ExpectInvalid(api_.Refusal(*ListRequest(1, bad)), "page_token", "BAD_PAGE_TOKEN");
  };
  for (const std::string forged : {"x", "AAAA", "sessions/01hf2x8qr5c0d3k9m7v4w6y1za", "' OR 1=1 --", "=", "é"}) {
    expect_refused(forged);
  }
  for (size_t kept = 1; kept < token.size(); ++kept) expect_refused(token.substr(0, kept));
  expect_refused(token + "A");
  expect_refused(token + token);
  for (size_t i = 0; i < token.size(); i += 7) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    expect_refused(changed);
  }
  const MessagePtr other_filter = ListRequest(1, token);
  other_filter->GetReflection()->SetBool(other_filter.get(),
                                         other_filter->GetDescriptor()->FindFieldByName("show_deleted"), true);
  ExpectInvalid(api_.Refusal(*other_filter), "page_token", "BAD_PAGE_TOKEN");
  for (const Resource& other : Resources()) {
    if (other.type == GetParam().type) continue;
    const MessagePtr other_list = NewMessage(other.list->input_type());
    SetText(other_list.get(), "page_token", token);
    ExpectInvalid(api_.Refusal(*other_list), "page_token", "BAD_PAGE_TOKEN");
  }
}

INSTANTIATE_TEST_SUITE_P(Every, PagesTest, ::testing::ValuesIn(Resources()),
                         [](const auto& each) { return each.param.type->name(); });

class FilterTest : public ConformanceTest {
 protected:
  template <class Items>
  static std::vector<std::string> NamesOf(const Items& items) {
    std::vector<std::string> names;
    std::transform(items.begin(), items.end(), std::back_inserter(names), [](const auto& item) { return item.name(); });
    return names;
  }

  std::vector<std::string> Sessions(const v1::ListSessionsRequest& request) { return NamesOf(world_.ListAll(request)); }
};

TEST_F(FilterTest, DefaultPageIs100AndLargest1000) {
  v1::ImportSessionsRequest import;
  for (int i = 0; i < 1001; ++i) *import.add_rows()->mutable_record() = world_.NewRecord(1);
  v1::ImportReport report;
  ASSERT_TRUE(api_.Import(import, &report).ok());
  ASSERT_EQ(report.create_count(), 1001);
  v1::ListSessionsRequest request;
  request.set_wave(world_.wave());
  EXPECT_EQ(api_.Get<v1::ListSessionsResponse>(request).sessions_size(), 100);
  request.set_page_size(1000);
  EXPECT_EQ(api_.Get<v1::ListSessionsResponse>(request).sessions_size(), 1000);
  request.set_page_size(5000);
  const auto page = api_.Get<v1::ListSessionsResponse>(request);
  EXPECT_EQ(page.sessions_size(), 1000);
  request.set_page_token(page.next_page_token());
  const auto last = api_.Get<v1::ListSessionsResponse>(request);
  EXPECT_EQ(last.sessions_size(), 1);
  EXPECT_EQ(last.next_page_token(), "");
}

TEST_F(FilterTest, GroupsByWaveAndNumber) {
  World other(api_);
  const auto four = world_.AddGroup(4);
  const auto seven = world_.AddGroup(7);
  other.AddGroup(4);
  v1::ListGroupsRequest request;
  request.set_wave(world_.wave());
  const auto names = [&] { return NamesOf(api_.Get<v1::ListGroupsResponse>(request).groups()); };
  EXPECT_THAT(names(), ::testing::ElementsAre(four.name(), seven.name()));
  request.set_number(4);
  EXPECT_THAT(names(), ::testing::ElementsAre(four.name()));
  request.set_number(9);
  EXPECT_THAT(names(), ::testing::IsEmpty());
}

TEST_F(FilterTest, MembersByGroupAndWave) {
  World other(api_);
  const auto group = world_.AddGroup(4);
  const auto ada = world_.AddMember(group.name(), "Ada");
  const auto bo = world_.AddMember(world_.AddGroup(5).name(), "Bo");
  other.AddMember(other.AddGroup(4).name(), "Ada");
  v1::ListMembersRequest request;
  const auto names = [&] { return NamesOf(api_.Get<v1::ListMembersResponse>(request).members()); };
  request.set_wave(world_.wave());
  EXPECT_THAT(names(), ::testing::ElementsAre(ada.name(), bo.name()));
  request.set_group(group.name());
  EXPECT_THAT(names(), ::testing::ElementsAre(ada.name()));
  request.set_group(world_.GroupAlias(4));
  EXPECT_THAT(names(), ::testing::ElementsAre(ada.name()));
  request.set_wave(other.wave());
  EXPECT_THAT(names(), ::testing::IsEmpty());
}

// Every combination of filters, against plain conditions on what was stored.
TEST_F(FilterTest, SessionsByEveryCombination) {
  const std::string groups[] = {world_.AddGroup(1).name(), world_.AddGroup(2).name()};
  const std::string tutors[] = {world_.AddTutor().name(), world_.AddTutor().name()};
  std::vector<v1::Session> stored;
  for (int i = 0; i < 24; ++i) {
    v1::Session session = world_.NewSession(groups[i % 2]);
    // Around midnight in Paris, where the local day is not the day in UTC.
    session.mutable_start_time()->set_seconds(Instant("2024-02-08T22:30:00Z").seconds() + int64_t{3600} * 6 * i);
    if (i % 3 > 0) session.set_tutor(tutors[i % 3 - 1]);
    if (i % 4 == 0) session.set_state(v1::SESSION_STATE_PLANNED);
    if (i % 4 == 1) {
      session.set_state(v1::SESSION_STATE_CANCELLED);
      session.set_cancel_reason("neige");
    }
    stored.push_back(world_.AddSession(session));
  }
  std::sort(stored.begin(), stored.end(), [](const auto& a, const auto& b) { return a.name() < b.name(); });
  World other(api_);
  other.AddSession(other.NewSession(other.AddGroup(1).name()));
  for (const std::string& group : {std::string(), groups[0], world_.GroupAlias(1)}) {
    for (const std::string& tutor : {std::string(), tutors[1]}) {
      for (const std::string from : {"", "2024-02-10"}) {
        for (const std::string to : {"", "2024-02-13"}) {
          for (const std::vector<int>& states : {std::vector<int>{}, {1}, {2, 3}}) {
            v1::ListSessionsRequest request;
            request.set_wave(world_.wave());
            request.set_group(group);
            request.set_tutor(tutor);
            request.set_from_date(from);
            request.set_to_date(to);
            for (const int state : states) request.add_states(static_cast<v1::SessionState>(state));
            request.set_page_size(5);
            std::vector<std::string> expected;
            for (const v1::Session& session : stored) {
              const bool in_group = group.empty() || session.group() == groups[0];
              const bool by_tutor = tutor.empty() || session.tutor() == tutor;
              const bool in_period = session.local_date() >= from && (to.empty() || session.local_date() < to);
              const bool in_state =
                  states.empty() || std::find(states.begin(), states.end(), session.state()) != states.end();
              if (in_group && by_tutor && in_period && in_state) expected.push_back(session.name());
            }
            EXPECT_EQ(Sessions(request), expected) << request.ShortDebugString();
          }
        }
      }
    }
  }
}

// Whatever the clock's steps: two writes may fall into one of them.
using ListOrderTest = FilterTest;

TEST_F(ListOrderTest, IsThatOfCreation) {
  const std::string group = world_.AddGroup(1).name();
  std::vector<std::string> names(100);
  for (std::string& name : names) name = world_.AddSession(world_.NewSession(group)).name();
  v1::ListSessionsRequest request;
  request.set_wave(world_.wave());
  EXPECT_EQ(Sessions(request), names);
}

TEST_F(ListOrderTest, IsThatOfTheFile) {
  v1::ImportSessionsRequest import;
  for (int i = 0; i < 100; ++i) *import.add_rows()->mutable_record() = world_.NewRecord(1);
  v1::ImportReport report;
  ASSERT_TRUE(api_.Import(import, &report).ok());
  std::vector<std::string> names;
  for (const v1::ImportResult& result : report.results()) names.push_back(result.session());
  v1::ListSessionsRequest request;
  request.set_wave(world_.wave());
  EXPECT_EQ(Sessions(request), names);
}

// gRPC's clients refuse a message over 4 MiB unless they are told otherwise.
template <class Request, class Response>
std::vector<std::string> ReadBoundedPages(const Api& api, Request request, int* pages) {
  std::vector<std::string> names;
  do {
    const auto page = api.Get<Response>(request);
    EXPECT_LT(page.ByteSizeLong(), size_t{4} << 20);
    if constexpr (std::is_same_v<Response, v1::ListSessionsResponse>) {
      for (const auto& session : page.sessions()) names.push_back(session.name());
    } else {
      for (const auto& record : page.records()) names.push_back(record.session().name());
    }
    request.set_page_token(page.next_page_token());
    ++*pages;
  } while (!request.page_token().empty());
  return names;
}

TEST_F(ConformanceTest, APageIsBoundedInBytesToo) {
  const std::string group = world_.AddGroup(4).name();
  std::string notes;
  for (int i = 0; i < 10000; ++i) notes += "\xF0\x9F\x99\x82";
  std::vector<std::string> stored;
  for (int i = 0; i < 120; ++i) {
    v1::CreateSessionRequest create;
    *create.mutable_session() = world_.NewSession(group);
    create.mutable_session()->set_notes(notes);
    stored.push_back(api_.Get<v1::CreateSessionResponse>(create).session().name());
  }
  std::sort(stored.begin(), stored.end());
  v1::ListSessionsRequest sessions;
  sessions.set_group(group);
  sessions.set_page_size(1000);
  int pages = 0;
  EXPECT_EQ((ReadBoundedPages<v1::ListSessionsRequest, v1::ListSessionsResponse>(api_, sessions, &pages)), stored);
  EXPECT_EQ(pages, 2);
  v1::ListSessionRecordsRequest records;
  records.set_group(group);
  records.set_page_size(1000);
  pages = 0;
  EXPECT_EQ((ReadBoundedPages<v1::ListSessionRecordsRequest, v1::ListSessionRecordsResponse>(api_, records, &pages)),
            stored);
  EXPECT_EQ(pages, 4);
}

}  // namespace
}  // namespace tutorat::tests
