// Tasks and enumerators as classes (T1, T2).
#ifndef GANTRY_CPP_TASK_HPP
#define GANTRY_CPP_TASK_HPP

#include <gantry/cpp/host.hpp>
#include <gantry/cpp/properties.hpp>
#include <gantry/cpp/rows.hpp>

namespace gantry {

enum class TaskResult : std::int32_t { success = 0, failure = 1, completion = 2, cancelled = 3 };

/// One line of a plan, as `gantry plan` prints it (T1).
struct Step {
  std::string connection;
  bool at_source = false;
  std::string database;
  std::string action;  ///< create, change, destroy, copy or read
  std::string object;
  std::string text;  ///< hashes and secrets masked
  bool transactional = true;
  std::string undo;  ///< empty: not undoable
  std::string reason;
};

/// The columns of a plan (GANTRY_STEP_COLUMNS), and a step in them.
inline std::vector<std::string> step_columns() {
  return {"ordinal", "connection", "at-source",     "database", "action",
          "object",  "text",       "transactional", "undo",     "reason"};
}
inline std::vector<Cell> step_row(std::int64_t ordinal, const Step &s) {
  return {Cell(ordinal),  Cell(s.connection), Cell(s.at_source),     Cell(s.database), Cell(s.action),
          Cell(s.object), Cell(s.text),       Cell(s.transactional), Cell(s.undo),     Cell(s.reason)};
}
inline Table steps_table(const std::vector<Step> &steps) {
  Table table;
  table.columns = step_columns();
  std::int64_t ordinal = 0;
  for (const Step &step : steps) table.rows.push_back(step_row(++ordinal, step));
  return table;
}

class Task : public Face<Task, gantry_task> {
 public:
  /// Findings go to the site's events; the returned error ends the list. [object]
  virtual Result<> validate(Call call) = 0;
  /// Reads only; keeps the plan and shows it. A task overrides this, or prepare_rows. [object]
  virtual Result<std::vector<Step>> prepare(Call) {
    return Error(Status::unsupported, "the task shows no plan", "prepare or prepare_rows", "neither",
                 "report this to the plugin's author (T1)");
  }
  /// The same for plans too long for memory: an object with gantry.rows/1 and step_columns(). [object]
  virtual Result<ObjectPtr> prepare_rows(Call call) {
    Result<std::vector<Step>> planned = prepare(call);
    if (!planned) return std::move(planned).error();
    return rows_of(steps_table(*planned));
  }
  /// Executes the prepared plan, once. [object]
  virtual Result<TaskResult> execute(Call call) = 0;

  static const gantry_task *face_table() noexcept {
    static constexpr gantry_task table = {
        sizeof(gantry_task), 0,
        [](gantry_object *self, const gantry_call *call, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).validate(call); });
        },
        [](gantry_object *self, const gantry_call *call, gantry_object **steps,
           gantry_error *error) noexcept {
          return guarded(error, [&] { return hand_out(of(self).prepare_rows(call), steps); });
        },
        [](gantry_object *self, const gantry_call *call, std::int32_t *result, gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            Result<TaskResult> outcome = of(self).execute(call);
            if (!outcome) return std::move(outcome).error();
            *result = static_cast<std::int32_t>(*outcome);
            return success();
          });
        }};
    return &table;
  }

 protected:
  ~Task() = default;
};

/// The prepared plan in clear (gantry.task-script/1, draft); a task that has steps with secrets offers it.
class TaskScript : public Face<TaskScript, gantry_task_script> {
 public:
  /// What is written goes to a sink at once and is then wiped here. Errors: STATE, NOT_FOUND. [object]
  virtual Result<std::string> script_text(std::int64_t ordinal) = 0;
  /// Empty: not undoable. [object]
  virtual Result<std::string> script_undo(std::int64_t ordinal) = 0;
  /// The text without what is made up anew at each prepare. [object]
  virtual Result<std::string> script_identity(std::int64_t ordinal) = 0;
  /// The first step of the unit that is kept or taken back together. [object]
  virtual Result<std::int64_t> script_unit(std::int64_t ordinal) = 0;

  static const gantry_task_script *face_table() noexcept {
    static constexpr gantry_task_script table = {
        sizeof(gantry_task_script),
        0,
        [](gantry_object *self, std::int64_t ordinal, gantry_sink out, gantry_error *error) noexcept {
          return guarded(error, [&] { return write(of(self).script_text(ordinal), out); });
        },
        [](gantry_object *self, std::int64_t ordinal, gantry_sink out, gantry_error *error) noexcept {
          return guarded(error, [&] { return write(of(self).script_undo(ordinal), out); });
        },
        [](gantry_object *self, std::int64_t ordinal, gantry_sink out, gantry_error *error) noexcept {
          return guarded(error, [&] { return write(of(self).script_identity(ordinal), out); });
        },
        [](gantry_object *self, std::int64_t ordinal, std::int64_t *first, gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            Result<std::int64_t> unit = of(self).script_unit(ordinal);
            if (!unit) return std::move(unit).error();
            *first = *unit;
            return success();
          });
        }};
    return &table;
  }

 protected:
  ~TaskScript() = default;

 private:
  static Result<> write(Result<std::string> text, gantry_sink out) {
    if (!text) return std::move(text).error();
    const gantry_status status = text->empty() ? GANTRY_OK : put(out, *text);
    wipe(*text);
    if (status != GANTRY_OK) return Error(static_cast<Status>(status), "the script was not taken");
    return success();
  }
};

/// The consumer's side of gantry.task-script/1. Whoever takes a text wipes it.
class TaskScriptRef {
 public:
  TaskScriptRef() = default;
  explicit TaskScriptRef(ObjectPtr task)
      : task_(std::move(task)), script_(task_.query<gantry_task_script>()) {}
  /// False: the task does not offer it.
  explicit operator bool() const noexcept { return static_cast<bool>(script_); }

  Result<std::string> text(std::int64_t ordinal) const { return take(script_->text, ordinal); }
  Result<std::string> undo(std::int64_t ordinal) const { return take(script_->undo, ordinal); }
  Result<std::string> identity(std::int64_t ordinal) const { return take(script_->identity, ordinal); }
  Result<std::int64_t> unit(std::int64_t ordinal) const {
    std::int64_t first = 0;
    ErrorReceiver error;
    const gantry_status status = script_->unit(script_.self, ordinal, &first, error);
    if (status != GANTRY_OK) return error.error(status);
    return first;
  }

 private:
  using Slot = gantry_status (*)(gantry_object *, std::int64_t, gantry_sink, gantry_error *);
  Result<std::string> take(Slot slot, std::int64_t ordinal) const {
    StringSink sink(true);
    ErrorReceiver error;
    const gantry_status status = slot(script_.self, ordinal, sink, error);
    if (status != GANTRY_OK) return error.error(status);
    return sink.release();
  }
  ObjectPtr task_;
  Ref<gantry_task_script> script_;
};

class Enumerator : public Face<Enumerator, gantry_enumerator> {
 public:
  /// One row an iteration; column i goes to mapping i. [object]
  virtual Result<ObjectPtr> open(Call call) = 0;

  static const gantry_enumerator *face_table() noexcept {
    static constexpr gantry_enumerator table = {
        sizeof(gantry_enumerator), 0,
        [](gantry_object *self, const gantry_call *call, gantry_object **rows, gantry_error *error) noexcept {
          return guarded(error, [&] { return hand_out(of(self).open(call), rows); });
        }};
    return &table;
  }

 protected:
  ~Enumerator() = default;
};

}  // namespace gantry

#endif
