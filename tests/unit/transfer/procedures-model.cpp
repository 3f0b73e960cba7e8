#include "tests/unit/transfer/procedures-model.hpp"

#include <doctest/doctest.h>

#include <regex>

#include "plugins/smo/module-header.hpp"

namespace gantry::test {

using namespace transfer;

Table &list_of(TableServer &server, const char *kind) { return server.lists[kind]; }

Cell &cell(Table &table, std::size_t row, const char *column) {
  return table.rows[row][static_cast<std::size_t>(table.column(column))];
}

std::optional<std::size_t> find(const Table &table, const std::string &schema, const std::string &name) {
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    if (table.at(i, "schema").text() == schema && table.at(i, "name").text() == name) return i;
  return std::nullopt;
}

Cell hash(const std::string &text) { return Cell(Blob{std::to_string(std::hash<std::string>{}(text))}); }

void store(TableServer &server, const std::string &schema, const std::string &name, int number,
           const std::string &text) {
  Table &texts = list_of(server, "ModuleDefinition"), &procedures = list_of(server, "StoredProcedure");
  const std::string object = qualified(schema, name);
  bool found = false;
  for (auto &row : texts.rows)
    if (row[0].text() == object && row[1].number() == number) {
      row[2] = Cell(text);
      found = true;
    }
  if (!found) texts.rows.push_back({Cell(object), Cell(number), Cell(text)});
  const std::size_t row = *find(procedures, schema, name);
  if (number == 0) {
    cell(procedures, row, "definition-hash") = hash(text);
  } else {
    Names numbers;
    for (const auto &one : texts.rows)
      if (one[0].text() == object && one[1].number() > 0) {
        numbers.push_back(one[1].text());
        numbers.push_back(hash(one[2].text()).text());
      }
    cell(procedures, row, "numbers") = Cell(encode_list(numbers));
  }
}

std::size_t add(TableServer &server, const std::string &schema, const std::string &name,
                const std::string &text) {
  Table &procedures = list_of(server, "StoredProcedure");
  procedures.rows.push_back({Cell(schema), Cell(name), Cell("P"), Cell(false), Cell(false), Cell(""),
                             Cell(true), Cell(true), Cell("CALLER"), Cell(false), Cell(false), Cell(),
                             Cell("0,"), Cell("0,")});
  store(server, schema, name, 0, text);
  return procedures.rows.size() - 1;
}

namespace {

Result<> apply_permission(TableServer &server, const std::smatch &m) {
  Table &permissions = list_of(server, "ObjectPermission");
  const std::string state = m[1] == "DENY" ? "DENY" : m[6].matched ? "GRANT_WITH_GRANT_OPTION" : "GRANT";
  std::vector<Cell> row = {Cell(m[3].str()),
                           Cell(m[4].str()),
                           Cell(),
                           Cell(m[2].str()),
                           Cell(state),
                           Cell(m[5].str()),
                           Cell(m[7].matched ? m[7].str() : "dbo")};
  for (auto &there : permissions.rows)
    if (there[0] == row[0] && there[1] == row[1] && there[3] == row[3] && there[5] == row[5] &&
        there[6] == row[6]) {
      there = row;
      return success();
    }
  permissions.rows.push_back(row);
  return success();
}

Result<> apply(TableServer &server, const std::string &statement) {
  static const std::regex set(R"(SET (ANSI_NULLS|QUOTED_IDENTIFIER) (ON|OFF);)"),
      drop(R"(IF OBJECT_ID.*DROP PROCEDURE \[(.*)\]\.\[(.*)\];)"),
      permission(
          R"((GRANT|DENY) ([A-Z ]+) ON OBJECT::\[(.*)\]\.\[(.*)\] TO \[([^\]]*)\]( WITH GRANT OPTION)?(?: AS \[([^\]]*)\])?;)"),
      owner(R"(ALTER AUTHORIZATION ON OBJECT::\[(.*)\]\.\[(.*)\] TO (?:\[(.*)\]|SCHEMA OWNER);)"),
      startup(
          R"(EXEC sys\.sp_procoption @ProcName = N'\[(.*)\]\.\[(.*)\]', @OptionName = 'startup', @OptionValue = '(on|off)';)"),
      marked(R"(EXEC sys\.sp_MS_marksystemobject N'\[(.*)\]\.\[(.*)\]';)"),
      signature(
          R"(ADD SIGNATURE TO OBJECT::\[(.*)\]\.\[(.*)\] BY CERTIFICATE \[(.*)\] WITH SIGNATURE = 0x([0-9A-F]+);)"),
      property(
          R"(EXEC sys\.sp_(add|update)extendedproperty @name = N'(.*)', @value = N'(.*)', @level0type = N'SCHEMA', @level0name = N'(.*)', @level1type = N'PROCEDURE', @level1name = N'(.*)';)");
  Table &procedures = list_of(server, "StoredProcedure");
  std::smatch m;
  if (std::regex_match(statement, m, set)) {
    if (m[2] == "OFF")
      server.session[m[1]] = "OFF";
    else
      server.session.erase(m[1]);
    return success();
  }
  if (std::regex_match(statement, m, permission)) return apply_permission(server, m);
  const auto row_of = [&](std::size_t schema, std::size_t name) {
    return find(procedures, m[schema], m[name]);
  };
  if (std::regex_match(statement, m, owner)) {
    cell(procedures, *row_of(1, 2), "owner") = Cell(m[3].matched ? m[3].str() : "");
    Table &permissions = list_of(server, "ObjectPermission");
    permissions.rows.erase(std::remove_if(permissions.rows.begin(), permissions.rows.end(),
                                          [&](const auto &row) { return row[1].text() == m[2]; }),
                           permissions.rows.end());
    return success();
  }
  if (std::regex_match(statement, m, startup)) {
    cell(procedures, *row_of(1, 2), "startup") = Cell(m[3] == "on");
    return success();
  }
  if (std::regex_match(statement, m, marked)) {
    cell(procedures, *row_of(1, 2), "marked") = Cell(true);
    return success();
  }
  if (std::regex_match(statement, m, signature)) {
    list_of(server, "ModuleSignature")
        .rows.push_back({Cell(m[1].str()), Cell(m[2].str()), Cell("CERTIFICATE"), Cell(m[3].str()),
                         Cell(Blob{"thumb"}), Cell(false), Cell(Blob{"sign"})});
    return success();
  }
  if (std::regex_match(statement, m, property)) {
    Table &all = list_of(server, "ExtendedProperty");
    const std::string value = std::regex_replace(m[3].str(), std::regex("''"), "'");
    for (auto &row : all.rows)
      if (m[1] == "update" && row[1].text() == m[5] && row[4].text() == m[2]) row[5] = Cell(value);
    if (m[1] == "add")
      all.rows.push_back({Cell(m[4].str()), Cell(m[5].str()), Cell("PROCEDURE"), Cell(), Cell(m[2].str()),
                          Cell(value), Cell("nvarchar")});
    return success();
  }
  if (std::regex_match(statement, m, drop)) {
    if (const auto row = row_of(1, 2))
      procedures.rows.erase(procedures.rows.begin() + static_cast<std::ptrdiff_t>(*row));
    return success();
  }
  Result<smo::ModuleHeader> header = smo::read_module_header(statement);
  if (!header || header->type != "PROCEDURE" || header->name.size() != 2)
    return refused(102, "the test does not know: " + statement);
  const auto row = find(procedures, header->name[0], header->name[1]);
  if (header->verb == "CREATE" && row && header->number < 2)
    return refused(2714, "there is already an object");
  if (header->verb == "ALTER" && !row) return refused(208, "invalid object name");
  if (statement.find("NEEDS ") != std::string::npos)
    if (const std::string needed = statement.substr(statement.find("NEEDS ") + 6);
        !find(procedures, "dbo", needed))
      return refused(208, "invalid object name " + needed);
  std::string text = statement;
  if (header->verb == "ALTER")
    text.replace(header->verb_begin, header->verb_end - header->verb_begin, "CREATE");
  if (header->verb == "CREATE" && !row)
    add(server, header->name[0], header->name[1], text);
  else
    store(server, header->name[0], header->name[1], header->number, text);
  const std::size_t made = *find(procedures, header->name[0], header->name[1]);
  cell(procedures, made, "ansi-nulls") = Cell(!server.session.count("ANSI_NULLS"));
  cell(procedures, made, "quoted-identifier") = Cell(!server.session.count("QUOTED_IDENTIFIER"));
  if (header->verb == "ALTER") {
    Table &signatures = list_of(server, "ModuleSignature");
    signatures.rows.erase(std::remove_if(signatures.rows.begin(), signatures.rows.end(),
                                         [&](const auto &one) { return one[1].text() == header->name[1]; }),
                          signatures.rows.end());
  }
  return success();
}

}  // namespace

Two::Two() : from{"FROM", apply}, to{"TO", apply} {
  for (TableServer *server : {&from, &to}) {
    list_of(*server, "StoredProcedure").columns = {"schema",     "name",    "type",       "system",
                                                   "marked",     "owner",   "ansi-nulls", "quoted-identifier",
                                                   "execute-as", "startup", "encrypted",  "definition-hash",
                                                   "numbers",    "depends"};
    list_of(*server, "ModuleDefinition").columns = {"object", "number", "definition"};
    list_of(*server, "ObjectPermission").columns = {"schema", "object",  "column", "permission",
                                                    "state",  "grantee", "grantor"};
    list_of(*server, "ExtendedProperty").columns = {"schema", "object", "object-type", "parameter",
                                                    "name",   "value",  "value-type"};
    list_of(*server, "ModuleSignature").columns = {"schema",     "object",  "class",    "signer",
                                                   "thumbprint", "counter", "signature"};
    list_of(*server, "Schema").columns = {"name", "owner"};
    for (const char *schema : {"dbo", "tools"})
      list_of(*server, "Schema").rows.push_back({Cell(schema), Cell("dbo")});
    list_of(*server, "DatabasePrincipal").columns = {"name", "type"};
    for (const char *name : {"dbo", "public", "app", "boss"})
      list_of(*server, "DatabasePrincipal").rows.push_back({Cell(name), Cell("S")});
  }
}

std::string Two::text_there(const std::string &schema, const std::string &name, int number) const {
  for (const auto &row : to.lists.at("ModuleDefinition").rows)
    if (row[0].text() == qualified(schema, name) && row[1].number() == number) return row[2].text();
  return "not there";
}

Cell Two::there(const char *name, const char *column, const char *schema) const {
  const auto row = find(to.lists.at("StoredProcedure"), schema, name);
  return row ? to.lists.at("StoredProcedure").at(*row, column) : Cell("not there");
}

void succeeds(Procedures &transfer) {
  Result<TaskResult> result = transfer.run();
  if (!result) FAIL(result.error().message());
  if (*result != TaskResult::success) FAIL(transfer.host.all_text());
}

void agrees(Two &two) {
  for (const char *option : {"Skip", "Overwrite"}) {
    Procedures again(two.from, two.to);
    again.set("TransferAllStoredProcedures", "True")
        .set("Gantry.Schemas", Names{"*"})
        .set("IfObjectExists", option);
    Result<std::vector<Step>> steps = again.plan();
    if (!steps) FAIL(steps.error().message());
    if (!steps->empty()) FAIL(steps->front().text);
  }
}

}  // namespace gantry::test
