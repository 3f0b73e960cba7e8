// The server's own procedures: how they are declared and what they work with.
#ifndef SANDBOX_ENGINE_SYSTEM_PROCEDURES_HPP
#define SANDBOX_ENGINE_SYSTEM_PROCEDURES_HPP

#include "samples/sandbox/engine/engine.hpp"

#include <map>

namespace sandbox {

/// One call: the arguments in the order of the procedure's parameters.
class Invocation {
 public:
  Invocation(Engine &e, std::vector<Engine::Argument *> arguments)
      : engine(e), arguments_(std::move(arguments)) {}

  Engine &engine;

  bool given(std::size_t i) const {
    return arguments_[i] && !arguments_[i]->use_default && !is_null(arguments_[i]->value);
  }
  Value value(std::size_t i) const { return given(i) ? arguments_[i]->value : Value(); }
  TypeInfo type(std::size_t i) const { return arguments_[i] ? arguments_[i]->type : TypeInfo(); }
  std::string text(std::size_t i, const std::string &otherwise = "") const;
  std::int64_t number(std::size_t i, std::int64_t otherwise = 0) const;
  void output(std::size_t i, const Value &value, const TypeInfo &type);
  /// Runs one SELECT; @p1, @p2, ... are the values given.
  void select(const std::string &query, const std::vector<Value> &values = {});
  /// A result set made by hand. columns: as ViewTable has them.
  void rows(const std::vector<Column> &columns, const std::vector<Row> &rows);

 private:
  std::vector<Engine::Argument *> arguments_;
};

struct Procedure {
  const char *parameters;  ///< "@name! @other:nvarchar(60)": ! means required; a type is for the catalogue
  std::function<std::int64_t(Invocation &)> body;
};
using ProcedureTable = std::map<std::string, Procedure>;

struct SystemParameter {
  std::string name;
  bool required = false;
  std::optional<TypeInfo> type;
};
/// As the catalogue shows it: schema sys, an id below zero.
struct SystemProcedure {
  std::string name;
  std::int64_t id = 0;
  std::vector<SystemParameter> parameters;
  const Procedure *code = nullptr;
};
/// Ascending by name.
const std::vector<SystemProcedure> &system_procedures();
/// Null when there is none.
const SystemProcedure *find_system_procedure(const std::string &name);

void add_security_procedures(ProcedureTable &table);
void add_help_procedures(ProcedureTable &table);
void add_server_procedures(ProcedureTable &table);
void add_lock_procedures(ProcedureTable &table);
void add_message_procedures(ProcedureTable &table);
void add_module_procedures(ProcedureTable &table);
void add_property_procedures(ProcedureTable &table);
void add_linked_server_procedures(ProcedureTable &table);

}  // namespace sandbox

#endif
