// What a Transfer Jobs task was asked to do.
#ifndef GANTRY_TRANSFER_JOBS_SETTINGS_HPP
#define GANTRY_TRANSFER_JOBS_SETTINGS_HPP

#include <string>
#include <vector>

#include "plugins/transfer/common/if-exists.hpp"
#include "plugins/transfer/jobs/replacements.hpp"

namespace gantry::transfer {

/// How an existing job is overwritten: `Gantry.ReplaceJob`. Editing keeps job_id, history, alert links.
enum class ReplaceJob { edit = 0, drop = 1 };

/// What becomes of a job that refers to something the destination lacks: `Gantry.IfMissing`.
enum class IfMissing { fail = 0, map = 1, leave_disabled = 2 };

/// How much of Agent comes along: `Gantry.CopyOperators`, `Gantry.CopyProxies`, `Gantry.CopyAlerts`.
enum class Extras { none = 0, needed = 1, all = 2 };

/// What becomes of a schedule whose name another one has at the destination: `Gantry.ScheduleClash`.
enum class ScheduleClash { fail = 0, reuse = 1, add = 2 };

struct JobSettings {
  bool all = false;
  std::vector<std::string> jobs;
  IfObjectExists if_exists = IfObjectExists::fail_task;
  bool enable = false;
  /// With enable: jobs that are disabled at the source stay so.
  bool keep_disabled = false;
  bool disable_at_source = false;
  ReplaceJob replace = ReplaceJob::edit;
  IfMissing if_missing = IfMissing::fail;
  Replacements replacements;
  Extras operators = Extras::needed, proxies = Extras::needed, alerts = Extras::needed;
  ScheduleClash schedule_clash = ScheduleClash::fail;
  /// Schedules, alerts and (with all) operators and proxies that exist are made as at the source.
  bool overwrite_extras = false;
};

namespace code {
inline constexpr std::uint32_t jobs_failed = 0xC002F327;
inline constexpr std::uint32_t job_list_empty = 0xC002F330;
inline constexpr std::uint32_t job_exists = 0xC002F331;
inline constexpr std::uint32_t skipping_job = 0x8002F332;
inline constexpr std::uint32_t overwriting_job = 0x8002F333;
inline constexpr std::uint32_t job_not_found = 0xC002F334;
}  // namespace code

}  // namespace gantry::transfer

#endif
