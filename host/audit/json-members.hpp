// Reads flat objects of JSON without a tree of values: steps are read one by one, again and again, and what
// is secret in them is left in no memory.
#ifndef GANTRY_AUDIT_JSON_MEMBERS_HPP
#define GANTRY_AUDIT_JSON_MEMBERS_HPP

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace gantry::audit {

/// The value of a member; of another type than asked for it is empty, 0 or false.
struct JsonMember {
  std::string text;
  std::int64_t number = 0;
  bool flag = false;
};

/// Every member of one object whose values are texts, whole numbers and flags, as JsonLine writes them. What
/// `take` leaves in the value is wiped. False: the object is not of that kind; some members may have been
/// told.
bool read_members(std::string_view object,
                  const std::function<void(std::string_view name, JsonMember &value)> &take);

}  // namespace gantry::audit

#endif
