// What a Transfer Master Stored Procedures task was asked to do.
#ifndef GANTRY_TRANSFER_PROCEDURES_SETTINGS_HPP
#define GANTRY_TRANSFER_PROCEDURES_SETTINGS_HPP

#include <string>
#include <vector>

#include "plugins/transfer/common/object-plan.hpp"

namespace gantry::transfer {

struct ProcedureSettings {
  bool all = false;
  std::vector<std::string> names;    ///< name, schema.name, [schema].[name]
  std::vector<std::string> schemas;  ///< never empty; "*" is every one
  IfObjectExists if_exists = IfObjectExists::fail_task;
};

namespace code {
inline constexpr std::uint32_t procedures_failed = 0xC002F345;
inline constexpr std::uint32_t procedure_not_found = 0xC002F346;
inline constexpr std::uint32_t overwriting_procedure = 0x8002F347;
inline constexpr std::uint32_t procedure_exists = 0xC002F349;
inline constexpr std::uint32_t procedure_list_empty = 0xC002F350;
inline constexpr std::uint32_t procedures_transferred = 0x4002F351;
}  // namespace code

/// SSIS has no code of its own for a procedure that is skipped.
inline constexpr ObjectWords procedure_words = {"StoredProcedure",
                                                "stored procedure",
                                                code::procedure_exists,
                                                code::procedure_not_found,
                                                code::overwriting_procedure,
                                                Severity::warning,
                                                0,
                                                code::procedures_failed};

/// The task's database.
inline constexpr const char *procedures_database = "master";

}  // namespace gantry::transfer

#endif
