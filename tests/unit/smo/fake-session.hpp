// A session whose answers a test writes down: each SELECT of a batch is answered by the first rule whose text
// it contains, and refused like an unknown object otherwise.
#ifndef GANTRY_TESTS_SMO_FAKE_SESSION_HPP
#define GANTRY_TESTS_SMO_FAKE_SESSION_HPP

#include <functional>
#include <string>
#include <vector>

#include "gantry/cpp/driver.hpp"

namespace gantry::test {

/// Several results as one rows object.
class ManyResults : public Implements<RowSource> {
 public:
  explicit ManyResults(std::vector<Table> tables) {
    for (Table &table : tables) sources_.push_back(rows_of(std::move(table)));
  }
  std::uint32_t column_count() noexcept override {
    return at_ < sources_.size() ? rows()->column_count(rows().self) : 0;
  }
  Result<> column(std::uint32_t index, gantry_column &out) override {
    out.struct_size = sizeof out;
    ErrorReceiver error;
    return error.result(rows()->column(rows().self, index, &out, error));
  }
  Result<> next(const gantry_fetch &fetch, Call call, gantry_batch &out) override {
    gantry_fetch limits = fetch;
    limits.struct_size = sizeof limits;
    ErrorReceiver error;
    return error.result(rows()->next(rows().self, &limits, call.raw(), &out, error));
  }
  Result<bool> next_result(Call) override { return ++at_ < sources_.size(); }

 private:
  ~ManyResults() override = default;
  Ref<gantry_rows> rows() const { return sources_[at_].query<gantry_rows>(); }
  std::vector<ObjectPtr> sources_;
  std::size_t at_ = 0;
};

class FakeSession : public Implements<Session> {
 public:
  using Answer = std::function<Table(const std::string &statement)>;
  std::vector<std::pair<std::string, Answer>> rules;
  std::vector<std::string> batches;
  bool closed = false;

  void answer(std::string part, Table table) {
    rules.emplace_back(std::move(part), [table](const std::string &) { return table; });
  }

  Result<ObjectPtr> execute(std::string_view sql, const std::vector<gantry_parameter> &, Call) override {
    batches.emplace_back(sql);
    std::vector<Table> results;
    for (const std::string &statement : statements(std::string(sql))) {
      bool found = false;
      for (const auto &[part, answer] : rules)
        if (statement.find(part) != std::string::npos) {
          results.push_back(answer(statement));
          found = true;
          break;
        }
      if (found) continue;
      Error error(Status::invalid, "Invalid object name.", "", statement);
      error.native_code = 208;
      return error;
    }
    return make_object<ManyResults>(std::move(results)).hand_out();
  }
  Result<> close(Call) override {
    closed = true;
    return success();
  }

  static std::vector<std::string> statements(const std::string &sql) {
    std::vector<std::string> all;
    std::string one;
    bool text = false, name = false;
    for (const char c : sql) {
      if (c == '\'' && !name) text = !text;
      if ((c == '[' || c == ']') && !text) name = c == '[';
      if (c == ';' && !text && !name) {
        all.push_back(one);
        one.clear();
      } else if (!(one.empty() && c == '\n')) {
        one += c;
      }
    }
    if (one.find_first_not_of(" \n") != std::string::npos) all.push_back(one);
    return all;
  }
};

inline Table table(std::vector<std::string> columns, std::vector<std::vector<Cell>> rows = {}) {
  Table out;
  out.columns = std::move(columns);
  out.rows = std::move(rows);
  return out;
}

/// Answers the catalogue probe for the given views (all other views are not there), and the facts.
inline void answer_as_server(FakeSession &session,
                             const std::map<std::string, std::vector<std::string>> &views) {
  session.rules.emplace_back("all_columns", [views](const std::string &statement) {
    Table out = table({"name"});
    for (const auto &[view, columns] : views)
      if (statement.find("N'" + view + "'") != std::string::npos)
        for (const std::string &column : columns) out.rows.push_back({Cell(column)});
    return out;
  });
  session.answer("SERVERPROPERTY", table({"server_name", "product_version", "edition", "engine_edition",
                                          "collation_name", "login_name", "is_sysadmin"},
                                         {{Cell("BOX"), Cell("16.0.4100.1"), Cell("Developer"), Cell(3),
                                           Cell("SQL_Latin1_General_CP1_CI_AS"), Cell("admin"), Cell(1)}}));
  session.answer("PWDCOMPARE", table({"a", "b", "c"}, {{Cell(1), Cell(1), Cell(0)}}));
}

}  // namespace gantry::test

#endif
