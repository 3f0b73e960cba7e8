#include "plugins/smo/kind.hpp"

#include <algorithm>

namespace gantry::smo {

#include "smo-kinds.inc"

namespace {
// Beyond this the statement would outgrow the server; the caller's filter then works on the whole list.
constexpr std::size_t most_names_in_statement = 2000;
}  // namespace

std::string ListRequest::condition(std::string_view column) const {
  if (names.empty() || names.size() > most_names_in_statement) return {};
  std::string text(column);
  text += " IN (";
  for (const std::string &name : names) text += (&name == names.data() ? "" : ", ") + quoted_text(name);
  return text += ')';
}

Error Wish::refuse(std::string_view column, std::string expected, std::string found) const {
  const std::string name = !wanted("name").null() ? wanted("name").text() : current("name").text();
  return Error(Status::invalid,
               std::string(kind_) + (name.empty() ? "" : " " + quoted_name(name)) + " (row " +
                   std::to_string(row_ + 1) + "), property " + std::string(column) + ", cannot be scripted",
               std::move(expected), std::move(found), "correct the value, or leave it out");
}

Result<std::vector<std::string>> Wish::names(bool of_wanted, std::string_view column) const {
  Result<std::vector<std::string>> list = decode_list((of_wanted ? wanted(column) : current(column)).text());
  if (!list) return refuse(column, "list text", list.error().found);
  return list;
}

std::string Script::option(std::string_view key) const {
  std::string found;
  for_each_line(options_, [&](std::string_view name, std::string_view value) {
    if (name == key) found = value;
  });
  return found;
}

ScriptBatch &Script::add(const SqlText &text, std::string undo, std::string reason) {
  ScriptBatch batch;
  batch.row = static_cast<std::int64_t>(row_);
  batch.text = text.text();
  batch.secrets = text.secrets();
  batch.undo = std::move(undo);
  batch.reason = std::move(reason);
  batches_.push_back(std::move(batch));
  return batches_.back();
}

const std::vector<const Kind *> &all_kinds() {
  static const std::vector<const Kind *> kinds = [] {
    std::vector<const Kind *> all;
    for (const auto function : kind_functions) all.push_back(&function());
    return all;
  }();
  return kinds;
}

Result<const Kind *> find_kind(std::string_view name) {
  std::string known;
  for (const Kind *kind : all_kinds()) {
    if (kind->name == name) return kind;
    known += (known.empty() ? "" : ", ") + std::string(kind->name);
  }
  return Error(Status::not_found, "there is no kind of management object of this name", "one of " + known,
               std::string(name), "correct the name, or use a plugin that has it");
}

Result<std::vector<ScriptBatch>> script(const Kind &kind, std::string_view verb, Server &server,
                                        const Table &wanted, const Table &current, std::string_view options,
                                        Call call) {
  const Kind::Verb function = verb == "create"   ? kind.create
                              : verb == "change" ? kind.change
                              : verb == "drop"   ? kind.drop
                                                 : nullptr;
  if (!function) {
    std::string verbs;
    for (const auto &[name, there] :
         {std::pair("create", kind.create), std::pair("change", kind.change), std::pair("drop", kind.drop)})
      if (there) verbs += (verbs.empty() ? "" : ", ") + std::string(name);
    return Error(Status::unsupported, "a " + std::string(kind.name) + " cannot be scripted this way",
                 verbs.empty() ? "nothing: this kind is only listed" : "one of " + verbs, std::string(verb),
                 "use another verb");
  }
  const bool dropping = verb == "drop";
  const Table &leading = dropping ? current : wanted;
  if (verb == "change" && current.rows.size() != wanted.rows.size())
    return Error(Status::invalid, "what is wanted and what there is do not belong together",
                 std::to_string(wanted.rows.size()) + " rows of current",
                 std::to_string(current.rows.size()) + " rows",
                 "give one row of current for each row of wanted");
  Script collected(server, options, call);
  for (std::size_t row = 0; row < leading.rows.size(); ++row) {
    if (Result<> going = call.check("scripting"); !going) return std::move(going).error();
    collected.begin_row(row);
    const Wish wish(kind.name, dropping ? nullptr : &wanted, verb == "create" ? nullptr : &current, row);
    if (Result<> done = function(wish, collected); !done) return std::move(done).error();
  }
  return collected.release();
}

Result<std::vector<MissingRight>> missing_server_rights(Server &server, const std::string &also, Call call) {
  std::vector<MissingRight> missing;
  // Asked first: some servers answer 0 for single permissions to a member of sysadmin.
  Result<Table> member =
      server.query("SELECT IS_SRVROLEMEMBER(N'sysadmin') AS member, SUSER_SNAME() AS me;", call);
  if (!member) return std::move(member).error();
  if (!member->rows.empty() && member->at(0, "member").flag()) return missing;
  const std::string me = member->rows.empty() ? "public" : member->at(0, "me").text();
  const auto ask = [](const std::string &permission) {
    return "HAS_PERMS_BY_NAME(NULL, NULL, " + quoted_text(permission) + ")";
  };
  std::string sql = "SELECT " + ask("CONTROL SERVER") + ", " + ask("VIEW ANY DEFINITION") + ", " +
                    ask("VIEW ANY SECURITY DEFINITION");
  if (!also.empty()) sql += ", " + ask(also);
  Result<Table> answer = server.query(sql + ";", call);
  if (!answer) return std::move(answer).error();
  const std::vector<Cell> none(4);
  const std::vector<Cell> &has = answer->rows.empty() ? none : answer->rows[0];
  if (has[0].flag()) return missing;
  const auto lacks = [&](const std::string &permission) {
    missing.push_back({permission, "GRANT " + permission + " TO " + quoted_name(me) + ";", {}});
  };
  // NULL: a server that does not know the narrower permission.
  if (!has[1].flag() && !has[2].flag())
    lacks(has[2].null() ? "VIEW ANY DEFINITION" : "VIEW ANY SECURITY DEFINITION");
  if (!also.empty() && !has[3].flag()) lacks(has[3].null() ? "CONTROL SERVER" : also);
  return missing;
}

ListsById::ListsById(const Table &table, std::string_view id, std::string_view name) {
  for (std::size_t row = 0; row < table.rows.size(); ++row) add(table.at(row, id), table.at(row, name));
}

std::string ListsById::text(const Cell &id) const {
  const auto found = lists_.find(id.text());
  if (found == lists_.end()) return "0,";
  std::vector<std::string> names = found->second;
  std::sort(names.begin(), names.end());
  return encode_list(names);
}

}  // namespace gantry::smo
