// The table of built-in functions.
#include "samples/sandbox/engine/message-format.hpp"

namespace sandbox {

const Function *find_function(const std::string &name) {
  static const FunctionTable table = [] {
    FunctionTable out;
    add_text_functions(out);
    add_number_functions(out);
    add_date_functions(out);
    add_server_functions(out);
    add_security_functions(out);
    add_lock_functions(out);
    add_message_functions(out);
    add_trigger_functions(out);
    return out;
  }();
  const auto found = table.find(name);
  return found == table.end() ? nullptr : &found->second;
}

}  // namespace sandbox
