// What a session to an AgentServer does: lists, scripts, executes.
#ifndef GANTRY_TESTS_TRANSFER_AGENT_BASE_HPP
#define GANTRY_TESTS_TRANSFER_AGENT_BASE_HPP

#include "plugins/smo/kind.hpp"
#include "tests/unit/smo/fake-session.hpp"
#include "tests/unit/transfer/agent-model.hpp"

namespace gantry::test {

/// Of a call of a procedure, by name.
using Arguments = std::map<std::string, Cell>;

class AgentBase {
 public:
  explicit AgentBase(AgentServer &agent) : agent_(agent), scripting_(make_object<FakeSession>()) {
    facts_server_ = std::make_unique<smo::Server>(ObjectPtr::share(scripting_->raw()));
  }

  Result<std::string> model_facts() {
    std::string text = "server-name=" + agent_.server.name + "\nstarted=" + agent_.server.name +
                       "\nproduct-version=16.0.1\nmajor=16\ncollation=" + agent_.server.collation +
                       "\nlogin=" + agent_.server.session_login + '\n';
    for (const auto &[key, value] : agent_.facts) text += key + '=' + value + '\n';
    return text;
  }
  Result<Table> model_list(std::string_view kind, std::string_view filter);
  Result<std::vector<ScriptBatch>> model_script(std::string_view verb, std::string_view kind,
                                                const Table &wanted, const Table &current,
                                                std::string_view options) {
    Result<const smo::Kind *> found = smo::find_kind(kind);
    if (!found) return std::move(found).error();
    return smo::script(**found, verb, *facts_server_, wanted, current, options, nullptr);
  }
  Result<ObjectPtr> model_execute(const std::string &sql);

  AgentServer &agent_;
  Own<FakeSession> scripting_;
  std::unique_ptr<smo::Server> facts_server_;
  std::optional<AgentState> snapshot_;

 private:
  Result<> change(const std::string &statement);
  Result<> call(const std::string &procedure, const Arguments &arguments);
  Result<> job_call(const std::string &procedure, const Arguments &arguments);
  std::string uid_;  ///< @schedule_id stands for it
};

}  // namespace gantry::test

#endif
