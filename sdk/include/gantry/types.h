/* Text and sinks: how bytes cross the boundary (abi rules O1, O2, V9). */
#ifndef GANTRY_TYPES_H
#define GANTRY_TYPES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One of the numbers in status.h (R2). */
typedef int32_t gantry_status;

/* UTF-8 text, not terminated. Borrowed: valid for the call it is passed to, unless the slot's comment says
   longer (O2). ptr may be null when len is 0. Frozen for ever (V1). */
typedef struct gantry_str {
  const char *ptr;
  size_t len;
} gantry_str;

/* Where the callee writes text or bytes. The callee calls put any number of times during the call, in order,
   and stops at the first status that is not GANTRY_OK, which it passes on. put never keeps ptr. A sink with a
   null put takes nothing. Secrets come through sinks too, so that the receiver can wipe its own buffer (O4).
   Frozen for ever (V1). */
typedef struct gantry_sink {
  void *ctx;
  gantry_status (*put)(void *ctx, const char *ptr, size_t len);
} gantry_sink;

/* True when the other side's table is long enough for the member AND offers it (V4). Test once, when the
 * table is obtained. */
#define GANTRY_HAS(table, type, member) \
  ((table)->struct_size >= offsetof(type, member) + sizeof((table)->member) && (table)->member != 0)

#ifdef __cplusplus
}
#endif

#endif
