/* gantry.messages/1 (draft): what the server says besides rows (D2). */
#ifndef GANTRY_DRAFT_MESSAGES_H
#define GANTRY_DRAFT_MESSAGES_H

#include <gantry/error.h>
#include <gantry/object.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_MESSAGES_ID "gantry.messages/1"

/* Texts are borrowed for the handler's call. severity is the server's class: 10 and below inform. */
typedef struct gantry_message {
  uint32_t struct_size;
  int32_t number, state, severity, line;
  uint32_t reserved;
  gantry_str text, server, procedure;
} gantry_message;

typedef struct gantry_messages {
  uint32_t struct_size, reserved;

  /* From now on every message goes to handler, in order, on the thread that executes; null ends it. handler
     must not call into the session. Errors: none. Thread: [object]. Owner: ctx stays the caller's and must
     outlive the session or the next set_handler. Source: MS-TDS 2.2.7.10, 2.2.7.13. Since: 0.1 (D2) */
  gantry_status (*set_handler)(gantry_object *self, void (*handler)(void *ctx, const gantry_message *message),
                               void *ctx, gantry_error *error);
} gantry_messages;

#ifdef __cplusplus
}
#endif

#endif
