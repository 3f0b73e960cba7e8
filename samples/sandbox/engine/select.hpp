// The parts of a query's compilation that live in different files.
#ifndef SANDBOX_ENGINE_SELECT_HPP
#define SANDBOX_ENGINE_SELECT_HPP

#include "samples/sandbox/engine/bind.hpp"

namespace sandbox {

/// `whole` gives ORDER BY and OFFSET when the query is a single SELECT; null inside a set operation.
PlanPtr compile_query(Engine &engine, Compile &compile, const std::shared_ptr<Query> &query,
                      const Select *whole, Scope *parent, const CteScope *ctes);
/// UNION, EXCEPT, INTERSECT of two plans.
PlanPtr combine(const std::shared_ptr<Query> &query, PlanPtr left, PlanPtr right);
PlanPtr order_set(Engine &engine, Compile &compile, const PlanPtr &inner, const Select &select,
                  const CteScope *ctes);
/// Does the FROM clause name this CTE?
bool mentions(const TableRefPtr &ref, const std::string &name);
PlanPtr recursive_plan(Engine &engine, Compile &compile, const CteScope *ctes);

}  // namespace sandbox

#endif
