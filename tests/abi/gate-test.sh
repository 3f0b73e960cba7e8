#!/usr/bin/env bash
# Proves that the gate can turn red: edits a copy of the headers and looks at the verdict.
#   gate-test.sh <include folder>
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
edit() { # expected verdict, what it is, header, sed script
  rm -rf "$work/include"
  cp -R "$1" "$work/include"
  sed -i -E "$5" "$work/include/gantry/$4"
  if cmp -s "$1/gantry/$4" "$work/include/gantry/$4"; then
    echo "gate-test: $3: the edit changes nothing; has $4 changed?" >&2
    failed=1
    return
  fi
  local verdict=green
  "$here/gate.sh" "$work/include" stable >"$work/log" 2>&1 || verdict=red
  [ $verdict = "$2" ] || {
    echo "gate-test: $3: expected $2, found $verdict:" >&2
    cat "$work/log" >&2
    failed=1
  }
}
edit "$1" green 'a slot appended' task.h 's/^\} gantry_task;/  gantry_status (*more)(gantry_object *self);\n} gantry_task;/'
edit "$1" green 'a status appended' status.h 's/^(#define GANTRY_OK 0)/\1\n#define GANTRY_E_NEW 15/'
edit "$1" green 'a struct appended' task.h 's/^typedef struct gantry_task \{/typedef struct gantry_new { uint32_t struct_size, n; } gantry_new;\n&/'
edit "$1" red 'a slot removed' persist.h '/\(\*load\)/,/;/d'
edit "$1" red 'a slot renamed' rows.h 's/\(\*read_long\)/(*read_more)/'
edit "$1" red 'a signature changed' object-factory.h 's/size_t index, gantry_sink out/uint32_t index, gantry_sink out/'
edit "$1" red 'a member inserted' error.h 's/^(  uint32_t struct_size;)/\1\n  int32_t extra;/'
edit "$1" red 'a member of another size' value.h 's/^(  uint32_t struct_size, columns;)/\1 int32_t more;/; s/^  size_t rows;/  uint32_t rows;/'
edit "$1" red 'a frozen struct appended to' types.h 's/^\} gantry_str;/  size_t more;\n} gantry_str;/'
edit "$1" red 'a number changed' status.h 's/(GANTRY_E_BUSY) 12/\1 112/'
edit "$1" red 'an id changed' task.h 's,gantry.task/1",gantry.task/2",'
edit "$1" red 'a typedef changed' types.h 's/typedef int32_t gantry_status/typedef int64_t gantry_status/'
[ $failed = 0 ] && echo "gate-test: 3 appends pass, 9 other changes do not"
exit $failed
