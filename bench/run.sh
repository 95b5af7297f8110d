#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# All benchmarks: the programs bench_*, the whole run of the command, input made to be costly.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: bench/run.sh BUILD_DIR [--large] [--json FILE]

  --large      the whole run on 10 M records and 40 M services too (12 GB of disk and memory), and
               a nation's addresses, see bench/nation.py
  --json FILE  also put the lines of JSON there, for bench/compare.py

Exit code 1: the whole run takes more time or memory than it may, or time grows faster than the
input; see bench/whole_run.py and bench/scaling.py.
TEXT
}

[ $# -ge 1 ] || { usage >&2; exit 2; }
build=$1
shift
json=/dev/null
large=
while [ $# -gt 0 ]; do
  case $1 in
  --large) large=--large; shift ;;
  --json) json=${2:?"--json needs a file"}; shift 2 ;;
  *) usage >&2; exit 2 ;;
  esac
done

here=$(dirname "$0")
{
  for program in "$build"/bench/bench_*; do
    [ -f "$program" ] && [ -x "$program" ] && "$program"
  done
  python3 "$here/whole_run.py" "$build/tools/dolbom" $large
  python3 "$here/scaling.py" "$build"
  [ -z "$large" ] || python3 "$here/nation.py" "$build"
} | tee "$json"
