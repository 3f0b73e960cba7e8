// Markers of loads that did not end, and quarantine (contract section 13, row `quarantine`).
#ifndef GANTRY_CATALOG_MARKS_HPP
#define GANTRY_CATALOG_MARKS_HPP

#include "host/catalog/catalog.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gantry::catalog {

/// What a marker or a quarantine file holds.
struct Mark {
  std::string path;
  FileIdentity identity;
  std::string boot;  ///< boot id of the machine that wrote it
  std::string call;  ///< what was running: `load`, `init`, `describe`
  std::string time;  ///< UTC, ISO 8601
  int signal = 0;    ///< of a crash in the probe; 0 in markers
};

/// This start of the machine; empty when it cannot be told.
std::string boot_id();
std::string time_now();
/// `SIGSEGV`, `signal 99`.
std::string signal_name(int signal);

/// The quarantine of a file as it is now; one of an earlier state of the file does not count.
std::optional<Mark> quarantine_of(const std::string &folder, const std::string &path,
                                  const FileIdentity &identity);
/// A marker whose process is gone, of the file as it is now.
std::optional<Mark> stale_marker_of(const std::string &folder, const std::string &path,
                                    const FileIdentity &identity);

/// The reason that a listing shows for either.
Reason quarantine_reason(const Mark &mark);
Reason suspect_reason(const Mark &mark);

/// Writes the quarantine and takes the stale markers away. False: nothing could be written.
bool quarantine(const std::string &folder, const Mark &mark);
/// Takes stale markers (and, with `quarantine_too`, the quarantine) of a path away; gives how many there
/// were.
int clear_marks(const std::string &folder, const std::string &path, bool quarantine_too);

/// A marker of a load that is going on: locked while this process lives, left behind by one that dies, taken
/// away when this object goes.
class LoadMarker {
 public:
  /// Null when the folder is empty or cannot be written to: then the load goes unmarked.
  static std::unique_ptr<LoadMarker> create(const std::string &folder, const std::string &path,
                                            const FileIdentity &identity);
  LoadMarker(const LoadMarker &) = delete;
  LoadMarker &operator=(const LoadMarker &) = delete;
  ~LoadMarker();

  /// What runs next.
  void set_call(std::string_view call);

 private:
  LoadMarker(int file, std::string name, Mark mark)
      : file_(file), name_(std::move(name)), mark_(std::move(mark)) {}
  bool write() const;

  int file_;
  std::string name_;
  Mark mark_;
};

}  // namespace gantry::catalog

#endif
