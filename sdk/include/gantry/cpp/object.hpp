// Objects as classes: count, query, faces (B2, B3, O2, O6).
//
//   class Greeter : public gantry::Implements<gantry::ConnectionManager, gantry::PropertyBag> { ... };
//
// A FACE is one interface: a table of trampolines and the small inner object that its refs point to.
#ifndef GANTRY_CPP_OBJECT_HPP
#define GANTRY_CPP_OBJECT_HPP

#include <gantry/draft/all.h>
#include <gantry/gantry.h>
#include <gantry/cpp/error.hpp>

#include <atomic>
#include <memory>
#include <string_view>
#include <utility>

namespace gantry {

/// The id of the interface that a table type belongs to.
template <typename Table>
struct InterfaceId;
#define GANTRY_INTERFACE(table, name)          \
  template <>                                  \
  struct InterfaceId<table> {                  \
    static constexpr const char *value = name; \
  }
GANTRY_INTERFACE(gantry_properties, GANTRY_PROPERTIES_ID);
GANTRY_INTERFACE(gantry_persist, GANTRY_PERSIST_ID);
GANTRY_INTERFACE(gantry_rows, GANTRY_ROWS_ID);
GANTRY_INTERFACE(gantry_connection_manager, GANTRY_CONNECTION_MANAGER_ID);
GANTRY_INTERFACE(gantry_task, GANTRY_TASK_ID);
GANTRY_INTERFACE(gantry_enumerator, GANTRY_ENUMERATOR_ID);
GANTRY_INTERFACE(gantry_closeable, GANTRY_CLOSEABLE_ID);
GANTRY_INTERFACE(gantry_driver, GANTRY_DRIVER_ID);
GANTRY_INTERFACE(gantry_sql_session, GANTRY_SQL_SESSION_ID);
GANTRY_INTERFACE(gantry_messages, GANTRY_MESSAGES_ID);
GANTRY_INTERFACE(gantry_transaction, GANTRY_TRANSACTION_ID);
GANTRY_INTERFACE(gantry_statement_list, GANTRY_STATEMENT_LIST_ID);
GANTRY_INTERFACE(gantry_bulk_copy, GANTRY_BULK_COPY_ID);
GANTRY_INTERFACE(gantry_bulk_writer, GANTRY_BULK_WRITER_ID);
GANTRY_INTERFACE(gantry_pooling, GANTRY_POOLING_ID);
GANTRY_INTERFACE(gantry_smo_server, GANTRY_SMO_SERVER_ID);
GANTRY_INTERFACE(gantry_task_script, GANTRY_TASK_SCRIPT_ID);
#undef GANTRY_INTERFACE

/// A table and what to call it with. Borrowed while the object it was queried from is held. False when not
/// offered.
template <typename Table>
struct Ref {
  gantry_object *self = nullptr;
  const Table *table = nullptr;
  explicit operator bool() const noexcept { return table != nullptr; }
  const Table *operator->() const noexcept { return table; }
};

/// One reference to somebody's object.
class ObjectPtr {
 public:
  ObjectPtr() noexcept = default;
  /// Takes over a reference that was handed out to us.
  static ObjectPtr adopt(gantry_object *object) noexcept { return ObjectPtr(object); }
  /// Adds a reference of our own to a borrowed object.
  static ObjectPtr share(gantry_object *object) noexcept {
    if (object) object->base->retain(object);
    return ObjectPtr(object);
  }
  ObjectPtr(const ObjectPtr &other) noexcept : object_(other.object_) {
    if (object_) object_->base->retain(object_);
  }
  ObjectPtr(ObjectPtr &&other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  ObjectPtr &operator=(ObjectPtr other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~ObjectPtr() {
    if (object_) object_->base->release(object_);
  }

  gantry_object *get() const noexcept { return object_; }
  explicit operator bool() const noexcept { return object_ != nullptr; }
  /// Gives our reference away.
  gantry_object *release() noexcept { return std::exchange(object_, nullptr); }

  template <typename Table>
  Ref<Table> query() const noexcept {
    gantry_ref ref{nullptr, nullptr};
    if (object_ && object_->base->query(object_, InterfaceId<Table>::value, &ref))
      return {ref.self, static_cast<const Table *>(ref.table)};
    return {};
  }

 private:
  explicit ObjectPtr(gantry_object *object) noexcept : object_(object) {}
  gantry_object *object_ = nullptr;
};

/// The base of every class that is handed out.
class Object {
 public:
  Object(const Object &) = delete;
  Object &operator=(const Object &) = delete;

  gantry_object *raw() noexcept { return &handle_.object; }
  void retain() noexcept { count_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    if (count_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    if (gantry_object *leftover = unclosed()) {
      count_.store(1, std::memory_order_relaxed);
      if (reap(leftover)) return;
    }
    delete this;
  }

 protected:
  Object() noexcept = default;
  virtual ~Object() = default;

  /// Answers a query; Implements writes it. Override to forward ids to an inner object (B2).
  virtual bool query(std::string_view iid, gantry_ref &out) noexcept = 0;

  /// raw() when I/O is still to be done at the last release (O6); it then goes to reap().
  virtual gantry_object *unclosed() noexcept { return nullptr; }
  /// Hands the object to the host's reaper; false destroys at once.
  virtual bool reap(gantry_object *) noexcept { return false; }

 private:
  struct Handle {
    gantry_object object;
    Object *owner;
  };
  static Object &of(gantry_object *object) noexcept { return *reinterpret_cast<Handle *>(object)->owner; }
  static const gantry_object_vtbl *vtbl() noexcept {
    static constexpr gantry_object_vtbl table = {
        sizeof(gantry_object_vtbl), 0, [](gantry_object *self) noexcept { of(self).retain(); },
        [](gantry_object *self) noexcept { of(self).release(); },
        [](gantry_object *self, const char *iid, gantry_ref *out) noexcept -> std::int32_t {
          return iid && out && of(self).query(iid, *out) ? 1 : 0;
        }};
    return &table;
  }

  std::atomic<std::uint32_t> count_{1};
  Handle handle_{{vtbl()}, this};
};

/// Holds an object of our own class.
template <typename T>
class Own {
 public:
  Own() noexcept = default;
  explicit Own(T *adopted) noexcept : object_(adopted) {}
  Own(const Own &other) noexcept : object_(other.object_) {
    if (object_) object_->retain();
  }
  Own(Own &&other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Own &operator=(Own other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Own() {
    if (object_) object_->release();
  }
  T *get() const noexcept { return object_; }
  T *operator->() const noexcept { return object_; }
  T &operator*() const noexcept { return *object_; }
  explicit operator bool() const noexcept { return object_ != nullptr; }
  /// The reference as it is handed out across the boundary.
  ObjectPtr hand_out() noexcept {
    T *object = std::exchange(object_, nullptr);
    return ObjectPtr::adopt(object ? object->raw() : nullptr);
  }

 private:
  T *object_ = nullptr;
};

template <typename T, typename... Arguments>
Own<T> make_object(Arguments &&...arguments) {
  return Own<T>(new T(std::forward<Arguments>(arguments)...));
}

/// One interface of an object: derive from Face<YourFace, table> and give `static const table *face_table()`.
template <typename Derived, typename Table>
class Face {
 public:
  using TableType = Table;
  Face(const Face &) = delete;
  Face &operator=(const Face &) = delete;

  bool answer(std::string_view iid, gantry_ref &out) noexcept {
    if (iid != InterfaceId<Table>::value) return false;
    out.self = &inner_.object;
    out.table = Derived::face_table();
    return true;
  }

 protected:
  // The cast to Derived waits until it is used: while a base is being constructed there is no Derived yet.
  Face() noexcept : inner_{{nullptr}, this} {}
  ~Face() = default;
  static Derived &of(gantry_object *self) noexcept {
    return static_cast<Derived &>(*reinterpret_cast<Inner *>(self)->owner);
  }

 private:
  struct Inner {
    gantry_object object;
    Face *owner;
  };
  Inner inner_;
};

/// An object that offers the interfaces of its faces.
template <typename... Faces>
class Implements : public Object, public Faces... {
 protected:
  using Faces::answer...;
  bool query(std::string_view iid, gantry_ref &out) noexcept override {
    return (Faces::answer(iid, out) || ...);
  }
};

/// Gives a result out through a slot's `gantry_object **`.
inline Result<> hand_out(Result<ObjectPtr> object, gantry_object **out) {
  if (!object) return std::move(object).error();
  *out = object->release();
  return success();
}

}  // namespace gantry

#endif
