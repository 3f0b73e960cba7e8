#include "plugins/drivers/freetds/errors.hpp"

#include "plugins/drivers/freetds/error-table.hpp"

#include <algorithm>

namespace gantry::freetds {
namespace {

/// One line, as the parts of an error are.
std::string flat(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  return text;
}

std::string describe(const LibraryError &error) {
  return "FreeTDS error " + std::to_string(error.number) + ": " + flat(error.text);
}

}  // namespace

std::string describe(const ServerMessage &message) {
  std::string text = "Msg " + std::to_string(message.number) + ", Level " + std::to_string(message.severity) +
                     ", State " + std::to_string(message.state);
  if (!message.procedure.empty()) text += ", Procedure " + message.procedure;
  if (message.line > 0) text += ", Line " + std::to_string(message.line);
  return text + ": " + flat(message.text);
}

Error server_error(const Diagnostics &said, const std::string &what) {
  const ServerMessage &first = said.errors.front();
  const Meaning meaning = meaning_of(first.number, first.severity);
  Error error(meaning.status, what, meaning.expected, describe(first), meaning.todo);
  error.native_code = first.number;
  error.state = first.state;
  error.severity = first.severity;
  error.line = first.line;
  error.procedure = first.procedure;
  error.sqlstate = meaning.sqlstate;
  error.origin = "FreeTDS";
  for (std::size_t i = 1; i < said.errors.size(); ++i) error.details.push_back(describe(said.errors[i]));
  if (said.dropped > 0) error.details.push_back(std::to_string(said.dropped) + " further errors");
  for (const LibraryError &more : said.library) error.details.push_back(describe(more));
  return error;
}

Error library_error(const Diagnostics &said, const std::string &what) {
  const auto loss = std::find_if(said.library.begin(), said.library.end(),
                                 [](const LibraryError &e) { return is_conversion_error(e.number); });
  if (loss != said.library.end()) {
    Error error(
        Status::data, what, "text that Unicode can carry", describe(*loss),
        "read the column as varbinary, or correct the text (an unpaired surrogate, a wrong code page)");
    error.sqlstate = "22021";
    error.origin = "FreeTDS";
    return error;
  }
  Error error(Status::io, what, "a connection that stands",
              said.library.empty() ? "it was lost" : describe(said.library.front()),
              "look at the network and the server's log, then connect again");
  error.sqlstate = "08S01";
  error.origin = "FreeTDS";
  for (std::size_t i = 1; i < said.library.size(); ++i) error.details.push_back(describe(said.library[i]));
  return error;
}

bool is_conversion_error(int number) {
  return number >= 2400 && number <= 2406;  // TDSEICONVIU to TDSEICONV2BIG
}

}  // namespace gantry::freetds
