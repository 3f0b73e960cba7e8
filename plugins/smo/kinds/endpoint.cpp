// Endpoint: listed only. A server's own, below 65536, are on every server.
#include "plugins/smo/catalogue-list.hpp"

namespace gantry::smo {
namespace {

const CatalogueList &catalogue() {
  static const CatalogueList list = {
      "sys.endpoints",
      "v.endpoint_id >= 65536",
      {{"name", "v.name"}, {"type", "v.type_desc"}, {"protocol", "v.protocol_desc"}}};
  return list;
}

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  return list_catalogue(server, catalogue(), request, call);
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_server_rights(server, {}, call);
}

}  // namespace

const Kind &kind_endpoint() {
  static const Kind kind = {"Endpoint", names_of(catalogue()), {"name"}, &list, &missing, nullptr, nullptr,
                            nullptr};
  return kind;
}

}  // namespace gantry::smo
