#include "tests/unit/client/certificates.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "tests/support/process.h"

namespace tutorat::tests {
namespace {

void OpenSsl(std::vector<std::string> arguments, const std::string& errors) {
  arguments.insert(arguments.begin(), "openssl");
  const auto process = Process::Start(arguments, {}, errors);
  if (!process.ok() || (*process)->Wait(absl::Seconds(60)) != 0) std::abort();
}

// A key that is quick to make.
const std::vector<std::string> kNewKey = {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"};

}  // namespace

Authority::Authority() {
  std::vector<std::string> arguments = {
      "req", "-x509", "-subj", "/CN=test authority", "-days", "2", "-keyout", dir_.File("ca.key"), "-out", ca_file()};
  arguments.insert(arguments.end(), kNewKey.begin(), kNewKey.end());
  OpenSsl(arguments, dir_.File("errors"));
}

Authority::Files Authority::Sign(const std::string& name) const {
  const Files files{dir_.File(name + ".pem"), dir_.File(name + ".key")};
  std::vector<std::string> arguments = {"req",     "-x509",
                                        "-CA",     ca_file(),
                                        "-CAkey",  dir_.File("ca.key"),
                                        "-subj",   absl::StrCat("/CN=", name),
                                        "-days",   "2",
                                        "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
                                        "-addext", "basicConstraints=critical,CA:FALSE",
                                        "-keyout", files.key,
                                        "-out",    files.certificate};
  arguments.insert(arguments.end(), kNewKey.begin(), kNewKey.end());
  OpenSsl(arguments, dir_.File("errors"));
  return files;
}

std::string Content(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace tutorat::tests
