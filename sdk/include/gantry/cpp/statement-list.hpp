// gantry.statement-list/1 for tasks (D8; draft interface).
#ifndef GANTRY_CPP_STATEMENT_LIST_HPP
#define GANTRY_CPP_STATEMENT_LIST_HPP

#include <gantry/cpp/call.hpp>
#include <gantry/cpp/object.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace gantry {

class StatementListRef {
 public:
  /// How far a round trip came.
  struct Progress {
    std::optional<std::size_t> done;  ///< how many went well; nothing: which of them failed is not known
    Result<> outcome = success();
  };

  StatementListRef() = default;
  explicit StatementListRef(ObjectPtr object)
      : object_(std::move(object)), list_(object_.query<gantry_statement_list>()) {}
  explicit operator bool() const noexcept { return static_cast<bool>(list_); }

  /// The first of `statements` from `begin` on, as many as go together; on success at least one.
  Progress run(const std::vector<gantry_str> &statements, std::size_t begin, Call call) const {
    std::size_t done = 0;
    ErrorReceiver error;
    const gantry_status status = list_->run(list_.self, statements.data() + begin, statements.size() - begin,
                                            call.raw(), &done, error);
    Progress progress;
    if (done != GANTRY_STATEMENT_UNKNOWN) progress.done = done;
    progress.outcome = error.result(status);
    return progress;
  }

 private:
  ObjectPtr object_;
  Ref<gantry_statement_list> list_;
};

}  // namespace gantry

#endif
