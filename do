#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The one way to build, test, try and measure dolbom. `./do` alone explains itself.
set -euo pipefail
cd "$(dirname "$0")"

# package:why; every one is in Debian 12
build_packages=(
  "gcc:compiles" "meson:describes the build" "ninja-build:runs it" "pkg-config:finds libraries"
  "python3:prints generated tables and runs test scripts"
  "libicu-dev:Unicode normalisation and windows-949" "libjudy-dev:sets of record ids"
  "libxxhash-dev:hashes of tables and blocks" "libyaml-dev:reads plans"
  "libsodium-dev:keyed digests" "libsqlite3-dev:reads and writes .db files"
  "libjansson-dev:reads and writes JSON"
)
test_packages=(
  "libcriterion-dev:runs the C tests" "g++:checks that the headers are C++ too" "clang:second compiler, thread sanitizer"
  "libclang-rt-14-dev:sanitizer runtimes of clang" "pmccabe:measures functions"
  "strace:injects faults into system calls"
)

explain() {
  cat <<'TEXT'
usage: ./do COMMAND

  demo [--lang en]   build, then find duplicates and omissions in examples/namyangju
  test               build with warnings as errors, run every test; ends with `N passed, N failed`
  build              build the release into build/release
  bench              measure the hot paths and the whole run
  fuzz KIND [SECONDS]  let libFuzzer try to break the laws of fuzz/fuzz_KIND.c, 180 s by default
  install [PREFIX]   install library, headers, pkg-config file and command (default /usr/local)
  clean              remove what the other commands built

What is missing is installed first with apt-get (as root, or through sudo); nothing is
downloaded when it is already there.
TEXT
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else
    echo "do: root or sudo is needed to run: $*" >&2
    exit 4
  fi
}

# Installs what of its arguments is missing and says which and why.
need() {
  local missing=() entry name
  for entry in "$@"; do
    name=${entry%%:*}
    if ! dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed'; then
      missing+=("$name")
      echo "missing: $name (${entry#*:})"
    fi
  done
  [ ${#missing[@]} = 0 ] && return
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# build_folder DIR "TARGET ..." OPTION...: a fresh or existing Meson build folder, then ninja.
build_folder() {
  local folder=$1 targets=$2
  shift 2
  mkdir -p build
  if [ ! -f "$folder/build.ninja" ]; then
    rm -rf "$folder"
    meson setup "$folder" . "$@" >"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 4; }
  fi
  # shellcheck disable=SC2086
  ninja -C "$folder" $targets >"$folder.log" 2>&1 || { tail -n 60 "$folder.log" >&2; exit 4; }
}

build_release() {
  need "${build_packages[@]}"
  build_folder build/release "" -Dtests=false
}

demo() {
  build_release
  mkdir -p out
  build/release/tools/dolbom reconcile --in examples/namyangju --policy policy \
    --as-of 2026-06-30 --out out/demo "$@"
}

run_tests() {
  need "${build_packages[@]}" "${test_packages[@]}"
  build_folder build/test "" -Dwerror=true
  build_folder build/sanitized "" -Dwerror=true -Db_sanitize=address,undefined -Db_lundef=false \
    -Dbuildtype=debugoptimized "-Dc_args=-fno-sanitize-recover=all"
  CC=clang build_folder build/threads \
    "tests/threads/threads tests/threads/callers tests/threads/juso_sharers" -Dwerror=true \
    -Db_sanitize=thread -Db_lundef=false -Dbuildtype=debugoptimized
  python3 tests/run.py build/test --also build/sanitized --also build/threads:threads,callers,juso_sharers
}

# One fuzzer, with the library instrumented; seeds are the first columns of the kind's table.
fuzz() {
  local kind=${1:?a kind, such as phone} seconds=${2:-180} folder=build/fuzz table
  need "${build_packages[@]}" "${test_packages[@]}"
  CC=clang build_folder $folder "lib/libdolbom_internal.a tools/libdolbom_tool.a" -Dtests=false -Db_lundef=false \
    -Db_sanitize=address,undefined -Dbuildtype=debugoptimized "-Dc_args=-fsanitize=fuzzer-no-link -fno-sanitize-recover=all"
  local sources=("fuzz/fuzz_$kind.c")
  ! grep -q fuzz_number.h "${sources[0]}" || sources+=(fuzz/fuzz_number.c)
  ! grep -q juso_world.h "${sources[0]}" || sources+=(tests/field/juso_world.c)
  # shellcheck disable=SC2046
  clang -g -O1 -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -Iinclude -Ilib -Itools -Itests \
    "${sources[@]}" $folder/tools/libdolbom_tool.a $folder/lib/libdolbom_internal.a -o "$folder/fuzz_$kind" \
    $(pkg-config --libs icu-uc icu-i18n libxxhash yaml-0.1 libsodium sqlite3 jansson) -lJudy -lpthread -lm
  mkdir -p "$folder/corpus_$kind" "$folder/seeds_$kind"
  table=tests/vectors/$kind.tsv
  [ -f "$table" ] || table=tests/vectors/name.tsv
  awk -F'\t' -v to="$folder/seeds_$kind/" '{ f = to NR; printf "%s", $1 > f; close(f) }' "$table"
  "$folder/fuzz_$kind" -max_total_time="$seconds" -max_len=600 -artifact_prefix="$folder/" \
    "$folder/corpus_$kind" "$folder/seeds_$kind"
}

case "${1:-}" in
demo) shift; demo "$@" ;;
test) run_tests ;;
build) build_release; echo "build/release/tools/dolbom" ;;
fuzz) shift; fuzz "$@" ;;
bench) shift; build_release; build_folder build/bench ""; bench/run.sh build/bench "$@" ;;
install)
  build_release
  meson configure build/release -Dprefix="${2:-/usr/local}"
  as_root meson install -C build/release --no-rebuild
  as_root ldconfig
  ;;
clean) rm -rf build out ;;
"" | help | --help | -h) explain ;;
*) echo "do: unknown command '$1'" >&2; explain >&2; exit 2 ;;
esac
