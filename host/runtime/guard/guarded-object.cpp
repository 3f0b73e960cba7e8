#include "host/runtime/guard/guarded-object.hpp"

#include "host/runtime/guard/guarded-list.hpp"
#include "host/runtime/guard/guarded-session.hpp"

#include <set>

namespace gantry::runtime::guard {

namespace {

/// gantry.smo-server/1: before the first list of a kind the login's rights are looked at.
class GuardedServer : public Face<GuardedServer, gantry_smo_server> {
 public:
  GuardedServer(SessionState &state, Ref<gantry_smo_server> inner) : state_(state), inner_(inner) {}
  explicit operator bool() const { return static_cast<bool>(inner_); }

  static const gantry_smo_server *face_table() noexcept {
    static constexpr gantry_smo_server table = {
        sizeof(gantry_smo_server),
        0,
        [](gantry_object *self, const gantry_call *call, gantry_sink out, gantry_error *error) noexcept {
          const Ref<gantry_smo_server> &inner = of(self).inner_;
          return inner->facts(inner.self, call, out, error);
        },
        [](gantry_object *self, gantry_str kind, gantry_str database, gantry_str filter,
           const gantry_call *call, gantry_object **rows, gantry_error *error) noexcept {
          const gantry_status seen = guarded(error, [&] { return of(self).look(kind, database, call); });
          if (seen != GANTRY_OK) return seen;
          const Ref<gantry_smo_server> &inner = of(self).inner_;
          return inner->list(inner.self, kind, database, filter, call, rows, error);
        },
        [](gantry_object *self, gantry_str kind, gantry_str database, const gantry_call *call,
           gantry_object **rows, gantry_error *error) noexcept {
          const Ref<gantry_smo_server> &inner = of(self).inner_;
          return inner->missing_rights(inner.self, kind, database, call, rows, error);
        },
        [](gantry_object *self, gantry_str verb, gantry_str kind, gantry_str database, gantry_object *wanted,
           gantry_object *current, gantry_str options, const gantry_call *call, gantry_object **batches,
           gantry_error *error) noexcept {
          const Ref<gantry_smo_server> &inner = of(self).inner_;
          return inner->script(inner.self, verb, kind, database, wanted, current, options, call, batches,
                               error);
        }};
    return &table;
  }

 private:
  Result<> look(gantry_str kind, gantry_str database, const gantry_call *call) {
    std::string key(view(kind));
    key += '\n';
    key += view(database);
    if (looked_.count(key)) return success();
    if (Result<> seen = state_.guard->sees_everything(state_.slot, inner_.table, inner_.self, view(kind),
                                                      view(database), call);
        !seen)
      return seen;
    looked_.insert(std::move(key));
    return success();
  }

  SessionState &state_;
  Ref<gantry_smo_server> inner_;
  std::set<std::string> looked_;
};

class GuardedCopy : public Face<GuardedCopy, gantry_bulk_copy> {
 public:
  GuardedCopy(SessionState &state, Ref<gantry_bulk_copy> inner) : state_(state), inner_(inner) {}
  explicit operator bool() const { return static_cast<bool>(inner_); }

  static const gantry_bulk_copy *face_table() noexcept {
    static constexpr gantry_bulk_copy table = {
        sizeof(gantry_bulk_copy), 0,
        [](gantry_object *self, const gantry_bulk_target *target, const gantry_call *call,
           gantry_object **writer, gantry_error *error) noexcept {
          GuardedCopy &copy = of(self);
          const gantry_status admitted = guarded(error, [&] {
            return copy.state_.guard->admit_copy(copy.state_.slot, view(target->database),
                                                 view(target->name));
          });
          if (admitted != GANTRY_OK) return admitted;
          return copy.inner_->open(copy.inner_.self, target, call, writer, error);
        }};
    return &table;
  }

 private:
  SessionState &state_;
  Ref<gantry_bulk_copy> inner_;
};

class GuardedObject final : public Object {
 public:
  GuardedObject(std::shared_ptr<TaskGuard> guard, SlotUse slot, ObjectPtr object)
      : object_(std::move(object)),
        state_{std::move(guard),
               std::move(slot),
               object_.query<gantry_sql_session>(),
               object_.query<gantry_transaction>(),
               false,
               false,
               {}},
        session_(state_),
        transaction_(state_),
        list_(state_),
        server_(state_, object_.query<gantry_smo_server>()),
        copy_(state_, object_.query<gantry_bulk_copy>()) {}

  void enter(const gantry_call *call) {
    if (state_.session) state_.guard->entered(this, state_.slot, SessionRef(object_), call);
  }
  void leave() { state_.guard->left(this); }

 private:
  ~GuardedObject() override {
    leave();
    state_.ended(TransactionMoment::rolled_back);  // what was open when nobody holds the session any more
  }

  bool query(std::string_view iid, gantry_ref &out) noexcept override {
    if (state_.session && session_.answer(iid, out)) return true;
    if (state_.transaction && transaction_.answer(iid, out)) return true;
    if (iid == GANTRY_STATEMENT_LIST_ID)
      return state_.session && state_.transaction && list_.answer(iid, out);
    if (server_ && server_.answer(iid, out)) return true;
    if (iid == GANTRY_BULK_COPY_ID) return state_.slot.writes && copy_ && copy_.answer(iid, out);
    return object_.get()->base->query(object_.get(), iid.data(), &out) != 0;
  }

  ObjectPtr object_;
  SessionState state_;
  GuardedSession session_;
  GuardedTransaction transaction_;
  GuardedList list_;
  GuardedServer server_;
  GuardedCopy copy_;
};

}  // namespace

ObjectPtr guard_object(std::shared_ptr<TaskGuard> guard, SlotUse slot, ObjectPtr object,
                       const gantry_call *call) {
  Own<GuardedObject> made = make_object<GuardedObject>(std::move(guard), std::move(slot), std::move(object));
  made->enter(call);
  return made.hand_out();
}

}  // namespace gantry::runtime::guard
