#include "plugins/enumerators/ado-enumerator.hpp"

namespace gantry::enumerators {

const PropertyList &AdoEnumerator::properties() {
  static const PropertyList list = {
      {"Type",
       PropertyType::enumeration,
       "EnumerateRowsInFirstTable",
       {{"EnumerateTables", 0}, {"EnumerateAllRows", 1}, {"EnumerateRowsInFirstTable", 2}},
       false,
       false,
       {"EnumType"}},
      {"DataObjectVariable", PropertyType::string, "", {}, false, false, {"VarName"}}};
  return list;
}

Result<> AdoEnumerator::validate_properties() {
  if (text("DataObjectVariable").empty())
    return Error(Status::invalid, "the Foreach ADO enumerator names no variable", "a variable of type Object",
                 "nothing", "choose the variable that holds the rows");
  // A variable holds one table here, so its rows are all rows.
  if (text("Type") == "EnumerateTables")
    return Error(Status::unsupported, "the Foreach ADO enumerator is to walk over tables",
                 "EnumerateRowsInFirstTable or EnumerateAllRows", "EnumerateTables",
                 "walk over the rows of one table");
  return success();
}

Result<ObjectPtr> AdoEnumerator::open(Call) { return site_.rows(text("DataObjectVariable")); }

}  // namespace gantry::enumerators
