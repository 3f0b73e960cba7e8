// Who is told of what a run sends to servers: the journal, the undo script, the report.
#ifndef GANTRY_RUNTIME_STATEMENT_OBSERVER_HPP
#define GANTRY_RUNTIME_STATEMENT_OBSERVER_HPP

#include <gantry/cpp/result.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace gantry::runtime {

/// One statement that is not only a reading, at the moment it is sent.
struct Statement {
  std::string task;          ///< path of the executable, "Package\\Transfer logins"
  std::string connection;    ///< the connection manager's name
  std::int64_t ordinal = 0;  ///< the planned step it carries out, from 1; 0: none (transaction control ...)
  bool at_source = false;
  /// Of the step; empty without one. Action `undo`: the step's undo is carried out.
  std::string database, action, object;
  std::string text;           ///< secrets masked
  bool transactional = true;  ///< belongs to the open transaction
};

enum class TransactionMoment { begun, committing, committed, rolled_back, unknown };

/// Called on the thread that executes, in the order in which things happen on one session. Several sessions
/// may call at once.
class StatementObserver {
 public:
  virtual ~StatementObserver() = default;

  /// Before anything is sent; what must be on disk first is written (and synced) here. An error keeps the
  /// statement from being sent and is what the task sees.
  virtual Result<> before(const Statement &statement) = 0;
  /// `before` of several that are sent together, in this order. An error keeps all of them from being sent;
  /// `after` then comes for none.
  virtual Result<> before_all(const std::vector<Statement> &statements) {
    for (const Statement &statement : statements)
      if (Result<> told = before(statement); !told) return told;
    return success();
  }
  /// Once for each `before` that let it through: at the end of the last result, or when the task gives the
  /// results up, so that errors behind the first result are seen. `error` null: it succeeded. `nanoseconds`
  /// from sending to the end of the first result.
  virtual void after(const Statement &statement, const Error *error, std::int64_t nanoseconds) = 0;
  /// As `before`: an error for `committing` keeps the commit from being sent.
  virtual Result<> transaction(const std::string &task, const std::string &connection,
                               TransactionMoment moment) = 0;
};

}  // namespace gantry::runtime

#endif
