// What a slot gives, with the guard's own functions in front of sessions, transactions, lists and bulk copy.
#ifndef GANTRY_RUNTIME_GUARD_GUARDED_OBJECT_HPP
#define GANTRY_RUNTIME_GUARD_GUARDED_OBJECT_HPP

#include "host/runtime/guard/task-guard.hpp"

namespace gantry::runtime::guard {

/// Takes over `object`. Every other interface is the inner one (B2, B3); gantry.bulk-copy/1 is hidden where
/// the slot reads.
ObjectPtr guard_object(std::shared_ptr<TaskGuard> guard, SlotUse slot, ObjectPtr object,
                       const gantry_call *call);

}  // namespace gantry::runtime::guard

#endif
