// Credential: name and identity; its secret cannot be read.
#include "plugins/smo/kind.hpp"

namespace gantry::smo {
namespace {

Result<Table> list_credentials(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = server.learn({"sys.credentials"}, call); !learnt) return std::move(learnt).error();
  Table table;
  table.columns = {"name", "identity"};
  if (!server.has("sys.credentials")) return table;
  std::string sql = "SELECT name, credential_identity FROM sys.credentials";
  if (const std::string condition = request.condition("name"); !condition.empty())
    sql += " WHERE " + condition;
  Result<Table> source = server.query(sql + " ORDER BY name;", call);
  if (!source) return source;
  for (std::size_t i = 0; i < source->rows.size(); ++i)
    table.rows.push_back({source->at(i, "name"), source->at(i, "credential_identity")});
  return table;
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_server_rights(server, {}, call);
}

SqlText with_identity(const char *verb, const Wish &wish, Script &script, const Cell &name) {
  SqlText text(std::string(verb) + " CREDENTIAL " + quoted_name(name.text()) +
               " WITH IDENTITY = " + quoted_text(wish.wanted("identity").text()));
  std::string secret = script.option("secret");
  if (!secret.empty()) {
    std::string literal = quoted_text(secret);
    text.add(", SECRET = ").add_secret(literal);
    wipe(literal);
    wipe(secret);
  }
  text.add(";");
  return text;
}

Result<> create_credential(const Wish &wish, Script &script) {
  if (wish.wanted("name").text().empty()) return wish.refuse("name", "a name", "none");
  if (wish.wanted("identity").null()) return wish.refuse("identity", "an identity", "none");
  ScriptBatch &batch =
      script.add(with_identity("CREATE", wish, script, wish.wanted("name")),
                 "DROP CREDENTIAL " + quoted_name(wish.wanted("name").text()) + ';',
                 script.option("secret").empty() ? "without its secret, which cannot be read" : "");
  batch.creates = "Credential " + wish.wanted("name").text();
  return success();
}

Result<> change_credential(const Wish &wish, Script &script) {
  if (wish.differs("identity"))
    script.add(with_identity("ALTER", wish, script, wish.current("name")), {},
               "its former secret is lost with the change");
  return success();
}

Result<> drop_credential(const Wish &wish, Script &script) {
  script.add("DROP CREDENTIAL " + quoted_name(wish.current("name").text()) + ';', {}, {});
  return success();
}

}  // namespace

const Kind &kind_credential() {
  static const Kind kind = {"Credential", {"name", "identity"}, {"name"},           &list_credentials,
                            &missing,     &create_credential,   &change_credential, &drop_credential};
  return kind;
}

}  // namespace gantry::smo
