#include "plugins/smo/languages.hpp"

namespace gantry::smo {

Result<Table> list_languages(Server &server, Call call) {
  Result<Table> source = server.query_once(
      "SELECT name, alias, langid, lcid, msglangid FROM sys.syslanguages ORDER BY langid;", call);
  if (!source) return source;
  source->columns = {"name", "alias", "id", "lcid", "message-language-id"};
  return source;
}

std::map<std::int64_t, std::string> message_languages(const Table &languages) {
  std::map<std::int64_t, std::string> names;
  for (std::size_t i = 0; i < languages.rows.size(); ++i)
    names.emplace(languages.at(i, "lcid").number(), languages.at(i, "name").text());
  for (std::size_t i = 0; i < languages.rows.size(); ++i)
    names.emplace(languages.at(i, "message-language-id").number(), languages.at(i, "name").text());
  return names;
}

}  // namespace gantry::smo
