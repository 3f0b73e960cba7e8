// The statements that make, alter and drop a stored procedure.
#ifndef GANTRY_SMO_PROCEDURE_SCRIPT_HPP
#define GANTRY_SMO_PROCEDURE_SCRIPT_HPP

#include "plugins/smo/kind.hpp"

namespace gantry::smo {

/// schema, name, type (P, PC: CLR, X: extended), system (the product's own), marked (as system object), owner
/// (empty: the schema's), ansi-nulls, quoted-identifier, execute-as (CALLER, OWNER or a user), startup,
/// encrypted, definition-hash (NULL: the server cannot), numbers (list text: number, hash, ...), depends
/// (list text: schema or nothing, name, ...), and for scripts alone definition and numbered (list text:
/// number, definition, ...).
const std::vector<std::string> &stored_procedure_columns();

/// A session is expected with ANSI_NULLS and QUOTED_IDENTIFIER on, and is left so. Replacing is ALTER:
/// permissions and the object's id stay. Errors: INVALID (no definition), DATA (its header cannot be read).
Result<> create_procedure(const Wish &wish, Script &script);
Result<> change_procedure(const Wish &wish, Script &script);
Result<> drop_procedure(const Wish &wish, Script &script);

}  // namespace gantry::smo

#endif
