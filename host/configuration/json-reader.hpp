// JSON, read strictly: no key twice, bounded depth, and no text of the file in any message.
#ifndef GANTRY_CONFIGURATION_JSON_READER_HPP
#define GANTRY_CONFIGURATION_JSON_READER_HPP

#include <gantry/cpp/result.hpp>

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace gantry::configuration {

/// `file` is for messages. Errors: INVALID with line and column, or the path of the key that is there twice.
Result<nlohmann::json> read_json(std::string_view text, const std::string &file);

}  // namespace gantry::configuration

#endif
