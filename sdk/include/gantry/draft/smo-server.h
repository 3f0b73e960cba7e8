/* gantry.smo-server/1 (draft): management objects of a server (D5), on the object that an SMOServer
   connection yields. Kinds and options are text: a new kind is no new ABI. Kinds of this version: Login,
   ServerRole, ServerPermission, Database, DatabaseUser, Credential, UserDefinedMessage, StoredProcedure,
   ObjectPermission, ExtendedProperty, ModuleSignature; of SQL Server Agent: Job, JobStep, Schedule,
   AgentCategory, Operator, Proxy, Alert; only listed: AgentSubsystem, Endpoint, LinkedServer, MailProfile,
   ServerTrigger, Language, ProcedureParameter, ModuleDefinition, Schema, DatabasePrincipal, SigningKey. A
   filter of JobStep names jobs. */
#ifndef GANTRY_DRAFT_SMO_SERVER_H
#define GANTRY_DRAFT_SMO_SERVER_H

#include <gantry/call.h>
#include <gantry/error.h>
#include <gantry/object.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_SMO_SERVER_ID "gantry.smo-server/1"

typedef struct gantry_smo_server {
  uint32_t struct_size, reserved;

  /* Writes `key=value` lines: server-name, product-version, major, edition, engine-edition, host-platform,
     collation, login, is-sysadmin, hash-versions (of password hashes the server takes), driver, encryption.
     Read once, then kept. Errors: as execute. Thread: [object], may block. Since: 0.1 (D5) */
  gantry_status (*facts)(gantry_object *self, const gantry_call *call, gantry_sink out, gantry_error *error);

  /* Objects of a kind as gantry.rows/1, one row an object, columns named after its properties. filter: names
     in list text (ssis.md 4.7), empty = all. database: for kinds that live in one; empty else. A fixed number
     of round trips whatever the count. Errors: NOT_FOUND (kind, database), as execute. Thread: [object], may
     block. Owner: the caller releases *rows, which are read in full and independent of the session. Since:
     0.1 (D5) */
  gantry_status (*list)(gantry_object *self, gantry_str kind, gantry_str database, gantry_str filter,
                        const gantry_call *call, gantry_object **rows, gantry_error *error);

  /* What the login lacks to see ALL objects of a kind: rows {right utf8, grant utf8, property utf8}; none =
     sees everything. grant is the statement that gives the right. property: the one property that stays NULL
     without the right (a login's password-hash); empty: objects are missing. The host asks before the first
     list of a kind and refuses it when objects would be missing. Errors: as list. Thread: [object], may
     block. Owner: as list. Since: 0.1 (D5) */
  gantry_status (*missing_rights)(gantry_object *self, gantry_str kind, gantry_str database,
                                  const gantry_call *call, gantry_object **rows, gantry_error *error);

  /* Batches that bring objects about. verb: create, change, drop. wanted and current are objects with
     gantry.rows/1 whose columns are as list gives them (edited by policy; columns that policy does not know
     are simply absent); row i of current belongs to row i of wanted; null where the verb needs none (create:
     current; drop: wanted). options: `key=value` lines, kind's own. Called on the side where the batches will
     run; sends nothing that changes anything. Gives rows, in order of execution: row int64 (index into wanted
     or current) | database utf8 | text utf8 | transactional bool | creates utf8 | needs utf8 | secrets utf8
     (byte ranges of text to mask: "OFFSET:LENGTH ..."; one with ! behind it is made up anew each time) | undo
     utf8 (in clear; empty: not undoable) | reason utf8 | undo-secrets utf8 (byte ranges of undo; may be
     absent: none) Errors: NOT_FOUND (kind), UNSUPPORTED (verb, or what this server cannot take), INVALID (row
     and property named). Thread: [object], may block. Owner: the caller releases *batches. Since: 0.1 (D5) */
  gantry_status (*script)(gantry_object *self, gantry_str verb, gantry_str kind, gantry_str database,
                          gantry_object *wanted, gantry_object *current, gantry_str options,
                          const gantry_call *call, gantry_object **batches, gantry_error *error);
} gantry_smo_server;

#ifdef __cplusplus
}
#endif

#endif
