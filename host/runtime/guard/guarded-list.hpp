// gantry.statement-list/1 as a task sees it: each statement judged, matched and told to observers as if it
// came alone, then sent together.
#ifndef GANTRY_RUNTIME_GUARD_GUARDED_LIST_HPP
#define GANTRY_RUNTIME_GUARD_GUARDED_LIST_HPP

#include "host/runtime/guard/guarded-session.hpp"

namespace gantry::runtime::guard {

class GuardedList : public Face<GuardedList, gantry_statement_list> {
 public:
  explicit GuardedList(SessionState &state) : state_(state) {}
  ~GuardedList() = default;
  static const gantry_statement_list *face_table() noexcept;

 private:
  struct Piece {
    std::string_view sql;
    Admission admission;
  };
  /// What goes into the next round trip. Errors: of the first statement; a later one that is refused waits.
  Result<std::vector<Piece>> gather(const gantry_str *statements, std::size_t count);
  Result<> run(const gantry_str *statements, std::size_t count, Call call, std::size_t &done);
  Result<> run_alone(Piece &piece, Call call);
  Result<> run_joined(std::vector<Piece> &pieces, Call call, std::size_t &done);
  /// Tells observers and the plan what became of each.
  void settle(const std::vector<Piece> &pieces, std::optional<std::size_t> reached, const Error *error,
              std::int64_t nanoseconds);
  void adapt(std::int64_t nanoseconds);

  SessionState &state_;
  /// How many go together: more while round trips are short, so that no time-out of a statement is used up by
  /// those in front of it.
  std::size_t width_ = 1;
};

}  // namespace gantry::runtime::guard

#endif
