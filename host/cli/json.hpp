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
/// An array of objects, one a row, named by the columns.
Json json_of(const Table &table);
/// One line; bytes that are no UTF-8 are replaced.
std::string line_of(const Json &json);

}  // namespace gantry::cli

#endif
