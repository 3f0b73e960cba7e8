/* The note: what a file says of itself before it is loaded (M1, M2). `strings` shows it; the host reads it
   without running a line of the plugin. gantry_add_plugin() writes it for you; this macro is for other build
   systems:

     GANTRY_NOTE("gantry-note=1\n" "id=com.example.mysql\n" "version=1.0.0\n" "abi=1\n"
   "class=com.example.MYSQL\n" ...) */
#ifndef GANTRY_NOTE_H
#define GANTRY_NOTE_H

#include <stdint.h>

#define GANTRY_NOTE_SECTION ".note.gantry"
#define GANTRY_NOTE_NAME "GANTRY"
#define GANTRY_NOTE_TYPE 0x474E5401u
/* Longest text a reader takes, in bytes (M1). */
#define GANTRY_NOTE_MAX 16384

/* Use once in a plugin, at file scope, with one string literal of `key=value` lines, `gantry-note=1` first.
 */
#define GANTRY_NOTE(text)                                                               \
  __attribute__((used, section(GANTRY_NOTE_SECTION), aligned(4))) static const struct { \
    uint32_t name_size, text_size, type;                                                \
    char name[8];                                                                       \
    char content[(sizeof(text) + 3) / 4 * 4];                                           \
  } gantry_note_ = {sizeof(GANTRY_NOTE_NAME), sizeof(text) - 1, GANTRY_NOTE_TYPE, GANTRY_NOTE_NAME, text}

#endif
