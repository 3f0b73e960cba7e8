// Three classes as a third party would write them in C++: a connection manager, a task that uses it, an
// enumerator.
#include "gantry-plugin-note.h"

#include <gantry/cpp/plugin.hpp>

#include <cstdio>
#include <ctime>

namespace example {

using gantry::Call;
using gantry::Error;
using gantry::ObjectPtr;
using gantry::Property;
using gantry::PropertyList;
using gantry::PropertyType;
using gantry::Result;
using gantry::Status;

/// A file that lines are appended to. What acquire yields: setting `Line` writes one.
class Page : public gantry::Implements<gantry::PropertyBag> {
 public:
  explicit Page(const std::string &path) : path_(path) { define(properties()); }

 private:
  static const PropertyList &properties() {
    static const PropertyList list = {{"Line", PropertyType::string, "", {}, false, false, {}}};
    return list;
  }
  Result<> property_set(const std::string &) override {
    std::FILE *file = std::fopen(path_.c_str(), "ae");
    const bool written = file && std::fprintf(file, "%s\n", text("Line").c_str()) >= 0;
    const bool closed = file && std::fclose(file) == 0;
    if (written && closed) return gantry::success();
    return Error(Status::io, "the notebook " + path_ + " was not written", "a file that can be appended to",
                 std::strerror(errno), "correct the path of the NOTEBOOK connection manager");
  }
  const std::string path_;
};

class Notebook : public gantry::Implements<gantry::ConnectionManager, gantry::PropertyBag> {
 public:
  static constexpr const char *class_id = "com.example.note.Notebook";
  static const PropertyList &properties() {
    static const PropertyList list = {{"Path", PropertyType::string, "", {}, false, false, {"Path"}}};
    return list;
  }
  explicit Notebook(const gantry_host *) { define(properties()); }

  Result<> validate_properties() override {
    if (text("Path").empty())
      return Error(Status::invalid, "the notebook has no path", "the path of a text file", "nothing",
                   "set Path");
    return gantry::success();
  }
  Result<ObjectPtr> acquire(std::string_view, Call) override {
    if (Result<> valid = validate_properties(); !valid) return valid.error();
    return gantry::make_object<Page>(text("Path")).hand_out();
  }
  Result<std::string> test(Call) override { return "path=" + text("Path") + "\n"; }
};

/// Writes a line into a notebook, sets a variable, waits, fails: all as its properties say.
class NoteTask : public gantry::Implements<gantry::Task, gantry::PropertyBag> {
 public:
  static constexpr const char *class_id = "com.example.note.NoteTask";
  static const PropertyList &properties() {
    static const PropertyList list = {
        {"NotebookConnection", PropertyType::string, "", {}, false, false, {"NotebookConnection"}},
        {"Text", PropertyType::string, "", {}, false, false, {"Text"}},
        {"Variable", PropertyType::string, "", {}, false, false, {"Variable"}},
        {"Value", PropertyType::string, "", {}, false, false, {"Value"}},
        {"Milliseconds", PropertyType::int32, "0", {}, false, false, {"Milliseconds"}},
        {"Outcome",
         PropertyType::enumeration,
         "Success",
         {{"Success", 0}, {"Failure", 1}, {"Invalid", 2}},
         false,
         false,
         {"Outcome"}},
        {"ExecutionValue", PropertyType::string, "", {}, false, true, {}}};
    return list;
  }
  static const std::vector<std::string> &log_entries() {
    static const std::vector<std::string> names = {"NoteWritten"};
    return names;
  }
  explicit NoteTask(const gantry_host *site) : site_(site) { define(properties()); }

  Result<> validate(Call) override {
    if (member("Outcome") == 2)
      return Error(Status::invalid, "the note task was told to be invalid", "another Outcome", "Invalid",
                   "change Outcome");
    return gantry::success();
  }

  Result<std::vector<gantry::Step>> prepare(Call) override {
    gantry::Step step;
    step.connection = text("NotebookConnection");
    step.action = "create";
    step.object = "note";
    step.text = text("Text");
    step.transactional = false;
    step.reason = "the task says so";
    prepared_ = true;
    return std::vector<gantry::Step>{step};
  }

  Result<gantry::TaskResult> execute(Call call) override {
    if (!prepared_)
      return Error(Status::state, "nothing is prepared", "prepare before execute", "neither", "");
    const int total = static_cast<int>(number("Milliseconds"));
    for (int waited = 0; waited < total; waited += 10) {  // polls well within 100 ms (C3)
      if (Result<> alive = call.check("the note task"); !alive) return alive.error();
      const timespec nap{0, 10'000'000};
      nanosleep(&nap, nullptr);
      site_.progress(static_cast<std::uint64_t>(waited), static_cast<std::uint64_t>(total), "", "waiting");
    }
    if (!text("NotebookConnection").empty()) {
      Result<ObjectPtr> page = site_.acquire("NotebookConnection", GANTRY_PROPERTIES_ID, call);
      if (!page) return page.error();
      if (Result<> written = gantry::PropertiesRef(*page).set("Line", text("Text")); !written)
        return written.error();
      site_.log_entry("NoteWritten", text("Text"));
    }
    if (!text("Variable").empty())
      if (Result<> set = site_.set_variable(text("Variable"), text("Value")); !set) return set.error();
    if (member("Outcome") == 1) {
      site_.error(0, text("Text") + " failed as it was told to");
      return gantry::TaskResult::failure;
    }
    store("ExecutionValue", text("Text"));
    site_.information(0, text("Text"));
    return gantry::TaskResult::success;
  }

 private:
  gantry::Site site_;
  bool prepared_ = false;
};

/// Gives the items of a list, one an iteration.
class ListEnumerator : public gantry::Implements<gantry::Enumerator, gantry::PropertyBag> {
 public:
  static constexpr const char *class_id = "com.example.note.ListEnumerator";
  static const PropertyList &properties() {
    static const PropertyList list = {{"Items", PropertyType::list, "", {}, false, false, {"Items"}}};
    return list;
  }
  explicit ListEnumerator(const gantry_host *) { define(properties()); }
  Result<ObjectPtr> open(Call) override {
    gantry::Table table;
    table.columns = {"item"};
    for (const std::string &item : list("Items")) table.rows.push_back({gantry::Cell(item)});
    return gantry::rows_of(std::move(table));
  }
};

}  // namespace example

GANTRY_CXX_PLUGIN(example::NoteTask, example::ListEnumerator, example::Notebook);
