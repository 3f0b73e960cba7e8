// Source to model: one object kind a function.
#ifndef GANTRY_DTSX_PACKAGE_BUILDER_HPP
#define GANTRY_DTSX_PACKAGE_BUILDER_HPP

#include <map>
#include <string>

#include "host/dtsx/vocabulary.hpp"
#include "host/package/package.hpp"

namespace gantry::dtsx {

/// Builds the model of one source. `origin` of every object is the index of its element. Recursion is bounded
/// by the depth the parser allows.
class PackageBuilder {
 public:
  explicit PackageBuilder(const xml::Source &source) : source_(source) {}

  /// Errors: DATA 0xC0010014.
  Result<package::Package> package(std::uint32_t root);
  package::ConnectionManager connection(std::uint32_t element);

 private:
  void object(std::uint32_t element, package::Object &out);
  package::ObjectData object_data(std::uint32_t element);
  Result<package::Executable> executable(std::uint32_t element, bool is_root, package::Package *whole);
  Result<> member(std::uint32_t child, package::Executable &into, package::Package *whole);
  Result<> members(std::uint32_t wrapper, std::string_view item, package::Executable &into,
                   package::Package *whole);
  Result<package::Variable> variable(std::uint32_t element);
  Result<package::Parameter> parameter(std::uint32_t element);
  package::PrecedenceConstraint constraint(std::uint32_t element);
  Result<> logging(std::uint32_t element, package::LoggingOptions &out);
  void resolve_constraints(package::Executable &container);
  Error wrong(std::uint32_t element, std::string what, std::string expected, std::string found) const;

  const xml::Source &source_;
  std::map<std::uint32_t, std::shared_ptr<const xml::Bindings>> bindings_;
};

}  // namespace gantry::dtsx

#endif
