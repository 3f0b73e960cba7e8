// ServerTrigger: listed only. A trigger of the whole server would fire on a transfer's own statements.
#include "plugins/smo/catalogue-list.hpp"

namespace gantry::smo {
namespace {

const CatalogueList &catalogue() {
  static const CatalogueList list = {
      "sys.server_triggers", "v.is_ms_shipped = 0", {{"name", "v.name"}, {"disabled", "v.is_disabled"}}};
  return list;
}

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  return list_catalogue(server, catalogue(), request, call);
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_server_rights(server, {}, call);
}

}  // namespace

const Kind &kind_server_trigger() {
  static const Kind kind = {
      "ServerTrigger", names_of(catalogue()), {"name"}, &list, &missing, nullptr, nullptr, nullptr};
  return kind;
}

}  // namespace gantry::smo
