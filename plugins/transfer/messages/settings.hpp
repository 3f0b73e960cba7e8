// What a Transfer Error Messages task was asked to do.
#ifndef GANTRY_TRANSFER_MESSAGES_SETTINGS_HPP
#define GANTRY_TRANSFER_MESSAGES_SETTINGS_HPP

#include <string>
#include <vector>

#include "plugins/transfer/common/object-plan.hpp"

namespace gantry::transfer {

struct MessageSettings {
  bool all = false;
  std::vector<std::string> ids;
  std::vector<std::string> id_languages;  ///< as many as ids: pairs
  std::vector<std::string> languages;     ///< Gantry.Languages: a filter; "*" is every language
  IfObjectExists if_exists = IfObjectExists::fail_task;

  bool pairs() const { return !all && !id_languages.empty(); }
};

namespace code {
inline constexpr std::uint32_t message_list_empty = 0xC002F316;
inline constexpr std::uint32_t message_lists_differ = 0xC002F317;
inline constexpr std::uint32_t message_out_of_range = 0xC002F318;
inline constexpr std::uint32_t messages_failed = 0xC002F320;
inline constexpr std::uint32_t message_exists = 0xC002F321;
inline constexpr std::uint32_t overwriting_message = 0x8002F322;
inline constexpr std::uint32_t skipping_message = 0x4002F323;
inline constexpr std::uint32_t message_not_found = 0xC002F324;
inline constexpr std::uint32_t messages_transferred = 0x4002F326;
}  // namespace code

inline constexpr ObjectWords message_words = {"UserDefinedMessage",      "message",
                                              code::message_exists,      code::message_not_found,
                                              code::overwriting_message, Severity::information,
                                              code::skipping_message,    code::messages_failed};

}  // namespace gantry::transfer

#endif
