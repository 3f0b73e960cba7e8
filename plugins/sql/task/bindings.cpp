#include "plugins/sql/task/bindings.hpp"

#include <algorithm>

#include "plugins/sql/connection/pairs.hpp"

namespace gantry::sql {
namespace {

/// A data type of one enumeration. `%` in the type's name stands for the binding's size.
struct DataType {
  std::int64_t number;
  const char *type_name;
};

constexpr DataType ole_db_types[] = {{2, "smallint"},
                                     {3, "int"},
                                     {4, "real"},
                                     {5, "float"},
                                     {6, "money"},
                                     {7, "datetime2"},
                                     {8, "nvarchar(%)"},
                                     {11, "bit"},
                                     {14, "decimal(38,18)"},
                                     {16, "smallint"},
                                     {17, "tinyint"},
                                     {18, "int"},
                                     {19, "bigint"},
                                     {20, "bigint"},
                                     {21, "decimal(20,0)"},
                                     {64, "datetime2"},
                                     {72, "uniqueidentifier"},
                                     {128, "varbinary(%)"},
                                     {129, "varchar(%)"},
                                     {130, "nvarchar(%)"},
                                     {131, "decimal(38,18)"},
                                     {133, "date"},
                                     {134, "time(0)"},
                                     {135, "datetime2"},
                                     {141, "xml"},
                                     {145, "time(7)"},
                                     {146, "datetimeoffset"}};

constexpr DataType odbc_types[] = {{1, "char(%)"},
                                   {2, "decimal(38,18)"},
                                   {3, "decimal(38,18)"},
                                   {4, "int"},
                                   {5, "smallint"},
                                   {6, "float"},
                                   {7, "real"},
                                   {8, "float"},
                                   {9, "date"},
                                   {10, "time(7)"},
                                   {11, "datetime2"},
                                   {12, "varchar(%)"},
                                   {91, "date"},
                                   {92, "time(7)"},
                                   {93, "datetime2"},
                                   {-1, "varchar(max)"},
                                   {-2, "binary(%)"},
                                   {-3, "varbinary(%)"},
                                   {-4, "varbinary(max)"},
                                   {-5, "bigint"},
                                   {-6, "tinyint"},
                                   {-7, "bit"},
                                   {-8, "nchar(%)"},
                                   {-9, "nvarchar(%)"},
                                   {-10, "nvarchar(max)"},
                                   {-11, "uniqueidentifier"},
                                   {-152, "xml"},
                                   {-154, "time(7)"},
                                   {-155, "datetimeoffset"}};

constexpr DataType ado_net_types[] = {{0, "varchar(%)"},      {1, "varbinary(%)"},
                                      {2, "tinyint"},         {3, "bit"},
                                      {4, "money"},           {5, "date"},
                                      {6, "datetime"},        {7, "decimal(38,18)"},
                                      {8, "float"},           {9, "uniqueidentifier"},
                                      {10, "smallint"},       {11, "int"},
                                      {12, "bigint"},         {14, "smallint"},
                                      {15, "real"},           {16, "nvarchar(%)"},
                                      {17, "time(7)"},        {18, "int"},
                                      {19, "bigint"},         {20, "decimal(20,0)"},
                                      {21, "decimal(38,18)"}, {22, "char(%)"},
                                      {23, "nchar(%)"},       {25, "xml"},
                                      {26, "datetime2"},      {27, "datetimeoffset"}};

struct Naming {
  std::string_view type;  ///< creation name up to its qualifier
  Binding binding;
  std::int64_t first;  ///< number of the first marker
  const DataType *begin, *end;
};
const Naming namings[] = {
    {"OLEDB", Binding::ole_db, 0, std::begin(ole_db_types), std::end(ole_db_types)},
    {"ODBC", Binding::odbc, 1, std::begin(odbc_types), std::end(odbc_types)},
    {"ADO.NET", Binding::ado_net, 0, std::begin(ado_net_types), std::end(ado_net_types)}};

const Naming &naming_of(Binding binding) {
  for (const Naming &naming : namings)
    if (naming.binding == binding) return naming;
  return namings[0];
}

std::string sized(std::string_view type, std::int64_t size) {
  const std::size_t place = type.find('%');
  if (place == std::string_view::npos) return std::string(type);
  const bool wide = type[0] == 'n';
  const bool fixed = type.find("var") == std::string_view::npos;
  const std::int64_t most = wide ? 4000 : 8000;
  std::string length =
      size < 1 || size > most ? (fixed ? std::to_string(most) : "max") : std::to_string(size);
  return std::string(type.substr(0, place)) + length + std::string(type.substr(place + 1));
}

Result<std::string> type_name(const Naming &naming, const ParameterBinding &binding) {
  for (const DataType *type = naming.begin; type != naming.end; ++type)
    if (type->number == binding.data_type) return sized(type->type_name, binding.size);
  return Error(Status::invalid, "parameter " + binding.name + " has a data type that is none",
               "a data type of " + std::string(naming.type) + " connections",
               std::to_string(binding.data_type), "choose the data type again");
}

Error misnamed(const ParameterBinding &binding, std::string expected) {
  return Error(Status::invalid, "parameter \"" + binding.name + "\" cannot be bound", std::move(expected),
               "\"" + binding.name + "\"", "correct the parameter's name");
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 9 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Result<std::vector<Parameter>> by_position(const Naming &naming,
                                           const std::vector<ParameterBinding> &bindings, int markers) {
  std::vector<Parameter> found(static_cast<std::size_t>(markers));
  const std::string wanted = markers == 0 ? std::string("no parameter: the statement has no question mark")
                                          : "a number from " + std::to_string(naming.first) + " to " +
                                                std::to_string(naming.first + markers - 1) +
                                                ", one for each question mark";
  for (const ParameterBinding &binding : bindings) {
    if (!is_number(binding.name)) return misnamed(binding, wanted);
    const std::int64_t index = std::stoll(binding.name) - naming.first;
    if (index < 0 || index >= markers) return misnamed(binding, wanted);
    Parameter &place = found[static_cast<std::size_t>(index)];
    if (place.binding) return misnamed(binding, "a number that is bound once");
    Result<std::string> type = type_name(naming, binding);
    if (!type) return std::move(type).error();
    place = {"@P" + std::to_string(index + 1), std::move(type).value(), &binding};
  }
  for (std::size_t i = 0; i < found.size(); ++i)
    if (!found[i].binding)
      return Error(Status::invalid,
                   "no value is given for question mark " + std::to_string(i + 1) + " of the statement",
                   "a parameter named " + std::to_string(static_cast<std::int64_t>(i) + naming.first), "none",
                   "bind it to a variable, or take the question mark out");
  return found;
}

Result<std::vector<Parameter>> by_name(const Naming &naming, const std::vector<ParameterBinding> &bindings) {
  std::vector<Parameter> found;
  for (const ParameterBinding &binding : bindings) {
    std::string name = binding.name.empty() || binding.name[0] == '@' ? binding.name : '@' + binding.name;
    if (name.size() < 2) return misnamed(binding, "@ and a name");
    for (const Parameter &other : found)
      if (same_key(other.name, name)) return misnamed(binding, "a name that is bound once");
    Result<std::string> type = type_name(naming, binding);
    if (!type) return std::move(type).error();
    found.push_back({std::move(name), std::move(type).value(), &binding});
  }
  return found;
}

}  // namespace

Result<Binding> binding_of(std::string_view creation_name) {
  const std::string_view type = creation_name.substr(0, creation_name.find(':'));
  std::string all;
  for (const Naming &naming : namings) {
    if (same_key(naming.type, type)) return naming.binding;
    all += (all.empty() ? "" : ", ") + std::string(naming.type);
  }
  return Error(Status::unsupported,
               "a connection of type " + std::string(creation_name) + " takes no SQL here", "one of " + all,
               std::string(creation_name), "bind the task to such a connection manager");
}

Result<std::vector<Parameter>> parameters_of(Binding binding, const std::vector<ParameterBinding> &bindings,
                                             int markers) {
  const Naming &naming = naming_of(binding);
  if (binding != Binding::ado_net) return by_position(naming, bindings, markers);
  if (markers > 0)
    return Error(Status::invalid, "the statement has a question mark, which is no parameter here",
                 "parameters as @name over an ADO.NET connection", "a question mark",
                 "write @name and bind that name");
  return by_name(naming, bindings);
}

}  // namespace gantry::sql
