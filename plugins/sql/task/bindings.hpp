// Which variables a statement takes and gives: the bindings of the task's XML, and the three ways in which
// connections name parameters.
#ifndef GANTRY_SQL_TASK_BINDINGS_HPP
#define GANTRY_SQL_TASK_BINDINGS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/result.hpp"

namespace gantry::sql {

enum class Direction { input, output, return_value };

struct ParameterBinding {
  std::string name;      ///< "0", "1" ... or "@name", as the connection's type has it
  std::string variable;  ///< User::X
  Direction direction = Direction::input;
  std::int64_t data_type = 130;  ///< a number of the connection's own enumeration
  std::int64_t size = -1;
};

struct ResultBinding {
  std::string name;  ///< "0", "1" ... or a column's name
  std::string variable;
};

/// How a connection manager's type wants parameters.
enum class Binding {
  ole_db,   ///< `?`, counted from 0, data types of OLE DB
  odbc,     ///< `?`, counted from 1, SQL types of ODBC
  ado_net,  ///< @name, DbType of .NET
};

/// By the connection manager's creation name. Errors: UNSUPPORTED naming those there are.
Result<Binding> binding_of(std::string_view creation_name);

/// A parameter as the server gets it.
struct Parameter {
  std::string name;       ///< @P1, @name
  std::string type_name;  ///< SQL Server's, with its size
  const ParameterBinding *binding = nullptr;
};

/// The parameters of a statement with `markers` question marks, in the order in which they are sent. Errors:
/// INVALID: a marker without a binding, a binding without a marker, a name or data type that is none.
Result<std::vector<Parameter>> parameters_of(Binding binding, const std::vector<ParameterBinding> &bindings,
                                             int markers);

}  // namespace gantry::sql

#endif
