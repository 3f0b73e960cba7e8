#include "samples/sandbox/engine/msdb/install.hpp"

#include "samples/sandbox/engine/engine.hpp"
#include "samples/sandbox/engine/msdb/scripts.hpp"

#include <stdexcept>

namespace sandbox {
namespace {

constexpr int msdb_id = 4;

/// The scripts are ours: what they show does not matter, what fails ends the start.
class Silent final : public ResultSink {
 public:
  std::string failure;

  void columns(const std::vector<Column> &) override {}
  void row(const Row &) override {}
  void done(const Done &) override {}
  void message(const Message &message) override {
    if (message.severity > 10 && failure.empty())
      failure = message.text + " (" + std::to_string(message.number) + ", line " +
                std::to_string(message.line) + ")";
  }
  void environment(Environment, const std::string &, const std::string &) override {}
  void return_status(std::int32_t) override {}
  void output_parameter(const std::string &, const TypeInfo &, const Value &) override {}
};

void run(Engine &engine, const std::string &batch, const char *script) {
  Silent sink;
  engine.execute(batch, sink);
  if (!sink.failure.empty())
    throw std::runtime_error(std::string("msdb, ") + script + ": " + sink.failure + " in " +
                             batch.substr(0, batch.find('\n', 1)));
}

/// Batches end at a line GO.
void run_script(Engine &engine, const MsdbScript &script) {
  constexpr std::string_view end = "\nGO\n";
  for (std::string_view rest = script.text; !rest.empty();) {
    const std::size_t at = rest.find(end);
    const std::string_view batch = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + end.size());
    if (batch.find_first_not_of(" \n") != std::string_view::npos)
      run(engine, std::string(batch), script.name);
  }
}

}  // namespace

void install_msdb(const std::shared_ptr<ServerState> &server) {
  Engine engine(server, 0);
  engine.open_state();
  engine.login_id = 1;
  engine.login_name = engine.original_login = "sa";
  engine.login_sid = std::string(1, '\x01');
  engine.database_name = "msdb";
  engine.database_id = msdb_id;
  const Value db = int_value(msdb_id);
  run(engine, "BEGIN TRANSACTION", "start");
  if (!engine.sql.exists("SELECT 1 FROM objects WHERE db = ? AND name = 'sysjobs'", {db})) {
    for (const MsdbScript &script : msdb_scripts()) run_script(engine, script);
    engine.sql.run("UPDATE objects SET shipped = 1 WHERE db = ?", {db});
  }
  run(engine, "INSERT dbo.syssessions(agent_start_date) VALUES(GETDATE())", "start");
  run(engine, "COMMIT", "start");
}

}  // namespace sandbox
