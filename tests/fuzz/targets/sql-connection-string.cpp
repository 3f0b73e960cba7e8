// Connection strings of OLE DB, ADO.NET and ODBC: what is written is read back the same, and no password is
// ever written.
#include "plugins/sql/connection/connection-manager.hpp"
#include "tests/fuzz/target.hpp"

using namespace gantry;
using namespace gantry::sql;

namespace {

void check_pairs(std::string_view input, Grammar grammar) {
  const auto first = parse_pairs(input, grammar);
  if (!first) return;
  const auto second = parse_pairs(write_pairs(*first, grammar), grammar);
  fuzz::require(bool(second), "written pairs can be read");
  fuzz::require(second->size() == first->size(), "as many pairs are read back");
  for (std::size_t i = 0; i < first->size(); ++i) {
    fuzz::require((*second)[i].key == (*first)[i].key, "the key is read back");
    fuzz::require((*second)[i].value == (*first)[i].value, "the value is read back");
  }
}

template <typename Manager>
void check_manager(std::string_view input, const Dialect &dialect) {
  const auto manager = make_object<Manager>(nullptr);
  if (!manager->set_property("ConnectionString", input)) return;
  const std::string written = manager->property_text("ConnectionString");
  const auto pairs = parse_pairs(written, dialect.grammar);
  fuzz::require(bool(pairs), "the manager's string can be read");
  for (const Pair &pair : *pairs)
    fuzz::require(dialect.meaning(pair.key) != Meaning::password, "no password is written");
  (void)manager->validate_properties();
}

}  // namespace

GANTRY_FUZZ_TARGET("sql-connection-string") {
  check_pairs(input, Grammar::quotes);
  check_pairs(input, Grammar::braces);
  check_manager<OleDbConnectionManager>(input, ole_db());
  check_manager<AdoNetConnectionManager>(input, ado_net());
  check_manager<OdbcConnectionManager>(input, odbc());
}
