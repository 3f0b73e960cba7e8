#include "samples/sandbox/tds/channel.hpp"

#include <cerrno>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sandbox::tds {

Channel::~Channel() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Channel::Read Channel::read(std::string &into, int timeout_ms) {
  if (!early_.empty()) {
    into += early_;
    early_.clear();
    return Read::data;
  }
  const std::size_t before = into.size();
  char buffer[32768];
  for (;;) {
    pollfd waiting{descriptor_, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, timeout_ms);
    if (ready == 0) return Read::timed_out;
    if (ready < 0) {
      if (errno == EINTR) continue;
      return Read::closed;
    }
    const ssize_t count = ::recv(descriptor_, buffer, sizeof buffer, 0);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return Read::closed;
    const std::string_view received(buffer, static_cast<std::size_t>(count));
    if (tls_ == nullptr) {
      into.append(received);
      return Read::data;
    }
    const bool alive = tls_->decrypt(received, into);
    if (into.size() > before) return Read::data;
    if (!alive) return Read::closed;
  }
}

bool Channel::write(std::string_view data) {
  std::string sealed;
  if (tls_ != nullptr) {
    if (!tls_->encrypt(data, sealed)) return false;
    data = sealed;
  }
  while (!data.empty()) {
    const ssize_t count = ::send(descriptor_, data.data(), data.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    data.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Channel::start_tls(std::unique_ptr<TlsEngine> engine, std::string_view pending) {
  tls_ = std::move(engine);
  return pending.empty() || tls_->decrypt(pending, early_);
}

void Channel::shut_down() { ::shutdown(descriptor_, SHUT_RDWR); }

}  // namespace sandbox::tds
