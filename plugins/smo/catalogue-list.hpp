// Kinds whose list is one SELECT over one view.
#ifndef GANTRY_SMO_CATALOGUE_LIST_HPP
#define GANTRY_SMO_CATALOGUE_LIST_HPP

#include "plugins/smo/kind.hpp"

namespace gantry::smo {

struct CatalogueColumn {
  std::string_view name;        ///< as list gives it
  std::string_view expression;  ///< over the view, whose alias is v
};

struct CatalogueList {
  std::string_view view;   ///< "sys.endpoints"
  std::string_view where;  ///< what belongs to the kind; empty: every row
  std::vector<CatalogueColumn> columns;
};

/// The rows in the order of their names; none where the server lacks the view. Errors: the session's.
Result<Table> list_catalogue(Server &server, const CatalogueList &source, const ListRequest &request,
                             Call call);
/// The columns' names, for a Kind.
std::vector<std::string> names_of(const CatalogueList &source);

}  // namespace gantry::smo

#endif
