#include "samples/sandbox/tds/all-headers.hpp"
#include "samples/sandbox/tds/request.hpp"
#include "samples/sandbox/tds/text.hpp"
#include "samples/sandbox/tds/wire-value.hpp"

#include <array>

namespace sandbox::tds {
namespace {

constexpr std::size_t most_parameters = 2100;
constexpr std::size_t longest_procedure = 1046;  // four quoted parts

constexpr std::array<const char *, 16> well_known = {"",
                                                     "sp_cursor",
                                                     "sp_cursoropen",
                                                     "sp_cursorprepare",
                                                     "sp_cursorexecute",
                                                     "sp_cursorprepexec",
                                                     "sp_cursorunprepare",
                                                     "sp_cursorfetch",
                                                     "sp_cursoroption",
                                                     "sp_cursorclose",
                                                     "sp_executesql",
                                                     "sp_prepare",
                                                     "sp_execute",
                                                     "sp_prepexec",
                                                     "sp_prepexecrpc",
                                                     "sp_unprepare"};

gantry::Error broken(std::string found) {
  return stream_error("the procedure call cannot be read", std::move(found), 8004);
}

bool separates_calls(std::uint8_t byte, TdsVersion version) {
  constexpr std::uint8_t batch_old = 0x80, batch = 0xFF, no_execution = 0xFE;
  if (version < TdsVersion::v7_2) return byte == batch_old;
  return byte == batch || byte == no_execution;
}

/// The text of errors 8009 and 8016, as far as both share it.
gantry::Error parameter_error(const gantry::Error &cause, std::size_t ordinal, const std::string &name) {
  gantry::Error error = cause;
  error.what = "Parameter " + std::to_string(ordinal) + " (\"" + name + "\"): " + cause.what;
  return error;
}

gantry::Result<std::string> read_procedure(ByteReader &in, ProcedureCall &call) {
  const std::uint16_t length = in.u16();
  if (length != 0xFFFF) {
    if (length == 0 || length > longest_procedure)
      return broken("a procedure name of " + std::to_string(length) + " characters");
    return utf8_of_utf16(in.bytes(std::size_t{length} * 2));
  }
  const std::uint16_t id = in.u16();
  if (id == 0 || id >= well_known.size()) return broken("an unknown procedure id, " + std::to_string(id));
  call.cursor = id < 10;
  return std::string(well_known[id]);
}

gantry::Result<> read_parameter(ByteReader &in, TdsVersion version, ProcedureCall &call) {
  constexpr std::uint8_t by_reference = 0x01, default_value = 0x02, encrypted = 0x08;
  Parameter parameter;
  const std::size_t ordinal = call.parameters.size() + 1;
  parameter.name = utf8_of_utf16(in.bytes(std::size_t{in.u8()} * 2));
  const std::uint8_t status = in.u8();
  if (!in.ok()) return broken("a parameter that is cut off");
  if ((status & encrypted) != 0) return broken("an encrypted parameter");
  parameter.output = (status & by_reference) != 0;
  gantry::Result<WireType> wire = read_type_info(in, version);
  if (!wire) return parameter_error(wire.error(), ordinal, parameter.name);
  parameter.type = wire->type;
  gantry::Result<Value> value = read_value(in, *wire, largest_message);
  if (!value) return parameter_error(value.error(), ordinal, parameter.name);
  parameter.value = std::move(*value);
  // A named parameter that asks for its default is one that was not given.
  if ((status & default_value) == 0 || parameter.name.empty())
    call.parameters.push_back(std::move(parameter));
  return gantry::success();
}

}  // namespace

gantry::Result<std::vector<ProcedureCall>> parse_rpc(std::string_view payload, TdsVersion version) {
  ByteReader in(payload);
  if (!skip_all_headers(in, version)) return broken("broken ALL_HEADERS");
  std::vector<ProcedureCall> calls;
  do {
    ProcedureCall call;
    gantry::Result<std::string> name = read_procedure(in, call);
    if (!name) return std::move(name).error();
    call.procedure = std::move(*name);
    const std::uint16_t options = in.u16();
    if (!in.ok()) return broken("a call that is cut off");
    call.no_metadata = (options & 0x02) != 0;
    while (!in.at_end() && !separates_calls(in.peek(), version)) {
      if (call.parameters.size() >= most_parameters) return broken("more than 2100 parameters");
      gantry::Result<> read = read_parameter(in, version, call);
      if (!read) return std::move(read).error();
    }
    calls.push_back(std::move(call));
    if (!in.at_end()) in.u8();
  } while (!in.at_end());
  return calls;
}

}  // namespace sandbox::tds
