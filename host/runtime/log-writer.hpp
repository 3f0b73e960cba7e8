// Writes a run's events to the package's log providers (ssis.md 7).
#ifndef GANTRY_RUNTIME_LOG_WRITER_HPP
#define GANTRY_RUNTIME_LOG_WRITER_HPP

#include "host/logging/provider.hpp"
#include "host/runtime/live-connection.hpp"

#include <map>
#include <memory>
#include <string>

namespace gantry::runtime {

/// Not thread-safe: the event bus writes one event at a time.
class LogWriter {
 public:
  explicit LogWriter(std::string execution_id);

  /// Opens every provider that some enabled executable has selected, through its connection manager: FILE, or
  /// one that yields a SQL session. Errors: UNSUPPORTED by name (Event Log, Profiler), those of the
  /// connection, IO.
  Result<> open(RunContext &run, Connections &connections, const gantry_call *call);
  void write(const Node &source, const Event &event);
  /// The first error of writing or closing, if any: a full disk must not pass unseen.
  Result<> close();

 private:
  Result<std::unique_ptr<logging::Provider>> open_file(Connections &connections,
                                                       const package::LogProvider &provider,
                                                       logging::ProviderKind kind, const gantry_call *call);
  Result<std::unique_ptr<logging::Provider>> open_table(RunContext &run, const package::LogProvider &provider,
                                                        const gantry_call *call);

  std::string execution_id_, computer_, operator_;
  /// Of providers that write to servers: their own, so that no task waits for a session that the log has.
  std::vector<std::unique_ptr<LiveConnection>> connections_;
  std::map<std::string, std::unique_ptr<logging::Provider>> providers_;  ///< by DTSID
  std::optional<Error> failure_;
};

}  // namespace gantry::runtime

#endif
