#include "plugins/enumerators/smo-enumerator.hpp"

#include "gantry/cpp/smo-server.hpp"
#include "plugins/enumerators/smo-urn.hpp"

namespace gantry::enumerators {
namespace {

/// SMO's name of a collection, and the kind that gantry.smo-server/1 lists. A kind that the server's object
/// does not have (yet) is refused there, by name.
struct Collection {
  std::string_view name, kind;
  bool of_database = false;
};
constexpr Collection collections[] = {{"Databases", "Database"},
                                      {"Logins", "Login"},
                                      {"Roles", "ServerRole"},
                                      {"Credentials", "Credential"},
                                      {"Jobs", "Job"},
                                      {"Operators", "Operator"},
                                      {"Alerts", "Alert"},
                                      {"ProxyAccounts", "Proxy"},
                                      {"SharedSchedules", "Schedule"},
                                      {"JobCategories", "JobCategory"},
                                      {"UserDefinedMessages", "UserDefinedMessage"},
                                      {"LinkedServers", "LinkedServer"},
                                      {"Users", "DatabaseUser", true},
                                      {"Tables", "Table", true},
                                      {"Views", "View", true},
                                      {"StoredProcedures", "StoredProcedure", true},
                                      {"UserDefinedFunctions", "UserDefinedFunction", true},
                                      {"Schemas", "Schema", true}};

enum class Wanted { names, urns, objects };

Result<Wanted> wanted(std::string_view type) {
  if (type == "Names") return Wanted::names;
  if (type == "URNs") return Wanted::urns;
  if (type == "Objects" || type == "ObjectsPopulated") return Wanted::objects;
  return Error(Status::unsupported, "the Foreach SMO enumerator is to give " + std::string(type),
               "Names, URNs, Objects or ObjectsPopulated", std::string(type),
               type == "Locations" ? "files of databases have no location that means something here"
                                   : "choose another SMOEnumType");
}

Result<const Collection *> find_collection(const SmoAddress &address) {
  std::string names;
  for (const Collection &collection : collections) {
    if (collection.name == address.collection && collection.of_database == !address.database.empty())
      return &collection;
    if (collection.of_database == !address.database.empty())
      names.append(names.empty() ? "" : ", ").append(collection.name);
  }
  return Error(Status::unsupported,
               "the Foreach SMO enumerator is to walk over " + address.collection +
                   (address.database.empty() ? " of a server" : " of a database"),
               "one of " + names, address.collection, "choose another collection");
}

std::string urn_of(const SmoAddress &address, const Collection &collection, const Table &table,
                   std::size_t row) {
  std::vector<UrnPart> parts = address.parents;
  UrnPart own{std::string(collection.kind == "DatabaseUser" ? "User" : collection.kind), {}};
  own.attributes.emplace_back("Name", table.at(row, "name").text());
  if (table.column("schema") >= 0) own.attributes.emplace_back("Schema", table.at(row, "schema").text());
  parts.push_back(std::move(own));
  return write_urn(parts);
}

}  // namespace

const PropertyList &SmoEnumerator::properties() {
  static const PropertyList list = {{"EnumURN", PropertyType::string, "", {}, false, false, {"EnumURN"}},
                                    {"Connection", PropertyType::string, "", {}, false, true, {}}};
  return list;
}

std::string SmoEnumerator::property_text(const std::string &name) {
  if (name != "Connection") return text(name);
  Result<SmoAddress> address = parse_address(text("EnumURN"));
  return address ? address->connection : std::string();
}

Result<> SmoEnumerator::validate_properties() {
  Result<SmoAddress> address = parse_address(text("EnumURN"));
  if (!address) return std::move(address).error();
  if (Result<Wanted> type = wanted(address->enumerate); !type) return std::move(type).error();
  if (Result<const Collection *> found = find_collection(*address); !found) return std::move(found).error();
  return success();
}

Result<ObjectPtr> SmoEnumerator::open(Call call) {
  Result<SmoAddress> address = parse_address(text("EnumURN"));
  if (!address) return std::move(address).error();
  Result<Wanted> type = wanted(address->enumerate);
  if (!type) return std::move(type).error();
  Result<const Collection *> collection = find_collection(*address);
  if (!collection) return std::move(collection).error();
  Result<ObjectPtr> leased = site_.acquire("Connection", GANTRY_SMO_SERVER_ID, call);
  if (!leased) return std::move(leased).error();
  const SmoServerRef server(*leased);
  Result<Table> listed = server.list((*collection)->kind, address->database, {}, call);
  if (!listed) return std::move(listed).error();
  if (listed->column("name") < 0)
    return Error(Status::unsupported, "objects of kind " + std::string((*collection)->kind) + " have no name",
                 "a column name", "a list without it", "report this to the plugin's author (D5)");
  Table table;
  if (*type == Wanted::objects) {
    table = std::move(*listed);
    const auto name = static_cast<std::size_t>(table.column("name"));
    std::swap(table.columns[0], table.columns[name]);
    for (std::vector<Cell> &row : table.rows) std::swap(row[0], row[name]);
    return rows_of(std::move(table));
  }
  table.columns = {*type == Wanted::names ? "name" : "urn"};
  for (std::size_t row = 0; row < listed->rows.size(); ++row)
    table.rows.push_back({*type == Wanted::names ? Cell(listed->at(row, "name").text())
                                                 : Cell(urn_of(*address, **collection, *listed, row))});
  return rows_of(std::move(table));
}

}  // namespace gantry::enumerators
