#include "tests/unit/transfer/model-server.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <regex>

#include "plugins/smo/kind.hpp"
#include "tests/unit/smo/fake-session.hpp"

namespace gantry::test {
namespace {

std::string unquoted(std::string text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == ']' && i + 1 < text.size() && text[i + 1] == ']') ++i;
  }
  return out;
}

std::string unhex(const std::string &text) {
  std::string out;
  for (std::size_t i = 2; i + 1 < text.size(); i += 2)
    out += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  return out;
}

Error server_error(std::int32_t number, std::string text) {
  Error error(Status::invalid, std::move(text), "a statement that can be executed",
              "error " + std::to_string(number), "correct it");
  error.native_code = number;
  return error;
}

constexpr const char *quoted = R"(\[((?:[^\]]|\]\])*)\])";

class ModelObject;
Result<> execute_change(ModelServer &server, const std::string &database, const std::string &statement);

class ModelBase {
 public:
  explicit ModelBase(ModelServer &server) : server_(server), scripting_(make_object<FakeSession>()) {
    answer_as_server(*scripting_, {{"sys.server_principals", {"is_fixed_role", "owning_principal_id"}}});
    scripting_->rules.insert(
        scripting_->rules.begin(),
        {"PWDCOMPARE", [this](const std::string &) {
           const auto has = [this](const char *v) {
             return Cell(server_.hash_versions.find(v) == std::string::npos ? 0 : 1);
           };
           return table({"a", "b", "c"}, {{has("0x0100"), has("0x0200"), has("0x0300")}});
         }});
    facts_server_ = std::make_unique<smo::Server>(ObjectPtr::share(scripting_->raw()));
  }

  Result<std::string> model_facts() {
    ++server_.round_trips;
    return "server-name=" + server_.name + "\nstarted=" + server_.name +
           "\nproduct-version=" + server_.version +
           "\nmajor=" + server_.version.substr(0, server_.version.find('.')) +
           "\ncollation=" + server_.collation + "\nlogin=" + server_.session_login +
           "\nhash-versions=" + server_.hash_versions + '\n';
  }
  Result<Table> model_list(std::string_view kind, std::string_view database, std::string_view filter);
  Result<std::vector<ScriptBatch>> model_script(std::string_view verb, std::string_view kind,
                                                const Table &wanted, const Table &current) {
    Result<const smo::Kind *> found = smo::find_kind(kind);
    if (!found) return std::move(found).error();
    return smo::script(**found, verb, *facts_server_, wanted, current, {}, nullptr);
  }
  Result<ObjectPtr> model_execute(const std::string &sql);

  ModelServer &server_;
  Own<FakeSession> scripting_;
  std::unique_ptr<smo::Server> facts_server_;
  std::string database_ = "master";
  std::optional<ModelState> snapshot_;
  bool dead_ = false;
};

Result<Table> ModelBase::model_list(std::string_view kind, std::string_view database,
                                    std::string_view filter) {
  ++server_.round_trips;
  const ModelState &s = server_.state;
  const std::vector<std::string> names = *decode_list(filter);
  const auto wanted = [&](const std::string &name) {
    return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
  };
  const auto name_of_sid = [&](const std::string &sid) {
    for (const auto &[name, login] : s.logins)
      if (login.sid == sid) return Cell(name);
    return Cell();
  };
  Result<const smo::Kind *> found = smo::find_kind(kind);
  if (!found) return std::move(found).error();
  Table out;
  out.columns = (*found)->columns;
  const auto list_of = [](const auto &set) { return Cell(encode_list({set.begin(), set.end()})); };
  if (kind == "Login") {
    for (const auto &[name, l] : s.logins) {
      if (!wanted(name)) continue;
      const bool sql = l.type == "S";
      std::vector<std::string> owns;
      for (const auto &[d, database_of] : s.databases)
        if (database_of.owner_sid == l.sid) owns.push_back("DATABASE::" + d);
      for (const auto &[r, role] : s.roles)
        if (!role.fixed && role.owner == name) owns.push_back("SERVER ROLE::" + r);
      const bool sa = l.sid == std::string(1, '\1');
      out.rows.push_back({Cell(name), Cell(Blob{l.sid}), Cell(l.type), Cell(l.disabled), Cell(l.denied),
                          Cell(l.database), Cell(l.language), sql ? Cell(l.policy) : Cell(),
                          sql ? Cell(l.expiration) : Cell(),
                          sql && !l.hash.empty() ? Cell(Blob{l.hash}) : Cell(), sql ? Cell(false) : Cell(),
                          sql ? Cell(false) : Cell(), sql ? Cell(false) : Cell(), list_of(l.credentials),
                          l.certificate.empty() ? Cell() : Cell(l.certificate), Cell(), Cell(l.system || sa),
                          sa ? Cell("it is the built-in administrator (SID 0x01)")
                          : name == server_.session_login ? Cell("it is the login of this session")
                          : l.protection.empty()          ? Cell()
                                                          : Cell(l.protection),
                          list_of(owns)});
    }
  } else if (kind == "ServerRole") {
    for (const auto &[name, role] : s.roles)
      out.rows.push_back({Cell(name), Cell(role.fixed), Cell(role.owner), list_of(role.members)});
  } else if (kind == "ServerPermission") {
    for (const ModelPermission &p : s.permissions)
      out.rows.push_back({Cell(p.type), Cell(p.securable), Cell(p.permission), Cell(p.state), Cell(p.grantee),
                          Cell(p.grantor)});
  } else if (kind == "Database") {
    for (const auto &[name, d] : s.databases)
      if (wanted(name))
        out.rows.push_back({Cell(name), name_of_sid(d.owner_sid), Cell(Blob{d.owner_sid}), Cell("ONLINE"),
                            Cell(server_.collation), Cell(d.read_only)});
  } else if (kind == "DatabaseUser") {
    for (const auto &[name, d] : s.databases)
      if (database.empty() || database == name)
        for (const ModelUser &u : d.users)
          out.rows.push_back({Cell(name), Cell(u.name), Cell(Blob{u.sid}), Cell(u.type), name_of_sid(u.sid),
                              Cell("dbo"), Cell(u.authentication)});
  } else if (kind == "Credential") {
    for (const std::string &name : s.credentials) out.rows.push_back({Cell(name), Cell("identity")});
  } else if (const auto others = s.others.find(std::string(kind)); others != s.others.end()) {
    for (const std::string &name : others->second) out.rows.push_back({Cell(name)});
  }
  return out;
}

Result<ObjectPtr> ModelBase::model_execute(const std::string &sql) {
  ++server_.round_trips;
  if (dead_) return Error(Status::state, "the session is dead");
  std::vector<Table> results;
  for (const std::string &statement : FakeSession::statements(sql)) {
    std::smatch match;
    if (statement.find("DB_NAME()") != std::string::npos) {
      results.push_back(table({"name"}, {{Cell(database_)}}));
    } else if (statement.find("sys.syslanguages") != std::string::npos) {
      results.push_back(table({"name"}, {{Cell("us_english")}, {Cell("Deutsch")}}));
    } else if (statement.find("sys.endpoints") != std::string::npos) {
      results.push_back(table({"name"}, {{Cell("Mirroring")}}));
    } else if (statement.find("sys.availability_groups") != std::string::npos) {
      return server_error(208, "Invalid object name.");
    } else if (statement.find("SELECT SUSER_SID(") == 0) {
      std::vector<Cell> row;
      static const std::regex account(R"(SUSER_SID\(N'([^']*)'\))");
      for (std::sregex_iterator it(statement.begin(), statement.end(), account), end; it != end; ++it) {
        const auto known = server_.directory.find((*it)[1]);
        row.push_back(known == server_.directory.end() ? Cell() : Cell(Blob{known->second}));
      }
      results.push_back(table(std::vector<std::string>(row.size()), {row}));
    } else if (std::regex_match(statement, match, std::regex("USE " + std::string(quoted)))) {
      database_ = unquoted(match[1]);
    } else {
      if (server_.die_after && server_.executed.size() >= *server_.die_after) {
        dead_ = true;
        if (snapshot_) server_.state = *std::exchange(snapshot_, std::nullopt);
        return Error(Status::io, "the connection was lost");
      }
      if (!server_.conflicts.empty()) {
        const std::int32_t number = server_.conflicts.front();
        server_.conflicts.erase(server_.conflicts.begin());
        return server_error(number, "a conflict that the test asked for");
      }
      for (const std::string &part : server_.fail_on)
        if (statement.find(part) != std::string::npos) return server_error(15401, "refused by the test");
      if (Result<> done = execute_change(server_, database_, statement); !done)
        return std::move(done).error();
      server_.executed.push_back(statement);
    }
  }
  return make_object<ManyResults>(std::move(results)).hand_out();
}

Result<> change_login(ModelServer &server, const std::string &name, const std::string &options) {
  const auto found = server.state.logins.find(name);
  if (found == server.state.logins.end()) return server_error(15151, "Cannot alter the login.");
  ModelLogin &l = found->second;
  std::smatch m;
  if (std::regex_search(options, m, std::regex("PASSWORD = (0x[0-9A-F]+) HASHED")))
    l.hash = unhex(m[1]);
  else if (std::regex_search(options, m, std::regex("PASSWORD = N'")))
    l.hash = model_hash("random " + options);
  if (std::regex_search(options, m, std::regex("SID = (0x[0-9A-F]+)"))) {
    for (const auto &[other, its] : server.state.logins)
      if (its.sid == unhex(m[1]) && other != name) return server_error(15433, "SID in use.");
    l.sid = unhex(m[1]);
  }
  if (std::regex_search(options, m, std::regex("DEFAULT_DATABASE = " + std::string(quoted))))
    l.database = unquoted(m[1]);
  if (std::regex_search(options, m, std::regex("DEFAULT_LANGUAGE = " + std::string(quoted))))
    l.language = unquoted(m[1]);
  if (std::regex_search(options, m, std::regex("CHECK_POLICY = (ON|OFF)"))) l.policy = m[1] == "ON";
  if (std::regex_search(options, m, std::regex("CHECK_EXPIRATION = (ON|OFF)"))) l.expiration = m[1] == "ON";
  if (l.expiration && !l.policy) return server_error(15122, "CHECK_EXPIRATION needs CHECK_POLICY.");
  return success();
}

Result<> execute_change(ModelServer &server, const std::string &database, const std::string &text) {
  ModelState &s = server.state;
  const std::string q = quoted;
  std::smatch m;
  const auto is = [&](const std::string &pattern) { return std::regex_match(text, m, std::regex(pattern)); };
  if (is("CREATE LOGIN " + q + "( FROM WINDOWS| FROM CERTIFICATE .*)?( WITH .*)?")) {
    const std::string name = unquoted(m[1]), from = m[2], options = m[3];
    if (s.logins.count(name) || s.roles.count(name))
      return server_error(15025, "The server principal already exists.");
    ModelLogin &l = s.logins[name];
    l.name = name;
    l.sid = model_sid(server.name + name);
    if (from == " FROM WINDOWS") {
      l.type = name.find("group") == std::string::npos ? "U" : "G";  // the directory's business
      if (!server.directory.count(name)) return server_error(15401, "Windows NT user or group not found.");
      l.sid = server.directory[name];
    } else if (!from.empty()) {
      l.type = "C";
    }
    return change_login(server, name, options);
  }
  if (is("ALTER LOGIN " + q + " (ENABLE|DISABLE)")) {
    if (!s.logins.count(unquoted(m[1]))) return server_error(15151, "Cannot alter the login.");
    s.logins[unquoted(m[1])].disabled = m[2] == "DISABLE";
    return success();
  }
  if (is("ALTER LOGIN " + q + " (ADD|DROP) CREDENTIAL " + q)) {
    if (m[2] == "ADD")
      s.logins.at(unquoted(m[1])).credentials.insert(unquoted(m[3]));
    else
      s.logins.at(unquoted(m[1])).credentials.erase(unquoted(m[3]));
    return success();
  }
  if (is("ALTER LOGIN " + q + "( WITH .*)")) return change_login(server, unquoted(m[1]), m[2]);
  if (is("DROP LOGIN " + q)) {
    const std::string name = unquoted(m[1]);
    const std::string sid = s.logins.at(name).sid;
    for (const auto &[d, its] : s.databases)
      if (its.owner_sid == sid) return server_error(15174, "Login owns databases.");
    for (const auto &[r, role] : s.roles)
      if (!role.fixed && role.owner == name) return server_error(15141, "The server principal owns a role.");
    for (const ModelPermission &p : s.permissions)
      if (p.grantor == name) return server_error(15173, "The server principal has granted permissions.");
    for (auto it = s.permissions.begin(); it != s.permissions.end();)
      it = it->grantee == name ? s.permissions.erase(it) : std::next(it);
    for (auto &[r, role] : s.roles) role.members.erase(name);
    s.logins.erase(name);
    return success();
  }
  if (is("(GRANT|DENY) CONNECT SQL TO " + q)) {
    s.logins.at(unquoted(m[2])).denied = m[1] == "DENY";
    return success();
  }
  if (is("(GRANT|DENY) ([A-Z ]+?)(?: ON ([A-Z ]+)::" + q + ")? TO " + q + "( WITH GRANT OPTION)?(?: AS " + q +
         ")?")) {
    ModelPermission p{m[3].matched ? m[3].str() : "SERVER",
                      unquoted(m[4]),
                      m[2],
                      m[1] == "DENY" ? "DENY"
                      : m[6].matched ? "GRANT_WITH_GRANT_OPTION"
                                     : "GRANT",
                      unquoted(m[5]),
                      m[7].matched ? unquoted(m[7]) : std::string("sa")};
    if (!s.logins.count(p.grantee) && !s.roles.count(p.grantee))
      return server_error(15151, "Cannot find the grantee.");
    for (auto it = s.permissions.begin(); it != s.permissions.end();) {
      ModelPermission other = *it;
      other.state = p.state;
      it = !(other < p) && !(p < other) ? s.permissions.erase(it) : std::next(it);
    }
    s.permissions.insert(p);
    return success();
  }
  if (is("REVOKE ([A-Z ]+?)(?: ON ([A-Z ]+)::" + q + ")? FROM " + q + "(?: CASCADE)?(?: AS " + q + ")?")) {
    for (auto it = s.permissions.begin(); it != s.permissions.end();)
      it = it->permission == m[1] && it->grantee == unquoted(m[4]) &&
                   it->grantor == (m[5].matched ? unquoted(m[5]) : std::string("sa"))
               ? s.permissions.erase(it)
               : std::next(it);
    return success();
  }
  if (is("CREATE SERVER ROLE " + q + "(?: AUTHORIZATION " + q + ")?")) {
    s.roles[unquoted(m[1])].owner = m[2].matched ? unquoted(m[2]) : server.session_login;
    return success();
  }
  if (is("ALTER SERVER ROLE " + q + " (ADD|DROP) MEMBER " + q)) {
    if (!s.roles.count(unquoted(m[1]))) return server_error(15151, "Cannot find the role.");
    if (m[2] == "ADD")
      s.roles[unquoted(m[1])].members.insert(unquoted(m[3]));
    else
      s.roles[unquoted(m[1])].members.erase(unquoted(m[3]));
    return success();
  }
  if (is("ALTER AUTHORIZATION ON DATABASE::" + q + " TO " + q)) {
    s.databases.at(unquoted(m[1])).owner_sid = s.logins.at(unquoted(m[2])).sid;
    return success();
  }
  if (is("ALTER AUTHORIZATION ON SERVER ROLE::" + q + " TO " + q)) {
    s.roles.at(unquoted(m[1])).owner = unquoted(m[2]);
    return success();
  }
  if (is("ALTER USER " + q + " WITH LOGIN = " + q)) {
    for (ModelUser &u : s.databases.at(database).users)
      if (u.name == unquoted(m[1])) u.sid = s.logins.at(unquoted(m[2])).sid;
    return success();
  }
  return server_error(102, "the model does not know: " + text);
}

/// The three faces; transactions only where the server has them.
template <typename... More>
class Model : public Implements<SmoServer, Session, More...>, protected ModelBase {
 public:
  explicit Model(ModelServer &server) : ModelBase(server) {}
  Result<std::string> facts(Call) override { return model_facts(); }
  Result<ObjectPtr> list(std::string_view kind, std::string_view database, std::string_view filter,
                         Call) override {
    return rows_of(model_list(kind, database, filter));
  }
  Result<Table> missing_rights(std::string_view, std::string_view, Call) override {
    ++server_.round_trips;
    Table out = table({"right", "grant", "property"});
    for (const auto &[right, grant] : server_.missing_rights)
      out.rows.push_back({Cell(right), Cell(grant), Cell("password-hash")});
    return out;
  }
  Result<std::vector<ScriptBatch>> script(std::string_view verb, std::string_view kind, std::string_view,
                                          const Table &wanted, const Table &current, std::string_view,
                                          Call) override {
    return model_script(verb, kind, wanted, current);
  }
  Result<ObjectPtr> execute(std::string_view sql, const std::vector<gantry_parameter> &, Call) override {
    return model_execute(std::string(sql));
  }
  Result<> close(Call) override { return success(); }
};

class PlainModel : public Model<> {
 public:
  using Model<>::Model;
};

class TransactionModel : public Model<TransactionControl> {
 public:
  using Model<TransactionControl>::Model;
  Result<> begin(std::int32_t, Call) override {
    if (snapshot_) return Error(Status::state, "a transaction is open");
    snapshot_ = server_.state;
    return success();
  }
  Result<> commit(Call) override {
    using Lost = ModelServer::LostCommit;
    const Lost lost = std::exchange(server_.lost_commit, Lost::none);
    if (lost == Lost::before || lost == Lost::half) server_.state = *snapshot_;
    if (lost == Lost::half) server_.login("alice").disabled = true;
    snapshot_.reset();
    if (lost == Lost::none) return success();
    dead_ = true;
    return Error(Status::outcome_unknown, "it is not known whether the transaction was committed");
  }
  Result<> rollback(Call) override {
    if (snapshot_) server_.state = *std::exchange(snapshot_, std::nullopt);
    return success();
  }
  Result<> save(std::string_view, Call) override { return success(); }
  Result<> rollback_to(std::string_view, Call) override { return success(); }
  Result<std::int32_t> transaction_state(Call) override { return snapshot_ ? 1 : 0; }
};

}  // namespace

ModelServer::ModelServer(std::string server_name) : name(std::move(server_name)) {
  login("sa").sid = std::string(1, '\1');
  login("admin");
  for (const char *role : {"sysadmin", "securityadmin", "##MS_LoginManager##"})
    state.roles[role].fixed = true;
  state.roles["sysadmin"].members = {"sa", "admin"};
  state.databases["master"];
}

ModelLogin &ModelServer::login(const std::string &login_name, const std::string &type) {
  ModelLogin &made = state.logins[login_name];
  made.name = login_name;
  made.type = type;
  made.sid = model_sid(name + login_name);
  if (type == "S") made.hash = model_hash(name + login_name);
  return made;
}

std::string model_sid(const std::string &name) {
  std::string sid(16, '\0');
  for (std::size_t i = 0; i < 16; ++i)
    sid[i] = static_cast<char>(std::hash<std::string>{}(name + std::to_string(i)) & 127);
  return sid;
}

std::string model_hash(const std::string &text, char version) {
  return std::string{version, '\0'} + model_sid(text) + model_sid(text + "+") + model_sid(text + "++") +
         model_sid(text + "+++") + "salt";
}

ObjectPtr open_model(ModelServer &server) {
  if (server.open) return server.open();
  if (server.transactions) return make_object<TransactionModel>(server).hand_out();
  return make_object<PlainModel>(server).hand_out();
}

}  // namespace gantry::test
