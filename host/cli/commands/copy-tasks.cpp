#include "host/cli/commands/copy-task.hpp"

namespace gantry::cli {
namespace {

CopyOption if_exists(const char *help) {
  return {"if-exists",
          help,
          "IfObjectExists",
          {{"fail", "FailTask"}, {"overwrite", "Overwrite"}, {"skip", "Skip"}}};
}

CopyOption transaction(const char *help) {
  return {"transaction", help, "Gantry.Transaction", {{"task", "Task"}, {"object", "Object"}}};
}

CopyTask logins() {
  return {
      "logins",
      "Microsoft.TransferLoginsTask",
      "Transfers logins between two servers as a Transfer Logins task of a package would, without writing a "
      "package.\n"
      "As in Integration Services SQL logins arrive disabled and with a random password, unless "
      "--password-hashes.",
      {"gantry copy logins --from db1 --to db2 --all --plan",
       "gantry copy logins --from db1 --to db2 --login app --login report --sids --password-hashes",
       "gantry copy logins --from db1 --from-user sa --to db2 --to-user sa --of-database Sales "
       "--save-package sales.dtsx"},
      {{"all", nullptr, "every login, but system ones", nullptr, {{"LoginsToTransfer", "AllLogins"}}},
       {"login", "NAME", "this login; repeatable", "LoginsList", {{"LoginsToTransfer", "SelectedLogins"}}},
       {"of-database",
        "NAME",
        "logins that have a user in this database; repeatable",
        "DatabasesList",
        {{"LoginsToTransfer", "AllLoginsFromSelectedDatabases"}}}},
      {if_exists("a login that is there already (default: fail, before any change)"),
       {"sids", "keep SIDs, so that database users find their logins", "CopySids", {}},
       {"password-hashes",
        "keep passwords; logins arrive as enabled as they were",
        "Gantry.CopyPasswordHashes",
        {}},
       {"server-roles", "copy memberships of server roles", "Gantry.CopyServerRoles", {}},
       {"server-permissions",
        "copy permissions on the server and its objects",
        "Gantry.CopyServerPermissions",
        {}},
       {"credentials", "copy the mapping to credentials", "Gantry.CopyCredentials", {}},
       {"repair-users", "map orphaned users of the destination's databases again", "Gantry.RepairUsers", {}},
       {"sid-conflict",
        "same name, another SID; with --sids",
        "Gantry.SidConflict",
        {{"fail", "Fail"}, {"keep-destination", "KeepDestination"}, {"recreate", "Recreate"}}},
       transaction("one transaction for all, or one a login")}};
}

/// How much of Agent comes along with jobs.
CopyOption extras(const char *option, const char *help, const char *property) {
  return {option, help, property, {{"none", "None"}, {"needed", "Needed"}, {"all", "All"}}};
}

CopyTask jobs() {
  return {
      "jobs",
      "Microsoft.TransferJobsTask",
      "Transfers SQL Server Agent jobs with their steps, schedules, operators, alerts and proxies.\n"
      "As in Integration Services jobs arrive disabled, unless --enable. An overwritten job is edited in "
      "place "
      "and keeps its id and history.",
      {"gantry copy jobs --from db1 --to db2 --all --plan",
       "gantry copy jobs --from db1 --to db2 --job 'Nightly backup' --if-exists overwrite --enable",
       "gantry copy jobs --from db1 --to db2 --all --if-missing map --replace 'owner:CORP\\old=sa' "
       "--save-package jobs.dtsx"},
      {{"all", nullptr, "every job", nullptr, {{"TransferAllJobs", "True"}}},
       {"job", "NAME", "this job; repeatable", "JobsList", {}}},
      {if_exists("a job that is there already (default: fail, before any change)"),
       {"enable", "jobs are enabled at the destination, at the very end", "EnableJobsAtDestination", {}},
       {"keep-disabled",
        "with --enable: those that are disabled at the source stay so",
        "Gantry.KeepDisabled",
        {}},
       {"disable-at-source", "disable at the source what was transferred", "Gantry.DisableAtSource", {}},
       {"replace-job",
        "with --if-exists overwrite: edit the job in place, or drop it with its history",
        "Gantry.ReplaceJob",
        {{"edit", "Edit"}, {"drop", "Drop"}}},
       {"if-missing",
        "an owner, proxy, database or operator that the destination lacks",
        "Gantry.IfMissing",
        {{"fail", "Fail"}, {"map", "Map"}, {"leave-disabled", "LeaveDisabled"}}},
       {"replace",
        "with --if-missing map: what takes whose place, owner:OLD=NEW, database:, operator:, credential:, "
        "proxy:; "
        "repeatable",
        "Gantry.Replacements",
        {},
        "KIND:OLD=NEW"},
       extras("operators", "operators: those that jobs need (default), all, none", "Gantry.CopyOperators"),
       extras("proxies", "proxies likewise", "Gantry.CopyProxies"),
       extras("alerts", "alerts likewise", "Gantry.CopyAlerts"),
       {"schedule-clash",
        "another schedule of the same name at the destination",
        "Gantry.ScheduleClash",
        {{"fail", "Fail"}, {"reuse", "Reuse"}, {"add", "Add"}}},
       transaction("one transaction for all, or one a job (default)")}};
}

CopyTask messages() {
  return {
      "messages",
      "Microsoft.TransferErrorMessagesTask",
      "Transfers user-defined error messages: what sp_addmessage made, in every language.\n"
      "A message is its number and its language. Its us_english text goes first; only what differs is "
      "changed.",
      {"gantry copy messages --from db1 --to db2 --all --plan",
       "gantry copy messages --from db1 --to db2 --message 50010 --message 50011 --if-exists overwrite",
       "gantry copy messages --from db1 --to db2 --all --language us_english --language Deutsch"},
      {{"all", nullptr, "every user-defined message", nullptr, {{"TransferAllErrorMessages", "True"}}},
       {"message",
        "NUMBER",
        "this message in all languages, or those of --language; repeatable",
        "ErrorMessagesList",
        {{"Gantry.Languages", "1,1,*,"}}}},
      {if_exists("a message that is there already in this language (default: fail, before any change)"),
       {"language", "only this language: name, alias or number; repeatable", "Gantry.Languages", {}, "NAME"},
       transaction("one transaction for all, or one a message number")}};
}

CopyTask procedures() {
  return {
      "procedures",
      "Microsoft.TransferStoredProceduresTask",
      "Transfers stored procedures of the master database with their permissions, properties, owners and "
      "signatures.\n"
      "As in Integration Services those of schema dbo; others by --schema or as 'schema.name'. Overwriting "
      "alters, so permissions stay.",
      {"gantry copy procedures --from db1 --to db2 --all --plan",
       "gantry copy procedures --from db1 --to db2 --procedure sp_WhoIsActive --if-exists overwrite",
       "gantry copy procedures --from db1 --to db2 --all --schema dbo --schema tools --transaction object"},
      {{"all",
        nullptr,
        "every procedure of the schemas, but system ones",
        nullptr,
        {{"TransferAllStoredProcedures", "True"}}},
       {"procedure", "NAME", "this procedure: name, or schema.name; repeatable", "StoredProceduresList", {}}},
      {if_exists("a procedure that is there already (default: fail, before any change)"),
       {"schema",
        "look in this schema, * is every one; repeatable (default: dbo)",
        "Gantry.Schemas",
        {},
        "NAME"},
       transaction("one transaction for all, or one a procedure")}};
}

}  // namespace

const std::vector<CopyTask> &copy_tasks() {
  static const std::vector<CopyTask> tasks = {logins(), jobs(), messages(), procedures()};
  return tasks;
}

std::string choices_of(const CopyOption &option) {
  std::string text;
  for (const auto &[word, member] : option.words) text += (text.empty() ? "" : "|") + std::string(word);
  return text;
}

}  // namespace gantry::cli
