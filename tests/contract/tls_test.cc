// To a database over TLS: only to the one that the file of authorities vouches for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "server/domain/base/error.h"
#include "server/storage/mysql/connection.h"
#include "server/storage/mysql/store.h"
#include "tests/support/database.h"
#include "tests/support/temp_dir.h"

namespace tutorat::tests {
namespace {

using storage::mysql::Connection;
using storage::mysql::Options;

// Of somebody else, and good until 2124.
constexpr char kOtherAuthority[] = R"(-----BEGIN CERTIFICATE-----
MIIBhzCCAS2gAwIBAgIUfQZagoRw8eaPuxG/zqu80yh4IvowCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNU29tZWJvZHkgZWxzZTAgFw0yNjExMjQxMDE4NTBaGA8yMTI2
MTAzMTEwMTg1MFowGDEWMBQGA1UEAwwNU29tZWJvZHkgZWxzZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABCDwRUEw1lMqmGMeYwgEw6e6cACG0oYcNDah8DdOahE1
PAGUOJDmXKMGix3+/tHTi5H5N0NTqIdCDLWhsY8Jd3ajUzBRMB0GA1UdDgQWBBT0
gi7B1ymlprG2flEsz12RvbLTOTAfBgNVHSMEGDAWgBT0gi7B1ymlprG2flEsz12R
vbLTOTAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIHzimlMBB+h8
cza0WtposqBi+juk5N2jwjcmYP8Jz9eYAiEAzlSP9fvf5vqD4UgVx+EJhbP/q2Mt
qs82Rw2CYXPNgPo=
-----END CERTIFICATE-----
)";

class StoreTls : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* authority = std::getenv("TUTORAT_TEST_MYSQL_CA");
    ASSERT_NE(authority, nullptr) << "set $TUTORAT_TEST_MYSQL_CA to the file with the authority of $TUTORAT_TEST_MYSQL";
    auto database = MakeDatabase(Servers().front(), Schema::kNewest);
    ASSERT_TRUE(database.ok()) << database.status();
    options_ = (*database)->Address();
    options_.ssl_ca = authority;
  }

  absl::Status Open() const { return Connection::Open(options_, absl::Seconds(10)).status(); }

  const TempDir directory_;
  Options options_;
};

TEST_F(StoreTls, IsEncryptedWithAServerThatTheFileVouchesFor) {
  auto connection = Connection::Open(options_, absl::Seconds(10));
  ASSERT_TRUE(connection.ok()) << connection.status();
  std::string cipher;
  ASSERT_EQ((*connection)
                ->Query("SHOW STATUS LIKE 'Ssl_cipher'", {},
                        [&](storage::sql::Row row) { cipher = std::get<std::string>(row[1]); }),
            absl::OkStatus());
  EXPECT_NE(cipher, "");
  EXPECT_EQ(storage::mysql::Open(options_)->Check(), absl::OkStatus());
}

TEST_F(StoreTls, AnotherAuthorityIsRefusedByName) {
  options_.ssl_ca = directory_.File("other.pem");
  std::ofstream(options_.ssl_ca) << kOtherAuthority;
  EXPECT_EQ(domain::Reason(Open()), "STORE_TLS_FAILED");
  const auto store = storage::mysql::Open(options_);
  const absl::Status status = store->Check();
  EXPECT_EQ(domain::Reason(status), "STORE_TLS_FAILED");
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("--store-ca"));
  EXPECT_EQ(domain::Reason(store->Migrate().status()), "STORE_TLS_FAILED");
}

TEST_F(StoreTls, AFileWithoutCertificatesIsRefusedByName) {
  options_.ssl_ca = directory_.File("empty.pem");
  std::ofstream(options_.ssl_ca) << "no certificate\n";
  EXPECT_EQ(domain::Reason(Open()), "STORE_TLS_FAILED");
}

// The certificate is for 127.0.0.1, perhaps for localhost: this name leads there too, and is in none.
TEST_F(StoreTls, AHostNameThatTheCertificateIsNotForIsRefused) {
  options_.host = "127.1";
  EXPECT_EQ(domain::Reason(Open()), "STORE_TLS_FAILED");
  options_.ssl_ca.clear();
  EXPECT_EQ(Open(), absl::OkStatus());
}

}  // namespace
}  // namespace tutorat::tests
