#include "plugins/sql/connection/retained-session.hpp"

#include <chrono>

namespace gantry::sql {

/// Closing it is not closing the session; everything else goes to the session itself.
class RetainedSession::Loan : public Implements<Session, Closeable> {
 public:
  Loan(std::shared_ptr<RetainedSession> owner, ObjectPtr session)
      : owner_(std::move(owner)),
        session_(std::move(session)),
        inner_(session_.query<gantry_sql_session>()) {}

  Result<ObjectPtr> execute(std::string_view sql, const std::vector<gantry_parameter> &parameters,
                            Call call) override {
    if (returned_)
      return Error(Status::state, "the retained connection was given back", "a loan that is not closed",
                   "a closed one", "acquire the connection again");
    gantry_object *rows = nullptr;
    ErrorReceiver error;
    const gantry_status status = inner_->execute(inner_.self, borrow(sql), parameters.data(),
                                                 parameters.size(), call.raw(), &rows, error);
    if (status == GANTRY_OK) return ObjectPtr::adopt(rows);
    dead_ = dead_ || status == GANTRY_E_STATE || status == GANTRY_E_IO;
    return error.error(status);
  }
  Result<> close(Call) override {
    end();
    return success();
  }
  Result<> close_now(Call) override {
    end();
    return success();
  }

 protected:
  bool query(std::string_view iid, gantry_ref &out) noexcept override {
    if (Implements<Session, Closeable>::query(iid, out)) return true;
    // A query's text is zero-terminated (B3), so the view's pointer can be handed on.
    return session_.get()->base->query(session_.get(), iid.data(), &out) != 0;
  }

 private:
  ~Loan() override { end(); }
  void end() {
    if (!returned_) owner_->give_back(dead_);
    returned_ = true;
  }

  std::shared_ptr<RetainedSession> owner_;
  ObjectPtr session_;
  Ref<gantry_sql_session> inner_;
  bool dead_ = false, returned_ = false;
};

Result<ObjectPtr> RetainedSession::lend(const std::function<Result<ObjectPtr>()> &open, Call call) {
  std::unique_lock<std::mutex> lock(mutex_);
  while (lent_) {
    if (borrower_ == std::this_thread::get_id())
      return Error(Status::busy, "the retained connection is in use by the task whose event is handled here",
                   "a connection of its own for what event handlers do", "RetainSameConnection True",
                   "give the handler's tasks another connection manager");
    if (Result<> alive = call.check("waiting for a retained connection"); !alive)
      return std::move(alive).error();
    returned_.wait_for(lock, std::chrono::milliseconds(call.milliseconds_left(50) + 1));
  }
  if (!session_) {
    Result<ObjectPtr> opened = open();
    if (!opened) return opened;
    if (!opened->query<gantry_sql_session>())
      return Error(Status::unsupported, "the driver's session takes no statements", GANTRY_SQL_SESSION_ID,
                   "a session without it", "use another driver");
    session_ = std::move(opened).value();
  }
  lent_ = true;
  borrower_ = std::this_thread::get_id();
  return make_object<Loan>(shared_from_this(), session_).hand_out();
}

void RetainedSession::give_back(bool dead) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (dead) session_ = ObjectPtr();
  lent_ = false;
  returned_.notify_one();
}

}  // namespace gantry::sql
