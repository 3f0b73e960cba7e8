#include "gantry-plugin-note.h"

#include <gantry/cpp/plugin.hpp>

#include <sys/stat.h>
#include <cerrno>

namespace gantry::file {
namespace {

/// FileUsageType as in Integration Services: what the path stands for.
enum class Usage { existing_file = 0, create_file = 1, existing_folder = 2, create_folder = 3 };

/// What acquire yields: the path as text.
class Path : public Implements<PropertyBag> {
 public:
  explicit Path(const std::string &path) {
    define(properties());
    store("Path", path);
  }

 private:
  static const PropertyList &properties() {
    static const PropertyList list = {{"Path", PropertyType::string, "", {}, false, true, {}}};
    return list;
  }
};

class FileConnectionManager : public Implements<ConnectionManager, PropertyBag> {
 public:
  static constexpr const char *class_id = "org.gantry.file.FILE";

  static const PropertyList &properties() {
    static const PropertyList list = {
        {"ConnectionString",
         PropertyType::string,
         "",
         {},
         false,
         false,
         {"DTS:ConnectionString", "ConnectionString"}},
        {"FileUsageType",
         PropertyType::enumeration,
         "ExistingFile",
         {{"ExistingFile", 0}, {"CreateFile", 1}, {"ExistingFolder", 2}, {"CreateFolder", 3}},
         false,
         false,
         {"DTS:FileUsageType", "FileUsageType"}}};
    return list;
  }

  explicit FileConnectionManager(const gantry_host *) { define(properties()); }

  Result<> validate_properties() override {
    if (text("ConnectionString").empty())
      return Error(Status::invalid, "the FILE connection manager names no file", "a path in ConnectionString",
                   "an empty one", "set ConnectionString");
    return success();
  }

  Result<ObjectPtr> acquire(std::string_view, Call) override {
    if (Result<> valid = validate_properties(); !valid) return std::move(valid).error();
    if (Result<> there = check(); !there) return std::move(there).error();
    return make_object<Path>(text("ConnectionString")).hand_out();
  }

  Result<std::string> test(Call) override {
    if (Result<> valid = validate_properties(); !valid) return std::move(valid).error();
    if (Result<> there = check(); !there) return std::move(there).error();
    return "path=" + text("ConnectionString") + "\nusage=" + text("FileUsageType") + "\n";
  }

 private:
  /// What should exist does; what should be created is left to whoever writes.
  Result<> check() const {
    const std::string &path = text("ConnectionString");
    const auto usage = static_cast<Usage>(member("FileUsageType"));
    struct stat status {};
    const bool there = ::stat(path.c_str(), &status) == 0;
    if (usage == Usage::create_file || usage == Usage::create_folder) return success();
    const bool folder = usage == Usage::existing_folder;
    if (!there)
      return Error(errno == EACCES ? Status::denied : Status::not_found,
                   (folder ? "folder " : "file ") + path + " is not there",
                   "an existing one, as FileUsageType says", std::strerror(errno),
                   "create it, or set FileUsageType to create");
    if (S_ISDIR(status.st_mode) != folder)
      return Error(Status::invalid, path + " is not what FileUsageType says", folder ? "a folder" : "a file",
                   folder ? "a file" : "a folder", "correct FileUsageType or the path");
    return success();
  }
};

}  // namespace
}  // namespace gantry::file

GANTRY_CXX_PLUGIN(gantry::file::FileConnectionManager);
