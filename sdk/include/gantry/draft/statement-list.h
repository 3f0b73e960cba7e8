/* gantry.statement-list/1 (draft) on the sessions that the host hands to a task (D8): several statements of a
   transaction in one round trip. No driver offers it. */
#ifndef GANTRY_DRAFT_STATEMENT_LIST_H
#define GANTRY_DRAFT_STATEMENT_LIST_H

#include <gantry/call.h>
#include <gantry/error.h>
#include <gantry/object.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_STATEMENT_LIST_ID "gantry.statement-list/1"

/* For *done: which of them failed is not known. */
#define GANTRY_STATEMENT_UNKNOWN ((size_t)-1)

typedef struct gantry_statement_list {
  uint32_t struct_size, reserved;

  /* Runs the first of these statements inside of the open transaction, one after the other and each as a
     batch of its own, as many as the host sends in one round trip; call it again with the rest. Nothing is
     sent behind one that fails. What they select is thrown away. *done becomes how many went well, at least
     one on success; with an error, it is that of statements[*done], or of one of them where *done is
     GANTRY_STATEMENT_UNKNOWN. statements are borrowed for the call. Errors: INVALID (none given), STATE (no
     open transaction), and those of gantry.sql-session/1's execute. Thread: [object], may block. Since: 0.1
     (D8) */
  gantry_status (*run)(gantry_object *self, const gantry_str *statements, size_t count,
                       const gantry_call *call, size_t *done, gantry_error *error);
} gantry_statement_list;

#ifdef __cplusplus
}
#endif

#endif
