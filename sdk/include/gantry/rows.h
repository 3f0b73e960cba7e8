/* gantry.rows/1: results, one after the other (D1). A fresh rows object stands on its first result. */
#ifndef GANTRY_ROWS_H
#define GANTRY_ROWS_H

#include <gantry/call.h>
#include <gantry/error.h>
#include <gantry/object.h>
#include <gantry/value.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_ROWS_ID "gantry.rows/1"

#define GANTRY_COLUMN_NULLABLE 0x01
#define GANTRY_COLUMN_IDENTITY 0x02
#define GANTRY_COLUMN_COMPUTED 0x04
#define GANTRY_COLUMN_HIDDEN 0x08
#define GANTRY_COLUMN_KEY 0x10

/* Texts are borrowed until the next next_result or close. */
typedef struct gantry_column {
  uint32_t struct_size, flags;
  gantry_str name;      /* may be empty */
  gantry_str type_name; /* SQL Server's: "nvarchar", "datetime2" ...; empty when there is no server behind */
  gantry_str collation; /* empty when unknown or none */
  int32_t max_length;   /* bytes as sys.columns counts them; -1 = max, 0 = unknown */
  uint8_t kind;         /* GANTRY_KIND_* of its values; GANTRY_KIND_NULL when they differ (sql_variant) */
  uint8_t precision, scale, reserved;
} gantry_column;

typedef struct gantry_rows {
  uint32_t struct_size, reserved;

  /* Columns of the current result; 0 for a statement that gives no rows. Thread: [object]. Since: 0.1 (D1) */
  uint32_t (*column_count)(gantry_object *self);

  /* Describes a column, index from 0; writes at most out->struct_size bytes (V5). Errors: INVALID (index).
     Thread: [object]. Owner: texts borrowed. Since: 0.1 (D1) */
  gantry_status (*column)(gantry_object *self, uint32_t index, gantry_column *out, gantry_error *error);

  /* The next batch of the current result. OK with out->rows == 0 is its end. fetch may be null. Errors:
     CANCELLED, DEADLINE, IO, DATA, the server's own. Thread: [object], may block. Owner: values borrowed
     until the next call. Since: 0.1 (D1) */
  gantry_status (*next)(gantry_object *self, const gantry_fetch *fetch, const gantry_call *call,
                        gantry_batch *out, gantry_error *error);

  /* Reads on in the deferred values of the last row, in column order: *taken bytes into buffer; 0 is the end
     of one value, the next call begins the next. Errors: STATE (nothing deferred), as next. Thread: [object],
     may block. Since: 0.1 (D1) */
  gantry_status (*read_long)(gantry_object *self, const gantry_call *call, void *buffer, size_t capacity,
                             size_t *taken, gantry_error *error);

  /* Skips what is left of the current result and goes to the next one: *more is 1, or 0 when there is none.
     Errors: as next. Thread: [object], may block. Since: 0.1 (D1) */
  gantry_status (*next_result)(gantry_object *self, const gantry_call *call, int32_t *more,
                               gantry_error *error);

  /* Rows the current result's statement counted; -1 when it counted none or is not at its end. 64 bit.
     Thread: [object]. Since: 0.1 (D1) */
  int64_t (*affected)(gantry_object *self);

  /* Drains or cancels what is left; the session is free again. Legal twice and after the session's close
     (O5). Errors: as next. Thread: [object], may block. Since: 0.1 (D2, O6) */
  gantry_status (*close)(gantry_object *self, const gantry_call *call, gantry_error *error);
} gantry_rows;

#ifdef __cplusplus
}
#endif

#endif
