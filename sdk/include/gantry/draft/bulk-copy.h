/* gantry.bulk-copy/1 and gantry.bulk-writer/1 (draft; nobody implements them yet) (D3). The TASK owns the
   loop; hence overlap, progress, cancellation, rejects and memory are written once. */
#ifndef GANTRY_DRAFT_BULK_COPY_H
#define GANTRY_DRAFT_BULK_COPY_H

#include <gantry/call.h>
#include <gantry/error.h>
#include <gantry/object.h>
#include <gantry/value.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_BULK_COPY_ID "gantry.bulk-copy/1"
#define GANTRY_BULK_WRITER_ID "gantry.bulk-writer/1"

#define GANTRY_BULK_KEEP_IDENTITY 0x01
#define GANTRY_BULK_KEEP_NULLS 0x02
#define GANTRY_BULK_TABLE_LOCK 0x04
#define GANTRY_BULK_CHECK_CONSTRAINTS 0x08
#define GANTRY_BULK_FIRE_TRIGGERS 0x10

/* Names are unquoted and separate; the driver quotes. */
typedef struct gantry_bulk_target {
  uint32_t struct_size, flags;
  gantry_str database, schema, name;
  const gantry_str *columns; /* in the order of the values written */
  size_t column_count;
  const gantry_str *order; /* columns of the ORDER hint, ascending; may be null */
  size_t order_count;
  uint64_t batch_rows; /* 0 = one batch */
} gantry_bulk_target;

typedef struct gantry_bulk_result {
  uint32_t struct_size, reserved;
  uint64_t accepted, rejected;
} gantry_bulk_result;

typedef struct gantry_bulk_copy {
  uint32_t struct_size, reserved;

  /* Opens a writer into a table; the session is busy until the writer's close. Errors: NOT_FOUND, INVALID,
     BUSY, UNSUPPORTED (names the column and its type), as execute. Thread: [object], may block. Owner: the
     caller releases *writer. Source: MS-TDS 2.2.6.1. Since: 0.1 (D3) */
  gantry_status (*open)(gantry_object *self, const gantry_bulk_target *target, const gantry_call *call,
                        gantry_object **writer, gantry_error *error);
} gantry_bulk_copy;

typedef struct gantry_bulk_writer {
  uint32_t struct_size, reserved;

  /* Writes a batch; a deferred value is followed by write_long. Errors: DATA (row and column named), IO, the
     server's. Thread: [object], may block. Since: 0.1 (D3) */
  gantry_status (*write)(gantry_object *self, const gantry_batch *batch, const gantry_call *call,
                         gantry_error *error);

  /* The next bytes of a deferred value; len 0 ends it. Errors: STATE. Thread: [object], may block. Since: 0.1
   * (D3) */
  gantry_status (*write_long)(gantry_object *self, const void *ptr, size_t len, const gantry_call *call,
                              gantry_error *error);

  /* Ends the batch at the server; *accepted counts all rows so far. Errors: the server's. Thread: [object],
     may block. Since: 0.1 (D3) */
  gantry_status (*flush)(gantry_object *self, const gantry_call *call, uint64_t *accepted,
                         gantry_error *error);

  /* The fast path: takes up to max_rows straight from rows it recognises by a private interface id.
     Errors: UNSUPPORTED (use next and write). Thread: [object], may block. Since: 0.1 (D3) */
  gantry_status (*pull)(gantry_object *self, gantry_object *rows, uint64_t max_rows, const gantry_call *call,
                        uint64_t *taken, gantry_error *error);

  /* Ends the load; commit 0 drops the rows of the open batch. Errors: the server's. Thread: [object], may
     block. Since: 0.1 (D3, O6) */
  gantry_status (*close)(gantry_object *self, int32_t commit, const gantry_call *call,
                         gantry_bulk_result *result, gantry_error *error);
} gantry_bulk_writer;

#ifdef __cplusplus
}
#endif

#endif
