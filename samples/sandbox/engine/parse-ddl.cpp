#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/text.hpp"
#include "samples/sandbox/engine/value.hpp"

namespace sandbox {

StatementPtr Parser::create() {
  take();
  const bool or_alter = words({"OR", "ALTER"});
  if (at_module()) return module("CREATE", or_alter);
  if (is("TRIGGER")) return server_trigger("CREATE", or_alter);
  if (or_alter) unexpected();
  if (is("ENDPOINT")) return endpoint("CREATE");
  if (is("STATISTICS")) return create_statistics();
  if (is("TABLE")) return create_table();
  if (is("DATABASE")) return database("CREATE");
  if (is("SCHEMA")) return schema("CREATE");
  if (word("UNIQUE")) return create_index(true);
  if (is("INDEX") || is("CLUSTERED") || is("NONCLUSTERED")) return create_index(false);
  return principal("CREATE");
}

StatementPtr Parser::alter() {
  take();
  if (at_module()) return module("ALTER", false);
  if (is("TRIGGER")) return server_trigger("ALTER", false);
  if (is("ENDPOINT")) return endpoint("ALTER");
  if (is("TABLE")) return alter_table();
  if (is("INDEX")) return alter_index();
  if (is("DATABASE")) return database("ALTER");
  if (is("SCHEMA")) return schema("ALTER");
  if (word("AUTHORIZATION")) return authorization();
  return principal("ALTER");
}

StatementPtr Parser::drop() {
  take();
  if (is("TRIGGER")) return switch_trigger("DROP");
  if (is("ENDPOINT")) return endpoint("DROP");
  if (is("SIGNATURE") || (is("COUNTER") && is("SIGNATURE", 1))) return signature("DROP");
  for (const char *kind : {"TABLE", "VIEW", "PROCEDURE", "PROC", "FUNCTION", "DATABASE", "SCHEMA", "SYNONYM"})
    if (is(kind)) {
      StatementPtr out = make(Statement::drop);
      out->what = take().key == "PROC" ? "PROCEDURE" : kind;
      if (words({"IF", "EXISTS"})) out->if_exists = true;
      do out->names.push_back(qualified_name());
      while (symbol(","));
      return out;
    }
  if (word("INDEX")) {
    StatementPtr out = make(Statement::drop);
    out->what = "INDEX";
    if (words({"IF", "EXISTS"})) out->if_exists = true;
    Name index = qualified_name();
    out->word = index.object();
    if (word("ON")) {
      out->names.push_back(qualified_name());
    } else {
      index.parts.pop_back();
      if (index.parts.empty()) unexpected();
      out->names.push_back(index);
    }
    return out;
  }
  return principal("DROP");
}

/// CREATE STATISTICS name ON table (columns) ...: nothing is kept; the table must exist.
StatementPtr Parser::create_statistics() {
  StatementPtr out = make(Statement::dbcc);
  take();
  out->word = "UPDATE STATISTICS";
  name();
  expect("ON");
  out->name = qualified_name();
  key_columns();
  if (word("WHERE")) condition();
  skip_with_options();
  return out;
}

/// ALTER INDEX name | ALL ON table REBUILD | REORGANIZE | DISABLE | SET (...): there is nothing to rebuild.
StatementPtr Parser::alter_index() {
  StatementPtr out = make(Statement::dbcc);
  take();
  out->word = "ALTER INDEX";
  if (word("ALL"))
    out->words = {"ALL"};
  else
    out->words = {name()};
  expect("ON");
  out->name = qualified_name();
  if (word("SET")) {
    expect_symbol("(");
    while (!is_symbol(")") && peek().kind != Token::end) take();
    expect_symbol(")");
    return out;
  }
  if (!(word("REBUILD") || word("REORGANIZE"))) expect("DISABLE");
  if (word("PARTITION")) {
    expect_symbol("=");
    take();
  }
  skip_with_options();
  return out;
}

StatementPtr Parser::create_table() {
  StatementPtr out = make(Statement::create_table);
  take();
  out->name = qualified_name();
  out->table = table_body();
  // ON filegroup, TEXTIMAGE_ON filegroup, WITH (...): accepted, nothing to do.
  for (;;) {
    if (word("ON") || word("TEXTIMAGE_ON")) {
      name();
    } else if (is("WITH") && is_symbol("(", 1)) {
      index_options();
    } else {
      return out;
    }
  }
}

std::shared_ptr<TableDefinition> Parser::table_body() {
  auto table = std::make_shared<TableDefinition>();
  expect_symbol("(");
  do {
    if (is_symbol(")")) break;
    table_element(*table);
  } while (symbol(","));
  expect_symbol(")");
  if (table->columns.empty()) unexpected(tokens_[at_ - 1]);
  return table;
}

void Parser::table_element(TableDefinition &table) {
  if (!table_constraint(table)) table.columns.push_back(column_definition());
}

std::vector<std::string> Parser::key_columns() {
  std::vector<std::string> out;
  expect_symbol("(");
  do {
    out.push_back(name());
    if (!word("ASC")) word("DESC");
  } while (symbol(","));
  expect_symbol(")");
  return out;
}

std::vector<std::string> Parser::name_list() {
  std::vector<std::string> out;
  expect_symbol("(");
  do out.push_back(name());
  while (symbol(","));
  expect_symbol(")");
  return out;
}

void Parser::index_options() {
  for (;;) {
    if (is("WITH") && is_symbol("(", 1)) {
      at_ += 2;
      while (!is_symbol(")")) {
        if (peek().kind == Token::end) unexpected();
        take();
      }
      take();
    } else if (is("WITH") && is("FILLFACTOR", 1)) {
      at_ += 2;
      expect_symbol("=");
      integer();
    } else if (is("ON") && (peek(1).quoted || is("PRIMARY", 1)) && !is("DELETE", 1) && !is("UPDATE", 1)) {
      at_ += 2;
    } else {
      return;
    }
  }
}

void Parser::references(Name &table, std::vector<std::string> &columns, std::string &on_delete,
                        std::string &on_update) {
  table = qualified_name();
  if (is_symbol("(")) columns = name_list();
  while (is("ON") && (is("DELETE", 1) || is("UPDATE", 1))) {
    take();
    std::string &action = take().key == "DELETE" ? on_delete : on_update;
    if (words({"NO", "ACTION"}))
      action = "NO_ACTION";
    else if (word("CASCADE"))
      action = "CASCADE";
    else if (words({"SET", "NULL"}))
      action = "SET_NULL";
    else if (words({"SET", "DEFAULT"}))
      action = "SET_DEFAULT";
    else
      unexpected();
  }
  words({"NOT", "FOR", "REPLICATION"});
}

bool Parser::table_constraint(TableDefinition &table) {
  ConstraintDefinition out;
  const std::size_t start = at_;
  if (word("CONSTRAINT")) out.name = name();
  if (words({"PRIMARY", "KEY"}) || word("UNIQUE")) {
    out.kind = tokens_[at_ - 1].key == "KEY" ? ConstraintDefinition::primary : ConstraintDefinition::unique;
    if (!word("CLUSTERED")) word("NONCLUSTERED");
    out.columns = key_columns();
    index_options();
  } else if (out.name.empty() && is("INDEX") && !is_symbol("(", 1)) {
    // INDEX name [UNIQUE] [CLUSTERED | NONCLUSTERED] (columns): a key that is no constraint; its words are
    // kept.
    take();
    out.kind = ConstraintDefinition::unique;
    out.name = name();
    out.text = "INDEX";
    if (word("UNIQUE")) out.text = "UNIQUE " + out.text;
    if (word("CLUSTERED"))
      out.text = "CLUSTERED " + out.text;
    else
      word("NONCLUSTERED");
    out.columns = key_columns();
    if (word("INCLUDE")) name_list();
    index_options();
  } else if (words({"FOREIGN", "KEY"})) {
    out.kind = ConstraintDefinition::foreign;
    out.columns = name_list();
    expect("REFERENCES");
    references(out.references, out.reference_columns, out.on_delete, out.on_update);
  } else if (word("CHECK")) {
    out.kind = ConstraintDefinition::check;
    words({"NOT", "FOR", "REPLICATION"});
    const std::size_t begin = peek().begin;
    expect_symbol("(");
    out.expr = condition();
    expect_symbol(")");
    out.text = slice(begin);
  } else if (is("DEFAULT")) {
    take();
    out.kind = ConstraintDefinition::default_;
    const std::size_t begin = peek().begin;
    out.expr = value();
    out.text = slice(begin);
    expect("FOR");
    out.columns = {name()};
    words({"WITH", "VALUES"});
  } else {
    if (at_ != start) unexpected();
    return false;
  }
  table.constraints.push_back(std::move(out));
  return true;
}

ColumnDefinition Parser::column_definition() {
  ColumnDefinition out;
  out.name = name();
  if (word("AS")) {
    out.computed = true;
    const std::size_t begin = peek().begin;
    out.computed_value = value();
    out.computed_text = slice(begin);
    if (word("PERSISTED")) words({"NOT", "NULL"});
    return out;
  }
  const Token word_token = peek();
  if ((is("TIMESTAMP") && (is_symbol(",", 0) || is_symbol(")", 0)))) unexpected();
  out.type_word = lower(word_token.value);
  if (word_token.kind == Token::symbol && lower(out.name) == "timestamp") {
    out.type = *type_named("timestamp");
    return out;
  }
  out.type = declared_type(type());
  if (word_token.key != "SYSNAME") out.type_word.clear();
  if (out.type_word == "sysname") out.nullable = false;
  for (;;) {
    std::string constraint;
    if (word("COLLATE")) {
      out.collation = take().value;
    } else if (word("IDENTITY")) {
      out.identity = true;
      if (symbol("(")) {
        out.seed = integer();
        expect_symbol(",");
        out.increment = integer();
        expect_symbol(")");
      }
      words({"NOT", "FOR", "REPLICATION"});
    } else if (word("ROWGUIDCOL")) {
      out.rowguid = true;
    } else if (word("SPARSE")) {
    } else if (word("INDEX")) {
      // Of one column, never unique: it only makes reading faster, so none is kept.
      name();
      if (!word("CLUSTERED")) word("NONCLUSTERED");
      index_options();
    } else if (words({"NOT", "NULL"})) {
      out.nullable = false;
    } else if (word("NULL")) {
      out.nullable = true;
    } else {
      if (word("CONSTRAINT")) constraint = name();
      if (!(is("DEFAULT") || is("PRIMARY") || is("UNIQUE") || is("CHECK") || is("REFERENCES") ||
            is("FOREIGN"))) {
        if (!constraint.empty()) unexpected();
        return out;
      }
      column_constraint(out, constraint);
    }
  }
}

void Parser::column_constraint(ColumnDefinition &column, const std::string &constraint) {
  if (word("DEFAULT")) {
    column.default_name = constraint;
    const std::size_t begin = peek().begin;
    column.default_value = value();
    column.default_text = slice(begin);
    words({"WITH", "VALUES"});
  } else if (words({"PRIMARY", "KEY"}) || word("UNIQUE")) {
    (tokens_[at_ - 1].key == "KEY" ? column.primary : column.unique) = true;
    column.key_name = constraint;
    if (!word("CLUSTERED")) word("NONCLUSTERED");
    index_options();
  } else if (word("CHECK")) {
    words({"NOT", "FOR", "REPLICATION"});
    column.check_name = constraint;
    const std::size_t begin = peek().begin;
    expect_symbol("(");
    column.check = condition();
    expect_symbol(")");
    column.check_text = slice(begin);
  } else {
    words({"FOREIGN", "KEY"});
    expect("REFERENCES");
    column.reference_name = constraint;
    Name table;
    references(table, column.reference_columns, column.on_delete, column.on_update);
    column.references = table;
  }
}

StatementPtr Parser::alter_table() {
  StatementPtr out = make(Statement::alter_table);
  take();
  out->name = qualified_name();
  out->table = std::make_shared<TableDefinition>();
  bool check = false;
  if (is("WITH") && (is("CHECK", 1) || is("NOCHECK", 1))) {
    take();
    take();
    check = true;
  }
  if (word("ADD")) {
    out->verb = "ADD";
    do table_element(*out->table);
    while (symbol(","));
  } else if (word("DROP")) {
    out->verb = "DROP";
    do {
      // DROP [CONSTRAINT] name, COLUMN name
      out->what = word("COLUMN") ? "COLUMN" : "CONSTRAINT";
      if (out->what == "CONSTRAINT") word("CONSTRAINT");
      if (words({"IF", "EXISTS"})) out->if_exists = true;
      do out->words.push_back(out->what + " " + name());
      while (is_symbol(",") && is_name(1) && (take(), true));
    } while (symbol(","));
  } else if (words({"ALTER", "COLUMN"})) {
    out->verb = "ALTER COLUMN";
    out->table->columns.push_back(column_definition());
  } else if (word("CHECK") || word("NOCHECK")) {
    out->verb = "CHECK";
    out->flag = tokens_[at_ - 1].key == "CHECK";
    expect("CONSTRAINT");
    do {
      if (word("ALL"))
        out->words.emplace_back("ALL");
      else
        out->words.push_back(name());
    } while (symbol(","));
  } else {
    (void)check;
    unexpected();
  }
  return out;
}

StatementPtr Parser::create_index(bool unique) {
  StatementPtr out = make(Statement::create_index);
  out->flag = unique;
  if (word("CLUSTERED"))
    out->other_flag = true;
  else
    word("NONCLUSTERED");
  expect("INDEX");
  out->word = name();
  expect("ON");
  out->name = qualified_name();
  out->columns = key_columns();
  if (word("INCLUDE")) name_list();
  if (word("WHERE")) unexpected(tokens_[at_ - 1]);
  index_options();
  return out;
}

}  // namespace sandbox
