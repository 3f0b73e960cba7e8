// A connected socket, plain or under TLS.
#ifndef SANDBOX_TDS_CHANNEL_HPP
#define SANDBOX_TDS_CHANNEL_HPP

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

namespace sandbox::tds {

/// TLS over memory BIOs: bytes go in and come out, no socket in sight.
class TlsEngine {
 public:
  explicit TlsEngine(SSL_CTX *context);
  ~TlsEngine();
  TlsEngine(const TlsEngine &) = delete;
  TlsEngine &operator=(const TlsEngine &) = delete;

  /// One step of the handshake with what the client sent; `out` gets what to send. False when it failed.
  bool handshake(std::string_view in, std::string &out);
  bool established() const { return established_; }
  /// Safe beside one call of encrypt.
  bool decrypt(std::string_view in, std::string &plain);
  bool encrypt(std::string_view plain, std::string &out);
  std::string description() const;

 private:
  void drain(std::string &out);

  std::mutex mutex_;
  SSL *ssl_ = nullptr;
  bool established_ = false;
};

/// Reading and writing may happen on two threads, one each. The caller owns the descriptor's closing through
/// this object.
class Channel {
 public:
  explicit Channel(int descriptor) : descriptor_(descriptor) {}
  ~Channel();
  Channel(const Channel &) = delete;
  Channel &operator=(const Channel &) = delete;

  enum class Read { data, timed_out, closed };
  /// Appends at least one byte, or says why not. A negative timeout waits for ever.
  Read read(std::string &into, int timeout_ms);
  /// All of it; false when the connection is gone.
  bool write(std::string_view data);

  /// From now on everything passes through TLS; `pending` are bytes that were read too early. Not while
  /// another thread reads or writes.
  bool start_tls(std::unique_ptr<TlsEngine> engine, std::string_view pending);
  void stop_tls() { tls_.reset(); }
  bool encrypted() const { return tls_ != nullptr; }

  /// Ends both directions; a thread that reads or writes comes back. Any thread.
  void shut_down();

 private:
  int descriptor_;
  std::unique_ptr<TlsEngine> tls_;
  std::string early_;  // decrypted before anyone asked
};

}  // namespace sandbox::tds

#endif
