#!/usr/bin/env bash
# Compares the public headers with the golden texts. Red on any change but an append; an append is told.
#   gate.sh <include folder> [stable|draft ...]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
include=$1
shift
[ $# -gt 0 ] || set -- stable draft
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
red=0
for which in "$@"; do
  suffix=
  [ "$which" = draft ] && suffix=-draft
  "$here/describe.sh" "$include" "$which" "$work/$which"
  for text in layout signatures; do
    golden=$here/$text$suffix.txt
    now=$work/$which/$text.txt
    if ! awk -f "$here/compare-$text.awk" "$golden" "$now" >"$work/report"; then
      echo "gate: $which $text: expected nothing but appends to ${golden##*/}, found:" >&2
      cat "$work/report" >&2
      red=1
    elif ! cmp -s "$golden" "$now"; then
      echo "gate: $which $text: something was appended; run tests/abi/regenerate.sh and commit ${golden##*/}"
    fi
  done
done
[ $red = 0 ] || echo "A stable interface keeps its shape: append, or give the interface a new major (docs/contract.md, section 2). A draft may move: tests/abi/regenerate.sh draft" >&2
exit $red
