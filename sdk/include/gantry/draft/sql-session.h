/* gantry.sql-session/1 (draft): a session with a server (D2). */
#ifndef GANTRY_DRAFT_SQL_SESSION_H
#define GANTRY_DRAFT_SQL_SESSION_H

#include <gantry/call.h>
#include <gantry/error.h>
#include <gantry/object.h>
#include <gantry/value.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_SQL_SESSION_ID "gantry.sql-session/1"

/* A parameter by name (with its @). type_name is SQL Server's, with its size: "nvarchar(128)"; empty lets the
   driver choose from the value's kind. The array's stride is its first element's struct_size (V5). */
typedef struct gantry_parameter {
  uint32_t struct_size, flags;
  gantry_str name, type_name;
  gantry_value value;
} gantry_parameter;

typedef struct gantry_sql_session {
  uint32_t struct_size, reserved;

  /* Sends a batch, or with parameters sp_executesql, and gives its results as an object with gantry.rows/1
     standing on the first result. An error of the server before the first result is returned here, later ones
     by rows.next or next_result. params and sql are borrowed for the call. Errors: BUSY (rows still open),
     STATE (session dead), UNSUPPORTED (parameters), CANCELLED, DEADLINE, IO, the server's own. Thread:
     [object], may block. Owner: the caller releases *rows, which retains the session (O5). Source:
     MS-TDS 2.2.6.7, 2.2.6.6. Since: 0.1 (D2) */
  gantry_status (*execute)(gantry_object *self, gantry_str sql, const gantry_parameter *params, size_t count,
                           const gantry_call *call, gantry_object **rows, gantry_error *error);

  /* Ends the session; an open transaction is rolled back by the server. Legal twice and in any order with
     rows (O5). Errors: IO. Thread: [object], may block. Since: 0.1 (O6) */
  gantry_status (*close)(gantry_object *self, const gantry_call *call, gantry_error *error);
} gantry_sql_session;

#ifdef __cplusplus
}
#endif

#endif
