// Foreach SMO: a collection of management objects, read through an SMOServer connection.
#ifndef GANTRY_ENUMERATORS_SMO_ENUMERATOR_HPP
#define GANTRY_ENUMERATORS_SMO_ENUMERATOR_HPP

#include "gantry/cpp/task.hpp"

namespace gantry::enumerators {

class SmoEnumerator : public Implements<Enumerator, PropertyBag> {
 public:
  static constexpr const char *class_id = "org.gantry.enumerators.ForEachSMOEnumerator";
  static const PropertyList &properties();
  explicit SmoEnumerator(const gantry_host *site) : site_(site) { define(properties()); }

  /// `Connection`, the slot, is what EnumURN says.
  std::string property_text(const std::string &name) override;
  Result<> validate_properties() override;
  /// SMOEnumType Names: one column, the name. URNs: one column, the object's address. Objects and
  /// ObjectsPopulated: the name first, then every property the server's object has.
  Result<ObjectPtr> open(Call call) override;

 private:
  Site site_;
};

}  // namespace gantry::enumerators

#endif
