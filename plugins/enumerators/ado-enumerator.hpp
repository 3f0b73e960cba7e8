// Foreach ADO: the rows that an Execute SQL task put into a variable of type Object.
#ifndef GANTRY_ENUMERATORS_ADO_ENUMERATOR_HPP
#define GANTRY_ENUMERATORS_ADO_ENUMERATOR_HPP

#include "gantry/cpp/task.hpp"

namespace gantry::enumerators {

class AdoEnumerator : public Implements<Enumerator, PropertyBag> {
 public:
  static constexpr const char *class_id = "org.gantry.enumerators.ForEachADOEnumerator";
  static const PropertyList &properties();
  explicit AdoEnumerator(const gantry_host *site) : site_(site) { define(properties()); }

  Result<> validate_properties() override;
  /// One iteration a row, column i to mapping i. Errors: STATE (the variable holds no rows).
  Result<ObjectPtr> open(Call call) override;

 private:
  Site site_;
};

}  // namespace gantry::enumerators

#endif
