// ModuleSignature: who signed which module. A signature is of the module's text: it holds only where the text
// is the same byte for byte.
#include "plugins/smo/database-kind.hpp"

namespace gantry::smo {
namespace {

constexpr const char *properties = "sys.crypt_properties";

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  Table table;
  table.columns = {"schema", "object", "class", "signer", "thumbprint", "counter", "signature"};
  if (Result<> learnt = server.learn({properties}, call); !learnt) return std::move(learnt).error();
  if (!server.has(properties)) return table;
  const std::string sys = catalogue_of(request.database);
  std::string sql =
      "SELECT s.name AS schema_name, o.name, p.crypt_type, c.name AS certificate_name, k.name AS key_name, "
      "p.thumbprint, p.crypt_property FROM " +
      sys + "crypt_properties AS p JOIN " + sys + "objects AS o ON o.object_id = p.major_id JOIN " + sys +
      "schemas AS s ON s.schema_id = o.schema_id LEFT JOIN " + sys +
      "certificates AS c ON c.thumbprint = p.thumbprint LEFT JOIN " + sys +
      "asymmetric_keys AS k ON k.thumbprint = p.thumbprint WHERE p.class = 1";
  if (const std::string condition = request.condition(qualified_in_sql); !condition.empty())
    sql += " AND " + condition;
  Result<Table> source = server.query(sql + " ORDER BY s.name, o.name, p.thumbprint;", call);
  if (!source) return source;
  for (const auto &row : source->rows) {
    // SPVC, SPVA: signed by a certificate, by an asymmetric key; CPVC, CPVA: countersigned.
    const std::string type = row[2].text();
    const bool certificate = type.size() > 3 && type[3] == 'C';
    table.rows.push_back({row[0], row[1], Cell(certificate ? "CERTIFICATE" : "ASYMMETRIC KEY"),
                          certificate ? row[3] : row[4], row[5], Cell(type.rfind("CPV", 0) == 0), row[6]});
  }
  return table;
}

std::string statement(const char *verb, const Wish &wish, bool of_wanted, bool with_signature) {
  const auto cell = [&](const char *column) {
    return of_wanted ? wish.wanted(column) : wish.current(column);
  };
  return std::string(verb) + (cell("counter").flag() ? " COUNTER SIGNATURE" : " SIGNATURE") +
         (std::string_view(verb) == "ADD" ? " TO OBJECT::" : " FROM OBJECT::") +
         qualified(cell("schema").text(), cell("object").text()) + " BY " + cell("class").text() + ' ' +
         quoted_name(cell("signer").text()) +
         (with_signature ? " WITH SIGNATURE = " + binary_literal(cell("signature").bytes()) : "") + ';';
}

Result<> check(const Wish &wish, bool of_wanted) {
  const auto cell = [&](const char *column) {
    return of_wanted ? wish.wanted(column) : wish.current(column);
  };
  if (cell("signer").null()) return wish.refuse("signer", "a certificate or key of the database", "none");
  const std::string type = cell("class").text();
  if (type != "CERTIFICATE" && type != "ASYMMETRIC KEY")
    return wish.refuse("class", "CERTIFICATE or ASYMMETRIC KEY", type.empty() ? "none" : type);
  return success();
}

Result<> create_signature(const Wish &wish, Script &script) {
  if (Result<> fine = check(wish, true); !fine) return fine;
  if (wish.wanted("signature").bytes().empty()) return wish.refuse("signature", "its bytes", "none");
  script.add(statement("ADD", wish, true, true), statement("DROP", wish, true, false),
             "the text is the same byte for byte");
  return success();
}

Result<> drop_signature(const Wish &wish, Script &script) {
  if (Result<> fine = check(wish, false); !fine) return fine;
  script.add(statement("DROP", wish, false, false), statement("ADD", wish, false, true));
  return success();
}

}  // namespace

const Kind &kind_module_signature() {
  static const Kind kind = {"ModuleSignature",
                            {"schema", "object", "class", "signer", "thumbprint", "counter", "signature"},
                            {"schema", "object", "class", "thumbprint", "counter"},
                            &list,
                            &missing_database_rights,
                            &create_signature,
                            nullptr,
                            &drop_signature};
  return kind;
}

}  // namespace gantry::smo
