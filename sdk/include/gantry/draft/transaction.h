/* gantry.transaction/1 (draft) on a session (D4). Nothing spans sessions. */
#ifndef GANTRY_DRAFT_TRANSACTION_H
#define GANTRY_DRAFT_TRANSACTION_H

#include <gantry/call.h>
#include <gantry/error.h>
#include <gantry/object.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_TRANSACTION_ID "gantry.transaction/1"

#define GANTRY_ISOLATION_DEFAULT 0
#define GANTRY_ISOLATION_READ_UNCOMMITTED 1
#define GANTRY_ISOLATION_READ_COMMITTED 2
#define GANTRY_ISOLATION_REPEATABLE_READ 3
#define GANTRY_ISOLATION_SERIALIZABLE 4
#define GANTRY_ISOLATION_SNAPSHOT 5

#define GANTRY_TRANSACTION_NONE 0
#define GANTRY_TRANSACTION_ACTIVE 1
#define GANTRY_TRANSACTION_DOOMED 2 /* XACT_STATE() -1: only rollback is left */

typedef struct gantry_transaction {
  uint32_t struct_size, reserved;

  /* Begins one; transactions do not nest here: STATE when one is open. Errors: BUSY, STATE, IO, the server's
     own. Thread: [object], may block. Since: 0.1 (D4) */
  gantry_status (*begin)(gantry_object *self, int32_t isolation, const gantry_call *call,
                         gantry_error *error);

  /* Commits. Errors: OUTCOME_UNKNOWN when the connection was lost after the request left: look, do not guess;
     STATE (none open or doomed), the server's own. Thread: [object], may block. Since: 0.1 (D4) */
  gantry_status (*commit)(gantry_object *self, const gantry_call *call, gantry_error *error);

  /* Rolls back. Success when none is open any more. Errors: IO (the server rolls back by itself then).
     Thread: [object], may block. Since: 0.1 (D4) */
  gantry_status (*rollback)(gantry_object *self, const gantry_call *call, gantry_error *error);

  /* Sets a savepoint; name of 1 to 32 characters, letters, digits and underscores. Errors: INVALID, STATE,
     the server's. Thread: [object], may block. Since: 0.1 (D4) */
  gantry_status (*save)(gantry_object *self, gantry_str name, const gantry_call *call, gantry_error *error);

  /* Goes back to a savepoint; the transaction stays open. Errors: as save. Thread: [object], may block.
   * Since: 0.1 (D4) */
  gantry_status (*rollback_to)(gantry_object *self, gantry_str name, const gantry_call *call,
                               gantry_error *error);

  /* *state becomes a GANTRY_TRANSACTION_*; asks the server. Errors: as execute. Thread: [object], may block.
     Since: 0.1 (D4) */
  gantry_status (*state)(gantry_object *self, const gantry_call *call, int32_t *state, gantry_error *error);
} gantry_transaction;

#ifdef __cplusplus
}
#endif

#endif
