#!/usr/bin/env bash
# Writes the golden texts anew.   regenerate.sh          after an append
#                                 regenerate.sh draft    after any change to a draft
#                                 regenerate.sh --break  after any change; only before 1.0 is tagged
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
include=$here/../../sdk/include
case ${1-} in
  '') "$here/gate.sh" "$include" && whiches='stable draft' ;;
  draft) whiches=draft ;;
  --break) whiches='stable draft' ;;
  *) echo "regenerate: expected nothing, draft or --break, found: $1" >&2 && exit 2 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for which in $whiches; do
  suffix=
  [ "$which" = draft ] && suffix=-draft
  "$here/describe.sh" "$include" "$which" "$work/$which"
  for text in layout signatures; do cp "$work/$which/$text.txt" "$here/$text$suffix.txt"; done
done
