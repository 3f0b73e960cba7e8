/* The error a fallible function fills (R1, R3, R4). */
#ifndef GANTRY_ERROR_H
#define GANTRY_ERROR_H

#include <gantry/status.h>
#include <gantry/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 1024 bytes in the CALLER's memory: nothing to release, and it outlives the plugin's call. The caller zeroes
   it and sets struct_size (and detail when it wants more than fits); the callee fills it on failure and
   leaves it untouched on success. A null pointer is legal everywhere: the status alone then speaks.

   message has four parts on four lines: what, expected, found, do. It is cut at a UTF-8 boundary; `detail`
   receives the whole message first, then one put for each further diagnostic of the server. No secret is ever
   in it (R4). Since: 0.1 */
typedef struct gantry_error {
  uint32_t struct_size;
  gantry_status status;
  int32_t native_code;     /* the server's message number, 0 when none */
  uint32_t code;           /* SSIS code such as 0xC002F340, 0 when none */
  int32_t state, severity; /* the server's, 0 when none */
  int32_t line;            /* line in the batch or file, 0 when none */
  uint32_t message_length; /* bytes of message that are used; at most sizeof message */
  gantry_sink detail;      /* set by the caller or {0, 0} */
  char sqlstate[8];        /* five characters and a zero, or empty */
  char origin[64];         /* plugin id or driver library, zero-terminated */
  char procedure[136];     /* the server's procedure name, zero-terminated */
  char message[768];       /* UTF-8, not terminated when full */
} gantry_error;

#ifdef __cplusplus
}
#endif

#endif
