// What the files of data definition share.
#ifndef SANDBOX_ENGINE_DDL_HPP
#define SANDBOX_ENGINE_DDL_HPP

#include "samples/sandbox/engine/rows.hpp"

namespace sandbox {

/// The name SQL Server would make up for a constraint; column empty for keys.
std::string generated_name(const char *prefix, const std::string &table, const std::string &column,
                           std::int64_t id);
/// Defaults as the catalogue shows them: ((0)), (getdate()).
std::string canonical_text(const std::string &text);
std::optional<Scope> table_scope(const TableInfo &table);
/// DEFAULT, PRIMARY KEY, UNIQUE, CHECK, REFERENCES written beside a column.
void column_constraints(Engine &engine, TableInfo &table, const ColumnDefinition &column);
/// The error that goes ahead of 1750 or 3727.
SqlError with_before(SqlError failure, const SqlError &before);

}  // namespace sandbox

#endif
