#include "server/app/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/support/temp_dir.h"

namespace tutorat::app {
namespace {

using testing::HasSubstr;

struct Result {
  int code = 0;
  Config config;
  std::string out;
  std::string err;
};

// An option, said in three places with three values, and what it then is.
struct Option {
  struct Value {
    std::string said;
    std::string is;
  };
  std::string name;
  Value flag;
  Value variable;
  Value file;
  std::function<std::string(const Config&)> get;
};

std::string VariableOf(const std::string& option) {
  return absl::StrCat("TUTORATD_", absl::StrReplaceAll(absl::AsciiStrToUpper(option), {{"-", "_"}}));
}

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() { ClearVariables(); }
  ~ConfigTest() override { ClearVariables(); }

  static Result Read(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "tutoratd");
    std::vector<const char*> argv;
    argv.reserve(arguments.size());
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    Result result;
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    result.code = ReadConfig(static_cast<int>(argv.size()), argv.data(), &result.config);
    result.out = testing::internal::GetCapturedStdout();
    result.err = testing::internal::GetCapturedStderr();
    return result;
  }

  std::string Write(const std::string& name, const std::string& text) const {
    std::string path = directory_.File(name);
    std::ofstream(path) << text;
    return path;
  }

  Result ReadFile(const std::string& toml) const { return Read({"serve", "--config", Write("config.toml", toml)}); }

  std::vector<Option> Options() const {
    const auto same = [](const std::string& value) { return Option::Value{value, value}; };
    return {
        {"listen", same("127.0.0.1:1"), same("127.0.0.1:2"), same("127.0.0.1:3"),
         [](const Config& config) { return config.listen; }},
        {"store", same("sqlite:1"), same("mysql://u@h:3306/d"), same("sqlite:3"),
         [](const Config& config) { return config.store; }},
        {"store-password-file",
         {Write("1", "one\n"), "one"},
         {Write("2", "two words \nand more\n"), "two words "},
         {Write("3", "three"), "three"},
         [](const Config& config) { return config.store_password; }},
        {"store-connections", same("1"), same("200"), same("3"),
         [](const Config& config) { return absl::StrCat(config.store_connections); }},
        {"workers", same("1"), same("200"), same("3"),
         [](const Config& config) { return absl::StrCat(config.workers); }},
        {"queue-length", same("1"), same("100000"), same("3"),
         [](const Config& config) { return absl::StrCat(config.queue_length); }},
        {"store-ca", same("/1.pem"), same("/2.pem"), same("/3.pem"),
         [](const Config& config) { return config.store_ca; }},
        {"tls-certificate", same("/1.pem"), same("/2.pem"), same("/3.pem"),
         [](const Config& config) { return config.tls.certificate; }},
        {"tls-key", same("/1.key"), same("/2.key"), same("/3.key"),
         [](const Config& config) { return config.tls.key; }},
        {"tls-client-ca", same("/1.pem"), same("/2.pem"), same("/3.pem"),
         [](const Config& config) { return config.tls.client_ca; }},
        {"oidc-issuer", same("https://1.example"), same("https://2.example"), same("https://3.example"),
         [](const Config& config) { return config.oidc.issuer; }},
        {"oidc-audience", same("one"), same("two"), same("three"),
         [](const Config& config) { return config.oidc.audience; }},
        {"oidc-jwks", same("/1.json"), same("/2.json"), same("/3.json"),
         [](const Config& config) { return config.oidc.jwks_file; }},
        {"oidc-algorithm", same("RS512"), same("PS256"), same("ES256"),
         [](const Config& config) { return config.oidc.algorithm; }},
        {"oidc-roles-claim", same("one"), same("two.roles"), same("three"),
         [](const Config& config) { return config.oidc.roles_claim; }},
        {"oidc-tutor-claim", same("one"), same("two.tutor"), same("three"),
         [](const Config& config) { return config.oidc.tutor_claim; }},
        {"calls-per-minute", same("1"), same("1000000"), same("3"),
         [](const Config& config) { return absl::StrCat(config.calls_per_minute); }},
        {"data", same("a"), same("b/c"), same("/d"), [](const Config& config) { return config.data; }},
        {"log-level", same("debug"), same("warning"), same("error"),
         [](const Config& config) { return config.log_level; }},
    };
  }

 private:
  void ClearVariables() const {
    for (const Option& option : Options()) unsetenv(VariableOf(option.name).c_str());
    unsetenv("TUTORATD_CONFIG");
    unsetenv("TUTORATD_STORE_PASSWORD");
  }

  tests::TempDir directory_;
};

TEST_F(ConfigTest, TheFlagIsStrongerThanTheVariableAndThatThanTheFile) {
  for (const Option& option : Options()) {
    const std::string flag = absl::StrCat("--", option.name);
    const std::string variable = VariableOf(option.name);
    const std::string file = Write("config.toml", absl::StrCat(option.name, " = \"", option.file.said, "\"\n"));
    const struct {
      bool flag;
      bool variable;
      bool file;
      std::string expected;
    } cases[] = {
        {false, false, false, option.get(Config())}, {false, false, true, option.file.is},
        {false, true, false, option.variable.is},    {false, true, true, option.variable.is},
        {true, false, false, option.flag.is},        {true, false, true, option.flag.is},
        {true, true, false, option.flag.is},         {true, true, true, option.flag.is},
    };
    for (const auto& c : cases) {
      std::vector<std::string> arguments = {"serve"};
      if (c.flag) arguments.insert(arguments.end(), {flag, option.flag.said});
      if (c.file) arguments.insert(arguments.end(), {"--config", file});
      if (c.variable) setenv(variable.c_str(), option.variable.said.c_str(), 1);
      const Result result = Read(arguments);
      unsetenv(variable.c_str());
      EXPECT_EQ(result.code, -1) << result.err;
      EXPECT_EQ(option.get(result.config), c.expected) << option.name << ' ' << c.flag << c.variable << c.file;
    }
  }
}

TEST_F(ConfigTest, AByteOrderMarkIsNoPartOfAFile) {
  EXPECT_EQ(ReadFile("\xEF\xBB\xBFworkers = 5\n").config.workers, 5);
  EXPECT_EQ(ReadFile("\xEF\xBB\xBF").code, -1);
  const std::string password = Write("password", "\xEF\xBB\xBFsecret\n");
  EXPECT_EQ(Read({"serve", "--store-password-file", password}).config.store_password, "secret");
}

TEST_F(ConfigTest, AnEmptyVariableSaysNothing) {
  for (const Option& option : Options()) {
    const std::string variable = VariableOf(option.name);
    setenv(variable.c_str(), "", 1);
    EXPECT_EQ(option.get(Read({"serve"}).config), option.get(Config())) << variable;
    const Result result = ReadFile(absl::StrCat(option.name, " = \"", option.file.said, "\"\n"));
    EXPECT_EQ(option.get(result.config), option.file.is) << variable;
    unsetenv(variable.c_str());
  }
}

TEST_F(ConfigTest, TheFileMayBeNamedByAVariableUnlessAFlagNamesAnother) {
  setenv("TUTORATD_CONFIG", Write("a.toml", "workers = 5\n").c_str(), 1);
  EXPECT_EQ(Read({"serve"}).config.workers, 5);
  EXPECT_EQ(Read({"serve", "--config", Write("b.toml", "workers = 6\n")}).config.workers, 6);
  setenv("TUTORATD_CONFIG", "/nowhere/at/all.toml", 1);
  EXPECT_EQ(Read({"serve"}).code, 2);
  setenv("TUTORATD_CONFIG", "", 1);
  EXPECT_EQ(Read({"serve"}).code, -1);
}

TEST_F(ConfigTest, OptionsStandBeforeOrAfterTheCommand) {
  EXPECT_EQ(Read({"--workers", "5", "serve"}).config.workers, 5);
  EXPECT_EQ(Read({"serve", "--workers=5"}).config.workers, 5);
}

TEST_F(ConfigTest, TheCommandIsOneOfThese) {
  EXPECT_EQ(Read({"serve"}).config.command, Command::kServe);
  EXPECT_EQ(Read({"migrate"}).config.command, Command::kMigrate);
  EXPECT_EQ(Read({"check"}).config.command, Command::kCheck);
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {}, {"serv"}, {"serve", "migrate"}, {"serve", "now"}, {"--workers", "5"}}) {
    const Result result = Read(wrong);
    EXPECT_EQ(result.code, 2);
    EXPECT_FALSE(result.err.empty());
  }
}

TEST_F(ConfigTest, AnUnknownKeyInTheFileIsRefusedByName) {
  for (const char* key : {"worker", "store_connections", "store-password", "password", "Listen", "verbose"}) {
    const Result result = ReadFile(absl::StrCat("workers = 5\n", key, " = \"1\"\n"));
    EXPECT_EQ(result.code, 2) << key;
    EXPECT_THAT(result.err, HasSubstr(absl::StrCat("config.toml: ", key, " is no option: write keys as")));
  }
  const Result under_a_heading = ReadFile("[serve]\nworkers = 5\n");
  EXPECT_EQ(under_a_heading.code, 2);
  EXPECT_THAT(under_a_heading.err, HasSubstr("config.toml: serve."));
}

TEST_F(ConfigTest, WrongValuesAreRefusedWhereverTheyAreSaid) {
  const std::pair<const char*, const char*> cases[] = {
      {"workers", "0"},
      {"workers", "201"},
      {"workers", "-1"},
      {"workers", "many"},
      {"store-connections", "0"},
      {"store-connections", "201"},
      {"queue-length", "0"},
      {"queue-length", "100001"},
      {"log-level", "loud"},
      {"oidc-algorithm", "none"},
      {"oidc-algorithm", "HS256"},
      {"oidc-algorithm", "rs256"},
      {"log-level", "INFO"},
      {"queue-length", "99999999999"},
      {"calls-per-minute", "0"},
      {"calls-per-minute", "1000001"},
      {"workers", "1.5"},
      {"store-password-file", "/nowhere/at/all"},
  };
  for (const auto& [name, value] : cases) {
    SCOPED_TRACE(absl::StrCat(name, " ", value));
    const Result by_flag = Read({"serve", absl::StrCat("--", name), value});
    EXPECT_EQ(by_flag.code, 2);
    EXPECT_THAT(by_flag.err, HasSubstr(name));
    EXPECT_EQ(ReadFile(absl::StrCat(name, " = \"", value, "\"\n")).code, 2);
    setenv(VariableOf(name).c_str(), value, 1);
    EXPECT_EQ(Read({"serve"}).code, 2);
    unsetenv(VariableOf(name).c_str());
  }
}

TEST_F(ConfigTest, AWrongValueThatIsNotOnTheCommandLineIsSaidToBeWhereItIs) {
  EXPECT_THAT(ReadFile("workers = \"many\"\n").err, HasSubstr("config.toml)\n"));
  setenv("TUTORATD_WORKERS", "many", 1);
  EXPECT_THAT(Read({"serve"}).err, HasSubstr("many not in range 1 to 200 (in TUTORATD_WORKERS)\n"));
  for (const std::vector<std::string>& by_flag :
       std::vector<std::vector<std::string>>{{"serve", "--workers", "few"}, {"serve", "--workers=few"}}) {
    EXPECT_THAT(Read(by_flag).err, HasSubstr("few not in range 1 to 200\n"));
  }
  unsetenv("TUTORATD_WORKERS");
}

TEST_F(ConfigTest, AFileThatIsNotThereOrIsNoTomlIsRefused) {
  EXPECT_EQ(Read({"serve", "--config", "/nowhere/at/all.toml"}).code, 2);
  EXPECT_EQ(ReadFile("this is no toml\n").code, 2);
}

TEST_F(ConfigTest, HelpAndVersionEndWellAndTellEveryOption) {
  const Result help = Read({"--help"});
  EXPECT_EQ(help.code, 0);
  for (const Option& option : Options()) EXPECT_THAT(help.out, HasSubstr(absl::StrCat("--", option.name)));
  EXPECT_EQ(Read({"serve", "--help"}).code, 0);
  const Result version = Read({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_THAT(version.out, testing::StartsWith("tutoratd "));
}

TEST_F(ConfigTest, ThePasswordComesByVariableOrFileAndNoFlagTakesIt) {
  setenv("TUTORATD_STORE_PASSWORD", "from the variable", 1);
  EXPECT_EQ(Read({"serve"}).config.store_password, "from the variable");
  EXPECT_EQ(Read({"serve", "--store-password-file", Write("p", "from the file\n")}).config.store_password,
            "from the file");
  for (const char* flag : {"--store-password", "--password"}) {
    const Result result = Read({"serve", flag, "s3cret"});
    EXPECT_EQ(result.code, 2) << flag;
  }
}

TEST_F(ConfigTest, APasswordFileWithoutAFirstLineIsRefused) {
  const Result result = Read({"serve", "--store-password-file", Write("empty", "")});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("--store-password-file"));
}

Config Listening(const std::string& address) {
  Config config;
  config.listen = address;
  return config;
}

TEST(CheckListen, WithoutTlsOnlyAddressesThatNobodyElseReaches) {
  for (const char* listen : {"127.0.0.1:50051", "127.0.0.1:0", "127.0.0.1:65535", "127.1.2.3:1", "127.255.255.255:1",
                             "localhost:50051", "[::1]:50051"}) {
    EXPECT_TRUE(CheckListen(Listening(listen)).ok()) << listen;
  }
  for (const char* listen : {"0.0.0.0:50051",
                             "192.168.1.2:50051",
                             "10.0.0.1:1",
                             "128.0.0.1:1",
                             "[::]:50051",
                             "::1:50051",
                             ":::50051",
                             ":50051",
                             "127.0.0.256:1",
                             "127.0.0:1",
                             "127.1:1",
                             "127.0.0.1.5:1",
                             "1270.0.0.1:1",
                             "127.0.0.x:1",
                             "example.org:50051",
                             "localhost.example.org:1",
                             "127.0.0.1.example.org:1",
                             "[::ffff:0.0.0.0]:1",
                             "*:1",
                             "unix:1",
                             "ipv4:0.0.0.0:1"}) {
    const absl::Status status = CheckListen(Listening(listen));
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << listen;
    EXPECT_THAT(std::string(status.message()), HasSubstr(listen));
    EXPECT_THAT(std::string(status.message()), HasSubstr("--insecure-listen"));
  }
  for (const char* listen : {"", "127.0.0.1", "localhost", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:-1",
                             "127.0.0.1:65536", "127.0.0.1:99999", "127.0.0.1:50051x", "[::1]"}) {
    EXPECT_THAT(std::string(CheckListen(Listening(listen)).message()), HasSubstr("HOST:PORT")) << listen;
  }
}

TEST(CheckListen, AnyAddressWhenToldSoInAsManyWords) {
  for (const char* listen : {"0.0.0.0:50051", "[::]:1", "example.org:50051", "127.0.0.1:1"}) {
    Config config = Listening(listen);
    config.insecure_listen = true;
    EXPECT_TRUE(CheckListen(config).ok()) << listen;
  }
  Config config = Listening("0.0.0.0");
  config.insecure_listen = true;
  EXPECT_FALSE(CheckListen(config).ok());
}

TEST(CheckListen, AnyAddressWithTls) {
  Config config = Listening("0.0.0.0:50051");
  config.tls.certificate = "server.pem";
  EXPECT_TRUE(CheckListen(config).ok());
}

TEST_F(ConfigTest, InsecureListeningIsSaidByFlagVariableOrFile) {
  EXPECT_FALSE(Read({"serve"}).config.insecure_listen);
  EXPECT_TRUE(Read({"serve", "--insecure-listen"}).config.insecure_listen);
  EXPECT_TRUE(ReadFile("insecure-listen = true\n").config.insecure_listen);
  EXPECT_FALSE(ReadFile("insecure-listen = false\n").config.insecure_listen);
  setenv("TUTORATD_INSECURE_LISTEN", "true", 1);
  EXPECT_TRUE(Read({"serve"}).config.insecure_listen);
  unsetenv("TUTORATD_INSECURE_LISTEN");
}

TEST_F(ConfigTest, AccountVerbsTakeWhatTheyNeed) {
  const AccountCommand created =
      Read({"account", "create", "Zoé Martin", "--role", "tutor", "--role", "coordinator", "--tutor", "Zoé", "--email",
            "z@ac-paris.fr", "--expires", "30", "--label", "laptop", "--token-file", "f", "--store", "sqlite:x"})
          .config.account;
  EXPECT_EQ(created.verb, AccountCommand::Verb::kCreate);
  EXPECT_EQ(created.account, "Zoé Martin");
  EXPECT_THAT(created.roles, testing::ElementsAre("tutor", "coordinator"));
  EXPECT_EQ(created.tutor, "Zoé");
  EXPECT_EQ(created.email, "z@ac-paris.fr");
  EXPECT_EQ(created.expires_days, 30);
  EXPECT_EQ(created.label, "laptop");
  EXPECT_EQ(created.token_file, "f");
  EXPECT_THAT(Read({"account", "create", "Zoé", "--role", "tuteur", "--role", "coordinateur", "--role", "lecteur",
                    "--role", "administrateur"})
                  .config.account.roles,
              testing::ElementsAre("tutor", "coordinator", "reader", "administrator"));
  const Config listed = Read({"account", "list", "--store", "sqlite:x"}).config;
  EXPECT_EQ(listed.command, Command::kAccount);
  EXPECT_EQ(listed.store, "sqlite:x");
  EXPECT_EQ(listed.account.verb, AccountCommand::Verb::kList);
  EXPECT_EQ(Read({"account", "disable", "accounts/1"}).config.account.verb, AccountCommand::Verb::kDisable);
  EXPECT_EQ(Read({"account", "token", "accounts/1"}).config.account.account, "accounts/1");
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{"account"},
                                             {"account", "create"},
                                             {"account", "create", "Zoé"},
                                             {"account", "create", "--role", "reader"},
                                             {"account", "create", "Zoé", "--role", "king"},
                                             {"account", "disable"},
                                             {"account", "token"},
                                             {"account", "token", "Zoé", "--expires", "-1"},
                                             {"account", "token", "Zoé", "--expires", "9999999"},
                                             {"account", "list", "Zoé"},
                                             {"account", "list", "serve"},
                                             {"account", "erase", "Zoé"}}) {
    EXPECT_EQ(Read(wrong).code, 2) << wrong.back();
  }
}

TEST(DataFolder, IsBesideTheSqliteFileUnlessSaid) {
  Config config;
  EXPECT_EQ(DataFolder(config), ".");
  config.store = "sqlite:/var/lib/tutorat/tutorat.db";
  EXPECT_EQ(DataFolder(config), "/var/lib/tutorat");
  config.data = "/srv/data";
  EXPECT_EQ(DataFolder(config), "/srv/data");
  config.data.clear();
  config.store = "mysql://u@h:3306/d";
  setenv("XDG_DATA_HOME", "/xdg", 1);
  EXPECT_EQ(DataFolder(config), "/xdg/tutorat");
  unsetenv("XDG_DATA_HOME");
  setenv("HOME", "/nowhere", 1);
  EXPECT_EQ(DataFolder(config), "/nowhere/.local/share/tutorat");
}

}  // namespace
}  // namespace tutorat::app
