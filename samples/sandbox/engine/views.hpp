// How the families of catalogue views (views-*.cpp) are put into one table.
#ifndef SANDBOX_ENGINE_VIEWS_HPP
#define SANDBOX_ENGINE_VIEWS_HPP

#include "samples/sandbox/engine/bind.hpp"

#include <deque>

namespace sandbox {

using EmitRow = std::function<void(Row)>;
using ViewCode = std::function<void(Engine &, int database, const Equal &, const EmitRow &)>;

class ViewTable {
 public:
  /// columns: "name type[!]; ..." where ! means NOT NULL. query: SQLite over the catalogue's tables, its
  /// columns in the same order; ?1 is the database; {all}, {dball}, {secrets}, {state} become 1 or 0 by what
  /// the login may see and {login}, {spid} its ids. An empty query makes a view without rows.
  void query(const char *schema, const char *name, const char *columns, std::string query);
  /// Rows made by code; values as SQLite would give them (dates as ISO text).
  void code(const char *schema, const char *name, const char *columns, ViewCode code);
  const std::deque<View> &views() const { return views_; }

 private:
  View &add(const char *schema, const char *name, const char *columns);
  std::deque<View> views_;
};

void add_server_views(ViewTable &table);
void add_database_views(ViewTable &table);
void add_object_views(ViewTable &table);
void add_security_views(ViewTable &table);
void add_dynamic_views(ViewTable &table);
void add_session_views(ViewTable &table);
void add_module_views(ViewTable &table);
void add_property_views(ViewTable &table);
void add_linked_server_views(ViewTable &table);
void add_compatibility_views(ViewTable &table);
void add_information_schema(ViewTable &table);
void add_table_functions(ViewTable &table);

/// "nvarchar(60)", "int", ... as the tables of views and procedures write types.
TypeInfo written_type(const std::string &text);
/// Throws 300 unless the login may VIEW SERVER STATE.
void require_server_state(Engine &engine);
/// Negative, as SQL Server's ids of system objects are.
std::int64_t view_id(const View &view);
/// CASE of a column holding a one-letter code to its description.
std::string principal_type_case(const std::string &column);
std::string object_type_case(const std::string &column);
std::string class_case(const std::string &column);
std::string state_case(const std::string &column);

}  // namespace sandbox

#endif
