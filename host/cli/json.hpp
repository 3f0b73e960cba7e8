// JSON of what commands show; one shape a thing, whatever the command.
#ifndef GANTRY_CLI_JSON_HPP
#define GANTRY_CLI_JSON_HPP

#include <gantry/cpp/cell.hpp>
#include <gantry/cpp/result.hpp>

#include <nlohmann/json.hpp>

namespace gantry::cli {

using Json = nlohmann::ordered_json;

/// {what, expected, found, do, status, code, server: {...}, details}
Json json_of(const Error &error);
/// A row as an object, named by the columns.
Json json_of(const std::vector<std::string> &columns, const std::vector<Cell> &row);
/// Compact; bytes that are no UTF-8 are replaced.
std::string text_of(const Json &json);
/// The same as one line.
std::string line_of(const Json &json);

}  // namespace gantry::cli

#endif
