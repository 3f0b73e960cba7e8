// Foreach Item: a list of rows that stands in the package.
#ifndef GANTRY_ENUMERATORS_ITEM_ENUMERATOR_HPP
#define GANTRY_ENUMERATORS_ITEM_ENUMERATOR_HPP

#include "gantry/cpp/persist.hpp"
#include "gantry/cpp/task.hpp"

namespace gantry::enumerators {

/// A value with its VARTYPE number.
struct ItemValue {
  std::int32_t type = 8;
  std::string text;
};
using Item = std::vector<ItemValue>;

/// `<FEIEItems><FEIEItem><FEIEItemValue Type="8" Value="a"/>...`. Errors: DATA 0xC0010014.
Result<std::vector<Item>> read_items(std::string_view xml);
std::string write_items(const std::vector<Item> &items);

class ItemEnumerator : public Implements<Enumerator, PropertyBag, Persist> {
 public:
  static constexpr const char *class_id = "org.gantry.enumerators.ForEachItemEnumerator";
  static const PropertyList &properties();
  explicit ItemEnumerator(const gantry_host *) { define(properties()); }

  Result<> load(std::string_view xml) override;
  Result<std::string> save() override { return write_items(items_); }
  Result<ObjectPtr> open(Call call) override;

 private:
  std::vector<Item> items_;
};

}  // namespace gantry::enumerators

#endif
