#!/usr/bin/env bash
# Installs, builds the samples against what was installed, and runs the installed program over both.
#   install.sh <build folder> <source folder> <library folder below the prefix>
set -euo pipefail
build=$1 source=$2 library=$3
cmake=${CMAKE:-cmake} cc=${CC:-cc}
umask 022 # plugins in a folder that others may write are refused
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home"
export HOME=$work/home XDG_CACHE_HOME=$work/home XDG_STATE_HOME=$work/home XDG_DATA_HOME=$work/home XDG_CONFIG_HOME=$work/home
unset GANTRY_PLUGIN_PATH
sdk=$work/sdk prefix=$work/whole

fail() {
  printf 'install: %s\n' "$*" >&2
  exit 1
}
quietly() { # shows what a command said only when it failed
  "$@" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    fail "failed: $*"
  }
}
exports_one_symbol() {
  local found
  found=$(nm -D --defined-only "$1" | awk '{ sub(/@.*/, "", $NF); print $NF }' | tr '\n' ' ')
  [ "$found" = 'gantry_plugin_1 ' ] || fail "$1: expected gantry_plugin_1 as the only exported symbol, found: $found"
}

# 1. The SDK alone.
quietly "$cmake" --install "$build" --component sdk --prefix "$sdk"
[ ! -e "$sdk/bin" ] || fail "the component sdk brings programs along"
for header in gantry.h plugin.h draft/all.h cpp/plugin.hpp; do
  [ -f "$sdk/include/gantry/$header" ] || fail "the component sdk lacks include/gantry/$header"
done

# 2. The samples by CMake, in a copy so that nothing of the source tree is near.
cp -R "$source/samples/plugins" "$work/samples"
quietly "$cmake" -S "$work/samples" -B "$work/samples-build" -DCMAKE_PREFIX_PATH="$sdk" -DCMAKE_BUILD_TYPE=Debug
grep -q "^gantry_DIR:PATH=$sdk/" "$work/samples-build/CMakeCache.txt" || fail "find_package found another Gantry: $(grep ^gantry_DIR "$work/samples-build/CMakeCache.txt")"
quietly "$cmake" --build "$work/samples-build"

# 3. The C sample by pkg-config, a compiler and the two rules gantry_add_plugin() follows: note and version script.
export PKG_CONFIG_PATH=$sdk/$library/pkgconfig
package() { pkg-config --define-variable=prefix="$sdk" "$@" gantry; }
script=$(package --variable=versionscript) || fail "pkg-config does not find gantry in $PKG_CONFIG_PATH"
[ -f "$script" ] || fail "pkg-config names a version script that is not there: $script"
mkdir "$work/by-hand"
{
  echo '#define GANTRY_PLUGIN_ID "com.example.clock"'
  echo '#define GANTRY_PLUGIN_VERSION "1.0.1"'
  printf '%s\n' '#define GANTRY_PLUGIN_NOTE "gantry-note=1\nabi=1\n" \'
  sed -e '/^#/d' -e '/^$/d' -e 's/^version=.*/version=1.0.1/' -e 's/.*/  "&\\n" \\/' "$source/samples/plugins/c-clock/plugin.note"
  echo
} >"$work/by-hand/gantry-plugin-note.h"
printf '%s\n' '#include <gantry/note.h>' '#include "gantry-plugin-note.h"' 'GANTRY_NOTE(GANTRY_PLUGIN_NOTE);' >"$work/by-hand/note.c"
# shellcheck disable=SC2046
quietly "$cc" -std=c99 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -fPIC -shared -fvisibility=hidden $(package --cflags) \
  -I"$work/by-hand" "$source/samples/plugins/c-clock/clock.c" "$work/by-hand/note.c" -o "$work/by-hand/clock.so" \
  -Wl,--version-script="$script" -Wl,-z,defs -Wl,-z,now -Wl,-z,relro

# 4. Everything.
quietly "$cmake" --install "$build" --prefix "$prefix"
gantry=$prefix/bin/gantry
installed=$prefix/$library/gantry-1
[ "$(readlink "$prefix/bin/dtexec")" = gantry ] || fail "bin/dtexec is not a link to gantry"
for plugin in "$installed"/*.so "$work"/samples-build/plugins/*.so "$work/by-hand/clock.so"; do
  exports_one_symbol "$plugin"
done

# 5. The installed program.
"$gantry" plugins list --plugin-path "$work/samples-build/plugins" --format json >"$work/list.json" || fail "plugins list ended with $?"
accepted() { # file, origin, id
  grep -qF "{\"path\":\"$1\",\"origin\":\"$2\",\"state\":\"accepted\",\"id\":\"$3\"" "$work/list.json" ||
    fail "plugins list: expected $3 as accepted from $1 ($2), found: $(cat "$work/list.json")"
}
for plugin in file smo transfer freetds; do
  accepted "$installed/gantry-$plugin.so" 'install folder' "org.gantry.$plugin"
done
for plugin in note clock; do
  accepted "$work/samples-build/plugins/example-$plugin.so" --plugin-path "com.example.$plugin"
done

"$gantry" plugins list --plugin-path "$work/by-hand" --format json >"$work/list.json" || fail "plugins list ended with $?"
accepted "$work/by-hand/clock.so" --plugin-path com.example.clock

deep() { # what must be in the answer, then options
  local word=$1
  shift
  "$gantry" plugins inspect "$@" --deep >"$work/inspect.txt" 2>&1 || fail "plugins inspect $* --deep ended with $?: $(cat "$work/inspect.txt")"
  grep -qF "$word" "$work/inspect.txt" || fail "plugins inspect $* --deep does not tell of $word: $(cat "$work/inspect.txt")"
}
deep com.example.clock.CLOCK com.example.clock --plugin-path "$work/by-hand"
deep 1.0.1 com.example.clock --plugin-path "$work/by-hand"
deep com.example.clock.CLOCK com.example.clock --plugin-path "$work/samples-build/plugins"
deep com.example.note.NoteTask com.example.note --plugin-path "$work/samples-build/plugins"
for plugin in file smo transfer freetds; do
  deep "org.gantry.$plugin" "org.gantry.$plugin"
done
echo "install: the SDK alone builds the samples, the installed program takes them and its own plugins"
