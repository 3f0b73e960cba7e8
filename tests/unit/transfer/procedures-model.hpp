// What a database of procedures is in a test: its lists, and what the plugins' statements do to them.
#ifndef GANTRY_TESTS_TRANSFER_PROCEDURES_MODEL_HPP
#define GANTRY_TESTS_TRANSFER_PROCEDURES_MODEL_HPP

#include "plugins/transfer/common/object-name.hpp"
#include "plugins/transfer/procedures/procedures-task.hpp"
#include "tests/unit/transfer/table-server.hpp"

namespace gantry::test {

using Procedures = TableTransfer<transfer::TransferStoredProceduresTask>;
using Names = std::vector<std::string>;

Table &list_of(TableServer &server, const char *kind);
Cell &cell(Table &table, std::size_t row, const char *column);
std::optional<std::size_t> find(const Table &table, const std::string &schema, const std::string &name);
/// What a server would hash; any function will do that differs for different texts.
Cell hash(const std::string &text);
/// Writes a text into both lists: the procedure's row and its definition.
void store(TableServer &server, const std::string &schema, const std::string &name, int number,
           const std::string &text);
/// A procedure as CREATE makes it; gives its row.
std::size_t add(TableServer &server, const std::string &schema, const std::string &name,
                const std::string &text);

/// Two servers with the schemas dbo and tools, and no procedures.
struct Two {
  TableServer from, to;
  Two();
  std::string text_there(const std::string &schema, const std::string &name, int number = 0) const;
  Cell there(const char *name, const char *column, const char *schema = "dbo") const;
};

void succeeds(Procedures &transfer);
/// After this nothing may be left to do, by Skip and by Overwrite.
void agrees(Two &two);

}  // namespace gantry::test

#endif
