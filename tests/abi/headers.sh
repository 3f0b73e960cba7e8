#!/usr/bin/env bash
# Compiles every public header alone, pedantically, in every language level it is offered in.
#   headers.sh <include folder>      CC, CXX: the build's compilers; gcc and clang are tried as well
set -euo pipefail
include=$1
export include
# One line of input is one compilation: compiler, language, standard, header. Included twice, so guards count too.
compile() {
  read -r compiler language standard header <<<"$1"
  log=$(printf '#include <%s>\n#include <%s>\nextern int not_empty;\n' "$header" "$header" |
    "$compiler" -x "$language" "-std=$standard" -Wall -Wextra -Wpedantic -Wshadow -Werror -fsyntax-only -I "$include" - 2>&1) || {
    printf 'headers: %s does not compile alone with %s -std=%s:\n%s\n' "$header" "$compiler" "$standard" "$log" >&2
    return 1
  }
}
export -f compile
cd "$include"
shopt -s nullglob
c_headers=(gantry/*.h gantry/draft/*.h)
cpp_headers=(gantry/cpp/*.hpp)
[ ${#c_headers[@]} -gt 0 ] && [ ${#cpp_headers[@]} -gt 0 ] || {
  echo "headers: no headers below $include" >&2
  exit 1
}
list() { # C compiler, C++ compiler
  local header standard
  for header in "${c_headers[@]}"; do
    for standard in c99 c11 c17; do echo "$1 c $standard $header"; done
    for standard in c++11 c++14 c++17 c++20; do echo "$2 c++ $standard $header"; done
  done
  for header in "${cpp_headers[@]}"; do
    for standard in c++17 c++20; do echo "$2 c++ $standard $header"; done
  done
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for pair in 'gcc g++' 'clang clang++'; do
  # shellcheck disable=SC2086
  set -- $pair
  command -v "$1" >/dev/null && command -v "$2" >/dev/null && list "$1" "$2" >>"$work/list"
done
[ -s "$work/list" ] || list "${CC:-cc}" "${CXX:-c++}" >"$work/list"
xargs -d '\n' -P "$(nproc)" -I '{}' bash -c 'compile "$1"' _ '{}' <"$work/list" || {
  echo "headers: some public headers do not compile alone; see above" >&2
  exit 1
}
echo "headers: $(wc -l <"$work/list") compilations of ${#c_headers[@]} C and ${#cpp_headers[@]} C++ headers"
