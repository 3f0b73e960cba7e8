// gantry copy logins: builds the package that would do it, then plans or runs that.
#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/commands/package-run.hpp"
#include "host/cli/exit-code.hpp"
#include "host/dtsx/object-data.hpp"
#include "host/dtsx/writer.hpp"

namespace gantry::cli {

namespace {

using Values = std::vector<dtsx::PropertyValue>;

/// The class's description, from the plugin itself.
Result<dtsx::ClassDescription> describe(Workspace &workspace, catalog::ClassKind kind,
                                        const std::string &name) {
  const catalog::Provider provider = workspace.catalog().find(kind, {name});
  if (!provider.note)
    return Error(Status::not_found, "no plugin provides " + name, "a plugin whose note names it",
                 "none in the plugin folders", "see `gantry plugins list` and `gantry plugins why`");
  Result<loader::Plugin *> plugin = workspace.loader().load(*provider.file);
  if (!plugin) return std::move(plugin).error();
  Result<std::string> text = (*plugin)->describe(provider.note->id);
  if (!text) return std::move(text).error();
  Result<dtsx::ClassDescription> description = dtsx::parse_description(*text);
  if (description && description->element.empty()) description->element = provider.note->xml;
  return description;
}

/// A value of the SMOServer connection string (ssis.md 1.3).
std::string quoted(const std::string &value) {
  if (value.find_first_of(";\"") == std::string::npos) return value;
  std::string text = "\"";
  for (const char c : value) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

Result<> add_connection(Workspace &workspace, package::Package &package, const std::string &name,
                        const std::string &server, const std::string &user) {
  Result<dtsx::ClassDescription> description =
      describe(workspace, catalog::ClassKind::connection_manager, "SMOServer");
  if (!description) return std::move(description).error();
  package::ConnectionManager &manager = package.connections.add("SMOServer");
  const std::string before = manager.name;
  const Values values{{"ConnectionString",
                       "SqlServerName=" + quoted(server) + ";UseWindowsAuthentication=" +
                           (user.empty() ? "True" : "False") + ";UserName=" + quoted(user) + ";",
                       false}};
  Result<package::ObjectData> data = dtsx::write_object_data({}, *description, values);
  if (!data) return std::move(data).error();
  manager.object_data = std::move(data).value();
  return package.connections.rename(before, name);
}

struct CopyOptions {
  std::string from, to, from_user, to_user, if_exists = "FailTask", sid_conflict, transaction, save;
  std::vector<std::string> logins, databases;
  bool all = false, plan = false, sids = false, hashes = false, roles = false, permissions = false,
       credentials = false, repair = false;
};

Result<package::Package> build(Workspace &workspace, const CopyOptions &options) {
  package::Package package = package::make_package("Copy logins");
  if (Result<> done = add_connection(workspace, package, "Source", options.from, options.from_user); !done)
    return std::move(done).error();
  if (Result<> done = add_connection(workspace, package, "Destination", options.to, options.to_user); !done)
    return std::move(done).error();
  Result<dtsx::ClassDescription> description =
      describe(workspace, catalog::ClassKind::task, "Microsoft.TransferLoginsTask");
  if (!description) return std::move(description).error();
  Values values{{"SourceConnection", package.connections.find("Source")->id, false},
                {"DestinationConnection", package.connections.find("Destination")->id, false},
                {"IfObjectExists", options.if_exists, false}};
  const char *selection = options.all               ? "AllLogins"
                          : !options.logins.empty() ? "SelectedLogins"
                                                    : "AllLoginsFromSelectedDatabases";
  values.push_back({"LoginsToTransfer", selection, false});
  if (!options.logins.empty()) values.push_back({"LoginsList", dtsx::encode_list(options.logins), false});
  if (!options.databases.empty())
    values.push_back({"DatabasesList", dtsx::encode_list(options.databases), false});
  const auto flag = [&](const char *name, bool on) {
    if (on) values.push_back({name, "True", false});
  };
  flag("CopySids", options.sids);
  flag("Gantry.CopyPasswordHashes", options.hashes);
  flag("Gantry.CopyServerRoles", options.roles);
  flag("Gantry.CopyServerPermissions", options.permissions);
  flag("Gantry.CopyCredentials", options.credentials);
  flag("Gantry.RepairUsers", options.repair);
  if (!options.sid_conflict.empty()) values.push_back({"Gantry.SidConflict", options.sid_conflict, false});
  if (!options.transaction.empty()) values.push_back({"Gantry.Transaction", options.transaction, false});
  Result<package::Executable *> task =
      package::add_task(package.root, "Microsoft.TransferLoginsTask", "Copy logins");
  if (!task) return std::move(task).error();
  for (dtsx::PropertyValue &value : values)
    for (const dtsx::PropertyDescription &property : description->properties)
      if (property.name == value.name) {
        Result<std::string> normal = dtsx::normalise_value(property, value.value);
        if (!normal) return std::move(normal).error();
        value.value = std::move(normal).value();
      }
  Result<package::ObjectData> data = dtsx::write_object_data({}, *description, values);
  if (!data) return std::move(data).error();
  (*task)->object_data = std::move(data).value();
  return package;
}

}  // namespace

int copy_command(const Words &given) {
  Arguments arguments(
      "copy logins --from SERVER --to SERVER [SELECTION] [OPTIONS]",
      "Transfers logins between two servers as a Transfer Logins task of a package would, without writing a "
      "package.\n"
      "As in Integration Services SQL logins arrive disabled and with a random password, unless "
      "--password-hashes.",
      {"gantry copy logins --from db1 --to db2 --all --plan",
       "gantry copy logins --from db1 --to db2 --login app --login report --sids --password-hashes",
       "gantry copy logins --from db1 --from-user sa --to db2 --to-user sa --of-database Sales "
       "--save-package sales.dtsx"});
  CopyOptions copy;
  RunLimits limits;
  const auto text = [](std::string &target, const char *name) {
    return po::value<std::string>(&target)->value_name(name);
  };
  const auto list = [](std::vector<std::string> &target, const char *name) {
    return po::value<std::vector<std::string>>(&target)->value_name(name)->composing();
  };
  arguments.positional("WORDS", -1);
  arguments.options().add_options()                                                                 //
      ("from", text(copy.from, "SERVER"), "the server to read: HOST, HOST\\INSTANCE or HOST,PORT")  //
      ("to", text(copy.to, "SERVER"), "the server to write")                                        //
      ("from-user", text(copy.from_user, "LOGIN"),
       "SQL login there; without it Kerberos. The connection is called Source")                          //
      ("to-user", text(copy.to_user, "LOGIN"), "SQL login there; the connection is called Destination")  //
      ("all", po::bool_switch(&copy.all), "every login, but system ones")                                //
      ("login", list(copy.logins, "NAME"), "this login; repeatable")                                     //
      ("of-database", list(copy.databases, "NAME"),
       "logins that have a user in this database; repeatable")  //
      ("if-exists", text(copy.if_exists, "fail|overwrite|skip"),
       "a login that is there already (default: fail, before any change)")                          //
      ("sids", po::bool_switch(&copy.sids), "keep SIDs, so that database users find their logins")  //
      ("password-hashes", po::bool_switch(&copy.hashes),
       "keep passwords; logins arrive as enabled as they were")                           //
      ("server-roles", po::bool_switch(&copy.roles), "copy memberships of server roles")  //
      ("server-permissions", po::bool_switch(&copy.permissions),
       "copy permissions on the server and its objects")                                      //
      ("credentials", po::bool_switch(&copy.credentials), "copy the mapping to credentials")  //
      ("repair-users", po::bool_switch(&copy.repair),
       "map orphaned users of the destination's databases again")  //
      ("sid-conflict", text(copy.sid_conflict, "fail|keep-destination|recreate"),
       "same name, another SID; with --sids")                                                              //
      ("transaction", text(copy.transaction, "task|object"), "one transaction for all, or one a login")    //
      ("yes", po::bool_switch(&limits.evidence.yes), "steps that destroy may be executed without asking")  //
      ("report", text(limits.evidence.report_folder, "FOLDER"),
       "also write the report (report.md, report.jsonl) there")                         //
      ("plan", po::bool_switch(&copy.plan), "show what would be done, change nothing")  //
      ("save-package", text(copy.save, "FILE"), "write the package; with --plan or alone do not run it");
  Screen screen;
  switch (arguments.parse(given, screen)) {
    case Arguments::Outcome::helped: return exit_success;
    case Arguments::Outcome::refused: return exit_command_line;
    case Arguments::Outcome::go: break;
  }
  const CommonOptions &options = arguments.common();
  screen = Screen(options.colour);
  const Words words =
      arguments.has("WORDS") ? arguments.given()["WORDS"].as<std::vector<std::string>>() : Words{};
  const auto wrong = [&](std::string what, std::string expected, std::string found) {
    refuse(screen, options,
           Error(Status::invalid, std::move(what), std::move(expected), std::move(found),
                 "see `gantry copy --help`"));
    return static_cast<int>(exit_command_line);
  };
  if (words.size() != 1 || words[0] != "logins")
    return wrong("gantry copy does not know what to copy", "gantry copy logins",
                 words.empty() ? "nothing" : words[0]);
  if (copy.from.empty() || copy.to.empty())
    return wrong("gantry copy logins needs both servers", "--from SERVER and --to SERVER",
                 copy.from.empty() && copy.to.empty() ? "neither"
                 : copy.from.empty()                  ? "only --to"
                                                      : "only --from");
  if (static_cast<int>(copy.all) + static_cast<int>(!copy.logins.empty()) +
          static_cast<int>(!copy.databases.empty()) !=
      1)
    return wrong("gantry copy logins needs one selection", "--all, or --login NAME, or --of-database NAME",
                 copy.all || !copy.logins.empty() || !copy.databases.empty() ? "more than one" : "none");
  const auto choose = [](std::string &value,
                         std::initializer_list<std::pair<const char *, const char *>> known) {
    for (const auto &[word, name] : known)
      if (value == word || value == name) {
        value = name;
        return true;
      }
    return value.empty();
  };
  if (!choose(copy.if_exists, {{"fail", "FailTask"}, {"overwrite", "Overwrite"}, {"skip", "Skip"}}))
    return wrong("--if-exists " + copy.if_exists + " is not known", "fail, overwrite or skip",
                 copy.if_exists);
  if (!choose(copy.sid_conflict,
              {{"fail", "Fail"}, {"keep-destination", "KeepDestination"}, {"recreate", "Recreate"}}))
    return wrong("--sid-conflict " + copy.sid_conflict + " is not known",
                 "fail, keep-destination or recreate", copy.sid_conflict);
  if (!choose(copy.transaction, {{"task", "Task"}, {"object", "Object"}}))
    return wrong("--transaction " + copy.transaction + " is not known", "task or object", copy.transaction);

  Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options, screen);
  if (!workspace) {
    refuse(screen, options, workspace.error());
    return exit_command_line;
  }
  Result<package::Package> package = build(**workspace, copy);
  if (!package) {
    refuse(screen, options, package.error());
    return exit_failure;
  }
  if (!copy.save.empty()) {
    Result<std::string> bytes = dtsx::write_new_package(*package);
    Result<> saved = bytes ? dtsx::write_file(copy.save, *bytes) : Result<>(std::move(bytes).error());
    if (!saved) {
      refuse(screen, options, saved.error());
      return exit_failure;
    }
    if (!options.quiet && !options.json())
      screen.out("wrote " + copy.save + "; run it with `gantry run " + copy.save + "`\n");
    if (!copy.plan) return exit_success;
  }
  OpenedPackage opened;
  opened.package = std::move(package).value();
  Result<std::string> written = dtsx::write_new_package(opened.package);
  if (!written) {
    refuse(screen, options, written.error());
    return exit_failure;
  }
  opened.text = std::move(written).value();
  return run_package(**workspace, screen, options, copy.plan ? Mode::plan : Mode::run, std::move(opened),
                     copy.save, {}, limits);
}

}  // namespace gantry::cli
