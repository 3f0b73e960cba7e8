#include "tests/bench/smo-server.hpp"

#include "tests/bench/rounds.hpp"

namespace gantry::bench {
namespace {

const std::string connection = "Source";

}  // namespace

SmoServer::SmoServer(const std::string &plugin_folder, const ServerAddress &server) {
  cli::CommonOptions common;
  common.plugin_path = {plugin_folder};
  common.connection = {connection + ".server=" + server.host, connection + ".port=" + server.port,
                       connection + ".ca-file=" + server.ca_file};
  auto workspace = cli::Workspace::open(common, screen_);
  if (!workspace) give_up(workspace.error().message());
  workspace_ = std::move(workspace).value();
  runtime::Host &host = workspace_->host();
  const catalog::Provider provider = host.catalog.find(catalog::ClassKind::connection_manager, {"SMOServer"});
  if (!provider.file) give_up("no plugin in " + plugin_folder + " provides SMOServer");
  door_ = std::make_unique<runtime::DriverDoor>(host, sites_, *this, connection, runtime::guard::Manners{},
                                                nullptr, [](const std::string &) {});
  manager_ = std::make_unique<runtime::LiveObject>(host, sites_, *this, provider,
                                                   "connection manager " + connection);
  if (Result<> made = manager_->make(); !made) give_up(made.error().message());
  for (const auto &[name, value] : {std::pair<const char *, std::string>{"SqlServerName", server.host},
                                    {"UseWindowsAuthentication", "False"},
                                    {"UserName", "sa"}})
    if (Result<> set = manager_->set(name, value); !set) give_up(set.error().message());
}

ObjectPtr SmoServer::acquire() {
  const Ref<gantry_connection_manager> face = manager_->object().query<gantry_connection_manager>();
  gantry_object *object = nullptr;
  ErrorReceiver error;
  const gantry_status status = face->acquire(face.self, {nullptr, 0}, nullptr, &object, error);
  if (status != GANTRY_OK) give_up(error.error(status).message());
  return ObjectPtr::adopt(object);
}

Result<std::string> SmoServer::secret(std::string_view property) {
  return workspace_->host().secrets.get(connection, property);
}

}  // namespace gantry::bench
