#include "host/runtime/guard/read-only-procedures.hpp"

#include <algorithm>
#include <array>

namespace gantry::runtime::guard {

namespace {

// Sorted. Left out on purpose: sp_spaceused (@updateusage), sp_configure, sp_depends of a cursor ...
constexpr std::array read_only = std::to_array<std::string_view>({
    "sp_catalogs",
    "sp_column_privileges",
    "sp_columns",
    "sp_columns_100",
    "sp_databases",
    "sp_datatype_info",
    "sp_describe_first_result_set",
    "sp_describe_undeclared_parameters",
    "sp_fkeys",
    "sp_help",
    "sp_help_agent_profile",
    "sp_help_alert",
    "sp_help_category",
    "sp_help_job",
    "sp_help_jobactivity",
    "sp_help_jobcount",
    "sp_help_jobhistory",
    "sp_help_jobs_in_schedule",
    "sp_help_jobschedule",
    "sp_help_jobserver",
    "sp_help_jobstep",
    "sp_help_jobsteplog",
    "sp_help_notification",
    "sp_help_operator",
    "sp_help_proxy",
    "sp_help_schedule",
    "sp_help_targetserver",
    "sp_help_targetservergroup",
    "sp_helpconstraint",
    "sp_helpdb",
    "sp_helpdevice",
    "sp_helpextendedproc",
    "sp_helpfile",
    "sp_helpfilegroup",
    "sp_helpindex",
    "sp_helplanguage",
    "sp_helplinkedsrvlogin",
    "sp_helplogins",
    "sp_helpntgroup",
    "sp_helpremotelogin",
    "sp_helprole",
    "sp_helprolemember",
    "sp_helprotect",
    "sp_helpserver",
    "sp_helpsort",
    "sp_helpsrvrole",
    "sp_helpsrvrolemember",
    "sp_helpstats",
    "sp_helptext",
    "sp_helptrigger",
    "sp_helpuser",
    "sp_linkedservers",
    "sp_lock",
    "sp_pkeys",
    "sp_server_info",
    "sp_special_columns",
    "sp_sproc_columns",
    "sp_srvrolepermission",
    "sp_statistics",
    "sp_stored_procedures",
    "sp_table_privileges",
    "sp_tablecollations",
    "sp_tablecollations_100",
    "sp_tables",
    "sp_validatelogins",
    "sp_who",
    "sp_who2",
    "xp_logininfo",
    "xp_msver",
});
constexpr std::array of_session =
    std::to_array<std::string_view>({"sp_getapplock", "sp_releaseapplock", "sp_set_session_context"});

static_assert(std::is_sorted(read_only.begin(), read_only.end()));
static_assert(std::is_sorted(of_session.begin(), of_session.end()));

}  // namespace

bool is_read_only_procedure(std::string_view name) {
  return std::binary_search(read_only.begin(), read_only.end(), name);
}

bool is_session_procedure(std::string_view name) {
  return std::binary_search(of_session.begin(), of_session.end(), name);
}

}  // namespace gantry::runtime::guard
