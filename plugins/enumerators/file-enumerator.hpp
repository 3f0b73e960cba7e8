// Foreach File: the files of a folder, in the order of their names.
#ifndef GANTRY_ENUMERATORS_FILE_ENUMERATOR_HPP
#define GANTRY_ENUMERATORS_FILE_ENUMERATOR_HPP

#include "gantry/cpp/persist.hpp"
#include "gantry/cpp/task.hpp"

namespace gantry::enumerators {

/// `*` any text, `?` one character, without regard to case, as on Windows; `*.*` is every file.
bool matches(std::string_view name, std::string_view pattern);

class FileEnumerator : public Implements<Enumerator, PropertyBag, Persist> {
 public:
  static constexpr const char *class_id = "org.gantry.enumerators.ForEachFileEnumerator";
  static const PropertyList &properties();
  explicit FileEnumerator(const gantry_host *site) : site_(site) { define(properties()); }

  Result<> load(std::string_view xml) override;
  Result<std::string> save() override;
  Result<> validate_properties() override;
  /// A folder without such files gives no iteration and a warning, as in Integration Services. Errors:
  /// NOT_FOUND (folder), DENIED, IO.
  Result<ObjectPtr> open(Call call) override;

 private:
  Site site_;
};

}  // namespace gantry::enumerators

#endif
