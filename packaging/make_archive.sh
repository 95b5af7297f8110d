#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the static library out of the objects of the shared one.
#
# It is a single object: Judy is already linked to the library's own memory functions
# (lib/base/judy.c), and only public names are visible. In an ordinary archive both would be
# left to the user's link: Judy's own malloc would win there, and any internal name could
# clash with one of theirs.
#
# usage: make_archive.sh ARCHIVE OBJECTS_ARCHIVE COMPILER...
set -eu
archive=$1 objects=$2
shift 2
whole=$archive.o

"$@" -r -nostdlib -o "$whole" -Wl,--whole-archive "$objects" -Wl,--no-whole-archive -l:libJudy.a
objcopy --wildcard --keep-global-symbol='dolbom_*' "$whole"
rm -f "$archive"
ar rcsD "$archive" "$whole"
rm "$whole"
