// T-SQL text to statements: recursive descent, precedence climbing for expressions, depth bounded (191).
#ifndef SANDBOX_ENGINE_PARSER_HPP
#define SANDBOX_ENGINE_PARSER_HPP

#include "samples/sandbox/engine/ast.hpp"
#include "samples/sandbox/engine/lexer.hpp"

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// A character type without a length is one long where columns and variables are declared.
inline TypeInfo declared_type(TypeInfo type) {
  if (type.precision == 255) type.precision = 0;
  return type;
}

class Parser {
 public:
  /// known: variables already declared, folded, with @.
  Parser(std::string_view source, bool quoted_identifier, std::set<std::string> known = {});

  Statements batch();
  ExprPtr lone_expression();  ///< the whole text is one expression or condition
  SelectPtr lone_select();
  std::vector<ModuleParameter> lone_parameters();  ///< the second argument of sp_executesql

 private:
  class Depth {
   public:
    explicit Depth(Parser &parser);
    ~Depth() { --parser_.depth_; }
    Depth(const Depth &) = delete;
    Depth &operator=(const Depth &) = delete;

   private:
    Parser &parser_;
  };

  // Tokens.
  const Token &peek(std::size_t ahead = 0) const;
  Token take();
  static bool is_word(const Token &token, const char *word);
  bool is(const char *word, std::size_t ahead = 0) const;
  bool is_symbol(const char *symbol, std::size_t ahead = 0) const;
  bool words(std::initializer_list<const char *> sequence);  ///< takes all or none
  bool word(const char *text);
  bool symbol(const char *text);
  void expect(const char *text);
  void expect_symbol(const char *text);
  [[noreturn]] void unexpected() const;
  [[noreturn]] void unexpected(const Token &token) const;
  bool is_name(std::size_t ahead = 0) const;
  std::string name();
  Name qualified_name();
  std::string slice(std::size_t begin) const;  ///< source from begin to the last token taken
  std::int64_t integer();
  void use_variable(const Token &token);
  void use_table_variable(const Token &token);
  StatementPtr make(Statement::Kind kind) const;

  // parse-expression.cpp
  ExprPtr condition();
  ExprPtr value();
  ExprPtr climb(int minimum);
  ExprPtr predicate(ExprPtr left);
  ExprPtr unary();
  ExprPtr primary();
  ExprPtr call(std::vector<std::string> parts, int line);
  ExprPtr case_expression();
  ExprPtr cast_call(bool attempt, bool is_convert);
  std::vector<ExprPtr> value_list();
  ExprPtr node(Expr::Kind kind) const;
  ExprPtr binary(Op op, ExprPtr left, ExprPtr right);
  void measure(const ExprPtr &expr) const;
  TypeInfo type();
  std::shared_ptr<Over> over_clause();
  ExprPtr xml_method(ExprPtr inner);

  // parse-select.cpp
  bool at_select() const;
  SelectPtr select_statement();
  SelectPtr select_rest(std::vector<Cte> with);
  std::vector<Cte> with_clause();
  std::shared_ptr<Query> query_expression(int minimum);
  std::shared_ptr<Query> query_term();
  Core core();
  std::vector<SelectItem> select_list();
  SelectItem select_item();
  void group_clause(Core &out);
  int option_clause();  ///< MAXRECURSION, or -1
  std::vector<OrderItem> order_list();
  void for_xml(Select &select);

  // parse-from.cpp
  TableRefPtr from_list();
  TableRefPtr joined_table();
  TableRefPtr table_primary();
  TableRefPtr simple_table();
  TableRefPtr pivot(TableRefPtr source);
  void table_alias(TableRef &ref);
  void table_hints();

  // parse-statement.cpp
  StatementPtr statement();
  StatementPtr statement_inner();
  StatementPtr begin_statement();
  StatementPtr declare();
  StatementPtr set();
  StatementPtr execute();
  void exec_arguments(Statement &out);
  StatementPtr transaction(const std::string &verb);
  StatementPtr raiserror();
  StatementPtr waitfor();
  StatementPtr update_statistics();
  StatementPtr alter_index();
  StatementPtr create_statistics();
  void skip_with_options();
  StatementPtr declare_cursor();
  StatementPtr cursor_statement();
  void cursor_body(Statement &out);
  StatementPtr insert(std::vector<Cte> with);
  StatementPtr update(std::vector<Cte> with);
  StatementPtr remove(std::vector<Cte> with);
  StatementPtr merge(std::vector<Cte> with);
  std::vector<Assignment> assignments();
  void output_clause(Statement &out);
  ExprPtr top_clause();
  TableRefPtr dml_target();

  // parse-ddl.cpp
  bool at_module() const;
  StatementPtr create();
  StatementPtr alter();
  StatementPtr drop();
  StatementPtr create_table();
  std::shared_ptr<TableDefinition> table_body();
  void table_element(TableDefinition &table);
  ColumnDefinition column_definition();
  void column_constraint(ColumnDefinition &column, const std::string &constraint);
  bool table_constraint(TableDefinition &table);
  void references(Name &table, std::vector<std::string> &columns, std::string &on_delete,
                  std::string &on_update);
  std::vector<std::string> key_columns();
  std::vector<std::string> name_list();
  void index_options();
  StatementPtr alter_table();
  StatementPtr create_index(bool unique);
  StatementPtr module(const std::string &verb, bool or_alter);
  void module_options(ModuleOptions &out);
  std::string module_text() const;
  std::vector<ModuleParameter> parameters(bool parenthesised);
  StatementPtr database(const std::string &verb);
  StatementPtr schema(const std::string &verb);

  // parse-server.cpp
  StatementPtr server_trigger(const std::string &verb, bool or_alter);
  StatementPtr switch_trigger(const std::string &verb);
  void all_server();
  StatementPtr endpoint(const std::string &verb);
  StatementPtr signature(const std::string &verb);

  // parse-security.cpp
  StatementPtr principal(const std::string &verb);
  void login(Statement &out);
  void user(Statement &out);
  void role(Statement &out);
  void credential(Statement &out);
  void option_list(Statement &out);
  Option option();
  StatementPtr grant(const std::string &verb);
  StatementPtr authorization();
  std::string securable_class();

  std::string_view source_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::set<std::string> known_;
  bool in_module_ = false;
  int loops_ = 0;

  friend class Depth;
};

}  // namespace sandbox

#endif
