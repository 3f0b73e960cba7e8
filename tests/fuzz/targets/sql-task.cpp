// ObjectData of the classes that read their own XML, and the address of a Foreach SMO enumerator.
#include "plugins/enumerators/file-enumerator.hpp"
#include "plugins/enumerators/item-enumerator.hpp"
#include "plugins/enumerators/smo-urn.hpp"
#include "plugins/sql/task/task-data.hpp"
#include "tests/fuzz/target.hpp"

using namespace gantry;

GANTRY_FUZZ_TARGET("sql-task") {
  if (const auto data = sql::read_task_data(input)) {
    const auto again = sql::read_task_data(sql::write_task_data(*data));
    fuzz::require(bool(again), "a written task can be read");
    fuzz::require(again->parameters.size() == data->parameters.size(), "its parameters are read back");
  }
  if (const auto items = enumerators::read_items(input))
    fuzz::require(bool(enumerators::read_items(enumerators::write_items(*items))),
                  "written items can be read");
  (void)make_object<enumerators::FileEnumerator>(nullptr)->load(input);
  if (const auto parts = enumerators::parse_urn(input))
    fuzz::require(bool(enumerators::parse_urn(enumerators::write_urn(*parts))),
                  "a written address can be read");
  (void)enumerators::parse_address(input);
}
