// What the reading thread hands to the working thread of a connection.
#ifndef SANDBOX_TDS_INBOX_HPP
#define SANDBOX_TDS_INBOX_HPP

#include "samples/sandbox/tds/packet.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace sandbox::tds {

class Inbox {
 public:
  enum class Event { request, attention, closed };

  /// Reading side. False when the client pipelines more than a connection without MARS may.
  bool put(ClientMessage message);
  /// Reading side: voids the requests that have not begun.
  void put_attention();
  /// Either side: nothing comes any more.
  void close();
  /// Reading side: a request runs that should end because of an attention or because the client is gone.
  bool wants_cancel();

  /// Working side: waits for the next thing to do. After request the connection is busy until finish().
  Event next(ClientMessage &message);
  /// Working side: an attention came while busy.
  bool interrupted();
  /// Working side: the request is over. True when an attention has to be acknowledged now.
  bool finish();
  /// Working side: waits that long, or until closed or interrupted.
  void pause(int milliseconds);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<ClientMessage> requests_;
  bool busy_ = false, attention_ = false, closed_ = false;
};

}  // namespace sandbox::tds

#endif
