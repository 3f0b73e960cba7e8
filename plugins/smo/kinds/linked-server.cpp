// LinkedServer: listed only. The passwords of its login mappings cannot be read.
#include "plugins/smo/catalogue-list.hpp"

namespace gantry::smo {
namespace {

const CatalogueList &catalogue() {
  static const CatalogueList list = {"sys.servers",
                                     "v.is_linked = 1",
                                     {{"name", "v.name"},
                                      {"product", "v.product"},
                                      {"provider", "v.provider"},
                                      {"data-source", "v.data_source"}}};
  return list;
}

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  return list_catalogue(server, catalogue(), request, call);
}

Result<std::vector<MissingRight>> missing(Server &, const std::string &, Call) {
  return std::vector<MissingRight>();  // everybody sees sys.servers
}

}  // namespace

const Kind &kind_linked_server() {
  static const Kind kind = {
      "LinkedServer", names_of(catalogue()), {"name"}, &list, &missing, nullptr, nullptr, nullptr};
  return kind;
}

}  // namespace gantry::smo
