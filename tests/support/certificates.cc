#include "tests/support/certificates.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/process.h"

namespace tutorat::tests {
namespace {

constexpr char kNewKey[] = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
constexpr absl::Duration kOpenSslTime = absl::Minutes(1);

}  // namespace

std::string ReadFile(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

void ReplaceFile(const std::string& path, const std::string& text) {
  const std::string made = path + ".new";
  std::ofstream(made) << text;
  EXPECT_EQ(std::rename(made.c_str(), path.c_str()), 0) << path;
}

Authority::Authority(const std::string& name) {
  OpenSsl(absl::StrCat("req -x509 ", kNewKey, " -days 2 -subj /CN=", name, " -keyout ", directory_.File("ca.key"),
                       " -out ", directory_.File("ca.pem")));
  own_ = {ReadFile(directory_.File("ca.pem")), ReadFile(directory_.File("ca.key"))};
}

Identity Authority::Issue(const std::string& name) const {
  std::ofstream(directory_.File("names")) << "subjectAltName = IP:127.0.0.1, DNS:localhost\n";
  OpenSsl(absl::StrCat("req ", kNewKey, " -subj /CN=", name, " -keyout ", directory_.File("key"), " -out ",
                       directory_.File("request")));
  OpenSsl(absl::StrCat("x509 -req -days 2 -in ", directory_.File("request"), " -CA ", directory_.File("ca.pem"),
                       " -CAkey ", directory_.File("ca.key"), " -CAcreateserial -extfile ", directory_.File("names"),
                       " -out ", directory_.File("certificate")));
  return {ReadFile(directory_.File("certificate")), ReadFile(directory_.File("key"))};
}

void Authority::OpenSsl(const std::string& arguments) const {
  const std::vector<std::string> argv = absl::StrSplit(absl::StrCat("openssl ", arguments), ' ');
  const auto process = Process::Start(argv, {}, directory_.File("openssl.log"));
  ASSERT_TRUE(process.ok()) << process.status();
  EXPECT_EQ((*process)->Wait(kOpenSslTime), 0) << ReadFile(directory_.File("openssl.log"));
}

}  // namespace tutorat::tests
