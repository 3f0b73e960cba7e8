// What SMOServer yields: gantry.smo-server/1 in front of the driver's session (D5, B2).
#ifndef GANTRY_SMO_SMO_SERVER_OBJECT_HPP
#define GANTRY_SMO_SMO_SERVER_OBJECT_HPP

#include "gantry/cpp/smo-server.hpp"
#include "plugins/smo/kind.hpp"
#include "plugins/smo/server.hpp"

namespace gantry::smo {

/// Answers gantry.smo-server/1 itself; every other interface is the session's own, untouched. The session
/// ends with this object.
class SmoServerObject : public Implements<SmoServer> {
 public:
  explicit SmoServerObject(ObjectPtr session) : object_(session), server_(std::move(session)) {}

  Result<std::string> facts(Call call) override { return server_.facts(call); }
  Result<ObjectPtr> list(std::string_view kind, std::string_view database, std::string_view filter,
                         Call call) override;
  Result<Table> missing_rights(std::string_view kind, std::string_view database, Call call) override;
  Result<std::vector<ScriptBatch>> script(std::string_view verb, std::string_view kind,
                                          std::string_view database, const Table &wanted,
                                          const Table &current, std::string_view options, Call call) override;

  const Server &server() const noexcept { return server_; }

 protected:
  bool query(std::string_view iid, gantry_ref &out) noexcept override;

 private:
  ObjectPtr object_;
  Server server_;
};

}  // namespace gantry::smo

#endif
