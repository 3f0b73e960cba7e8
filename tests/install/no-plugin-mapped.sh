#!/usr/bin/env bash
# Listing, inspecting and matching read notes with pread; nothing of a plugin is ever mapped as code, for that is how
# code gets to run.   no-plugin-mapped.sh <gantry> <plugin folder> <package>
set -euo pipefail
gantry=$1 folder=$(realpath "$2") package=$3
skip() {
  echo "no-plugin-mapped: skipped: $*"
  exit 77
}
command -v strace >/dev/null || skip "strace is not installed"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
strace -o "$work/probe" true 2>/dev/null || skip "this machine does not permit strace"
export HOME=$work XDG_CACHE_HOME=$work XDG_STATE_HOME=$work XDG_DATA_HOME=$work XDG_CONFIG_HOME=$work
# A traced program cannot be looked through by the leak checker.
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0"
shopt -s nullglob
plugins=("$folder"/*.so)
[ ${#plugins[@]} -gt 0 ] || skip "no plugin has been built in $folder"

# -y writes the file behind each descriptor, so a mapping names its file.
trace() {
  local status=0
  strace -f -y -e trace=open,openat,openat2,mmap,mprotect,pread64,read,execve -o "$work/trace" "$gantry" "$@" \
    >"$work/out" 2>&1 || status=$?
  mapped=$(grep -F mmap "$work/trace" | grep -F "<$folder/" || true)
  opened=$(grep -cE "open.*<$folder/[^>]*\.so>" "$work/trace" || true)
  return $status
}
check() { # the exit code that belongs to it, then the command
  local expected=$1 status=0
  shift
  trace "$@" || status=$?
  if [ "$status" != "$expected" ]; then
    echo "gantry $*: expected exit code $expected, found $status:" >&2
    cat "$work/out" >&2
    exit 1
  fi
  if [ -n "$mapped" ]; then
    printf 'gantry %s: expected no plugin mapped, found:\n%s\n' "$*" "$mapped" >&2
    exit 1
  fi
  echo "gantry $*: $opened plugin files opened, none mapped"
}

# The watch must be able to see: loading on request does map the plugin.
trace plugins inspect org.gantry.file --deep || {
  cat "$work/out" >&2
  exit 1
}
[ -n "$mapped" ] || {
  echo "inspect --deep was not seen to map its plugin, so this test would prove nothing" >&2
  exit 1
}

rm -rf "$work/gantry" # no cache: the notes are read from the files
check 0 plugins list
[ "$opened" -gt 0 ] || {
  echo "plugins list was not seen to open any plugin file" >&2
  exit 1
}
check 0 plugins list
check 0 plugins inspect org.gantry.smo
check 0 drivers list

# Matching: the first task and its connections fit, so the notes of task, connection manager and driver were all
# needed; the second has no provider, and that is said before anything is loaded.
awk '/<\/DTS:Executables>/ {
  print "<DTS:Executable DTS:refId=\"Package\\Stranger\" DTS:CreationName=\"Example.Stranger\" " \
    "DTS:DTSID=\"{9A4E7C52-5B3D-4C1B-B7B4-0D9A1C2E8F32}\" DTS:ExecutableType=\"Example.Stranger\" DTS:ObjectName=\"Stranger\"/>"
} { print }' "$package" >"$work/stranger.dtsx"
for command in validate plan; do
  check 1 $command "$work/stranger.dtsx"
  grep -q 'Example.Stranger' "$work/out" || {
    echo "gantry $command: expected the task type Example.Stranger to be named, found:" >&2
    cat "$work/out" >&2
    exit 1
  }
done
# And where everything matches, no task means nothing to load.
awk '/<DTS:Executables>/ { skipping = 1 } !skipping { print } /<\/DTS:Executables>/ { skipping = 0 }' "$package" >"$work/empty.dtsx"
check 0 validate --offline "$work/empty.dtsx"
