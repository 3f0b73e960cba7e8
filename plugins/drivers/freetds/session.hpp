// A session: batches, messages, transactions, and how it is connected.
#ifndef GANTRY_FREETDS_SESSION_HPP
#define GANTRY_FREETDS_SESSION_HPP

#include "plugins/drivers/freetds/connection.hpp"
#include "plugins/drivers/freetds/request.hpp"

#include <gantry/cpp/driver.hpp>
#include <gantry/cpp/host.hpp>

#include <memory>

namespace gantry::freetds {

/// One thread at a time, with its rows (section 8 of the contract).
class FreetdsSession final
    : public Implements<Session, MessageSource, TransactionControl, Closeable, PropertyBag> {
 public:
  FreetdsSession(const Site &site, std::unique_ptr<Connection> connection, const ConnectionRequest &request);

  Result<ObjectPtr> execute(std::string_view sql, const std::vector<gantry_parameter> &parameters,
                            Call call) override;
  Result<> close(Call call) override;
  Result<> close_now(Call call) override { return close(call); }
  Result<> set_handler(Handler handler, void *ctx) override;

  Result<> begin(std::int32_t isolation, Call call) override;
  Result<> commit(Call call) override;
  Result<> rollback(Call call) override;
  Result<> save(std::string_view name, Call call) override;
  Result<> rollback_to(std::string_view name, Call call) override;
  Result<std::int32_t> transaction_state(Call call) override;

  // For rows.
  Connection &connection() { return *connection_; }
  std::int64_t statement_timeout() const { return statement_timeout_; }
  bool in_transaction() const { return in_transaction_; }
  void rows_ended() { rows_open_ = false; }
  const Site &site() const { return site_; }

 private:
  ~FreetdsSession() override = default;
  gantry_object *unclosed() noexcept override { return connection_->alive() ? raw() : nullptr; }
  bool reap(gantry_object *object) noexcept override { return site_.reap(object); }
  static const PropertyList &properties();

  /// STATE when closed or dead, BUSY when rows are open.
  Result<> ready() const;
  Result<> run(std::string_view sql, Operation &operation);
  Result<std::int64_t> open_transactions(Operation &operation);
  Result<> leave_transaction(Operation &operation);
  /// What sets back the options that begin has set.
  std::string options_back() const;
  Error outcome_unknown(const Error &cause) const;

  Site site_;
  std::unique_ptr<Connection> connection_;
  std::int64_t statement_timeout_;
  bool closed_ = false, rows_open_ = false, in_transaction_ = false, isolation_changed_ = false;
};

}  // namespace gantry::freetds

#endif
