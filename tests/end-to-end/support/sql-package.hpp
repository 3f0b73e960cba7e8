// Pieces of packages around the Execute SQL task, for tests over real TDS.
#ifndef GANTRY_TESTS_END_TO_END_SQL_PACKAGE_HPP
#define GANTRY_TESTS_END_TO_END_SQL_PACKAGE_HPP

#include "tests/end-to-end/support/package-text.hpp"

#include <vector>

namespace end_to_end {

/// Text as it stands in an attribute; line ends are kept.
inline std::string attribute(const std::string &text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\n')
      out += "&#xA;";
    else
      out += c;
  }
  return out;
}

/// A connection manager whose ObjectData is the package namespace's element, as OLEDB, ADO.NET and ODBC have
/// it.
inline std::string sql_connection(int id, const std::string &name, const std::string &type,
                                  const std::string &connection_string, const std::string &more = {}) {
  return "<DTS:ConnectionManager DTS:refId=\"Package.ConnectionManagers[" + name + "]\" DTS:CreationName=\"" +
         type + "\" DTS:DTSID=\"" + guid(id) + "\" DTS:ObjectName=\"" + name +
         "\"><DTS:ObjectData><DTS:ConnectionManager DTS:ConnectionString=\"" + attribute(connection_string) +
         "\" " + more + "/></DTS:ObjectData></DTS:ConnectionManager>";
}

inline std::string smo_connection(int id, const std::string &name) {
  return "<DTS:ConnectionManager DTS:refId=\"Package.ConnectionManagers[" + name +
         "]\" DTS:CreationName=\"SMOServer\" DTS:DTSID=\"" + guid(id) + "\" DTS:ObjectName=\"" + name +
         "\"><DTS:ObjectData><SMOServerConnectionManager "
         "ConnectionString=\"SqlServerName=SOMEWHERE;UseWindowsAuthentication=False;UserName=sa;\"/>"
         "</DTS:ObjectData></DTS:ConnectionManager>";
}

struct SqlTask {
  std::string name, statement;
  std::string connection = guid(10);
  std::string attributes;  ///< further ones of SqlTaskData: `SQLTask:ResultType="..."`
  std::string bindings;    ///< result() and parameter()
  std::string inside;      ///< property expressions and others before ObjectData

  std::string text() const {
    static int next = 2000;
    return "<DTS:Executable DTS:refId=\"Package\\" + name +
           "\" DTS:CreationName=\"Microsoft.ExecuteSQLTask\" DTS:DTSID=\"" + guid(next++) +
           "\" DTS:ExecutableType=\"Microsoft.ExecuteSQLTask\" DTS:ObjectName=\"" +
           name.substr(name.rfind('\\') + 1) + "\">" + inside +
           "<DTS:ObjectData><SQLTask:SqlTaskData SQLTask:Connection=\"" + connection +
           "\" SQLTask:SqlStatementSource=\"" + attribute(statement) + "\" " + attributes +
           " xmlns:SQLTask=\"www.microsoft.com/sqlserver/dts/tasks/sqltask\">" + bindings +
           "</SQLTask:SqlTaskData></DTS:ObjectData></DTS:Executable>";
  }
};

inline const std::string single_row = "SQLTask:ResultType=\"ResultSetType_SingleRow\"";
inline const std::string full_result = "SQLTask:ResultType=\"ResultSetType_Rowset\"";
inline const std::string xml_result = "SQLTask:ResultType=\"ResultSetType_XML\"";

inline std::string result(const std::string &name, const std::string &variable) {
  return "<SQLTask:ResultBinding SQLTask:ResultName=\"" + name + "\" SQLTask:DtsVariableName=\"" + variable +
         "\"/>";
}

inline std::string parameter(const std::string &name, const std::string &variable, int type,
                             const std::string &direction = "Input") {
  return "<SQLTask:ParameterBinding SQLTask:ParameterName=\"" + name + "\" SQLTask:DtsVariableName=\"" +
         variable + "\" SQLTask:ParameterDirection=\"" + direction + "\" SQLTask:DataType=\"" +
         std::to_string(type) + "\" SQLTask:ParameterSize=\"-1\"/>";
}

/// A Foreach loop; `enumerator` is what stands in its ObjectData. Mapping i goes to variables[i].
inline std::string foreach_loop(const std::string &name, const std::string &type,
                                const std::string &enumerator, const std::vector<std::string> &variables,
                                const std::string &executables, const std::string &expressions = {}) {
  static int next = 700;
  std::string mappings;
  for (std::size_t i = 0; i < variables.size(); ++i)
    mappings += "<DTS:ForEachVariableMapping DTS:CreationName=\"\" DTS:DTSID=\"" + guid(next++) +
                "\" DTS:ObjectName=\"M" + std::to_string(i) + "\" DTS:ValueIndex=\"" + std::to_string(i) +
                "\" DTS:VariableName=\"" + variables[i] + "\"/>";
  const std::string loop = guid(next++), enumerator_id = guid(next++);
  return "<DTS:Executable DTS:refId=\"Package\\" + name +
         "\" DTS:CreationName=\"STOCK:FOREACHLOOP\" DTS:DTSID=\"" + loop +
         "\" DTS:ExecutableType=\"STOCK:FOREACHLOOP\" DTS:ObjectName=\"" + name +
         "\"><DTS:ForEachEnumerator DTS:CreationName=\"" + type + "\" DTS:DTSID=\"" + enumerator_id +
         "\" DTS:ObjectName=\"E\">" + expressions + "<DTS:ObjectData>" + enumerator +
         "</DTS:ObjectData></DTS:ForEachEnumerator><DTS:Executables>" + executables +
         "</DTS:Executables><DTS:ForEachVariableMappings>" + mappings +
         "</DTS:ForEachVariableMappings></DTS:Executable>";
}

}  // namespace end_to_end

#endif
