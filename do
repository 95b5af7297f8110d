#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The one way to build, test, try and measure dolbom. `./do` alone explains itself.
set -euo pipefail
caller=$PWD
cd "$(dirname "$0")"

# Debian 12 package, what shows that it is there, and what it is for
build_needs=(
  "gcc              program gcc        compiles"
  "meson            program meson      describes the build"
  "ninja-build      program ninja      runs it"
  "pkg-config       program pkg-config finds libraries"
  "python3          program python3    prints generated tables and runs test scripts"
  "libicu-dev       module icu-uc      Unicode normalisation and windows-949"
  "libjudy-dev      header Judy.h      sets of record ids (libJudy.a is needed)"
  "libxxhash-dev    module libxxhash   hashes of tables and blocks"
  "libyaml-dev      module yaml-0.1    reads plans"
  "libsodium-dev    module libsodium   keys and secret memory"
  "nettle-dev       module nettle      keyed digests, as fast as the processor can"
  "libsqlite3-dev   module sqlite3     reads and writes .db files"
  "libjansson-dev   module jansson     reads and writes JSON"
  "zlib1g-dev       module zlib        unpacks workbooks"
  "libexpat1-dev    module expat       reads the XML in them"
  "libxlsxwriter-dev module xlsxwriter writes worklists"
  "libpq-dev        module libpq       declares what PostgreSQL's library does, loaded when it is needed"
  "unixodbc-dev     module odbc        declares what ODBC does, loaded when it is needed"
)
test_needs=(
  "libcriterion-dev  module criterion  runs the C tests"
  "g++               program g++       checks that the headers are C++ too"
  "clang             program clang     second compiler, thread sanitizer"
  "libclang-rt-14-dev runtime clang    sanitizer runtimes of clang"
  "clang-format-14   program clang-format-14 checks the layout of code"
  "cmake             program cmake     checks the installed CMake package"
  "abigail-tools     program abidw     compares the library's interface with the promised one"
  "pmccabe           program pmccabe   measures functions"
  "strace            program strace    injects faults into system calls"
)
database_needs=(
  "postgresql        served initdb     is a server of the tests' own"
  "odbc-postgresql   driver psqlodbcw.so reaches that through ODBC"
  "libsqliteodbc     driver libsqlite3odbc.so is another driver"
)
browser_needs=(
  "chromium          program chromium  drives the report as a browser does"
)

python_needs=(
  "python3-venv      python ensurepip  makes environments"
  "python3-pip       python pip        builds wheels"
  "python3-dev       header_of_python Python.h  declares what extensions call"
  "icu-devtools      program icupkg    cuts ICU's data to what is used"
  "binutils          program objcopy   takes that data out of Debian's library"
)

r_needs=(
  "r-base-core       program R         runs R"
  "make              program make      builds R packages"
)
r_test_needs=(
  "r-cran-testthat   r testthat        runs the R tests"
  "r-cran-knitr      r knitr           builds the vignette"
  "r-cran-bit64      r bit64           has whole numbers that the tests hand over"
  "libblas-dev       link blas         links the Python that talks to R in a test"
  "qpdf              program qpdf      is looked for by R CMD check"
  "tidy              program tidy      checks R's manual pages"
)

explain() {
  cat <<'TEXT'
usage: ./do COMMAND

  demo [--lang en]   build, then find duplicates and omissions in examples/namyangju
  test               build with warnings as errors, run the tests; ends with `N passed, N failed`
  test-all           the same, and what takes long
  build              build the release into build/release
  bench              measure the hot paths and the whole run
  fuzz KIND [SECONDS]  let libFuzzer try to break the laws of fuzz/fuzz_KIND.c, 180 s by default
  python             build the Python package as a wheel, in build/wheels
  r [LIBRARY]        install the R package, into R's usual library or the folder named
  install [PREFIX]   install library, headers, command and documents (default /usr/local)
  clean              remove what the other commands built

What is missing is installed first with apt-get (as root, or through sudo); nothing is
downloaded when it is already there. Without apt-get, what is missing is listed.
TEXT
}

say() { printf '%s\n' "$*"; }

fail() {
  printf 'do: %s\n' "$*" >&2
  exit 4
}

can_redraw() { [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; }

# Reads lines and tells the last one: on a terminal in place, else every 10 seconds.
follow() {
  local what=$1 line last="" told=$SECONDS
  while true; do
    if IFS= read -r -t 2 line; then
      last=$line
    elif [ $? -le 128 ]; then
      break # the end, and not just silence
    fi
    if can_redraw; then
      line="$what: $last"
      printf '\r\033[K%s' "${line:0:78}"
    elif [ $((SECONDS - told)) -ge 10 ]; then
      say "$what: ${last:0:78} ($SECONDS s)"
      told=$SECONDS
    fi
  done
  ! can_redraw || printf '\r\033[K'
}

# run_told WHAT LOG COMMAND...: says WHAT, runs COMMAND with its output in LOG, tells its progress.
run_told() {
  local what=$1 log=$2
  shift 2
  say "$what"
  "$@" 2>&1 </dev/null | tee "$log" | follow "$what" && return
  tail -n 60 "$log" >&2
  fail "$what: failed, see $log"
}

can_be_root() { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif can_be_root; then sudo "$@"
  else fail "root or sudo is needed to run: $*"
  fi
}

is_there() {
  local kind=$1 name=$2
  case $kind in
  program) command -v "$name" ;;
  module) pkg-config --exists "$name" ;;
  header) echo "#include <$name>" | "${CC:-cc}" -fsyntax-only -x c - ;;
  link) echo "int main(void) { return 0; }" | "${CC:-cc}" -x c - -o /dev/null "-l$name" ;;
  r) Rscript -e "library('$name')" ;;
  python) python3 -c "import $name" ;;
  served) compgen -G "/usr/lib/postgresql/*/bin/$name" ;;
  driver) compgen -G "/usr/lib/*/odbc/$name" ;;
  header_of_python)
    [ -f "$(python3 -c 'import sysconfig; print(sysconfig.get_path("include"))')/$name" ] ;;
  runtime) echo "int main(void) { return 0; }" | "$name" -fsanitize=thread -x c - -o /dev/null ;;
  esac >/dev/null 2>&1
}

# Installs what of its arguments is missing, or says what to install by hand.
need() {
  local missing=() entry package kind name why
  say "looking for what is needed"
  for entry in "$@"; do
    read -r package kind name why <<<"$entry"
    is_there "$kind" "$name" && continue
    missing+=("$package")
    say "missing: $kind $name ($why), in Debian's package $package"
  done
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null ||
    fail "there is no apt-get here: install what is missing by hand, then run this again"
  can_be_root || fail "neither root nor sudo: have the packages installed, then run this again"
  mkdir -p build
  as_root true # asks for the password, if there is to be one
  run_told "looking for packages" build/apt.log as_root apt-get update
  run_told "installing ${#missing[@]} packages" build/apt.log \
    as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${missing[@]}"
}

# configure DIR OPTION...: a Meson build folder, unless it is there.
configure() {
  local folder=$1
  shift
  mkdir -p build
  [ ! -f "$folder/build.ninja" ] || return 0
  rm -rf "$folder"
  run_told "configuring $folder" "$folder.log" meson setup "$folder" . "$@"
}

# compile DIR TARGET...: all targets when none is named.
compile() {
  local folder=$1
  shift
  run_told "building $folder" "$folder.log" ninja -C "$folder" "$@"
}

build_release() {
  need "${build_needs[@]}"
  configure build/release -Dtests=false
  compile build/release
}

demo() {
  build_release
  mkdir -p out
  build/release/tools/dolbom reconcile --in examples/namyangju --policy policy \
    --as-of 2026-06-30 --out out/demo "$@"
}

# Plain, under address and undefined-behaviour sanitizers, and what has threads under theirs. The
# sanitized build is compiled with little optimisation: that takes half the time, and its tests
# run as fast; of what a compiler then warns, much is the sanitizer's own.
run_tests() {
  local threaded=(threads callers juso_sharers) more_needs=()
  case " $* " in *" --long "*) more_needs=("${browser_needs[@]}" "${database_needs[@]}" "${python_needs[@]}"
    "${r_needs[@]}" "${r_test_needs[@]}") ;;
  esac
  need "${build_needs[@]}" "${test_needs[@]}" "${more_needs[@]}"
  configure build/test -Dwerror=true
  compile build/test
  configure build/sanitized -Db_sanitize=address,undefined -Db_lundef=false \
    -Dbuildtype=debugoptimized -Doptimization=1 "-Dc_args=-fno-sanitize-recover=all -g1"
  compile build/sanitized
  CC=clang configure build/threads -Dwerror=true -Db_sanitize=thread -Db_lundef=false \
    -Dbuildtype=debugoptimized
  compile build/threads "${threaded[@]/#/tests/threads/}"
  python3 tests/run.py build/test --also build/sanitized \
    --also "build/threads:$(IFS=,; echo "${threaded[*]}")" "$@"
}

bench() {
  need "${build_needs[@]}" "${test_needs[@]}"
  configure build/bench
  compile build/bench
  bench/run.sh build/bench "$@"
}

# One fuzzer and all it is linked from, instrumented; seeds are the first columns of its tables.
fuzz() {
  local kind=${1:?a kind, such as phone} seconds=${2:-180} folder=build/fuzz table seed n=0
  [ -f "fuzz/fuzz_$kind.c" ] || fail "there is no fuzz/fuzz_$kind.c"
  need "${build_needs[@]}" "${test_needs[@]}"
  CC=clang configure $folder -Dfuzz=true -Db_lundef=false -Db_sanitize=address,undefined \
    -Dbuildtype=debugoptimized "-Dc_args=-fsanitize=fuzzer-no-link -fno-sanitize-recover=all"
  compile $folder "fuzz/fuzz_$kind"
  mkdir -p "$folder/corpus_$kind" "$folder/seeds_$kind"
  for table in tests/vectors/"$kind"*; do
    [ -f "$table" ] || table=tests/vectors/name.tsv
    while IFS=$'\t' read -r seed _; do
      LC_ALL=C.UTF-8 printf '%b' "$seed" >"$folder/seeds_$kind/$((n += 1))"
    done <"$table"
  done
  "$folder/fuzz/fuzz_$kind" -max_total_time="$seconds" -max_len=600 -artifact_prefix="$folder/" \
    "$folder/corpus_$kind" "$folder/seeds_$kind"
}

# The package needs no Debian package where it is used: what it is linked to is in the wheel.
python_wheel() {
  need "${build_needs[@]}" "${python_needs[@]}"
  mkdir -p build/wheels
  run_told "building the wheel" build/wheel.log \
    python3 -m pip wheel --no-deps --wheel-dir build/wheels ./bindings/python
  say "built: $(ls -t build/wheels/*.whl | head -n 1)"
  say "install it with: pip install build/wheels/*.whl"
}

# bindings/r/configure builds the library that the package is linked to.
r_package() {
  local library=()
  [ -z "${1:-}" ] || library=("--library=$(cd "$caller" && realpath -m -- "$1")")
  need "${build_needs[@]}" "${r_needs[@]}"
  mkdir -p build "${library[@]#--library=}"
  run_told "installing the R package" build/r-package.log R CMD INSTALL "${library[@]}" bindings/r
  say "installed: library(dolbom)"
}

# May this user make files below the folder, which need not exist yet?
can_write() {
  local at=$1
  until [ -e "$at" ]; do at=$(dirname "$at"); done
  [ -w "$at" ]
}

# The folder of libraries is `lib` on every system, so that PREFIX looks the same everywhere.
install_release() {
  local prefix root=()
  prefix=$(cd "$caller" && realpath -m -- "${1:-/usr/local}")
  need "${build_needs[@]}"
  configure build/release -Dtests=false
  run_told "setting the prefix $prefix" build/release.log \
    meson configure build/release "-Dprefix=$prefix" -Dlibdir=lib
  compile build/release
  can_write "${DESTDIR:-}$prefix" || root=(as_root)
  "${root[@]}" meson install -C build/release --no-rebuild --quiet
  case $prefix in
  /usr | /usr/local) [ -n "${DESTDIR:-}" ] || as_root ldconfig ;;
  esac
  say "installed: $prefix/bin/dolbom, $prefix/lib/libdolbom.so"
  say "for pkg-config: $prefix/lib/pkgconfig"
}

case "${1:-}" in
demo) shift; demo "$@" ;;
test) run_tests ;;
test-all) run_tests --long ;;
build) build_release; say "build/release/tools/dolbom" ;;
python) python_wheel ;;
r) r_package "${2:-}" ;;
fuzz) shift; fuzz "$@" ;;
bench) shift; bench "$@" ;;
install) install_release "${2:-}" ;;
clean) rm -rf build out ;;
"" | help | --help | -h) explain ;;
*) printf "do: unknown command '%s'\n" "$1" >&2; explain >&2; exit 2 ;;
esac
