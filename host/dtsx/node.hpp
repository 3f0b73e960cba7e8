// Model to elements that do not stand in any file yet.
#ifndef GANTRY_DTSX_NODE_HPP
#define GANTRY_DTSX_NODE_HPP

#include <string>
#include <utility>
#include <vector>

#include "gantry/cpp/result.hpp"
#include "host/package/package.hpp"

namespace gantry::dtsx {

/// An element to be written. Names carry no prefix; those of the package namespace get one when printed.
struct Node {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;  ///< of the package namespace
  std::vector<std::pair<std::string, std::string>> plain;       ///< of no namespace, and declarations
  std::vector<Node> children;
  std::string raw;  ///< content as it stands, when there are no children
};

/// How the era writes: attributes (formats 6 and 8) or DTS:Property children (2 and 3).
enum class Style { attributes, elements };

/// Makes nodes. Sensitive text is emptied at DontSaveSensitive; at other levels clear sensitive text is
/// refused (DENIED 0xC0014035).
class NodeMaker {
 public:
  NodeMaker(Style style, package::ProtectionLevel level) : style_(style), level_(level) {}

  Result<Node> connection(const package::ConnectionManager &item) const;
  Result<Node> executable(const package::Executable &item) const;
  Result<Node> log_provider(const package::LogProvider &item) const;
  Result<Node> parameter(const package::Parameter &item) const;
  Node variable(const package::Variable &item) const;
  Node constraint(const package::PrecedenceConstraint &item) const;
  Node configuration(const package::Configuration &item) const;
  Node mapping(const package::VariableMapping &item) const;
  Result<Node> enumerator(const package::ForeachEnumerator &item) const;
  Node logging(const package::LoggingOptions &item) const;
  /// The whole package, always in the style of format 8.
  Result<Node> package(const package::Package &item) const;
  Result<Node> object_data(const package::ObjectData &item, const std::string &owner) const;

  static Node event_filter(const std::vector<std::string> &events);
  static Node column_filter(const package::ColumnFilter &filter);
  static Node selected_providers(const std::vector<std::string> &ids);
  static Node expression(const package::PropertyExpression &item);
  static Node property(const std::string &name, const std::string &text, int data_type = 0);

 private:
  /// Attributes or leading Property children of what every object has.
  Node object(const std::string &name, const package::Object &item,
              std::vector<std::pair<std::string, std::string>> more = {}) const;
  void finish(Node &node, const package::Object &item) const;
  Result<> add_members(Node &node, const package::Executable &item) const;
  void group(Node &node, const std::string &wrapper, std::vector<Node> items) const;

  Style style_;
  package::ProtectionLevel level_;
};

/// Text of a node. The first line has no indentation; the following ones have `indent` and more.
std::string print(const Node &node, const std::string &dts_prefix, const std::string &newline,
                  const std::string &indent);

/// Content with sensitive text emptied, or refused, as the level demands. Encrypted text stays unless
/// `empty_encrypted`. Errors: DENIED 0xC0014035, DATA.
Result<std::string> protect(const package::ObjectData &data, package::ProtectionLevel level,
                            const std::string &owner, bool empty_encrypted = false);
Error clear_secret(const std::string &owner);

/// True/False as the era writes it, for properties known to be Boolean.
std::string era_value(Style style, std::string_view name, std::string_view value);

}  // namespace gantry::dtsx

#endif
