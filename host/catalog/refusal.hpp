// The numbers of docs/refusals.md. A number is never used again for something else.
#ifndef GANTRY_CATALOG_REFUSAL_HPP
#define GANTRY_CATALOG_REFUSAL_HPP

#include <gantry/cpp/result.hpp>

namespace gantry::catalog {

enum class Refusal : int {
  none = 0,
  // search places and trust
  relative_folder = 101,
  unreadable_folder = 102,
  absent_folder = 103,
  folder_writable_by_others = 104,
  file_writable_by_others = 105,
  foreign_owner = 106,
  not_a_regular_file = 107,
  // bytes of the file
  unreadable_file = 201,
  not_elf = 202,
  truncated = 203,
  other_machine = 204,
  other_word_size = 205,
  other_byte_order = 206,
  not_a_shared_library = 207,
  damaged = 208,
  // the note
  no_note = 301,
  note_too_long = 302,
  note_damaged = 303,
  note_line = 304,
  note_major = 305,
  note_must_understand = 306,
  note_key = 307,
  other_abi_major = 308,
  // marks
  shadowed = 401,
  quarantined = 402,
  suspect = 403,
  // choice of a driver or connection
  driver_lacks = 501,
  named_driver_absent = 502,
  named_driver_lacks = 503,
  no_driver = 504,
  connection_lacks = 505,
  // loading
  missing_library = 601,
  missing_symbol = 602,
  not_loadable = 603,
  no_entry = 604,
  short_descriptor = 605,
  descriptor_abi_major = 606,
  descriptor_differs = 607,
  describe_differs = 608,
  init_failed = 609,
  init_threw = 610,
  init_hung = 611,
  probe_crashed = 612,
  probe_failed = 613,
  unknown_class = 614,
  interface_missing = 615,
  file_changed = 616,
  no_factory = 617,
  further_exports = 618,
  broken_object = 619,
};

/// An error that carries its number in `code`.
inline Error refuse(Refusal number, Status status, std::string what, std::string expected, std::string found,
                    std::string todo) {
  Error error(status, std::move(what), std::move(expected), std::move(found), std::move(todo));
  error.code = static_cast<std::uint32_t>(number);
  return error;
}

}  // namespace gantry::catalog

#endif
