// What the server or the library said, kept until somebody asks.
#ifndef GANTRY_FREETDS_SERVER_MESSAGE_HPP
#define GANTRY_FREETDS_SERVER_MESSAGE_HPP

#include <gantry/cpp/driver.hpp>

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace gantry::freetds {

struct ServerMessage {
  std::int32_t number = 0, state = 0, severity = 0, line = 0;
  std::string text, server, procedure;
};

/// An error of db-lib itself (syberror.h); errors that only announce a server message (20018) are left out.
struct LibraryError {
  int number = 0, severity = 0;
  std::string text;
};

/// Where the handlers put what belongs to one connection.
struct Diagnostics {
  std::vector<ServerMessage> errors;  ///< severity above 10
  std::vector<LibraryError> library;
  std::size_t dropped = 0;  ///< errors beyond the most that are kept
  MessageSource::Handler handler = nullptr;
  void *handler_context = nullptr;

  bool empty() const { return errors.empty() && library.empty(); }
  void clear() {
    errors.clear();
    library.clear();
    dropped = 0;
  }
  void take(ServerMessage message);
  void take(LibraryError error);
};

}  // namespace gantry::freetds

#endif
