// Turns what a session says into the tokens of one response.
#ifndef SANDBOX_TDS_RESULT_WRITER_HPP
#define SANDBOX_TDS_RESULT_WRITER_HPP

#include "samples/sandbox/engine/session.hpp"
#include "samples/sandbox/tds/packet.hpp"
#include "samples/sandbox/tds/tokens.hpp"

#include <functional>
#include <string>
#include <vector>

namespace sandbox::tds {

/// One for a connection. Between begin and finish it is a session's sink.
class ResultWriter : public ResultSink {
 public:
  struct Hooks {
    std::function<bool()> interrupted;  ///< the client sent an attention: nothing more of this request leaves
    std::function<void()> give_up;      ///< the connection is gone: the session should stop
    std::function<std::optional<WireFault>()> wire_fault;
    std::function<void(int)> stall;  ///< waits that many milliseconds, less when the connection ends
  };

  ResultWriter(PacketWriter &packets, std::string server, TdsVersion version, Hooks hooks);

  /// A batch (or a transaction request).
  void begin_batch();
  /// A procedure call with these parameters; `more` when another call of the same message follows.
  void begin_call(std::vector<std::string> parameter_names, bool more);
  /// Ends the request: its last DONE leaves, telling truly whether more follows.
  void finish();
  /// Performs the fault that is due, if any.
  void perform_fault();

  /// A failure found on the wire's side: ERROR and a failed DONE.
  void refuse(const Message &message);
  /// Tokens outside any request: login, the acknowledgement of an attention.
  void raw(std::string_view token);

  void columns(const std::vector<Column> &columns) override;
  void row(const Row &row) override;
  void done(const Done &done) override;
  void message(const Message &message) override;
  void environment(Environment kind, const std::string &now, const std::string &before) override;
  void return_status(std::int32_t status) override;
  void output_parameter(const std::string &name, const TypeInfo &type, const Value &value) override;

 private:
  bool silent();
  void put(std::string token);
  void put_done(const Done &done, bool more, bool final);
  void flush_done();
  void after_call();
  std::string next_descriptor();

  PacketWriter &packets_;
  std::string server_;
  TdsVersion version_;
  Hooks hooks_;

  bool call_ = false, more_calls_ = false;
  std::vector<std::string> parameter_names_;
  std::uint16_t next_ordinal_ = 0;
  /// The DONE that says it is the last one waits here until it is known to be.
  std::optional<Done> last_;
  bool procedure_ended_ = false, row_failed_ = false, garble_next_ = false;
  std::vector<Column> columns_;
  std::vector<WireType> types_;
  std::string descriptor_;  ///< of the open transaction
  std::uint64_t transactions_ = 0;
};

}  // namespace sandbox::tds

#endif
