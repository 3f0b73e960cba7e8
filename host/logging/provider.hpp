// Log providers: where entries go. One file a provider; provider.cpp holds the table of their names.
#ifndef GANTRY_LOGGING_PROVIDER_HPP
#define GANTRY_LOGGING_PROVIDER_HPP

#include "gantry/cpp/object.hpp"
#include "gantry/cpp/result.hpp"
#include "host/logging/record.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace gantry::logging {

/// Not thread-safe: the runtime writes one entry at a time.
class Provider {
 public:
  virtual ~Provider() = default;
  virtual Result<> write(const Record &record) = 0;
  /// Ends the file; legal twice.
  virtual Result<> close() = 0;
};

/// Comma-separated text with a line of field names in front. Appends to an existing file. Errors: IO.
Result<std::unique_ptr<Provider>> open_text_file(const std::string &path);
/// `<dtslogs>`; a file that is one already gets a further `<dtslog>`. Errors: IO, DATA (another kind of
/// file).
Result<std::unique_ptr<Provider>> open_xml_file(const std::string &path);

/// The table and the procedure that Integration Services of an era uses.
struct LogTable {
  std::string table, procedure;
};
/// By the package's format: sysdtslog90 for 2, sysssislog for all later ones.
LogTable log_table(std::int32_t format_version);

/// Rows of a table in the session's database, written by its procedure; both are created when missing. Every
/// write ends within `seconds`, also after the run was cancelled. Errors: the session's.
Result<std::unique_ptr<Provider>> open_sql_server(ObjectPtr session, const LogTable &names, int seconds = 30);

enum class ProviderKind { text_file, xml_file, sql_server, event_log, profiler, unknown };

/// By creation name, ProgID or ClassID of any era (ssis.md 7).
ProviderKind provider_kind(std::string_view creation_name);
/// Why a kind cannot be used, empty when it can.
std::string refusal(ProviderKind kind);

}  // namespace gantry::logging

#endif
