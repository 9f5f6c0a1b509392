// Certificates for tests, each signed anew by an authority of their own.
#pragma once

#include <string>

#include "tests/support/temp_dir.h"

namespace tutorat::tests {

// PEM files, in a folder that is gone with it. Made by openssl; the program ends where that cannot be.
class Authority {
 public:
  Authority();

  // Who trusts this authority needs this file.
  std::string ca_file() const { return dir_.File("ca.pem"); }

  struct Files {
    std::string certificate;
    std::string key;
  };
  // Of 127.0.0.1 and localhost, or of whoever comes; `name` is also that of the files.
  Files Sign(const std::string& name) const;

 private:
  const TempDir dir_;
};

std::string Content(const std::string& path);

}  // namespace tutorat::tests
