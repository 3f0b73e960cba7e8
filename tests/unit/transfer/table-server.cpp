#include "tests/unit/transfer/table-server.hpp"

#include "plugins/smo/kind.hpp"
#include "tests/unit/smo/fake-session.hpp"

namespace gantry::test {
namespace {

class TableObject : public Implements<SmoServer, Session, TransactionControl> {
 public:
  explicit TableObject(TableServer &server) : server_(server), scripting_(make_object<FakeSession>()) {
    answer_as_server(*scripting_, {});
    scripting_->answer("sys.all_parameters", table({"max_length"}, {{Cell(510)}}));
    kinds_ = std::make_unique<smo::Server>(ObjectPtr::share(scripting_->raw()));
  }

  Result<std::string> facts(Call) override {
    ++server_.round_trips;
    return "server-name=" + server_.name + "\nstarted=" + server_.name +
           "\nproduct-version=" + server_.version +
           "\nmajor=" + server_.version.substr(0, server_.version.find('.')) +
           "\ncollation=" + server_.collation + "\nlogin=admin\n";
  }
  Result<ObjectPtr> list(std::string_view kind, std::string_view, std::string_view filter, Call) override {
    ++server_.round_trips;
    Result<const smo::Kind *> found = smo::find_kind(kind);
    if (!found) return std::move(found).error();
    Table all = server_.lists[std::string(kind)];
    if (all.columns.empty()) all.columns = (*found)->columns;
    // Filters are for speed: what a list gives too much of must not matter, but for definitions.
    if (kind != "ModuleDefinition" || filter.empty()) return rows_of(all);
    const std::vector<std::string> names = *decode_list(filter);
    Table some;
    some.columns = all.columns;
    for (std::size_t i = 0; i < all.rows.size(); ++i)
      if (std::find(names.begin(), names.end(), all.at(i, "object").text()) != names.end())
        some.rows.push_back(all.rows[i]);
    return rows_of(some);
  }
  Result<Table> missing_rights(std::string_view, std::string_view, Call) override {
    ++server_.round_trips;
    Table out = table({"right", "grant"});
    for (const auto &[right, grant] : server_.missing_rights) out.rows.push_back({Cell(right), Cell(grant)});
    return out;
  }
  Result<std::vector<ScriptBatch>> script(std::string_view verb, std::string_view kind,
                                          std::string_view database, const Table &wanted,
                                          const Table &current, std::string_view options, Call) override {
    Result<const smo::Kind *> found = smo::find_kind(kind);
    if (!found) return std::move(found).error();
    Result<std::vector<ScriptBatch>> batches =
        smo::script(**found, verb, *kinds_, wanted, current, options, nullptr);
    if (batches)
      for (ScriptBatch &batch : *batches)
        if (batch.database.empty()) batch.database = database;
    return batches;
  }
  Result<ObjectPtr> execute(std::string_view sql, const std::vector<gantry_parameter> &, Call) override {
    ++server_.round_trips;
    const std::string text(sql);
    if (text.find("DB_NAME()") != std::string::npos)
      return make_object<ManyResults>(std::vector<Table>{table({"name"}, {{Cell("master")}})}).hand_out();
    if (text.rfind("USE ", 0) != 0) {
      for (const std::string &part : server_.fail_on)
        if (text.find(part) != std::string::npos) return refused(15401, "refused by the test");
      if (Result<> done = server_.apply(server_, text); !done) return std::move(done).error();
      server_.executed.push_back(text);
    }
    return make_object<ManyResults>(std::vector<Table>()).hand_out();
  }
  Result<> close(Call) override { return success(); }

  Result<> begin(std::int32_t, Call) override {
    snapshot_ = server_.lists;
    return success();
  }
  Result<> commit(Call) override {
    snapshot_.reset();
    return success();
  }
  Result<> rollback(Call) override {
    if (snapshot_) server_.lists = *std::exchange(snapshot_, std::nullopt);
    return success();
  }
  Result<> save(std::string_view, Call) override { return success(); }
  Result<> rollback_to(std::string_view, Call) override { return success(); }
  Result<std::int32_t> transaction_state(Call) override { return snapshot_ ? 1 : 0; }

 private:
  TableServer &server_;
  Own<FakeSession> scripting_;
  std::unique_ptr<smo::Server> kinds_;
  std::optional<std::map<std::string, Table>> snapshot_;
};

}  // namespace

ObjectPtr open_tables(TableServer &server) { return make_object<TableObject>(server).hand_out(); }

Error refused(std::int32_t number, std::string text) {
  Error error(Status::invalid, std::move(text), "a statement that can be executed",
              "error " + std::to_string(number), "correct it");
  error.native_code = number;
  return error;
}

}  // namespace gantry::test
