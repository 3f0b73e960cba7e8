// A package together with the text it was read from.
#ifndef GANTRY_DTSX_DOCUMENT_HPP
#define GANTRY_DTSX_DOCUMENT_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gantry/cpp/result.hpp"
#include "host/package/package.hpp"

namespace gantry::dtsx {

namespace xml {
class Source;
}

/// Something worth telling that did not stop the reading.
struct Finding {
  enum class Severity { information, warning, error };
  Severity severity = Severity::warning;
  Error text;          ///< four parts and the SSIS code (0xC0016016, 0xC001405F ...)
  std::string object;  ///< package path of the object it concerns, if any
};

/// `package` is free to be edited; `original` is what the text says. The source is immutable and shared.
struct Document {
  package::Package package;
  package::Package original;
  std::vector<Finding> findings;
  std::shared_ptr<const xml::Source> source;
};

/// A project-level connection manager (NAME.conmgr) with its text.
struct ConnectionDocument {
  package::ConnectionManager manager;
  package::ConnectionManager original;
  std::vector<Finding> findings;
  std::shared_ptr<const xml::Source> source;
};

}  // namespace gantry::dtsx

#endif
