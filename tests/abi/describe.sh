#!/usr/bin/env bash
# Writes what the compiler makes of the public headers: layout (from a generated C program) and signatures.
#   describe.sh <include folder> <stable|draft> <folder for layout.txt and signatures.txt>
set -euo pipefail
include=$1 which=$2 out=$3
here=$(cd "$(dirname "$0")" && pwd)
cc=${CC:-cc} cxx=${CXX:-c++}
export LC_ALL=C
mkdir -p "$out"
case $which in
  stable) header=gantry/gantry.h keep=$include/gantry/ without=$include/gantry/draft/ ;;
  draft) header=gantry/draft/all.h keep=$include/gantry/draft/ without='' ;;
  *) echo "describe: expected stable or draft, found: $which" >&2 && exit 2 ;;
esac

# Every header of the folder counts, also one that gantry.h forgets.
{
  echo "#include <$header>"
  if [ "$which" = stable ]; then folder=$include/gantry; else folder=$include/gantry/draft; fi
  for file in "$folder"/*.h; do echo "#include <${file#"$include"/}>"; done
} >"$out/all.h"

"$cc" -std=c99 -I "$include" -E -x c "$out/all.h" | awk -f "$here/declarations.awk" -v keep="$keep" -v without="$without" >"$out/declarations.txt"
awk -F '\t' '
  $1 == "member" {
    if (!($2 in seen)) {
      seen[$2] = 1
      printf "  printf(\"%s - %%zu\\n\", sizeof(struct %s));\n", $2, $2
    }
    printf "  printf(\"%s %s %%zu %%zu\\n\", offsetof(struct %s, %s), sizeof(((struct %s *)0)->%s));\n", $2, $3, $2, $3, $2, $3
  }' "$out/declarations.txt" >"$out/lines.inc"
printf '#include "all.h"\n#include <stddef.h>\n#include <stdio.h>\nint main(void) {\n#include "lines.inc"\n  return 0;\n}\n' >"$out/layout.c"
"$cc" -std=c99 -I "$include" "$out/layout.c" -o "$out/layout-c"
"$cxx" -std=c++11 -Wno-invalid-offsetof -I "$include" -x c++ "$out/layout.c" -o "$out/layout-cxx"
"$out/layout-c" >"$out/layout.txt"
"$out/layout-cxx" >"$out/layout-cxx.txt"
cmp "$out/layout.txt" "$out/layout-cxx.txt" || {
  echo "describe: C and C++ lay the structs out differently" >&2
  exit 1
}

# Macros that are defined while only system headers and (for draft) the stable headers are not counted.
macros() { "$cc" -std=c99 -I "$include" -E -dD -x c "$1" | awk -v keep="$keep" -v without="$without" '
  /^# / { kept = index($0, keep) > 0 && (without == "" || index($0, without) == 0); next }
  kept && /^#define GANTRY_/ && $2 !~ /_H$/ && $2 != "GANTRY_ABI_MINOR" { gsub(/[ \t]+/, " "); print "macro " $0 }' | sed 's/^macro #define /macro /' | sort -u; }
{
  awk -F '\t' '$1 == "type" { print "type " $2 } $1 == "member" { print "member " $2 "." $3 ": " $4 }' "$out/declarations.txt"
  macros "$out/all.h"
} >"$out/signatures.txt"
