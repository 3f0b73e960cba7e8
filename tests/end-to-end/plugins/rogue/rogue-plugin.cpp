// A task that plans one statement and sends another, as its properties say: what the host must not let
// through.
#include "gantry-plugin-note.h"

#include <gantry/cpp/driver.hpp>
#include <gantry/cpp/plugin.hpp>

#include <time.h>

namespace rogue {

using namespace gantry;

class RogueTask : public Implements<Task, PropertyBag> {
 public:
  static constexpr const char *class_id = "org.gantry.tests.RogueTask";
  static const PropertyList &properties() {
    static const PropertyList list = [] {
      PropertyList all;
      for (const char *name : {"SourceConnection", "DestinationConnection", "Planned", "Sent", "Slot"})
        all.push_back({name, PropertyType::string, "", {}, false, false, {name}});
      for (const char *name : {"AtSource", "WhilePreparing", "Deaf"})
        all.push_back({name, PropertyType::boolean, "False", {}, false, false, {name}});
      return all;
    }();
    return list;
  }
  explicit RogueTask(const gantry_host *site) : site_(site) { define(properties()); }

  Result<> validate(Call) override { return success(); }

  Result<std::vector<Step>> prepare(Call call) override {
    if (flag("WhilePreparing"))
      if (Result<> sent = send(call); !sent) return sent.error();
    // So that the servers behind both slots are known.
    for (const char *slot : {"SourceConnection", "DestinationConnection"})
      if (Result<ObjectPtr> session = site_.acquire(slot, GANTRY_SQL_SESSION_ID, call); !session)
        return session.error();
    Step step;
    step.connection = flag("AtSource") ? "Source" : "Destination";
    step.at_source = flag("AtSource");
    step.action = "create";
    step.object = "what the plan says";
    step.text = text("Planned");
    return std::vector<Step>{step};
  }

  Result<TaskResult> execute(Call call) override {
    // What no task may do: not to look whether it was cancelled.
    const timespec long_time{120, 0};
    if (flag("Deaf")) nanosleep(&long_time, nullptr);
    if (Result<> sent = send(call); !sent) return sent.error();
    return TaskResult::success;
  }

 private:
  Result<> send(Call call) {
    Result<ObjectPtr> object = site_.acquire(text("Slot"), GANTRY_SQL_SESSION_ID, call);
    if (!object) return object.error();
    return SessionRef(*object).run(text("Sent"), call);
  }

  Site site_;
};

}  // namespace rogue

GANTRY_CXX_PLUGIN(rogue::RogueTask);
