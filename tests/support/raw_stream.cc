#include "tests/support/raw_stream.h"

#include "absl/time/clock.h"
#include "tests/support/api.h"

namespace tutorat::tests {

RawStream::RawStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& path) : stub_(channel) {
  context_.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
  call_ = stub_.PrepareCall(&context_, path, &queue_);
  call_->StartCall(this);
  Wait();
}

RawStream::~RawStream() {
  context_.TryCancel();
  grpc::Status status;
  call_->Finish(&status, this);
  Wait();
  queue_.Shutdown();
  Wait();
}

// Of the one operation that is under way.
bool RawStream::Wait() {
  void* tag = nullptr;
  bool ok = false;
  return queue_.Next(&tag, &ok) && ok;
}

bool RawStream::Write(const std::string& message) {
  call_->Write(ToBuffer(message), this);
  return Wait();
}

std::optional<std::string> RawStream::Read() {
  grpc::ByteBuffer message;
  call_->Read(&message, this);
  if (!Wait()) return std::nullopt;
  return ToString(message);
}

}  // namespace tutorat::tests
