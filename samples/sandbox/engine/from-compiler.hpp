// How the FROM clause is compiled: its leaves (from-leaf.cpp), then what joins them (from.cpp).
#ifndef SANDBOX_ENGINE_FROM_COMPILER_HPP
#define SANDBOX_ENGINE_FROM_COMPILER_HPP

#include "samples/sandbox/engine/from.hpp"

namespace sandbox {

class FromCompiler {
 public:
  FromCompiler(Engine &engine, Compile &compile, Scope &scope, const CteScope *ctes)
      : engine_(engine), compile_(compile), scope_(scope), ctes_(ctes) {}

  NodePtr build(const TableRefPtr &ref, std::vector<ExprPtr> wanted);
  void push_hints(const NodePtr &node, const std::vector<ExprPtr> &conditions);

 private:
  NodePtr leaf(const TableRefPtr &ref);
  NodePtr join(const TableRefPtr &ref, std::vector<ExprPtr> wanted);
  void expose(const TableRef &ref, const std::string &name, const std::string &schema,
              const std::vector<Column> &columns);
  void expose_table(const TableRef &ref, const TableInfo &table);
  NodePtr plan_leaf(const TableRef &ref, const std::string &name, PlanPtr plan);
  NodePtr view_leaf(const TableRef &ref, const ObjectInfo &object);
  NodePtr function_leaf(const TableRef &ref);
  bool hint_on(const NodePtr &node, const ExprPtr &column, const ExprPtr &value);
  void join_keys(Node &node, const std::vector<ExprPtr> &conditions, bool keep);

  Engine &engine_;
  Compile &compile_;
  Scope &scope_;
  const CteScope *ctes_;
};

}  // namespace sandbox

#endif
