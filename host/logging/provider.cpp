#include "host/logging/provider.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace gantry::logging {
namespace {

struct Name {
  std::string_view text;  // lower case
  ProviderKind kind;
};

// Short names match as the last word of ProgIDs (`dts.logprovidertextfile.3`) and creation names.
constexpr std::array names = {
    Name{"logprovidertextfile", ProviderKind::text_file},
    Name{"{0a039101-acc1-4e06-943f-279948323883}", ProviderKind::text_file},
    Name{"{59b2c6a5-663f-4c20-8863-c83f9b72e2eb}", ProviderKind::text_file},
    Name{"logproviderxmlfile", ProviderKind::xml_file},
    Name{"{440945a4-2a22-4f19-b577-eaf5fddc5f7a}", ProviderKind::xml_file},
    Name{"{afed6884-619c-484f-9a09-f42d56e1a7ea}", ProviderKind::xml_file},
    Name{"logprovidersqlserver", ProviderKind::sql_server},
    Name{"{94150b25-6aeb-4c0d-996d-d37d1c4fdeda}", ProviderKind::sql_server},
    Name{"{6aa833a1-e4b2-4431-831b-de695049dc61}", ProviderKind::sql_server},
    Name{"logprovidereventlog", ProviderKind::event_log},
    Name{"{071cc8eb-c343-4cff-8d58-564b92fca3cf}", ProviderKind::event_log},
    Name{"{97634f75-1dc7-4f1f-8a4c-daf0e13aaa22}", ProviderKind::event_log},
    Name{"logprovidersqlprofiler", ProviderKind::profiler},
    Name{"{e93f6300-ae0c-4916-a7bf-a8d0ce12c77a}", ProviderKind::profiler},
    Name{"{5c0b8d21-e9aa-462e-ba34-30ff5f7a42a1}", ProviderKind::profiler},
};

}  // namespace

ProviderKind provider_kind(std::string_view creation_name) {
  std::string lower(creation_name);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  for (const Name &name : names) {
    const std::size_t at = lower.find(name.text);
    if (at == std::string::npos) continue;
    const std::string_view before = std::string_view(lower).substr(0, at);
    const std::string_view after = std::string_view(lower).substr(at + name.text.size());
    const bool whole = (before.empty() || before.back() == '.') && (after.empty() || after.front() == '.');
    if (whole) return name.kind;
  }
  return ProviderKind::unknown;
}

std::string refusal(ProviderKind kind) {
  switch (kind) {
    case ProviderKind::event_log: return "the log provider for the Windows Event Log needs Windows";
    case ProviderKind::profiler: return "the log provider for SQL Server Profiler needs 32-bit Windows";
    case ProviderKind::unknown: return "no log provider has this name";
    default: return {};
  }
}

}  // namespace gantry::logging
