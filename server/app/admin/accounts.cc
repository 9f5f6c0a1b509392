#include "server/app/admin/accounts.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/app/secret_file.h"
#include "server/call/handler.h"
#include "server/call/pipeline.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/text.h"
#include "server/handlers/resources/standard_methods.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/token.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::app {
namespace {

constexpr absl::Duration kOfficeTime = absl::Minutes(1);
constexpr absl::string_view kRolePrefix = "ROLE_";

// Whoever may run tutoratd on the store may do this.
class Operator final : public api::Authenticator {
 public:
  absl::StatusOr<api::Principal> Authenticate(const api::Credentials& /*credentials*/,
                                              absl::Time /*deadline*/) override {
    return api::Principal{"tutoratd", "", {v1::ROLE_ADMINISTRATOR}, "", absl::InfiniteFuture()};
  }
};

api::PipelineOptions OnThisThread() {
  api::PipelineOptions options;
  options.workers = 0;
  return options;
}

// AccountService without a network: the same rules, the same traces.
class AccountOffice {
 public:
  explicit AccountOffice(storage::Store& store) : store_(store), pipeline_(store, operator_, OnThisThread()) {}

  storage::Store& store() { return store_; }

  template <class Response, class Request>
  absl::StatusOr<Response> Call(const Request& request) {
    ASSIGN_OR_RETURN(const auto bytes, Handle(Request::descriptor(), request.SerializeAsString()));
    Response response;
    response.ParseFromString(bytes);
    return response;
  }

 private:
  absl::StatusOr<std::string> Handle(const google::protobuf::Descriptor* request, std::string bytes) {
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName("tutorat.v1.AccountService");
    int index = 0;
    while (service->method(index)->input_type() != request) ++index;
    const auto* method = service->method(index);
    api::HandlerFunction handler = api::StandardHandler(method->options().GetExtension(v1::kind));
    for (api::Handler& own : api::RegisteredHandlers()) {
      if (own.request == request) handler = std::move(own.run);
    }
    return pipeline_.Handle({method,
                             &handler,
                             std::move(bytes),
                             absl::Now() + kOfficeTime,
                             domain::Language::kEnglish,
                             {"", "tutoratd"},
                             [](const std::string& /*message*/) {}});
  }

  storage::Store& store_;
  Operator operator_;
  api::Pipeline pipeline_;
};

absl::StatusOr<std::vector<v1::Account>> ListAccounts(AccountOffice& office) {
  std::vector<v1::Account> accounts;
  v1::ListAccountsRequest request;
  do {
    ASSIGN_OR_RETURN(auto page, office.Call<v1::ListAccountsResponse>(request));
    for (v1::Account& account : *page.mutable_accounts()) accounts.push_back(std::move(account));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return accounts;
}

absl::StatusOr<v1::Account> FindAccount(AccountOffice& office, const std::string& which) {
  ASSIGN_OR_RETURN(const auto accounts, ListAccounts(office));
  std::vector<v1::Account> matching;
  for (const v1::Account& account : accounts) {
    if (account.name() == which || domain::FoldName(account.display_name()) == domain::FoldName(which)) {
      matching.push_back(account);
    }
  }
  if (matching.size() == 1) return matching.front();
  if (matching.empty()) {
    return absl::NotFoundError(absl::StrCat(which, ": no account has this name: see tutoratd account list"));
  }
  return absl::FailedPreconditionError(absl::StrCat(
      which, ": ", matching.size(), " accounts have this name: give one of ",
      absl::StrJoin(matching, ", ", [](std::string* out, const v1::Account& account) { *out += account.name(); })));
}

absl::StatusOr<std::string> TutorNamed(storage::Store& store, const std::string& which) {
  if (which.empty()) return which;
  std::vector<std::string> matching;
  RETURN_IF_ERROR(store.Read(absl::Now() + kOfficeTime, [&](storage::ReadTransaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const auto tutors, transaction.List<v1::Tutor>({}));
    for (const v1::Tutor& tutor : tutors) {
      if (tutor.name() == which || absl::EqualsIgnoreCase(tutor.email(), which) ||
          domain::FoldName(tutor.display_name()) == domain::FoldName(which)) {
        matching.push_back(tutor.name());
      }
    }
    return absl::OkStatus();
  }));
  if (matching.size() == 1) return matching.front();
  if (matching.empty()) {
    return absl::NotFoundError(absl::StrCat("--tutor ", which, ": there is no such tutor: make the tutor first"));
  }
  return absl::FailedPreconditionError(
      absl::StrCat("--tutor ", which, ": ambiguous: give one of ", absl::StrJoin(matching, ", ")));
}

// Where the text of the token that is to be made goes; made before the token is, so that none is lost.
class TokenOutput {
 public:
  TokenOutput(const std::string& path, std::ostream& out) : path_(path), file_(path), out_(out) {}

  absl::Status Open() { return path_.empty() ? absl::OkStatus() : file_.Create(); }

  absl::Status Put(const std::string& text) {
    if (path_.empty()) {
      out_ << text << '\n';
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(file_.Write(text));
    return file_.Keep();
  }

 private:
  const std::string path_;
  SecretFile file_;
  std::ostream& out_;
};

absl::Status MakeToken(AccountOffice& office, const std::string& account, const AccountCommand& command,
                       TokenOutput& output) {
  v1::CreateTokenRequest request;
  request.mutable_token()->set_account(account);
  request.mutable_token()->set_label(command.label);
  if (command.expires_days > 0) {
    *request.mutable_token()->mutable_expire_time() =
        domain::ToTimestamp(absl::Now() + absl::Hours(24) * command.expires_days);
  }
  const auto made = office.Call<v1::CreateTokenResponse>(request);
  return made.ok() ? output.Put(made->text()) : made.status();
}

absl::Status CreateAccount(AccountOffice& office, const AccountCommand& command, TokenOutput& output,
                           std::ostream& err) {
  v1::CreateAccountRequest request;
  v1::Account* account = request.mutable_account();
  account->set_display_name(command.account);
  account->set_email(command.email);
  for (const std::string& name : command.roles) {
    v1::Role role = v1::ROLE_UNSPECIFIED;
    v1::Role_Parse(absl::StrCat(kRolePrefix, absl::AsciiStrToUpper(name)), &role);
    account->add_roles(role);
  }
  ASSIGN_OR_RETURN(auto tutor, TutorNamed(office.store(), command.tutor));
  account->set_tutor(std::move(tutor));
  RETURN_IF_ERROR(output.Open());
  ASSIGN_OR_RETURN(const auto created, office.Call<v1::CreateAccountResponse>(request));
  err << created.account().name() << '\n';
  return MakeToken(office, created.account().name(), command, output);
}

absl::Status AddToken(AccountOffice& office, const AccountCommand& command, TokenOutput& output) {
  ASSIGN_OR_RETURN(const auto account, FindAccount(office, command.account));
  RETURN_IF_ERROR(output.Open());
  return MakeToken(office, account.name(), command, output);
}

absl::Status DisableAccount(AccountOffice& office, const AccountCommand& command, std::ostream& out) {
  ASSIGN_OR_RETURN(auto account, FindAccount(office, command.account));
  v1::UpdateAccountRequest request;
  *request.mutable_account() = std::move(account);
  request.mutable_account()->set_disabled(true);
  request.mutable_update_mask()->add_paths("disabled");
  ASSIGN_OR_RETURN(const auto updated, office.Call<v1::UpdateAccountResponse>(request));
  out << updated.account().name() << "  disabled\n";
  return absl::OkStatus();
}

std::string RolesOf(const v1::Account& account) {
  return absl::StrJoin(account.roles(), ",", [](std::string* out, int role) {
    *out += absl::AsciiStrToLower(absl::StripPrefix(v1::Role_Name(role), kRolePrefix));
  });
}

std::string DayOf(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%MZ", domain::ToTime(time), absl::UTCTimeZone());
}

void PrintToken(const v1::Token& token, std::ostream& out) {
  out << "  " << token.name();
  if (!token.label().empty()) out << "  " << token.label();
  if (token.has_expire_time()) out << "  expires " << DayOf(token.expire_time());
  if (token.has_last_use_time()) out << "  used " << DayOf(token.last_use_time());
  if (token.has_revoke_time()) out << "  revoked " << DayOf(token.revoke_time());
  out << '\n';
}

absl::Status PrintAccounts(AccountOffice& office, std::ostream& out) {
  ASSIGN_OR_RETURN(const auto accounts, ListAccounts(office));
  for (const v1::Account& account : accounts) {
    out << account.name() << "  " << account.display_name() << "  " << RolesOf(account);
    if (!account.tutor().empty()) out << "  " << account.tutor();
    out << (account.disabled() ? "  disabled\n" : "\n");
    v1::ListTokensRequest request;
    request.set_account(account.name());
    do {
      ASSIGN_OR_RETURN(const auto page, office.Call<v1::ListTokensResponse>(request));
      for (const v1::Token& token : page.tokens()) PrintToken(token, out);
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
  }
  return absl::OkStatus();
}

}  // namespace

int RunAccountCommand(const AccountCommand& command, storage::Store& store, std::ostream& out, std::ostream& err) {
  AccountOffice office(store);
  TokenOutput output(command.token_file, out);
  absl::Status status;
  switch (command.verb) {
    case AccountCommand::Verb::kCreate:
      status = CreateAccount(office, command, output, err);
      break;
    case AccountCommand::Verb::kList:
      status = PrintAccounts(office, out);
      break;
    case AccountCommand::Verb::kDisable:
      status = DisableAccount(office, command, out);
      break;
    case AccountCommand::Verb::kToken:
      status = AddToken(office, command, output);
      break;
    case AccountCommand::Verb::kNone:
      break;
  }
  if (!status.ok()) err << "tutoratd: " << status.message() << '\n';
  return status.ok() ? 0 : 1;
}

}  // namespace tutorat::app
