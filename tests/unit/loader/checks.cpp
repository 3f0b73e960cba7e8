// Check proxies (section 14): what they report and of whom, and what passes through.
#include "host/loader/check-report.hpp"
#include "tests/unit/loader/plugin-folder.hpp"

#include <gantry/cpp/driver.hpp>
#include <gantry/cpp/task.hpp>

#include <doctest.h>

#include <condition_variable>
#include <thread>

using namespace gantry;
using namespace gantry::loader;
using namespace gantry::tests;

namespace {

/// An object whose behaviour each test sets.
struct Rude {
  gantry_object object{&vtbl};
  int count = 1;
  int slow_ms = 0;  ///< of query and release
  bool offers_session = true;
  gantry_status status = GANTRY_OK;  ///< of set and execute
  bool fills_error = true, writes_on_success = false, gives_rows = true, throws = false;
  int calls = 0;
  Rude *rows = nullptr;
  std::function<void()> during_execute;

  static Rude &of(gantry_object *self) { return *reinterpret_cast<Rude *>(self); }
  static void nap(int ms) {
    if (ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(ms));
  }
  gantry_status answer(gantry_error *error) {
    ++calls;
    if (throws) throw std::runtime_error("rude");
    if (error && ((status != GANTRY_OK && fills_error) || writes_on_success)) {
      error->status = status == GANTRY_OK ? GANTRY_E_IO : status;
      error->message_length = 4;
      std::memcpy(error->message, "rude", 4);
    }
    return status;
  }

  static void retain(gantry_object *self) { ++of(self).count; }
  static void release(gantry_object *self) {
    nap(of(self).slow_ms);
    --of(self).count;
  }
  static std::int32_t query(gantry_object *self, const char *iid, gantry_ref *out) {
    nap(of(self).slow_ms);
    const std::string_view id = iid;
    const void *table = id == GANTRY_PROPERTIES_ID ? &properties
                        : id == GANTRY_SQL_SESSION_ID && of(self).offers_session
                            ? static_cast<const void *>(&session)
                        : id == GANTRY_ROWS_ID          ? static_cast<const void *>(&rows_table)
                        : id == GANTRY_TASK_ID          ? static_cast<const void *>(&task)
                        : id == GANTRY_MESSAGES_ID      ? static_cast<const void *>(&short_messages)
                        : id == "com.example.private/1" ? static_cast<const void *>(&rows_table)
                                                        : nullptr;
    if (!table) return 0;
    *out = {self, table};
    return 1;
  }
  static gantry_status set(gantry_object *self, gantry_str, gantry_str, gantry_error *error) {
    return of(self).answer(error);
  }
  static gantry_status get(gantry_object *self, gantry_str, gantry_sink, gantry_error *error) {
    return of(self).answer(error);
  }
  static gantry_status validate(gantry_object *self, gantry_error *error) { return of(self).answer(error); }
  static gantry_status execute(gantry_object *self, gantry_str, const gantry_parameter *, size_t,
                               const gantry_call *, gantry_object **rows, gantry_error *error) {
    Rude &me = of(self);
    if (me.during_execute) me.during_execute();
    *rows = me.gives_rows && me.rows ? &me.rows->object : nullptr;
    return me.answer(error);
  }
  static gantry_status close(gantry_object *self, const gantry_call *, gantry_error *error) {
    return of(self).answer(error);
  }
  static gantry_status task_validate(gantry_object *self, const gantry_call *, gantry_error *error) {
    return of(self).answer(error);
  }
  static gantry_status prepare(gantry_object *self, const gantry_call *, gantry_object **steps,
                               gantry_error *error) {
    *steps = &of(self).rows->object;
    return of(self).answer(error);
  }
  static gantry_status run(gantry_object *self, const gantry_call *, std::int32_t *result,
                           gantry_error *error) {
    *result = 0;
    return of(self).answer(error);
  }
  static std::uint32_t column_count(gantry_object *self) {
    return static_cast<std::uint32_t>(++of(self).calls);
  }
  static gantry_status column(gantry_object *self, std::uint32_t, gantry_column *, gantry_error *error) {
    return of(self).answer(error);
  }
  static gantry_status next(gantry_object *self, const gantry_fetch *, const gantry_call *, gantry_batch *out,
                            gantry_error *error) {
    out->rows = 3;
    out->columns = 1;
    out->values = nullptr;
    return of(self).answer(error);
  }
  static gantry_status read_long(gantry_object *self, const gantry_call *, void *, size_t, size_t *,
                                 gantry_error *error) {
    return of(self).answer(error);
  }
  static gantry_status next_result(gantry_object *self, const gantry_call *, std::int32_t *,
                                   gantry_error *error) {
    return of(self).answer(error);
  }
  static std::int64_t affected(gantry_object *) { return 42; }

  static const gantry_object_vtbl vtbl;
  static const gantry_properties properties;
  static const gantry_sql_session session;
  static const gantry_rows rows_table;
  static const gantry_task task;
  static const gantry_messages short_messages;
};
const gantry_object_vtbl Rude::vtbl = {sizeof(gantry_object_vtbl), 0, &Rude::retain, &Rude::release,
                                       &Rude::query};
const gantry_properties Rude::properties = {sizeof(gantry_properties), 0, &Rude::set, &Rude::get,
                                            &Rude::validate};
const gantry_sql_session Rude::session = {sizeof(gantry_sql_session), 0, &Rude::execute, &Rude::close};
const gantry_rows Rude::rows_table = {sizeof(gantry_rows), 0,
                                      &Rude::column_count, &Rude::column,
                                      &Rude::next,         &Rude::read_long,
                                      &Rude::next_result,  &Rude::affected,
                                      &Rude::close};
const gantry_task Rude::task = {sizeof(gantry_task), 0, &Rude::task_validate, &Rude::prepare, &Rude::run};
const gantry_messages Rude::short_messages = {sizeof(gantry_messages), 0, nullptr};

struct Checked {
  std::mutex mutex;
  std::vector<std::string> lines;
  std::shared_ptr<CheckReport> report = std::make_shared<CheckReport>([this](const std::string &line) {
    const std::lock_guard<std::mutex> lock(mutex);
    lines.push_back(line);
  });
  Rude rude, rows;
  ObjectPtr object;
  Checked() {
    rude.rows = &rows;
    object = checked(ObjectPtr::adopt(&rude.object), "thing", report);
  }
  /// The one report since the last call; empty when there was none.
  std::string only() {
    const std::lock_guard<std::mutex> lock(mutex);
    CHECK(lines.size() <= 1);
    std::string line = lines.empty() ? "" : lines[0];
    lines.clear();
    return line;
  }
  gantry_status set(gantry_error *error = nullptr) {
    const auto properties = object.query<gantry_properties>();
    return properties->set(properties.self, borrow("a"), borrow("b"), error);
  }
};

bool says(const std::string &line, const char *side, const char *text) {
  INFO(line);
  const bool right = line.compare(0, std::strlen(side), side) == 0 && line.find(text) != std::string::npos;
  CHECK(right);
  return right;
}

}  // namespace

TEST_CASE("what is right passes and says nothing; each object is released once") {
  Checked c;
  {
    ErrorReceiver error;
    CHECK(c.set(error) == GANTRY_OK);
    CHECK(c.rude.calls == 1);
    const auto rows = c.object.query<gantry_rows>();
    CHECK(rows->affected(rows.self) == 42);
    CHECK(rows->column_count(rows.self) == 2);
    const ObjectPtr second = c.object;
    CHECK(c.object.query<gantry_rows>().self == rows.self);  // the same answer for life
  }
  CHECK(c.rude.count == 1);
  c.object = ObjectPtr();
  CHECK(c.rude.count == 0);
  CHECK(c.lines.empty());
}

TEST_CASE("ids the host does not know give the inner ref, unharmed") {
  Checked c;
  gantry_ref ref{nullptr, nullptr};
  REQUIRE(c.object.get()->base->query(c.object.get(), "com.example.private/1", &ref) == 1);
  CHECK(ref.self == &c.rude.object);
  CHECK(ref.table == &Rude::rows_table);
  CHECK(c.object.get()->base->query(c.object.get(), "gantry.rows/1x", &ref) == 0);
  CHECK(c.lines.empty());
}

TEST_CASE("PLUGIN: a status that is none becomes INTERNAL") {
  Checked c;
  for (const gantry_status status : {-1, 15, 99}) {
    c.rude.status = status;
    CHECK(c.set() == GANTRY_E_INTERNAL);
    says(c.only(), "PLUGIN: thing: gantry.properties/1 set: ", "which is none (R2)");
  }
}

TEST_CASE("PLUGIN: a failure without an error, and an error with success") {
  Checked c;
  c.rude.status = GANTRY_E_IO;
  ErrorReceiver filled;
  CHECK(c.set(filled) == GANTRY_E_IO);
  CHECK(c.only().empty());
  c.rude.fills_error = false;
  ErrorReceiver empty;
  CHECK(c.set(empty) == GANTRY_E_IO);
  says(c.only(), "PLUGIN: ", "without a matching error (R1)");
  CHECK(c.set(nullptr) == GANTRY_E_IO);  // a null error is legal
  CHECK(c.only().empty());
  c.rude.status = GANTRY_OK;
  c.rude.writes_on_success = true;
  ErrorReceiver written;
  CHECK(c.set(written) == GANTRY_OK);
  says(c.only(), "PLUGIN: ", "OK and an error");
}

TEST_CASE("PLUGIN: an exception, and OK without an object") {
  Checked c;
  c.rude.throws = true;
  CHECK(c.set() == GANTRY_E_INTERNAL);
  says(c.only(), "PLUGIN: ", "exception");
  c.rude.throws = false;
  c.rude.gives_rows = false;
  const auto session = c.object.query<gantry_sql_session>();
  gantry_object *rows = nullptr;
  CHECK(session->execute(session.self, borrow("x"), nullptr, 0, nullptr, &rows, nullptr) ==
        GANTRY_E_INTERNAL);
  says(c.only(), "PLUGIN: ", "OK without an object");
}

TEST_CASE("PLUGIN: query and release that block") {
  Checked c;
  c.rude.slow_ms = 150;
  CHECK(c.object.query<gantry_rows>());
  says(c.only(), "PLUGIN: thing: query: ", "[any] must not block");
  c.object = ObjectPtr();
  says(c.only(), "PLUGIN: thing: release: ", "[any] must not block");
}

TEST_CASE("PLUGIN: an answer that changes (B3), and a table that is not whole") {
  Checked c;
  CHECK(c.object.query<gantry_sql_session>());
  c.rude.offers_session = false;
  CHECK(!c.object.query<gantry_sql_session>());
  says(c.only(), "PLUGIN: ", "another answer than before (B3)");
  const auto messages = c.object.query<gantry_messages>();
  says(c.only(), "PLUGIN: ", "empty slots");
  CHECK(messages.table == &Rude::short_messages);  // passed on as it is
}

TEST_CASE("PLUGIN: rows without values") {
  Checked c;
  const auto rows = c.object.query<gantry_rows>();
  gantry_batch batch{sizeof(gantry_batch), 0, 0, nullptr};
  CHECK(rows->next(rows.self, nullptr, nullptr, &batch, nullptr) == GANTRY_E_INTERNAL);
  says(c.only(), "PLUGIN: ", "a batch with rows and without values");
}

TEST_CASE("HOST: null arguments and sizes do not reach the plugin") {
  Checked c;
  const auto session = c.object.query<gantry_sql_session>();
  CHECK(session->execute(session.self, borrow("x"), nullptr, 0, nullptr, nullptr, nullptr) ==
        GANTRY_E_INVALID);
  says(c.only(), "HOST: thing: gantry.sql-session/1 execute: ", "a null argument");
  const auto properties = c.object.query<gantry_properties>();
  CHECK(properties->set(properties.self, {nullptr, 3}, borrow("x"), nullptr) == GANTRY_E_INVALID);
  says(c.only(), "HOST: ", "a text without bytes");
  CHECK(c.rude.calls == 0);
  gantry_error small{};
  small.struct_size = 8;
  CHECK(properties->set(properties.self, borrow("a"), borrow("x"), &small) == GANTRY_OK);
  says(c.only(), "HOST: ", "struct_size");
  const auto rows = c.object.query<gantry_rows>();
  gantry_fetch fetch{};
  gantry_batch batch{sizeof(gantry_batch), 0, 0, nullptr};
  c.rude.status = GANTRY_E_IO;
  CHECK(rows->next(rows.self, &fetch, nullptr, &batch, nullptr) == GANTRY_E_IO);
  says(c.only(), "HOST: ", "struct_size");
  gantry_call call{};
  CHECK(rows->next(rows.self, nullptr, &call, &batch, nullptr) == GANTRY_E_INVALID);
  says(c.only(), "HOST: ", "a call without a table");
  CHECK(c.object.get()->base->query(c.object.get(), nullptr, nullptr) == 0);
  says(c.only(), "HOST: ", "a null argument");
}

TEST_CASE("HOST: two threads in one object, also in a session and its rows") {
  Checked c;
  const auto session = c.object.query<gantry_sql_session>();
  gantry_object *raw = nullptr;
  REQUIRE(session->execute(session.self, borrow("x"), nullptr, 0, nullptr, &raw, nullptr) == GANTRY_OK);
  const ObjectPtr rows = ObjectPtr::adopt(raw);
  CHECK(rows.get() != &c.rows.object);  // what is handed out is wrapped in turn
  CHECK(c.only().empty());

  c.rude.during_execute = [&] {
    std::thread([&] {
      const auto face = rows.query<gantry_rows>();
      (void)face->affected(face.self);
    }).join();
  };
  gantry_object *more = nullptr;
  CHECK(session->execute(session.self, borrow("x"), nullptr, 0, nullptr, &more, nullptr) == GANTRY_OK);
  ++c.rows.count;
  const ObjectPtr second = ObjectPtr::adopt(more);
  says(c.only(),
       "HOST: thing/execute: gantry.rows/1 affected: ", "two threads at once: another one is in execute");

  // One after the other is allowed, and so are two objects at once.
  c.rude.during_execute = nullptr;
  std::thread([&] {
    const auto face = rows.query<gantry_rows>();
    (void)face->affected(face.self);
  }).join();
  Checked other;
  c.rude.during_execute = [&] { std::thread([&] { (void)other.set(); }).join(); };
  gantry_object *third = nullptr;
  CHECK(session->execute(session.self, borrow("x"), nullptr, 0, nullptr, &third, nullptr) == GANTRY_OK);
  ++c.rows.count;
  const ObjectPtr last = ObjectPtr::adopt(third);
  CHECK(c.only().empty());
  CHECK(other.only().empty());
}

TEST_CASE("HOST: state: after close, and execute without prepare (T1)") {
  Checked c;
  const auto session = c.object.query<gantry_sql_session>();
  CHECK(session->close(session.self, nullptr, nullptr) == GANTRY_OK);
  CHECK(session->close(session.self, nullptr, nullptr) == GANTRY_OK);  // legal twice
  CHECK(c.only().empty());
  gantry_object *rows = nullptr;
  (void)session->execute(session.self, borrow("x"), nullptr, 0, nullptr, &rows, nullptr);
  ObjectPtr::adopt(rows);
  says(c.only(), "HOST: ", "called after close");

  Checked t;
  const auto task = t.object.query<gantry_task>();
  std::int32_t result = 0;
  CHECK(task->execute(task.self, nullptr, &result, nullptr) == GANTRY_OK);
  says(t.only(), "HOST: ", "without prepare (T1)");
  gantry_object *steps = nullptr;
  CHECK(task->prepare(task.self, nullptr, &steps, nullptr) == GANTRY_OK);
  ObjectPtr::adopt(steps);
  CHECK(task->execute(task.self, nullptr, &result, nullptr) == GANTRY_OK);
  CHECK(t.only().empty());
  CHECK(task->execute(task.self, nullptr, &result, nullptr) == GANTRY_OK);  // a plan runs once
  says(t.only(), "HOST: ", "without prepare (T1)");
}

TEST_CASE("HOST: a ref's self is no object, and what is released is gone") {
  Checked c;
  const auto properties = c.object.query<gantry_properties>();
  properties.self->base->retain(properties.self);
  says(c.only(), "HOST: ", "(B3)");
  properties.self->base->release(properties.self);
  says(c.only(), "HOST: ", "(B3)");
  gantry_ref ref{nullptr, nullptr};
  CHECK(properties.self->base->query(properties.self, GANTRY_ROWS_ID, &ref) == 0);
  says(c.only(), "HOST: ", "(B3)");

  gantry_object *raw = c.object.get();
  c.object = ObjectPtr();
  CHECK(c.rude.count == 0);
  CHECK(properties->set(properties.self, borrow("a"), borrow("b"), nullptr) == GANTRY_E_STATE);
  says(c.only(), "HOST: ", "after the last release");
  raw->base->release(raw);
  says(c.only(), "HOST: ", "released more often");
  raw->base->retain(raw);
  says(c.only(), "HOST: ", "after the last release");
  CHECK(raw->base->query(raw, GANTRY_ROWS_ID, &ref) == 0);
  says(c.only(), "HOST: ", "after the last release");
  CHECK(c.rude.calls == 0);
}

TEST_CASE("HOST: what is never released is counted at the end") {
  Checked c;
  CHECK(report_unreleased(c.report) == 1);
  says(c.only(), "HOST: thing: release: ", "never released; 1 references are left");
  c.object = ObjectPtr();
  CHECK(report_unreleased(c.report) == 0);
}

TEST_CASE("a loader with check_calls wraps what its plugins make") {
  const PluginFolder good("good");
  std::vector<std::string> lines;
  LoaderOptions options = good.options;
  options.check_calls = true;
  options.check_report = [&](const std::string &line) { lines.push_back(line); };
  {
    Loader loader(options);
    const Result<Plugin *> plugin = loader.load(good.scanned());
    REQUIRE(plugin);
    Result<ObjectPtr> object = (*plugin)->create(bare_site(), "org.gantry.test.task");
    REQUIRE(object);
    const auto task = object->query<gantry_task>();
    std::int32_t result = 0;
    CHECK(task->execute(task.self, nullptr, &result, nullptr) == GANTRY_OK);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0] == "HOST: org.gantry.test.task: gantry.task/1 execute: called without prepare (T1)");
    (void)object->release();  // never given back
  }
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].find("never released") != std::string::npos);
}

TEST_CASE("PLUGIN: create is checked as well") {
  const PluginFolder broken("null-object");
  std::vector<std::string> lines;
  LoaderOptions options = broken.options;
  options.check_calls = true;
  options.check_report = [&](const std::string &line) { lines.push_back(line); };
  Loader loader(options);
  const Result<Plugin *> plugin = loader.load(broken.scanned());
  REQUIRE(plugin);
  CHECK(!(*plugin)->create(bare_site(), "org.gantry.test.task"));
  REQUIRE(lines.size() == 1);
  says(lines[0], "PLUGIN: org.gantry.test.task: gantry.object-factory/1 create: ", "OK without an object");
}
