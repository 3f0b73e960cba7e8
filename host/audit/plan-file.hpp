// Plans that bind: what `gantry plan --out` saves and `gantry run --plan` holds a run to.
#ifndef GANTRY_AUDIT_PLAN_FILE_HPP
#define GANTRY_AUDIT_PLAN_FILE_HPP

#include "host/audit/run-record.hpp"

namespace gantry::audit {

inline constexpr std::int64_t plan_format = 1;

struct PlanFile {
  std::string path;  ///< where it was read from, for messages
  std::string gantry, created;
  std::string salt;  ///< keys the fingerprints, so that nobody finds secrets by trying
  PackageRecord package;
  std::vector<TaskRecord> tasks;
};

/// JSON with a digest of all that stands above it.
std::string plan_text(const PlanFile &plan);
/// Errors: DATA (no plan file, another format, edited).
Result<PlanFile> parse_plan(std::string_view text, const std::string &path);
/// 0600. Errors: IO, DENIED.
Result<> save_plan(const PlanFile &plan, const std::string &path);
/// Errors: NOT_FOUND, and those of parse_plan.
Result<PlanFile> load_plan(const std::string &path);

}  // namespace gantry::audit

#endif
