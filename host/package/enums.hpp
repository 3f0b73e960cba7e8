// The enumerations of Integration Services with their numbers.
#ifndef GANTRY_PACKAGE_ENUMS_HPP
#define GANTRY_PACKAGE_ENUMS_HPP

#include <cstdint>

namespace gantry::package {

enum class ExecResult : std::int32_t { success = 0, failure = 1, completion = 2, canceled = 3 };
enum class ForcedResult : std::int32_t { none = -1, success = 0, failure = 1, completion = 2 };
enum class TransactionOption : std::int32_t { not_supported = 0, supported = 1, required = 2 };
enum class LoggingMode : std::int32_t { use_parent_setting = 0, enabled = 1, disabled = 2 };
enum class CheckpointUsage : std::int32_t { never = 0, if_exists = 1, always = 2 };
enum class ConstraintValue : std::int32_t { success = 0, failure = 1, completion = 2 };
enum class EvalOp : std::int32_t {
  expression = 1,
  constraint = 2,
  expression_and_constraint = 3,
  expression_or_constraint = 4
};
enum class ProtectionLevel : std::int32_t {
  dont_save_sensitive = 0,
  encrypt_sensitive_with_user_key = 1,
  encrypt_sensitive_with_password = 2,
  encrypt_all_with_password = 3,
  encrypt_all_with_user_key = 4,
  server_storage = 5
};
enum class IsolationLevel : std::int32_t {
  unspecified = -1,
  chaos = 16,
  read_uncommitted = 256,
  read_committed = 4096,
  repeatable_read = 65536,
  serializable = 1048576,
  snapshot = 16777216
};
/// VARTYPE numbers as they stand in DTS:DataType.
enum class DataType : std::int32_t {
  empty = 0,
  db_null = 1,
  int16 = 2,
  int32 = 3,
  single = 4,
  float64 = 5,
  date_time = 7,
  string = 8,
  boolean = 11,
  object = 13,
  decimal = 14,
  sbyte = 16,
  byte = 17,
  uint16 = 18,
  uint32 = 19,
  int64 = 20,
  uint64 = 21
};
enum class ConfigurationType : std::int32_t {
  parent_variable = 0,
  xml_file = 1,
  environment_variable = 2,
  registry = 3,
  indirect_parent_variable = 4,
  indirect_xml_file = 5,
  indirect_registry = 6,
  sql_server = 7,
  indirect_sql_server = 8
};

}  // namespace gantry::package

#endif
