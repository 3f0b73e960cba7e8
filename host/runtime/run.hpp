// One run of one package: what a program that embeds Gantry calls.
#ifndef GANTRY_RUNTIME_RUN_HPP
#define GANTRY_RUNTIME_RUN_HPP

#include "host/package/package.hpp"
#include "host/runtime/event.hpp"
#include "host/runtime/host.hpp"
#include "host/runtime/run-options.hpp"
#include "host/runtime/statement-observer.hpp"

#include <memory>
#include <string>

namespace gantry::runtime {

/// Not thread-safe, except that the call may be cancelled from any thread. The package given is the run's own
/// copy: values from expressions and configurations never reach the file.
class Run {
 public:
  /// Borrows host, listeners and observers; they outlive the run.
  Run(Host &host, package::Package package, RunOptions options = {});
  Run(const Run &) = delete;
  Run &operator=(const Run &) = delete;
  ~Run();

  void add_listener(Listener &listener);
  /// Before execute; asked and told of every statement that changes something.
  void add_observer(StatementObserver &observer);

  /// Structure, plugins for everything, connections that offer what tasks require; loads no library.
  package::ExecResult match();
  /// match, then every executable's own validation (round trips).
  package::ExecResult validate(const gantry_call *call);
  /// Validates and prepares; changes nothing.
  package::ExecResult plan(const gantry_call *call);
  package::ExecResult execute(const gantry_call *call);

  /// Opens, asks, closes one connection manager: `key=value` lines. Errors as acquire's.
  Result<std::string> test_connection(std::string_view key, const gantry_call *call);
  /// The first result of a statement over one connection manager, closed afterwards; parameters are texts.
  /// Errors: UNSUPPORTED (a connection without SQL), as acquire's, the server's own.
  Result<Table> query(std::string_view key, const std::string &sql,
                      const std::vector<std::pair<std::string, std::string>> &parameters,
                      const gantry_call *call);
  /// Runs one batch over a connection of the package, as no task: what puts a destination right after a
  /// crash. `database` empty: the session's. Errors: acquire's, and the server's.
  Result<> run_batch(std::string_view connection, const std::string &database, std::string_view sql,
                     const gantry_call *call);
  /// Which drivers were looked at for a connection in this run.
  std::vector<catalog::Attempt> attempts(std::string_view key);

  const std::string &execution_id() const;
  const package::Package &package() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gantry::runtime

#endif
