#include "server/app/tls.h"

#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <spdlog/spdlog.h>

#include <ctime>
#include <mutex>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "proto/status_macros.h"
#include "server/auth/reloading_file.h"

namespace tutorat::app {
namespace {

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* done) const {
    Free(done);
  }
};
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;

// A key with a password would make OpenSSL ask at the terminal.
int NoPassword(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*user*/) { return -1; }

Bio Memory(const std::string& text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

absl::Time EndOf(const Certificate& certificate) {
  tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1) return absl::InfinitePast();
  return absl::FromTM(end, absl::UTCTimeZone());
}

absl::Status Wrong(absl::string_view option, const std::string& file, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("--", option, " ", file, ": ", what));
}

// What the server shows at a handshake, from files that may be replaced. Used by one thread at a time.
class TlsFiles {
 public:
  explicit TlsFiles(const TlsOptions& options)
      : files_{{"tls-certificate", api::ReloadingFile(options.certificate)},
               {"tls-key", api::ReloadingFile(options.key)}} {
    if (!options.client_ca.empty()) files_.push_back({"tls-client-ca", api::ReloadingFile(options.client_ca)});
  }

  bool AskClients() const { return files_.size() > 2; }

  // True when there is something new that is good.
  absl::StatusOr<bool> Refresh() {
    bool changed = false;
    for (File& each : files_) {
      const auto refreshed = each.file.Refresh();
      if (!refreshed.ok()) {
        return absl::InvalidArgumentError(absl::StrCat("--", each.option, " ", refreshed.status().message()));
      }
      changed = changed || *refreshed;
    }
    // What changed while another file could not be read is looked at when that one can.
    pending_ = pending_ || changed;
    if (!pending_) return false;
    pending_ = false;
    RETURN_IF_ERROR(CheckFiles());
    return true;
  }

  grpc_ssl_server_certificate_config* Make() const {
    const grpc_ssl_pem_key_cert_pair pair = {Content(1).c_str(), Content(0).c_str()};
    // gRPC 1.51 wants authorities even where clients are not asked for a certificate, and then does nothing with them.
    return grpc_ssl_server_certificate_config_create(Content(AskClients() ? 2 : 0).c_str(), &pair, 1);
  }

 private:
  struct File {
    std::string option;
    api::ReloadingFile file;
  };

  const std::string& Content(size_t i) const { return files_[i].file.content(); }
  absl::Status WrongFile(size_t i, absl::string_view what) const {
    return Wrong(files_[i].option, files_[i].file.path(), what);
  }

  absl::Status CheckFiles() const {
    const Certificate certificate(PEM_read_bio_X509(Memory(Content(0)).get(), nullptr, NoPassword, nullptr));
    if (certificate == nullptr) return WrongFile(0, "holds no certificate in PEM");
    const Key key(PEM_read_bio_PrivateKey(Memory(Content(1)).get(), nullptr, NoPassword, nullptr));
    if (key == nullptr) return WrongFile(1, "holds no private key in PEM without a password");
    if (X509_check_private_key(certificate.get(), key.get()) != 1) {
      return WrongFile(1, absl::StrCat("is not the key of the certificate in ", files_[0].file.path()));
    }
    if (AskClients() &&
        Certificate(PEM_read_bio_X509(Memory(Content(2)).get(), nullptr, NoPassword, nullptr)) == nullptr) {
      return WrongFile(2, "holds no certificate in PEM");
    }
    const absl::Time end = EndOf(certificate);
    spdlog::log(end < absl::Now() ? spdlog::level::warn : spdlog::level::info,
                "event=tls_certificate file=\"{}\" good_until={}", files_[0].file.path(),
                absl::FormatTime(absl::RFC3339_sec, end, absl::UTCTimeZone()));
    return absl::OkStatus();
  }

  std::vector<File> files_;  // certificate, key, perhaps the clients' authorities
  bool pending_ = false;
};

// gRPC's own watcher of files takes a certificate and a key that do not go together, as they are for a moment when one
// is replaced after the other, and then refuses everybody until its next look. Here gRPC asks at each handshake, and
// goes on with what it has when there is nothing better.
class ReloadingCredentials final : public grpc::ServerCredentials {
 public:
  explicit ReloadingCredentials(const TlsOptions& options) : files_(options) {}

  absl::Status Start() {
    const auto read = files_.Refresh();
    first_ = true;
    return read.status();
  }

  // Of metadata; here the pipeline looks at it.
  void SetAuthMetadataProcessor(const std::shared_ptr<grpc::AuthMetadataProcessor>& /*processor*/) override {}

 private:
  int AddPortToServer(const std::string& address, grpc_server* server) override {
    grpc_server_credentials* credentials =
        grpc_ssl_server_credentials_create_with_options(grpc_ssl_server_credentials_create_options_using_config_fetcher(
            files_.AskClients() ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
                                : GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE,
            &Fetch, this));
    const int port = grpc_server_add_http2_port(server, address.c_str(), credentials);
    grpc_server_credentials_release(credentials);
    return port;
  }

  static grpc_ssl_certificate_config_reload_status Fetch(void* self, grpc_ssl_server_certificate_config** config) {
    return static_cast<ReloadingCredentials*>(self)->Look(config);
  }

  grpc_ssl_certificate_config_reload_status Look(grpc_ssl_server_certificate_config** config) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto changed = files_.Refresh();
    if (!changed.ok() && changed.status().message() != trouble_) {
      spdlog::error("event=tls_files_failed error=\"{}\" note=\"the certificate read before is still used\"",
                    std::string(changed.status().message()));
    }
    trouble_ = std::string(changed.status().message());
    const bool make = first_ || (changed.ok() && *changed);
    first_ = false;
    if (!make) return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    *config = files_.Make();
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }

  std::mutex mutex_;
  TlsFiles files_;
  bool first_ = false;  // gRPC has not got the files yet
  std::string trouble_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerCredentials(const TlsOptions& options) {
  if (options.certificate.empty() && options.key.empty() && options.client_ca.empty()) {
    return grpc::InsecureServerCredentials();
  }
  if (options.certificate.empty() || options.key.empty()) {
    return absl::InvalidArgumentError(
        "--tls-certificate and --tls-key go together: give both, or neither and no --tls-client-ca");
  }
  auto credentials = std::make_shared<ReloadingCredentials>(options);
  RETURN_IF_ERROR(credentials->Start());
  return credentials;
}

}  // namespace tutorat::app
