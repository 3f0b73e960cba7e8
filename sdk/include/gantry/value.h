/* Values, batches and fetch limits: how rows cross the boundary (D1). */
#ifndef GANTRY_VALUE_H
#define GANTRY_VALUE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What gantry_value.kind says, and which member of u holds it. */
#define GANTRY_KIND_NULL 0
#define GANTRY_KIND_BOOL 1   /* i64: 0 or 1 */
#define GANTRY_KIND_INT64 2  /* i64 */
#define GANTRY_KIND_DOUBLE 3 /* f64 */
#define GANTRY_KIND_DECIMAL                                                                                 \
  4                           /* u128 magnitude, precision, scale, GANTRY_VALUE_NEGATIVE; money has scale 4 \
                               */
#define GANTRY_KIND_UTF8 5    /* data */
#define GANTRY_KIND_UTF16LE 6 /* data; len in bytes */
#define GANTRY_KIND_BYTES 7   /* data */
#define GANTRY_KIND_DATE 8    /* i64: days since 0001-01-01 */
#define GANTRY_KIND_TIME 9    /* i64: ticks of 100 ns since midnight; scale */
#define GANTRY_KIND_DATETIME 10  /* aux: days since 1900-01-01; i64: 1/300 s since midnight */
#define GANTRY_KIND_DATETIME2 11 /* i64: ticks of 100 ns since 0001-01-01; scale */
#define GANTRY_KIND_DATETIMEOFFSET \
  12                        /* i64: UTC ticks of 100 ns since 0001-01-01; aux: offset in minutes; scale */
#define GANTRY_KIND_GUID 13 /* raw: 16 bytes as on the wire */
#define GANTRY_KIND_DEFERRED \
  14 /* too long for inline_limit: read forward with read_long; aux: kind of the content */
/* A sql_variant has the kind of its content, GANTRY_VALUE_VARIANT, and in aux the TDS number of its base
 * type. */

#define GANTRY_VALUE_NEGATIVE 0x01 /* decimal below zero */
#define GANTRY_VALUE_VARIANT 0x02

/* 24 bytes. Pointers are borrowed until the next call on the rows. Frozen for ever (V1). */
typedef struct gantry_value {
  uint8_t kind, flags, scale, precision;
  int32_t aux;
  union {
    int64_t i64;
    double f64;
    struct {
      const void *ptr;
      size_t len;
    } data;
    struct {
      uint64_t lo, hi;
    } u128;
    uint8_t raw[16];
  } u;
} gantry_value;

/* Row-major: value of row r, column c is values[r * columns + c]. Borrowed until the next call on the rows
 * (D1). */
typedef struct gantry_batch {
  uint32_t struct_size, columns;
  size_t rows;
  const gantry_value *values;
} gantry_batch;

/* What a caller of next wants. 0 takes the provider's default. */
typedef struct gantry_fetch {
  uint32_t struct_size, flags;
  size_t max_rows;     /* rows a batch may hold */
  size_t max_bytes;    /* bytes a batch may hold; bounds memory whatever the data (plus one row with quirk
                          whole-rows) */
  size_t inline_limit; /* a longer value is deferred, only in the last row of a batch */
} gantry_fetch;

#ifdef __cplusplus
}
#endif

#endif
