#include "host/cli/json.hpp"

#include <fmt/format.h>

namespace gantry::cli {

namespace {

const char *status_name(Status status) {
  static constexpr const char *names[] = {
      "ok",        "cancelled", "deadline",    "invalid",         "state",
      "not found", "exists",    "unsupported", "unauthenticated", "denied",
      "io",        "data",      "busy",        "outcome unknown", "internal"};
  return names[static_cast<int>(status)];
}

}  // namespace

Json json_of(const Error &error) {
  Json json{{"status", status_name(error.status)},
            {"what", error.what},
            {"expected", error.expected},
            {"found", error.found},
            {"do", error.todo}};
  if (error.code && error.code < 0x10000)
    json["refusal"] = error.code;  // docs/refusals.md
  else if (error.code)
    json["code"] = fmt::format("0x{:08X}", error.code);
  if (error.native_code)
    json["server"] = {{"number", error.native_code},
                      {"severity", error.severity},
                      {"state", error.state},
                      {"line", error.line},
                      {"procedure", error.procedure}};
  if (!error.origin.empty()) json["origin"] = error.origin;
  if (!error.details.empty()) json["details"] = error.details;
  return json;
}

Json json_of(const std::vector<std::string> &columns, const std::vector<Cell> &row) {
  Json object = Json::object();
  for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
    const gantry_value value = row[i].value();
    Json &target = object[columns[i]];
    if (row[i].null())
      target = nullptr;
    else if (value.kind == GANTRY_KIND_BOOL)
      target = row[i].flag();
    else if (value.kind == GANTRY_KIND_INT64)
      target = row[i].number();
    else
      target = row[i].text();
  }
  return object;
}

std::string text_of(const Json &json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string line_of(const Json &json) { return text_of(json) + "\n"; }

}  // namespace gantry::cli
