// The sample packages beside these tests.
#ifndef GANTRY_TESTS_SHAPE_FILE_HPP
#define GANTRY_TESTS_SHAPE_FILE_HPP

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "host/dtsx/object-data.hpp"
#include "host/dtsx/reader.hpp"
#include "host/dtsx/writer.hpp"

inline std::string shape(const std::string &name) {
  std::ifstream file(GANTRY_DTSX_SHAPES "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline gantry::dtsx::Document open_bytes(const std::string &bytes) {
  auto read = gantry::dtsx::read_package(bytes);
  if (!read) throw std::string(read.error().message());
  return std::move(*read);
}
inline gantry::dtsx::Document open_shape(const std::string &name) { return open_bytes(shape(name)); }

inline std::string written(const gantry::dtsx::Document &document) {
  auto bytes = gantry::dtsx::write_package(document);
  return bytes ? *bytes : "ERROR " + bytes.error().message();
}

/// Text with one passage replaced; empty when the passage does not stand there exactly once.
inline std::string with(std::string text, std::string_view old, std::string_view now) {
  const std::size_t at = text.find(old);
  if (at == std::string::npos || text.find(old, at + 1) != std::string::npos) return {};
  return text.replace(at, old.size(), now);
}

/// ASCII text as UTF-16.
inline std::string utf16(std::string_view text, bool big, bool bom) {
  std::string out;
  if (bom) out += big ? "\xFE\xFF" : "\xFF\xFE";
  for (char c : text) {
    if (big) out += '\0';
    out += c;
    if (!big) out += '\0';
  }
  return out;
}

inline gantry::dtsx::ClassDescription jobs_class() {
  using gantry::dtsx::PropertyType;
  gantry::dtsx::ClassDescription type{"TransferJobsTaskData", {}};
  const auto add = [&](std::string name, PropertyType kind) -> gantry::dtsx::PropertyDescription & {
    type.properties.push_back({name, kind});
    type.properties.back().xml_names = {name};
    return type.properties.back();
  };
  add("SourceConnection", PropertyType::string);
  add("DestinationConnection", PropertyType::string).xml_names = {"DestinationConnection",
                                                                  "m_DestinationConnectionID"};
  add("TransferAllJobs", PropertyType::boolean);
  add("EnableJobsAtDestination", PropertyType::boolean);
  add("JobsList", PropertyType::list);
  add("IfObjectExists", PropertyType::enumeration).enums = {{"FailTask", 0}, {"Overwrite", 1}, {"Skip", 2}};
  add("Gantry.KeepOwner", PropertyType::boolean);
  auto &secret = add("Password", PropertyType::string);
  secret.sensitive = true;
  secret.xml_names = {"PassWord"};
  return type;
}

#endif
