// Certificates for tests, made with the program openssl.
#pragma once

#include <string>

#include "tests/support/temp_dir.h"

namespace tutorat::tests {

// In PEM.
struct Identity {
  std::string certificate;
  std::string key;
};

// Somebody who issues certificates. Used by one thread. What openssl refuses fails the test.
class Authority {
 public:
  explicit Authority(const std::string& name);

  const std::string& certificate() const { return own_.certificate; }

  // A new key and a certificate for 127.0.0.1 and localhost.
  Identity Issue(const std::string& name) const;

 private:
  void OpenSsl(const std::string& arguments) const;

  TempDir directory_;
  Identity own_;
};

std::string ReadFile(const std::string& path);
// Replaces the file in one step: nobody sees half of it.
void ReplaceFile(const std::string& path, const std::string& text);

}  // namespace tutorat::tests
