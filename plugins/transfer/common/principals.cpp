#include "plugins/transfer/common/principals.hpp"

namespace gantry::transfer {

Result<std::map<std::string, Cell>> resolve_sids(const SessionRef &session,
                                                 const std::vector<std::string> &names, Call call) {
  constexpr std::size_t names_a_select = 200;
  std::map<std::string, Cell> sids;
  if (names.empty()) return sids;
  std::string sql;
  for (std::size_t i = 0; i < names.size(); ++i) {
    sql += i % names_a_select == 0 ? "SELECT " : ", ";
    sql += "SUSER_SID(N'";
    for (const char c : names[i]) {
      sql += c;
      if (c == '\'') sql += '\'';
    }
    sql += "')";
    if (i % names_a_select == names_a_select - 1 || i + 1 == names.size()) sql += ";\n";
  }
  Result<std::vector<Table>> tables = session.query_all(sql, call);
  if (!tables) return std::move(tables).error();
  std::size_t at = 0;
  for (const Table &table : *tables)
    for (const auto &row : table.rows)
      for (const Cell &sid : row)
        if (at < names.size()) sids[names[at++]] = sid;
  return sids;
}

}  // namespace gantry::transfer
