#include "host/logging/filter.hpp"

#include <algorithm>

namespace gantry::logging {

const package::Executable *deciding(const std::vector<const package::Executable *> &chain) {
  for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
    const package::Executable &executable = **at;
    switch (executable.logging_mode()) {
      case package::LoggingMode::enabled: return &executable;
      case package::LoggingMode::disabled: return nullptr;
      case package::LoggingMode::use_parent_setting: break;
    }
  }
  return nullptr;
}

bool wants(const package::LoggingOptions &options, std::string_view event) {
  if (event == "PackageStart" || event == "PackageEnd") return true;
  const bool listed = std::find(options.events.begin(), options.events.end(), event) != options.events.end();
  return options.filter_kind() == 0 ? listed : !listed;
}

void strip(const package::LoggingOptions &options, Record &record) {
  const auto filter = std::find_if(options.columns.begin(), options.columns.end(),
                                   [&](const package::ColumnFilter &f) { return f.event == record.event; });
  if (filter == options.columns.end()) return;
  const auto keep = [&](const char *column) { return filter->columns.boolean(column, true); };
  if (!keep("Computer")) record.computer.clear();
  if (!keep("Operator")) record.operator_name.clear();
  if (!keep("SourceName")) record.source.clear();
  if (!keep("SourceID")) record.source_id.clear();
  if (!keep("ExecutionID")) record.execution_id.clear();
  if (!keep("MessageText")) record.message.clear();
  if (!keep("DataBytes")) record.data_bytes.clear();
}

}  // namespace gantry::logging
