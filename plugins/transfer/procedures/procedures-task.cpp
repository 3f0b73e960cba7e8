#include "plugins/transfer/procedures/procedures-task.hpp"

#include "plugins/transfer/procedures/planner.hpp"

namespace gantry::transfer {

const PropertyList &TransferStoredProceduresTask::properties() {
  static const PropertyList list = [] {
    PropertyList all = common_properties();
    // This task alone writes its destination under the member's name (ssis.md 5.4).
    for (Property &property : all)
      if (property.name == "DestinationConnection")
        property.xml = {"m_DestinationConnectionID", "DestinationConnection", "DestConn"};
    all.push_back({"TransferAllStoredProcedures",
                   PropertyType::boolean,
                   "False",
                   {},
                   false,
                   false,
                   {"TransferAllStoredProcedures"}});
    all.push_back(
        {"StoredProceduresList", PropertyType::list, "", {}, false, false, {"StoredProceduresList"}});
    all.push_back(if_object_exists_property());
    all.push_back({"Gantry.Schemas", PropertyType::list, "", {}, false, false, {"Schemas"}});
    all.push_back(transaction_property());
    return all;
  }();
  return list;
}

const std::vector<std::string> &TransferStoredProceduresTask::log_entries() {
  static const std::vector<std::string> names = {"TransferStoredProceduresTaskStartTransferringObjects",
                                                 "TransferStoredProceduresTaskFinishedTransferringObjects"};
  return names;
}

TransferStoredProceduresTask::TransferStoredProceduresTask(const gantry_host *site)
    : ObjectTransferTask(site, "stored procedures", "TransferStoredProceduresTask", procedure_words) {
  define(properties());
}

ProcedureSettings TransferStoredProceduresTask::settings() const {
  ProcedureSettings out;
  out.all = flag("TransferAllStoredProcedures");
  out.names = list("StoredProceduresList");
  out.schemas = list("Gantry.Schemas");
  if (out.schemas.empty()) out.schemas = {"dbo"};
  out.if_exists = static_cast<IfObjectExists>(member("IfObjectExists"));
  return out;
}

Result<> TransferStoredProceduresTask::check_settings() {
  const ProcedureSettings chosen = settings();
  if (chosen.all || !chosen.names.empty()) return success();
  return Error(Status::invalid, "the list of stored procedures to transfer is empty",
               "at least one name in StoredProceduresList",
               "none, while TransferAllStoredProcedures is False",
               "fill StoredProceduresList, or transfer all")
      .with_code(code::procedure_list_empty);
}

Result<ObjectPlan> TransferStoredProceduresTask::make_plan(const Side &source, const Side &destination,
                                                           const std::set<std::string> *only, Call call) {
  const ProcedureSettings chosen = settings();
  return ProcedurePlanner(chosen, source, destination).make(only, call);
}

}  // namespace gantry::transfer
