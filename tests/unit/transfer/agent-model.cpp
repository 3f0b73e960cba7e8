#include "tests/unit/transfer/agent-model.hpp"

#include <doctest/doctest.h>

#include "tests/unit/transfer/agent-base.hpp"

namespace gantry::test {

Result<Table> AgentBase::model_list(std::string_view kind, std::string_view filter) {
  ++agent_.server.round_trips;
  Result<const smo::Kind *> found = smo::find_kind(kind);
  if (!found) return std::move(found).error();
  const std::vector<std::string> names = *decode_list(filter);
  Table out;
  out.columns = (*found)->columns;
  const auto add = [&](const std::string &name, ModelRow row) {
    if (!names.empty() && std::find(names.begin(), names.end(), name) == names.end()) return;
    std::vector<Cell> cells;
    for (const std::string &column : out.columns) cells.push_back(row[column]);
    out.rows.push_back(std::move(cells));
  };
  const auto list_of = [](const auto &set) { return Cell(encode_list({set.begin(), set.end()})); };
  const AgentState &s = agent_.state;
  if (kind == "Job") {
    for (const auto &[name, job] : s.jobs) {
      ModelRow row = job.row;
      row["name"] = Cell(name);
      row["servers"] = list_of(job.servers);
      row["schedules"] = list_of(job.schedules);
      row["running-since"] = Cell(job.running_since.empty() ? "0," : encode_list({job.running_since}));
      row["maintenance-plans"] =
          Cell(job.maintenance_plan.empty() ? "0," : encode_list({job.maintenance_plan}));
      if (row["owner"].text() == agent_.sa) row["owner-sid"] = Cell(Blob{std::string(1, '\1')});
      add(name, row);
    }
  } else if (kind == "JobStep") {
    for (const auto &[name, job] : s.jobs)
      for (std::size_t i = 0; i < job.steps.size(); ++i) {
        ModelRow row = job.steps[i];
        row["job"] = Cell(name);
        row["id"] = Cell(static_cast<std::int64_t>(i + 1));
        add(name, row);
      }
  } else if (kind == "Schedule") {
    for (const auto &[uid, its] : s.schedules) {
      ModelRow row = its;
      row["uid"] = Cell(uid);
      std::set<std::string> jobs;
      for (const auto &[name, job] : s.jobs)
        if (job.schedules.count(uid)) jobs.insert(name);
      row["jobs"] = list_of(jobs);
      if (row["owner"].text() == agent_.sa) row["owner-sid"] = Cell(Blob{std::string(1, '\1')});
      add(row["name"].text(), row);
    }
  } else if (kind == "AgentCategory") {
    for (const auto &[of_class, name] : s.categories)
      add(name, {{"name", name}, {"class", of_class}, {"type", of_class == "JOB" ? "LOCAL" : "NONE"}});
  } else if (kind == "Operator") {
    for (const auto &[name, its] : s.operators) {
      ModelRow row = its;
      row["name"] = Cell(name);
      add(name, row);
    }
  } else if (kind == "Proxy") {
    for (const auto &[name, its] : s.proxies) {
      ModelRow row = its;
      row["name"] = Cell(name);
      for (const char *column : {"subsystems", "logins", "server-roles", "msdb-roles"}) {
        const auto lists = s.grants.find(name);
        const bool there = lists != s.grants.end() && lists->second.count(column);
        row[column] = there ? list_of(lists->second.at(column)) : Cell("0,");
      }
      add(name, row);
    }
  } else if (kind == "Alert") {
    for (const auto &[name, its] : s.alerts) {
      ModelRow row = its;
      row["name"] = Cell(name);
      if (!s.jobs.count(row["job"].text())) row["job"] = Cell("");
      for (const auto &[column, bit] :
           {std::pair("notify-email", 1), std::pair("notify-pager", 2), std::pair("notify-netsend", 4)}) {
        std::set<std::string> told;
        if (const auto its_operators = s.notifications.find(name); its_operators != s.notifications.end())
          for (const auto &[who, method] : its_operators->second)
            if (method & bit) told.insert(who);
        row[column] = list_of(told);
      }
      add(name, row);
    }
  } else {
    const std::set<std::string> &all = kind == "Database"     ? agent_.databases
                                       : kind == "Credential" ? agent_.credentials
                                                              : agent_.subsystems;
    for (const std::string &name : all) add(name, {{"name", Cell(name)}});
  }
  return out;
}

namespace {

class AgentObject : public Implements<SmoServer, Session, TransactionControl>, AgentBase {
 public:
  explicit AgentObject(AgentServer &agent) : AgentBase(agent) {}
  Result<std::string> facts(Call) override { return model_facts(); }
  Result<ObjectPtr> list(std::string_view kind, std::string_view, std::string_view filter, Call) override {
    return rows_of(model_list(kind, filter));
  }
  Result<Table> missing_rights(std::string_view, std::string_view, Call) override {
    Table out = table({"right", "grant"});
    for (const auto &[right, grant] : agent_.server.missing_rights)
      out.rows.push_back({Cell(right), Cell(grant)});
    return out;
  }
  Result<std::vector<ScriptBatch>> script(std::string_view verb, std::string_view kind, std::string_view,
                                          const Table &wanted, const Table &current, std::string_view options,
                                          Call) override {
    return model_script(verb, kind, wanted, current, options);
  }
  Result<ObjectPtr> execute(std::string_view sql, const std::vector<gantry_parameter> &, Call) override {
    return model_execute(std::string(sql));
  }
  Result<> close(Call) override { return success(); }
  Result<> begin(std::int32_t, Call) override {
    snapshot_ = agent_.state;
    return success();
  }
  Result<> commit(Call) override {
    snapshot_.reset();
    return success();
  }
  Result<> rollback(Call) override {
    if (snapshot_) agent_.state = *std::exchange(snapshot_, std::nullopt);
    return success();
  }
  Result<> save(std::string_view, Call) override { return success(); }
  Result<> rollback_to(std::string_view, Call) override { return success(); }
  Result<std::int32_t> transaction_state(Call) override { return snapshot_ ? 1 : 0; }
};

}  // namespace

AgentServer::AgentServer(const std::string &name) : server(name) {
  server.open = [this] { return make_object<AgentObject>(*this).hand_out(); };
  state.categories = {
      {"JOB", "[Uncategorized (Local)]"}, {"ALERT", "[Uncategorized]"}, {"OPERATOR", "[Uncategorized]"}};
  for (const char *subsystem : {"TSQL", "CmdExec", "PowerShell", "SSIS"}) subsystems.insert(subsystem);
}

ModelJob &AgentServer::job(const std::string &name, const std::vector<std::string> &commands) {
  ModelJob &job = state.jobs[name];
  for (const std::string &column : (*smo::find_kind("Job"))->columns) job.row[column] = Cell("");
  for (const char *column :
       {"notify-level-email", "notify-level-netsend", "notify-level-page", "delete-level"})
    job.row[column] = Cell(0);
  job.row["notify-level-eventlog"] = Cell(2);
  job.row["id"] = Cell("id of " + name + " at " + server.name);
  job.row["enabled"] = Cell(true);
  job.row["owner"] = Cell(sa);
  job.row["owner-sid"] = Cell();
  job.row["category"] = Cell("[Uncategorized (Local)]");
  job.row["start-step"] = Cell(1);
  job.row["from-master"] = Cell(false);
  job.servers = {"(local)"};
  for (std::size_t i = 0; i < commands.size(); ++i)
    job.steps.push_back({{"step", Cell("step " + std::to_string(i + 1))},
                         {"subsystem", "TSQL"},
                         {"command", commands[i]},
                         {"on-success", i + 1 < commands.size() ? 3 : 1},
                         {"on-success-step", 0},
                         {"on-failure", 2},
                         {"on-failure-step", 0},
                         {"database", "master"},
                         {"proxy", ""}});
  return job;
}

ModelRow &AgentServer::schedule(const std::string &uid, const std::string &name) {
  ModelRow &row = state.schedules[uid];
  row["name"] = Cell(name);
  row["enabled"] = Cell(true);
  row["freq-type"] = Cell(4);
  row["freq-interval"] = Cell(1);
  row["active-start-time"] = Cell(10000);
  row["owner"] = Cell(sa);
  return row;
}

JobTransfer::JobTransfer(AgentServer &from, AgentServer &to) : source(from), destination(to) {
  host.open_source = [&from] { return open_model(from.server); };
  host.open_destination = [&to] { return open_model(to.server); };
  task = make_object<transfer::TransferJobsTask>(&host.host);
  set("SourceConnection", "from").set("DestinationConnection", "to");
}

JobTransfer &JobTransfer::set(const char *name, const std::string &value) {
  if (Result<> done = task->set_property(name, value); !done) FAIL(done.error().message());
  return *this;
}

Result<TaskResult> JobTransfer::run() {
  Result<std::vector<Step>> steps = plan();
  if (!steps) return std::move(steps).error();
  return task->execute(nullptr);
}

void JobTransfer::succeeds() {
  Result<TaskResult> result = run();
  if (!result) FAIL(result.error().message());
  if (*result != TaskResult::success) FAIL(host.all_text());
}

Error JobTransfer::refused() {
  Result<std::vector<Step>> steps = plan();
  if (steps) FAIL("a plan was made");
  return std::move(steps).error();
}

}  // namespace gantry::test
