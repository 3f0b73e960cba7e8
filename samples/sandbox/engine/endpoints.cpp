// ENDPOINT, and the signatures that need certificates.
#include "samples/sandbox/engine/engine.hpp"

namespace sandbox {
namespace {

constexpr std::int64_t first_user_endpoint = 65536;

struct Payload {
  const char *word;
  int type;
};
constexpr Payload payloads[] = {{"TSQL", 2}, {"SERVICE_BROKER", 3}, {"DATABASE_MIRRORING", 4}};

/// STARTED 0, STOPPED 1, DISABLED 2.
int state_named(const std::string &word) {
  if (word == "STARTED") return 0;
  if (word == "STOPPED") return 1;
  if (word == "DISABLED") return 2;
  throw error(102, {word});
}

}  // namespace

void Engine::endpoint(const Statement &statement) {
  for_write();
  const std::string &name = statement.word;
  const auto given = [&](const char *key) {
    for (std::size_t i = 0; i + 1 < statement.words.size(); i += 2)
      if (statement.words[i] == key) return statement.words[i + 1];
    return std::string();
  };
  const Value existing = sql.one("SELECT id FROM endpoints WHERE name = ?1", {text_value(name)});
  if (statement.verb != "CREATE") {
    const bool may =
        !is_null(existing) &&
        has_server_permission(statement.verb == "DROP" ? "CONTROL" : "ALTER", 105, as_int(existing));
    if (!may || as_int(existing) < first_user_endpoint)
      throw error(15151, {lower(statement.verb), "endpoint", name});
    if (statement.verb == "DROP") {
      sql.run("DELETE FROM permissions WHERE db = 0 AND class = 105 AND major = ?1", {existing});
      sql.run("DELETE FROM endpoint_details WHERE id = ?1", {existing});
      sql.run("DELETE FROM endpoints WHERE id = ?1", {existing});
    } else if (!given("STATE").empty()) {
      sql.run("UPDATE endpoint_details SET state = ?2 WHERE id = ?1",
              {existing, int_value(state_named(given("STATE")))});
    }
    fire({statement.verb + "_ENDPOINT", name, "ENDPOINT"});
    return;
  }
  if (!has_server_permission("CREATE ENDPOINT")) throw error(15247);
  if (!is_null(existing)) throw error(15530, {"endpoint", name});
  std::int64_t owner = login_id;
  if (!given("AUTHORIZATION").empty()) {
    const auto login = find_principal(given("AUTHORIZATION"));
    if (!login || login->type == "R") throw error(15151, {"find", "login", given("AUTHORIZATION")});
    owner = login->id;
  }
  int type = 0;
  for (const Payload &payload : payloads)
    if (given("FOR") == payload.word) type = payload.type;
  if (!type) throw error(102, {given("FOR")});
  const Value id = int_value(sql.number("SELECT max(coalesce(max(id), 0) + 1, ?1) FROM endpoints",
                                        {int_value(first_user_endpoint)}));
  sql.run("INSERT INTO endpoints VALUES(?,?,?,2,'TCP',?,?,0)",
          {id, text_value(name), int_value(owner), int_value(type), text_value(given("FOR"))});
  const std::string state = given("STATE");
  sql.run("INSERT INTO endpoint_details VALUES(?,?,?,?)",
          {id, int_value(std::atoi(given("LISTENER_PORT").c_str())),
           given("LISTENER_IP").empty() || given("LISTENER_IP") == "ALL" ? Value()
                                                                         : text_value(given("LISTENER_IP")),
           int_value(state_named(state.empty() ? "STOPPED" : state))});
  fire({"CREATE_ENDPOINT", name, "ENDPOINT"});
}

void Engine::server_object(const Statement &statement) {
  if (statement.what == "ENDPOINT") {
    endpoint(statement);
  } else if (statement.what == "SIGNATURE") {
    const auto object = find_object(statement.name);
    if (!object || !has_database_permission(object->database, "ALTER", object->id))
      throw error(15151, {"find", "object", statement.name.text()});
    // There is no certificate to sign with.
    throw error(15151, {"find", lower(statement.words.at(0)), statement.word});
  } else if (statement.verb == "CREATE" || statement.verb == "ALTER") {
    server_trigger(statement);
  } else {
    switch_triggers(statement);
  }
}

}  // namespace sandbox
