// Languages of a server, and how messages name theirs.
#ifndef GANTRY_SMO_LANGUAGES_HPP
#define GANTRY_SMO_LANGUAGES_HPP

#include <map>

#include "plugins/smo/server.hpp"

namespace gantry::smo {

inline constexpr std::int64_t us_english_id = 1033;

/// Columns name, alias, id, lcid, message-language-id: sys.syslanguages in the order of its ids. Asked once.
Result<Table> list_languages(Server &server, Call call);

/// language_id of sys.messages to the language's name. Several languages share one: the one whose own lcid it
/// is comes first, so 1033 is us_english and never British.
std::map<std::int64_t, std::string> message_languages(const Table &languages);

}  // namespace gantry::smo

#endif
